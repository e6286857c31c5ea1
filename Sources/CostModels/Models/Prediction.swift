import Foundation
public import Statistics

/// The prediction of one positive quantity: a normal distribution of its logarithm.
public struct Prediction: Hashable, Sendable, Codable {
  /// The mean of the natural logarithm.
  public var logMean: Double
  /// The standard deviation of the natural logarithm, calibrated.
  public var logDeviation: Double
  /// The factor by which calibration changed the standard deviation.
  public var calibration: Double

  /// A prediction.
  public init(logMean: Double, logDeviation: Double, calibration: Double = 1) {
    self.logMean = logMean
    self.logDeviation = logDeviation
    self.calibration = calibration
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

  /// The distance of an outcome's logarithm from its mean, in standard deviations as they were before
  /// calibration: what a later calibration learns from.
  public func standardizedResidual(_ outcome: Double) -> Double {
    (log(outcome) - logMean) / (logDeviation / calibration)
  }

  private enum CodingKeys: String, CodingKey {
    case logMean, logDeviation, calibration
  }

  /// Reads a prediction, and refuses one that is no distribution.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    logMean = try container.decode(Double.self, forKey: .logMean)
    logDeviation = try container.decode(Double.self, forKey: .logDeviation)
    calibration = try container.decode(Double.self, forKey: .calibration)
    guard logMean.isFinite, logDeviation > 0, logDeviation.isFinite else {
      throw DecodingError.dataCorruptedError(
        forKey: .logDeviation, in: container,
        debugDescription: "expected a positive finite number, found \(logDeviation)")
    }
    guard calibration > 0, calibration.isFinite else {
      throw DecodingError.dataCorruptedError(
        forKey: .calibration, in: container,
        debugDescription: "expected a positive finite number, found \(calibration)")
    }
  }
}
