public import Distribution
import Evaluation
public import Netlist

/// How a replica stands between epochs, as all ranks know it.
struct Standing: BitwiseCopyable {
  var cost: Double
  var decidedCost: Double
  var bestCost: Double
  var bestTerms: CostTerms
  var acceptance: Double
  var moves: Int
  /// Whether its rank has used up its time, or was asked to stop.
  var isOver: Bool
  var isStopped: Bool

  init(_ chain: borrowing Chain, isOver: Bool, isStopped: Bool) {
    cost = chain.evaluator.cost
    decidedCost = chain.decidedCost
    bestCost = chain.bestCost
    bestTerms = chain.bestTerms
    acceptance = chain.acceptance
    moves = chain.moves
    self.isOver = isOver
    self.isStopped = isStopped
  }
}

/// All replicas of a run: those of this rank, and how the others stand. Replicas are numbered over all
/// ranks, those of the first rank first, and whatever is decided follows from numbers and standings, so it
/// does not matter which rank has which replica.
struct Ensemble<Ranks: Communicator> {
  /// Those of this rank.
  let replicas: [Replica]
  /// The number of the first of them.
  let first: Int
  /// How all stand.
  private(set) var standings: [Standing] = []
  private var tempering: Tempering?
  /// Whether every second replica began at another start.
  private let hasAlternative: Bool
  private let ranks: Ranks
  private let stop: StopFlag

  /// What a message with a placement is about.
  private static var placementTag: Int { 1 }

  init(
    _ replicas: [Replica], _ options: AnnealingOptions, _ ranks: Ranks, _ stop: StopFlag,
    _ clock: BudgetClock, hasAlternative: Bool
  ) throws(Ranks.Failure) {
    self.hasAlternative = hasAlternative
    self.replicas = replicas
    self.ranks = ranks
    self.stop = stop
    first = ranks.rank * replicas.count
    if options.coupling == .tempering {
      let field = replicas[0].chain.field
      tempering = Tempering(
        replicas: ranks.count * replicas.count,
        ratio: Tempering.ratio(nodes: field.softNodes.count + field.hardNodes.count),
        seed: options.seed)
    }
    heat()
    try synchronize(clock)
  }

  /// Whether all ranks are to end: the time of one is used up, or one was asked to stop, which then all
  /// are. With one rank a stop counts at once.
  var isOver: Bool {
    ranks.count == 1 && stop.isRaised || standings.contains { $0.isOver || $0.isStopped }
  }

  /// Tells all ranks how the replicas stand. All ranks.
  mutating func synchronize(_ clock: BudgetClock) throws(Ranks.Failure) {
    let (isOver, isStopped) = (clock.isOver, stop.isRaised)
    standings = try ranks.allGather(
      replicas.map { Standing($0.chain, isOver: isOver, isStopped: isStopped) }
    ).flatMap { $0 }
    if standings.contains(where: \.isStopped) { stop.raise() }
  }

  /// The number of the replica with the best placement so far, the first of equals.
  var winner: Int { standings.indices.min { standings[$0].bestCost < standings[$1].bestCost }! }

  // MARK: - What replicas have to do with each other

  /// What follows an epoch. All ranks.
  mutating func couple(after epoch: BudgetClock.Epoch) throws(Ranks.Failure) {
    if tempering != nil {
      tempering?.swap(
        costs: standings.map(\.decidedCost), temperature: epoch.temperature(at: 1))
      heat()
    } else if epoch.exchanges {
      let all = Array(standings.indices)
      guard hasAlternative else { return try goWithTheWinners(among: all) }
      // Temperatures differ between starts until the end, so costs do not tell which leads.
      for isAlternative in [false, true] {
        try goWithTheWinners(
          among: all.filter { AnnealingStart.isAlternative(replica: $0) == isAlternative })
      }
    }
  }

  /// Gives the replicas of this rank the temperatures of their rungs.
  private func heat() {
    guard let tempering else { return }
    for (index, replica) in replicas.enumerated() {
      replica.warmth = tempering.warmth(of: first + index)
    }
  }

