/// What a round came to.
public struct RoundSummary: Hashable, Codable, Sendable {
  /// A candidate's prediction against its layout.
  public struct Comparison: Hashable, Codable, Sendable {
    /// The candidate's number.
    public var candidate: Int
    /// The predicted logarithm of the objective.
    public var predicted: Double
    /// The standard deviation that the prediction had.
    public var deviation: Double
    /// The measured logarithm.
    public var measured: Double
    /// The constraint that the layout breaks; nil for none.
    public var violation: String?
  }

  /// How well wire lengths were predicted, over all bus classes of the round's layouts.
  public struct LengthScore: Hashable, Codable, Sendable {
    /// The root mean square of the logarithms of measured over predicted, a quarter of the prior's length
    /// added to both.
    public var error: Double
    /// The same of the analytical prior, for comparison.
    public var priorError: Double
    /// How many lie in their 90 % interval.
    public var covered: Int
    /// How many there are.
    public var count: Int

    /// The share of those in their interval.
    public var coverage: Double { count == 0 ? 0 : Double(covered) / Double(count) }
  }

  /// The round, from 1.
  public var round: Int
  /// Its layouts, in the order of candidates.
  public var comparisons: [Comparison]
  /// How well lengths were predicted.
  public var lengths: LengthScore
  /// The best candidate so far; nil while none meets the constraints.
  public var best: Int?
  /// The objective of the best so far.
  public var bestObjective: Double?
  /// Workloads a second of the best so far: placements, where the workload is the policy's.
  public var bestThroughput: Double?
  /// The policy's cost on the round's designs before it had seen them, as a share of what annealing
  /// reached: mean over designs. Nil where no policy is taught.
  public var policyZeroShot: Double?
  /// The recipe in use after the round.
  public var recipe: Int
  /// Whether what was expected came true, in words.
  public var verdict: String

  /// The mean absolute error of predicted objectives, as a logarithm.
  public var objectiveError: Double {
    comparisons.isEmpty
      ? 0
      : comparisons.reduce(0) { $0 + abs($1.measured - $1.predicted) } / Double(comparisons.count)
  }

  /// How many objectives lie in their 90 % interval.
  public var objectivesCovered: Int {
    comparisons.count { abs($0.measured - $0.predicted) <= 1.6449 * $0.deviation }
  }
}
