public import Statistics
/// What a regression would have predicted for each of its observations from the others, with the
/// hyperparameters of all, in closed form (Rasmussen and Williams, Gaussian Processes for Machine
/// Learning, 2006, equations 5.10 to 5.12).
public struct LeaveOneOut: Hashable, Sendable {
  /// The predictions of what is observed, with its noise, in the order of the observations.
  public var predictions: [NormalDistribution]
  /// What was observed.
  public var targets: [Double]

  /// The logarithm of the predicted density at each observation.
  public var logDensities: [Double] {
    targets.indices.map { predictions[$0].logDensity(targets[$0]) }
  }

  /// The distance of each observation from its prediction, in predicted standard deviations.
  public var standardizedResiduals: [Double] {
    targets.indices.map { (targets[$0] - predictions[$0].mean) / predictions[$0].deviation }
  }
}
