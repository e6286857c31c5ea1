import Foundation

/// A normal distribution of one number.
public struct NormalDistribution: Hashable, Sendable, Codable {
  /// The mean.
  public var mean: Double
  /// The variance.
  public var variance: Double

  /// A distribution; by default the standard one.
  public init(mean: Double = 0, variance: Double = 1) {
    self.mean = mean
    self.variance = variance
  }

  /// The square root of the variance.
  public var deviation: Double { variance.squareRoot() }

  /// The logarithm of the density at a point.
  public func logDensity(_ value: Double) -> Double {
    let distance = value - mean
    return -0.5 * (log(2 * Double.pi * variance) + distance * distance / variance)
  }

  /// The probability of values no larger than this.
  public func cumulative(_ value: Double) -> Double {
    Self.standardCumulative((value - mean) / deviation)
  }

  /// The value that is exceeded with probability `1 - probability`.
  ///
  /// - Precondition: The probability is above 0 and below 1.
  public func quantile(_ probability: Double) -> Double {
    mean + deviation * Self.standardQuantile(probability)
  }

  /// The density of the standard normal distribution.
  public static func standardDensity(_ value: Double) -> Double {
    exp(-0.5 * value * value) / (2 * Double.pi).squareRoot()
  }

  /// The cumulative distribution of the standard normal distribution.
  public static func standardCumulative(_ value: Double) -> Double {
    0.5 * erfc(-value / 2.0.squareRoot())
  }

  /// The inverse of ``standardCumulative(_:)``, by Newton's method kept within a bracket.
  ///
  /// - Precondition: The probability is above 0 and below 1.
  public static func standardQuantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile of probability \(probability)")
    if probability == 0.5 { return 0 }
    // The upper tail would lose digits to rounding near 1, the lower one does not.
    if probability > 0.5 { return -standardQuantile(1 - probability) }
    var low = -40.0
    var high = 0.0
    var value = -1.0
    for _ in 0..<200 {
      let excess = standardCumulative(value) - probability
      if excess > 0 { high = value } else { low = value }
      var next = value - excess / standardDensity(value)
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - value) <= 1e-14 * max(1, abs(value)) { return next }
      value = next
    }
    return value
  }
}
