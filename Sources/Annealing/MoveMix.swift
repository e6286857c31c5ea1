/// How often each kind of move is tried, by what it gained for its work.
///
/// Between epochs the share of each kind goes towards its part of the total gain per unit of work
/// (a probability-matching bandit), above a floor so that none is lost for good. Work is counted in
/// proposals weighed by the pins they touch, not in seconds, so that a run is reproducible.
///
/// A share is of the moves that count, and the call of a proposer counts as many: its kinds are
/// drawn as much more rarely, and their floor costs no more than that of others.
struct MoveMix: Sendable {
  private struct Tally: Sendable {
    var gain = 0.0
    var work = 0.0
    /// Work beside ``work``, in plain moves.
    var moves = 0.0
    var proposed = 0
    var accepted = 0
  }

  /// What each kind did over the whole run.
  private(set) var statistics: [MoveStatistics]

  private var shares: [Double]
  private var cumulative: [Double] = []
  private var tallies: [Tally]
  /// As how many moves a draw of each kind counts.
  private let charges: [Double]
  private let floor: Double
  private let inertia: Double

  /// The first shares of the options, equal by default, for all kinds that the design has nodes for.
  ///
  /// - Parameter policy: as how many moves a call of the proposer counts, with the moves it gives; nil
  ///   if there is none.
  init(
    hasSoft: Bool, hasHard: Bool, policy: Int? = nil, options: MoveMixOptions = MoveMixOptions()
  ) {
    let isPossible = MoveKind.allCases.map {
      let hasNodes = $0.movesHardMacro ? hasHard : hasSoft
      return hasNodes && (policy != nil || !$0.asksProposer)
    }
    let wished = zip(MoveKind.allCases, isPossible).map { $1 ? options[$0] : 0 }
    shares = wished.contains { $0 > 0 } ? wished : isPossible.map { $0 ? 1 : 0 }
    floor = min(max(options.floor, 0), MoveMixOptions.floorLimit)
    inertia = min(max(options.inertia, 0), 1)
    charges = MoveKind.allCases.map { $0.asksProposer ? Double(policy ?? 1) : 1 }
    tallies = [Tally](repeating: Tally(), count: MoveKind.allCases.count)
    statistics = MoveKind.allCases.map { MoveStatistics(kind: $0.name) }
    normalize()
  }

  /// The kind for a uniform random number.
  @inline(__always)
  func kind(for uniform: Double) -> MoveKind {
    for index in cumulative.indices where uniform < cumulative[index] {
      return MoveKind(rawValue: index)!
    }
    return MoveKind(rawValue: shares.lastIndex { $0 > 0 } ?? 0)!
  }

  /// Notes a decided move: the cost it took off (0 if rejected or uphill) and the work it was.
  @inline(__always)
  mutating func note(_ kind: MoveKind, accepted: Bool, gain: Double, work: Double) {
    tallies[kind.rawValue].gain += gain
    tallies[kind.rawValue].work += work
    tallies[kind.rawValue].proposed += 1
    if accepted { tallies[kind.rawValue].accepted += 1 }
  }

  /// Notes the call of a proposer: the work of moving a node aside, and its own in plain moves.
  mutating func noteCall(_ kind: MoveKind, work: Double, moves: Double) {
    tallies[kind.rawValue].work += work
    tallies[kind.rawValue].moves += moves
  }

  /// The share of proposals of a kind accepted since the last ``adapt()``.
  func acceptance(of kind: MoveKind) -> Double? {
    let tally = tallies[kind.rawValue]
    return tally.proposed < 20 ? nil : Double(tally.accepted) / Double(tally.proposed)
  }

  /// The moves proposed and accepted since the last ``adapt()``.
  var counts: (proposed: Int, accepted: Int) {
    tallies.reduce((0, 0)) { ($0.0 + $1.proposed, $0.1 + $1.accepted) }
  }

  /// Moves the shares towards gain per work and starts counting anew.
  mutating func adapt() {
    let plainWork = meanPlainWork
    let rates = zip(MoveKind.allCases, tallies).map { kind, tally in
      let work = tally.work + tally.moves * plainWork
      return work > 0 && kind.showsProgress ? tally.gain / work : 0
    }
    let total = rates.reduce(0, +)
    if total > 0 {
      for index in shares.indices where shares[index] > 0 {
        shares[index] = inertia * shares[index] + (1 - inertia) * rates[index] / total
      }
      normalize()
    }
    for index in tallies.indices {
      statistics[index].proposed += tallies[index].proposed
      statistics[index].accepted += tallies[index].accepted
      statistics[index].gain += tallies[index].gain
      statistics[index].share = shares[index]
      tallies[index] = Tally()
    }
  }

  /// What is left of it between two epochs, when nothing is counted yet.
  var state: State { State(shares: shares, cumulative: cumulative, statistics: statistics) }

  /// Goes on from there.
  mutating func resume(_ state: State) {
    shares = state.shares
    cumulative = state.cumulative
    statistics = state.statistics
  }

  /// The mean work of the moves that ask no proposer, since the last ``adapt()``.
  private var meanPlainWork: Double {
    var (work, proposed) = (0.0, 0)
    for kind in MoveKind.plain {
      work += tallies[kind.rawValue].work
      proposed += tallies[kind.rawValue].proposed
    }
    return proposed > 0 ? work / Double(proposed) : 1
  }

  private mutating func normalize() {
    var total = shares.reduce(0, +)
    if total == 0 { return }
    for index in shares.indices where shares[index] > 0 {
      shares[index] = max(shares[index] / total, floor)
    }
    let draws = zip(shares, charges).map { $0 / $1 }
    let drawn = draws.reduce(0, +)
    var sum = 0.0
    cumulative = draws.map {
      sum += $0 / drawn
      return sum
    }
    total = shares.reduce(0, +)
    shares = shares.map { $0 / total }
  }
}

/// What one kind of move did in a run.
public struct MoveStatistics: Hashable, Sendable {
  /// The kind of move, such as `softShift`.
  public var kind: String
  /// How many were proposed. Calls of a proposer, which count as moves of a budget, are not among them.
  public var proposed = 0
  /// How many of them were accepted.
  public var accepted = 0
  /// The cost that accepted downhill moves took off, in sum.
  public var gain = 0.0
  /// The kind's share of the moves that count at the end of the run: of proposals, where calls of a
  /// proposer count as the moves that take as long.
  public var share = 0.0

  /// Adds what another replica did; shares are averaged by the caller.
  mutating func add(_ other: MoveStatistics) {
    proposed += other.proposed
    accepted += other.accepted
    gain += other.gain
    share += other.share
  }
}
