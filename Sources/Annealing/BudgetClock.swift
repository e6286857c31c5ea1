import Evaluation
import Foundation

/// Cuts the budget into epochs and knows the temperature at every point of it.
struct BudgetClock {
  /// A part of the budget.
  struct Epoch: Sendable {
    /// Where in the budget it begins and ends, 0 to 1.
    var start: Double
    var end: Double
    /// How many moves each replica makes in it; nil where time decides.
    var moves: Int?
    /// When the whole run began and how long it takes, where time decides.
    var runStart: ContinuousClock.Instant
    var runSeconds: Double
    /// Whether replicas are exchanged at its end.
    var exchanges: Bool
    var schedule: TemperatureSchedule
    /// The tails of the cost that its moves are decided by.
    var tails: CostTails

    /// How much of the epoch is over, from 0; 1 and more at its end.
    func position(movesDone: Int) -> Double {
      if let moves { return moves == 0 ? 1 : Double(movesDone) / Double(moves) }
      let elapsed = (ContinuousClock.now - runStart).inSeconds / runSeconds
      return (elapsed - start) / (end - start)
    }

    /// The place in the whole budget of a place in the epoch.
    func fraction(at position: Double) -> Double {
      start + min(max(position, 0), 1) * (end - start)
    }

    /// How many moves a replica has left in the epoch.
    func movesLeft(movesDone: Int) -> Int { (moves ?? .max) - movesDone }

    func temperature(at fraction: Double) -> Double { schedule.temperature(at: fraction) }
  }

  private let options: AnnealingOptions
  private let replicas: Int
  private let runStart = ContinuousClock.now
  private let epochCount: Int
  private var epoch = 0

  private let schedule: TemperatureSchedule

  init(options: AnnealingOptions, replicas: Int, costScale: Double) {
    self.options = options
    schedule = TemperatureSchedule(options, costScale: costScale)
    self.replicas = replicas
    epochCount = max(1, options.epochs)
  }

  /// Seconds since the run began.
  var seconds: Double { (ContinuousClock.now - runStart).inSeconds }

  /// The next part of the budget; nil when it is used up.
  mutating func nextEpoch() -> Epoch? {
    guard epoch < epochCount else { return nil }
    let start = Double(epoch) / Double(epochCount)
    epoch += 1
    let end = Double(epoch) / Double(epochCount)
    var moves: Int?
    var runSeconds = 0.0
    switch options.budget {
    case .moves(let total):
      let each = total / replicas
      moves = Self.share(each, epoch, of: epochCount) - Self.share(each, epoch - 1, of: epochCount)
    case .time(let seconds):
      runSeconds = seconds
      if self.seconds >= seconds { return nil }
    }
    return Epoch(
      start: start, end: end, moves: moves, runStart: runStart, runSeconds: runSeconds,
      exchanges: epoch % max(1, options.exchangeInterval) == 0 && epoch < epochCount,
      schedule: schedule, tails: tails(at: start))
  }
}

extension BudgetClock {
  /// The tails shrink evenly to those of the proxy cost.
  ///
  /// The proxy cost is flat where more cells are at the top than count: a macro that uncovers one of
  /// them changes nothing until enough others have. With wide tails each such move counts at once.
  private func tails(at fraction: Double) -> CostTails {
    let left = options.tailsEnd > 0 ? max(0, 1 - fraction / options.tailsEnd) : 0
    return CostTails(
      density: 1 + (options.initialTails.density - 1) * left,
      congestion: 1 + (options.initialTails.congestion - 1) * left)
  }
}

extension BudgetClock {
  /// `total · part / parts`, rounded down, without a product that could overflow.
  fileprivate static func share(_ total: Int, _ part: Int, of parts: Int) -> Int {
    total / parts * part + total % parts * part / parts
  }
}

/// The temperature over the budget: a geometric fall, repeated from ever lower starts.
struct TemperatureSchedule: Sendable {
  private let initial: Double
  private let final: Double
  private let cycles: Int

  /// The default temperatures as shares of the cost scale. Chosen on generated and published designs
  /// alike: hotter starts help only long runs, colder ends gain nothing.
  static let initialShare = 0.03
  static let finalShare = 2e-4

  init(_ options: AnnealingOptions, costScale: Double) {
    initial = options.initialTemperature ?? max(costScale * Self.initialShare, 1e-12)
    final = options.finalTemperature ?? max(costScale * Self.finalShare, 1e-14)
    cycles = max(1, options.restarts)
  }

  /// The temperature when this share of the budget is spent.
  func temperature(at fraction: Double) -> Double {
    let position = min(max(fraction, 0), 1) * Double(cycles)
    let cycle = min(Int(position), cycles - 1)
    // Each later cycle begins nearer to the end, by equal ratios.
    let top = initial * pow(final / initial, Double(cycle) / Double(2 * cycles))
    return top * pow(final / top, position - Double(cycle))
  }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
