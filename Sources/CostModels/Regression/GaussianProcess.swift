import Foundation
public import LinearAlgebra
public import Statistics

/// Regression by a Gaussian process with Matérn's covariance of order 5/2, a length scale for each
/// feature, and a constant or linear mean (Rasmussen and Williams, Gaussian Processes for Machine
/// Learning, 2006).
///
/// The mean function's coefficients have normal priors and are marginalized: they are terms of the
/// covariance (equation 2.39 there). Far from all observations, predictions follow the mean function
/// and are as uncertain as the smooth function's variance says.
///
/// Features and targets should be of about unit variance, features centred (``Standardization``).
/// There may be no observation at all, for which it is the prior.
public struct GaussianProcess: Sendable {
  /// The mean about which the smooth function varies.
  public enum Mean: String, Hashable, Sendable, Codable {
    /// A constant with a normal prior; zero where its variance is zero.
    case constant
    /// A constant and a linear function of the features.
    case linear
  }

  /// What the covariance assumes.
  public struct Hyperparameters: Hashable, Sendable, Codable {
    /// How far the smooth function reaches along each feature.
    public var lengthScales: [Double]
    /// The smooth function's variance.
    public var signalVariance: Double
    /// The variance of targets about the functions.
    public var noiseVariance: Double
    /// The prior variance of the linear function at a typical point; nil without one.
    public var linearVariance: Double?

    /// Assumptions.
    public init(
      lengthScales: [Double], signalVariance: Double, noiseVariance: Double,
      linearVariance: Double? = nil
    ) {
      self.lengthScales = lengthScales
      self.signalVariance = signalVariance
      self.noiseVariance = noiseVariance
      self.linearVariance = linearVariance
    }
  }

  /// What the covariance assumes.
  public let hyperparameters: Hyperparameters
  /// The logarithm of the targets' density under it.
  public let logMarginalLikelihood: Double
  /// What each observation would have been predicted from the others.
  public let leaveOneOut: LeaveOneOut
  private let kernel: MaternKernel
  private let features: DoubleMatrix
  private let coefficients: [Double]
  private let factor: CholeskyFactor

  /// The process under given assumptions.
  ///
  /// - Parameters:
  ///   - features: A row for each observation.
  ///   - targets: What was observed.
  ///   - hyperparameters: What the covariance assumes.
  ///   - constantVariance: The prior variance of the mean function's constant.
  /// - Throws: ``CholeskyError``, where numbers are not finite or differ in size beyond reason.
  /// - Precondition: There are as many targets as rows, and as many length scales as columns.
  public init(
    features: DoubleMatrix, targets: [Double], hyperparameters: Hyperparameters,
    constantVariance: Double = 1
  ) throws(CholeskyError) {
    let likelihood = MarginalLikelihood(
      features: features, targets: targets, constantVariance: constantVariance,
      mean: hyperparameters.linearVariance == nil ? .constant : .linear)
    let state = try likelihood.state(hyperparameters)
    self.hyperparameters = hyperparameters
    self.features = features
    kernel = MaternKernel(hyperparameters, constantVariance: constantVariance)
    factor = state.factor
    coefficients = state.coefficients
    logMarginalLikelihood = state.logLikelihood
    let inverse = state.factor.inverse()
    leaveOneOut = LeaveOneOut(
      predictions: targets.indices.map {
        NormalDistribution(
          mean: targets[$0] - state.coefficients[$0] / inverse[$0, $0],
          variance: 1 / inverse[$0, $0])
      }, targets: targets)
  }

  /// The function's value at a point.
  ///
  /// - Precondition: The point has as many features as the observations.
  public func latent(_ point: [Double]) -> NormalDistribution {
    precondition(
      point.count == features.columns, "\(point.count) of \(features.columns) features")
    let covariances = kernel.covariances(point, features)
    let root = factor.solveLower(covariances)
    return NormalDistribution(
      mean: dot(covariances, coefficients),
      // Rounding can leave a little less than nothing of a variance that is fully explained.
      variance: max(kernel.variance(point) - dot(root, root), 0))
  }

  /// What would be observed at a point: the function's value with noise.
  ///
  /// - Precondition: The point has as many features as the observations.
  public func observed(_ point: [Double]) -> NormalDistribution {
    var result = latent(point)
    result.variance += hyperparameters.noiseVariance
    return result
  }
}
