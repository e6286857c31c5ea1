import Foundation
public import LinearAlgebra
public import Statistics

/// Linear regression with normal priors on the weights and the intercept, whose posterior has a closed
/// form. The variances of weights and noise are those of the highest evidence (MacKay, Bayesian
/// Interpolation, 1992), times weak priors.
///
/// Features and targets should be of about unit variance, features centred (``Standardization``).
/// There may be fewer observations than features, or none, for which it is the prior.
public struct BayesianLinearRegression: Sendable {
  /// The variances that the regression assumes.
  public struct Hyperparameters: Hashable, Sendable, Codable {
    /// The prior variance of the linear function without its intercept at a typical point: that of
    /// one weight, times the number of features.
    public var linearVariance: Double
    /// The variance of targets about the function.
    public var noiseVariance: Double

    /// Variances.
    public init(linearVariance: Double, noiseVariance: Double) {
      self.linearVariance = linearVariance
      self.noiseVariance = noiseVariance
    }
  }

  /// The variances that the regression assumes.
  public let hyperparameters: Hyperparameters
  /// The logarithm of the targets' density under these.
  public let logEvidence: Double
  /// The posterior mean of the intercept, then of the weights.
  public let weights: [Double]
  /// What each observation would have been predicted from the others.
  public let leaveOneOut: LeaveOneOut
  private let factor: CholeskyFactor

  /// The regression under given variances.
  ///
  /// - Parameters:
  ///   - features: A row for each observation.
  ///   - targets: What was observed.
  ///   - hyperparameters: The variances.
  ///   - interceptVariance: The prior variance of the intercept.
  /// - Throws: ``CholeskyError``, where numbers are not finite or differ in size beyond reason.
  /// - Precondition: There are as many targets as rows.
  public init(
    features: DoubleMatrix, targets: [Double], hyperparameters: Hyperparameters,
    interceptVariance: Double = 1
  ) throws(CholeskyError) {
    let evidence = LinearEvidence(
      features: features, targets: targets, interceptVariance: interceptVariance)
    let posterior = try evidence.posterior(hyperparameters)
    self.hyperparameters = hyperparameters
    logEvidence = posterior.logEvidence
    weights = posterior.mean
    factor = posterior.factor
    var predictions: [NormalDistribution] = []
    for row in 0..<features.rows {
      let item = [1] + features.row(row)
      let root = posterior.factor.solveLower(item)
      // With the leverage h: the residual grows by 1 / (1 - h), and so does the variance.
      let rest = max(1 - dot(root, root) / hyperparameters.noiseVariance, 1e-12)
      let residual = targets[row] - dot(item, posterior.mean)
      predictions.append(
        NormalDistribution(
          mean: targets[row] - residual / rest, variance: hyperparameters.noiseVariance / rest))
    }
    leaveOneOut = LeaveOneOut(predictions: predictions, targets: targets)
  }

  /// The regression under the variances of the highest evidence times priors.
  ///
  /// - Parameters:
  ///   - features: A row for each observation.
  ///   - targets: What was observed.
  ///   - interceptVariance: The prior variance of the intercept.
  ///   - priors: The priors of the variances.
  /// - Throws: ``CholeskyError``, where numbers are not finite or differ in size beyond reason.
  /// - Precondition: There are as many targets as rows.
  public static func fitted(
    features: DoubleMatrix, targets: [Double], interceptVariance: Double = 1,
    priors: HyperparameterPriors = HyperparameterPriors()
  ) throws(CholeskyError) -> BayesianLinearRegression {
    let evidence = LinearEvidence(
      features: features, targets: targets, interceptVariance: interceptVariance)
    let start = [priors.logLinearVariance.mean, priors.logNoiseVariance.mean]
    // Two basins are possible, with the variance in the function or in the noise.
    let starts = [start, [start[0] - 3, max(start[1], -0.5)]]
    let search = LimitedMemoryBFGS()
    let best =
      starts
      .map { search.minimize(from: $0) { evidence.negativeLogPosterior($0, priors, &$1) } }
      .min { $0.value < $1.value }!
    return try BayesianLinearRegression(
      features: features, targets: targets,
      hyperparameters: Hyperparameters(
        linearVariance: exp(best.point[0]), noiseVariance: exp(best.point[1])),
      interceptVariance: interceptVariance)
  }

  /// The function's value at a point.
  ///
  /// - Precondition: The point has as many features as the observations.
  public func latent(_ features: [Double]) -> NormalDistribution {
    let item = [1] + features
    let root = factor.solveLower(item)
    return NormalDistribution(mean: dot(item, weights), variance: dot(root, root))
  }

  /// What would be observed at a point: the function's value with noise.
  ///
  /// - Precondition: The point has as many features as the observations.
  public func observed(_ features: [Double]) -> NormalDistribution {
    var result = latent(features)
    result.variance += hyperparameters.noiseVariance
    return result
  }
}
