public import Evaluation
import Foundation
import Netlist

/// Does the recursion pay? The closed loop against loops that lack something, at the same number of
/// placements and the same seeds.
///
/// Each loop has a ledger in a folder, so that a study that was killed goes on where it was. At the end
/// the best architecture of each is placed anew with fresh seeds, which keeps a lucky layout from
/// counting.
public struct Study: Sendable {
  /// The folder of ledgers.
  public let folder: String
  /// How all loops run, but for their seed and feedback.
  public let settings: LoopSettings
  /// The seeds; loops of the same seed are compared.
  public let seeds: [UInt64]
  /// The rounds of a loop.
  public let rounds: Int
  /// How many loops run at once, each with a thread.
  public let threads: Int
  /// How often the best architecture is placed anew at the end.
  public static let verifications = 3

  /// A study from its parts.
  public init(
    folder: String, settings: LoopSettings, seeds: [UInt64], rounds: Int, threads: Int
  ) {
    self.folder = folder
    self.settings = settings
    self.seeds = seeds
    self.rounds = rounds
    self.threads = threads
  }

  /// A loop of the study.
  public struct Arm: Hashable, Codable, Sendable {
    /// What its models learn from.
    public var feedback: LoopSettings.Feedback
    /// Its seed.
    public var seed: UInt64

    /// An arm from its parts.
    public init(feedback: LoopSettings.Feedback, seed: UInt64) {
      self.feedback = feedback
      self.seed = seed
    }
  }

  /// The loops, those of a seed together.
  public var arms: [Arm] {
    seeds.flatMap { seed in LoopSettings.Feedback.allCases.map { Arm(feedback: $0, seed: seed) } }
  }

  /// The ledger of a loop.
  public func ledgerFile(_ arm: Arm) -> String {
    "\(folder)/\(arm.feedback.rawValue)-\(arm.seed).sqlite"
  }

  /// Runs all loops that are not done yet.
  ///
  /// - Parameter progress: told after each round, on any thread.
  /// - Returns: what they came to; nil if stopped before.
  /// - Throws: ``LoopError`` of the first loop that fails.
  public func run(
    program: String, stop: StopFlag, progress: @Sendable @escaping (Arm, RoundReport) -> Void
  ) throws(LoopError) -> StudyReport? {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .ledger("\(folder): expected a folder to write to: \(error.localizedDescription)")
    }
    let results = Workers(threads).map(arms) { arm in
      Result { () throws(LoopError) in
        try run(arm, program: program, stop: stop) { progress(arm, $0) }
      }
    }
    var outcomes: [ArmOutcome] = []
    for result in results {
      guard let outcome = try result.get() else { return nil }
      outcomes.append(outcome)
    }
    return StudyReport(outcomes, rounds: rounds)
  }

  private func run(
    _ arm: Arm, program: String, stop: StopFlag, _ progress: (RoundReport) -> Void
  ) throws(LoopError) -> ArmOutcome? {
    var settings = settings
    settings.seed = arm.seed
    settings.feedback = arm.feedback
    let ledger = try Ledger(ledgerFile(arm))
    let loop = try DesignLoop(ledger: ledger, settings: settings, threads: 1, program: program)
    let ending = try loop.run(rounds: rounds, stop: stop) { event in
      if case .closed(let report) = event { progress(report) }
    }
    if case .limit(let reason) = ending {
      throw .ledger(
        "\(ledger.file): a study runs all rounds, but a red line ends this loop: \(reason)")
    }
    guard ending == .done,
      let verified = try loop.verify(placements: Self.verifications, stop: stop)
    else { return nil }
    return ArmOutcome(arm: arm, reports: try loop.reports(), verified: verified)
  }
}

/// What a loop of a study came to.
public struct ArmOutcome: Hashable, Codable, Sendable {
  /// The loop.
  public var arm: Study.Arm
  /// Its rounds.
  public var reports: [RoundReport]
  /// The objectives of its best architecture, placed anew with fresh seeds.
  public var verified: [Double]

  /// The geometric mean of those.
  public var objective: Double {
    exp(verified.reduce(0) { $0 + log($1) } / Double(max(1, verified.count)))
  }
}
