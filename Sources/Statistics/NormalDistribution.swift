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

  /// The value below which a share of the standard normal distribution lies, to about 15 digits: the
  /// rational approximation 26.2.23 of Abramowitz and Stegun, made exact by Halley's method. Infinite at
  /// 0 and 1, no number beyond.
  public static func standardQuantile(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else {
      return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
    }
    if probability == 0.5 { return 0 }
    let tail = min(probability, 1 - probability)
    let t = (-2 * log(tail)).squareRoot()
    var value =
      (2.515517 + t * (0.802853 + t * 0.010328))
      / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    for _ in 0..<3 {
      let density = standardDensity(value)
      guard density > 0 else { break }
      let step = (standardCumulative(value) - tail) / density
      value -= step / (1 + 0.5 * value * step)
    }
    return probability < 0.5 ? value : -value
  }
}