  /// Lets the replicas with the worst current costs go on from those with the best.
  private func goWithTheWinners(among replicas: [Int]) throws(Ranks.Failure) {
    guard replicas.count > 1 else { return }
    let order = replicas.sorted {
      (standings[$0].cost, $0) < (standings[$1].cost, $1)
    }
    // All ranks go through the pairs in the same order, so none waits for one that waits for it.
    for index in 0..<max(1, order.count / 8) {
      try copy(from: order[index], to: order[order.count - 1 - index])
    }
  }

  private func copy(from winner: Int, to loser: Int) throws(Ranks.Failure) {
    let (source, target) = (rank(of: winner), rank(of: loser))
    if source == ranks.rank {
      let placement = replicas[winner - first].chain.currentPlacement()
      if target == source {
        replicas[loser - first].chain.restore(placement)
      } else {
        try ranks.send(placement.bytes, to: target, tag: Self.placementTag)
      }
    } else if target == ranks.rank {
      let message = try ranks.wait(for: source, tag: Self.placementTag)
      let replica = replicas[loser - first]
      replica.chain.restore(replica.chain.field.start.replaced(by: message.bytes))
    }
  }

  private func rank(of replica: Int) -> Int { replica / replicas.count }

  // MARK: - The end

  /// What came of the run, the same on all ranks. All ranks.
  ///
  /// - Parameter kinds: the kinds of moves to tell of.
  func result(_ clock: BudgetClock, kinds: [MoveKind]) throws(Ranks.Failure) -> AnnealingResult {
    let winner = winner
    let owner = rank(of: winner)
    let best = owner == ranks.rank ? replicas[winner - first].chain.best : nil
    let last = ranks.isFirst ? replicas[0].chain.currentPlacement() : nil
    let start = replicas[0].chain.field.start
    return AnnealingResult(
      placement: try ranks.broadcast(best, from: owner, like: start),
      cost: standings[winner].bestCost, terms: standings[winner].bestTerms,
      last: try ranks.broadcast(last, from: 0, like: start),
      moves: standings.reduce(0) { $0 + $1.moves }, seconds: clock.seconds,
      initialTemperature: clock.initialTemperature, statistics: try statistics(kinds))
  }

  /// What each kind of move did, added in the order of replicas.
  private func statistics(_ kinds: [MoveKind]) throws(Ranks.Failure) -> [MoveStatistics] {
    let own = replicas.flatMap { replica in
      replica.chain.statistics.map(MoveCounts.init)
    }
    let all = try ranks.allGather(own).flatMap { $0 }
    return kinds.map { kind in
      var sum = MoveStatistics(kind: kind.name)
      for counts in stride(from: kind.rawValue, to: all.count, by: MoveKind.allCases.count) {
        sum.add(all[counts].statistics(kind))
      }
      sum.share /= Double(standings.count)
      return sum
    }
  }
}

/// The numbers of ``MoveStatistics``.
private struct MoveCounts: BitwiseCopyable {
  var proposed: Int
  var accepted: Int
  var gain: Double
  var share: Double

  init(_ statistics: MoveStatistics) {
    proposed = statistics.proposed
    accepted = statistics.accepted
    gain = statistics.gain
    share = statistics.share
  }

  func statistics(_ kind: MoveKind) -> MoveStatistics {
    var result = MoveStatistics(kind: kind.name)
    (result.proposed, result.accepted, result.gain, result.share) = (
      proposed, accepted, gain, share
    )
    return result
  }
}

extension Communicator {
  /// The placement that the rank `root` gives, of the nodes of another. All ranks.
  public func broadcast(
    _ placement: Placement?, from root: Int, like other: Placement
  ) throws(Failure) -> Placement {
    if count == 1, let placement { return placement }
    return other.replaced(by: try broadcast(bytes: placement?.bytes ?? [], from: root))
  }
}

extension Placement {
  /// The places that another rank sent of the same design.
  fileprivate func replaced(by bytes: [UInt8]) -> Placement {
    guard let placement = replacingPlaces(with: bytes) else {
      preconditionFailure("ranks anneal designs of different sizes")
    }
    return placement
  }
}
