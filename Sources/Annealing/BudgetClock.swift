import Evaluation
import Foundation

/// Cuts the budget into epochs and knows what is to happen in each.
struct BudgetClock {
  /// A part of the budget.
  struct Epoch: Sendable {
    /// Where in the budget it begins and ends, 0 to 1.
    var start: Double
    var end: Double
    /// How many moves each replica makes in it; nil where time decides.
    var moves: [Int]?
    /// When the whole run began and how long it takes, where time decides.
    var runStart: ContinuousClock.Instant
    var runSeconds: Double
    /// What pauses the run, which then takes as much longer.
    var stop: StopFlag
    /// Whether replicas are exchanged at its end.
    var exchanges: Bool
    var schedule: Schedule

    /// How much of the epoch is over for a replica, from 0; 1 and more at its end.
    func position(replica: Int, movesDone: Int) -> Double {
      if let moves {
        return moves[replica] == 0 ? 1 : Double(movesDone) / Double(moves[replica])
      }
      let elapsed = (ContinuousClock.now - runStart - stop.pausedTime).inSeconds / runSeconds
      return (elapsed - start) / (end - start)
    }

    /// Where in the budget a place in the epoch is, 0 to 1.
    func fraction(at position: Double) -> Double {
      start + min(max(position, 0), 1) * (end - start)
    }

    /// The temperature at a place in the epoch.
    func temperature(at position: Double) -> Double {
      schedule.temperature(at: fraction(at: position))
    }

    /// How many moves a replica has left in the epoch.
    func movesLeft(replica: Int, movesDone: Int) -> Int {
      moves.map { $0[replica] - movesDone } ?? .max
    }
  }

  private let options: AnnealingOptions
  private let replicas: Int
  private let schedule: Schedule
  /// When the run began, less the pauses that the flag had before.
  private let runStart: ContinuousClock.Instant
  private let stop: StopFlag
  private let epochCount: Int
  /// The epochs that are over.
  private(set) var epoch: Int

  /// - Parameters:
  ///   - epoch: the epochs that are over.
  ///   - seconds: the time that they took.
  init(
    options: AnnealingOptions, replicas: Int, costScale: Double, epoch: Int = 0,
    seconds: Double = 0, stop: StopFlag = StopFlag()
  ) {
    self.epoch = epoch
    self.options = options
    self.stop = stop
    runStart = .now - stop.pausedTime - .seconds(seconds)
    self.replicas = replicas
    schedule = Schedule(options, costScale: costScale)
    epochCount = max(1, options.epochs ?? Self.defaultEpochs(options.budget, replicas))
  }

  /// About one epoch a second of a run, but at least a hundred and at most a thousand; fewer if it has few
  /// moves, since to begin and to end an epoch takes as long as many of them.
  private static func defaultEpochs(_ budget: AnnealingBudget, _ replicas: Int) -> Int {
    let movesPerSecond = 100_000
    let leastMoves = 100
    switch budget {
    case .time(let seconds): return Int(min(max(seconds, 100), 1000))
    case .moves(let moves):
      let own = moves / replicas
      return min(max(own / movesPerSecond, 100), 1000, own / leastMoves)
    }
  }

  /// Seconds since the run began, without pauses.
  var seconds: Double { (ContinuousClock.now - runStart - stop.pausedTime).inSeconds }

  /// The temperature at the beginning of the run.
  var initialTemperature: Double { schedule.temperature(at: 0) }

  /// The share of the budget that is spent when so many moves are made.
  func fraction(moves: Int) -> Double {
    switch options.budget {
    case .moves(let total): total > 0 ? min(Double(moves) / Double(total), 1) : 1
    case .time(let total): min(seconds / total, 1)
    }
  }

  /// Whether a budget in time is used up.
  var isOver: Bool {
    if case .time(let total) = options.budget { seconds >= total } else { false }
  }

  /// The next part of the budget; nil after the last. The clock is not looked at: see ``isOver``.
  mutating func nextEpoch() -> Epoch? {
    guard epoch < epochCount else { return nil }
    let start = Double(epoch) / Double(epochCount)
    epoch += 1
    let end = Double(epoch) / Double(epochCount)
    var moves: [Int]?
    var runSeconds = 0.0
    switch options.budget {
    case .moves(let total):
      moves = (0..<replicas).map { replica in
        // What does not divide goes to the first replicas.
        let whole = total / replicas + (replica < total % replicas ? 1 : 0)
        return Self.share(whole, epoch, of: epochCount)
          - Self.share(whole, epoch - 1, of: epochCount)
      }
    case .time(let seconds): runSeconds = seconds
    }
    return Epoch(
      start: start, end: end, moves: moves, runStart: runStart, runSeconds: runSeconds,
      stop: stop, exchanges: exchangesAfter(epoch), schedule: schedule)
  }

  /// Whether one of the evenly spread exchanges falls after an epoch.
  private func exchangesAfter(_ epoch: Int) -> Bool {
    let intervals = options.exchanges + 1
    return epoch < epochCount
      && Self.share(intervals, epoch, of: epochCount)
        > Self.share(intervals, epoch - 1, of: epochCount)
  }

  /// `total · part / parts`, rounded down, without a product that could overflow.
  private static func share(_ total: Int, _ part: Int, of parts: Int) -> Int {
    total / parts * part + total % parts * part / parts
  }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
