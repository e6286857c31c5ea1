import Foundation
public import Statistics

/// What a study found.
public struct StudyReport: Hashable, Codable, Sendable {
  /// A way of feedback, over all seeds.
  public struct Row: Hashable, Codable, Sendable {
    /// The way.
    public var feedback: LoopSettings.Feedback
    /// The final objectives, in the order of seeds.
    public var objectives: [Double]
    /// Their median.
    public var median: Double
    /// The closed loop's objective over this one's, by seed: logarithms, with intervals.
    public var closedAgainstThis: PairedComparison?
  }

  /// How the loops of a way stood after a round: means over seeds.
  public struct Curve: Hashable, Codable, Sendable {
    /// The way.
    public var feedback: LoopSettings.Feedback
    /// The best objective so far, a geometric mean, by round.
    public var bestObjective: [Double?]
    /// The error of predicted objectives, as a share, by round.
    public var modelError: [Double]
    /// The error of predicted wire lengths, by round.
    public var lengthError: [Double]
    /// The same of the analytical prior on the same designs.
    public var priorLengthError: [Double]
    /// The share of wire lengths in their 90 % intervals, by round.
    public var lengthCoverage: [Double]
    /// The policy's cost before it was taught the round's designs, over annealing's, by round.
    public var policyZeroShot: [Double?]
    /// Workloads a second of the best architecture over those a round earlier, a geometric mean.
    public var recursionGain: [Double?]
  }

  /// The rounds of each loop.
  public var rounds: Int
  /// A row for each way.
  public var rows: [Row]
  /// Curves over rounds for each way.
  public var curves: [Curve]
  /// The share of objectives of all rounds but the first in their 90 % intervals, in the closed loop.
  public var objectiveCoverage: Double
  /// All loops.
  public var outcomes: [ArmOutcome]

  /// The report of loops that are done.
  init(_ outcomes: [ArmOutcome], rounds: Int) {
    self.rounds = rounds
    self.outcomes = outcomes
    let ways = LoopSettings.Feedback.allCases
    func own(_ way: LoopSettings.Feedback) -> [ArmOutcome] {
      outcomes.filter { $0.arm.feedback == way }.sorted { $0.arm.seed < $1.arm.seed }
    }
    let closed = own(.closed).map(\.objective)
    rows = ways.map { way in
      let objectives = own(way).map(\.objective)
      return Row(
        feedback: way, objectives: objectives, median: Descriptive.median(objectives),
        closedAgainstThis: way == .closed
          ? nil : PairedComparison(first: objectives, second: closed, scale: .logarithmicRatio))
    }
    curves = ways.map { way in Curve(way, own(way).map(\.reports), rounds: rounds) }
    let later = own(.closed).flatMap { $0.reports.dropFirst() }
    objectiveCoverage =
      later.reduce(0) { $0 + $1.objectiveCoverage } / Double(max(1, later.count))
  }
}

extension StudyReport.Curve {
  fileprivate init(
    _ way: LoopSettings.Feedback, _ loops: [[RoundReport]], rounds: Int
  ) {
    func mean(_ round: Int, _ value: (RoundReport) -> Double) -> Double {
      let values = loops.map { value($0[round]) }
      return values.reduce(0, +) / Double(max(1, values.count))
    }
    func geometric(_ round: Int, _ value: (RoundReport) -> Double?) -> Double? {
      let values = loops.compactMap { value($0[round]) }
      return values.isEmpty ? nil : Descriptive.geometricMean(values)
    }
    feedback = way
    let all = 0..<rounds
    bestObjective = all.map { geometric($0, \.bestObjective) }
    modelError = all.map { mean($0, \.modelError) }
    lengthError = all.map { mean($0, \.lengthError) }
    priorLengthError = all.map { mean($0, \.priorLengthError) }
    lengthCoverage = all.map { mean($0, \.lengthCoverage) }
    policyZeroShot = all.map { geometric($0, \.policyZeroShot) }
    recursionGain = all.map { geometric($0, \.recursionGain) }
  }
}
