import Foundation
public import Statistics

/// Weak normal priors on the logarithms of hyperparameters, for features and targets of about unit
/// variance. They keep the maximum in sensible bounds where observations are few, and give way to
/// some tens of them.
public struct HyperparameterPriors: Hashable, Sendable, Codable {
  /// Of each length scale, over the root of the number of features: distances between points grow
  /// by this root (Hvarfner, Hellsten and Nardi, Vanilla Bayesian Optimization Performs Great in High
  /// Dimensions, 2024).
  public var logLengthScale: NormalDistribution
  /// Of the variance of the smooth function.
  public var logSignalVariance: NormalDistribution
  /// Of the variance of the linear function at a typical point.
  public var logLinearVariance: NormalDistribution
  /// Of the variance of what is not a function of the features.
  public var logNoiseVariance: NormalDistribution

  /// Length scales about two (times the root), functions of half the targets' variance, noise of a
  /// twentieth of it, each within a factor of three to seven.
  public init() {
    logLengthScale = NormalDistribution(mean: log(2), variance: 1)
    logSignalVariance = NormalDistribution(mean: log(0.5), variance: 2)
    logLinearVariance = NormalDistribution(mean: log(0.5), variance: 2)
    logNoiseVariance = NormalDistribution(mean: log(0.05), variance: 4)
  }

  /// The prior of a length scale's logarithm among so many features.
  func logLengthScale(features: Int) -> NormalDistribution {
    NormalDistribution(
      mean: logLengthScale.mean + 0.5 * log(Double(max(features, 1))),
      variance: logLengthScale.variance)
  }
}

extension NormalDistribution {
  /// The logarithm of the density, and its slope added to a gradient.
  func logDensity(_ value: Double, slope: inout Double) -> Double {
    slope -= (value - mean) / variance
    return logDensity(value)
  }
}
