import Foundation
public import Statistics

/// The prediction of one positive quantity: a normal distribution of its logarithm.
public struct Prediction: Hashable, Sendable {
  /// The mean of the natural logarithm.
  public var logMean: Double
  /// The standard deviation of the natural logarithm, calibrated.
  public var logDeviation: Double
  /// A prediction.
  public init(logMean: Double, logDeviation: Double) {
    self.logMean = logMean
    self.logDeviation = logDeviation
  }

  /// The value that is exceeded with probability one half.
  public var median: Double { exp(logMean) }

  /// The distribution of the logarithm.
  public var logDistribution: NormalDistribution {
    NormalDistribution(mean: logMean, variance: logDeviation * logDeviation)
  }

  /// The interval that holds the quantity with a probability, with as much below as above.
  ///
  /// - Precondition: The probability is above 0 and below 1.
  public func interval(_ probability: Double) -> ClosedRange<Double> {
    let reach = logDeviation * NormalDistribution.standardQuantile(0.5 + 0.5 * probability)
    return exp(logMean - reach)...exp(logMean + reach)
  }
}
