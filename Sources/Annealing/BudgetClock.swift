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
    /// Whether replicas are exchanged at its end.
    var exchanges: Bool
    var schedule: Schedule

    /// How much of the epoch is over for a replica, from 0; 1 and more at its end.
    func position(replica: Int, movesDone: Int) -> Double {
      if let moves {
        return moves[replica] == 0 ? 1 : Double(movesDone) / Double(moves[replica])
      }
      let elapsed = (ContinuousClock.now - runStart).inSeconds / runSeconds
      return (elapsed - start) / (end - start)
    }

    /// The temperature at a place in the epoch.
    func temperature(at position: Double) -> Double {
      schedule.temperature(at: start + min(max(position, 0), 1) * (end - start))
    }

    /// How many moves a replica has left in the epoch.
    func movesLeft(replica: Int, movesDone: Int) -> Int {
      moves.map { $0[replica] - movesDone } ?? .max
    }
  }

  private let options: AnnealingOptions
  private let replicas: Int
  private let schedule: Schedule
  private let runStart: ContinuousClock.Instant
  private let epochCount: Int
  /// The epochs that are over.
  private(set) var epoch: Int

  /// - Parameters:
  ///   - epoch: the epochs that are over.
  ///   - seconds: the time that they took.
  init(
    options: AnnealingOptions, replicas: Int, costScale: Double, epoch: Int = 0,
    seconds: Double = 0
  ) {
    self.epoch = epoch
    runStart = .now - .seconds(seconds)
    self.options = options
    self.replicas = replicas
    schedule = Schedule(options, costScale: costScale)
    epochCount = max(1, options.epochs ?? Self.defaultEpochs(options.budget, replicas))
  }

  /// About one epoch a second of a run, but at least a hundred and at most a thousand.
  private static func defaultEpochs(_ budget: AnnealingBudget, _ replicas: Int) -> Int {
    let movesPerSecond = 100_000
    let seconds =
      switch budget {
      case .time(let seconds): seconds
      case .moves(let moves): Double(moves / replicas / movesPerSecond)
      }
    return Int(min(max(seconds, 100), 1000))
  }

  /// Seconds since the run began.
  var seconds: Double { (ContinuousClock.now - runStart).inSeconds }

  /// The share of the budget that is spent when so many moves are made.
  func fraction(moves: Int) -> Double {
    switch options.budget {
    case .moves(let total): total > 0 ? min(Double(moves) / Double(total), 1) : 1
    case .time(let total): min(seconds / total, 1)
    }
  }

  /// The next part of the budget; nil when it is used up.
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
    case .time(let seconds):
      runSeconds = seconds
      if self.seconds >= seconds { return nil }
    }
    return Epoch(
      start: start, end: end, moves: moves, runStart: runStart, runSeconds: runSeconds,
      exchanges: exchangesAfter(epoch), schedule: schedule)
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
