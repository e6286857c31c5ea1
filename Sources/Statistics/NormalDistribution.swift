import Foundation

/// The normal distribution of mean 0 and variance 1.
public enum NormalDistribution {
  /// The share of the distribution below a value.
  public static func cumulative(_ value: Double) -> Double {
    0.5 * erfc(-value * 0.5.squareRoot())
  }

  /// The value below which a share of the distribution lies, to about 15 digits: the rational
  /// approximation 26.2.23 of Abramowitz and Stegun, made exact by Halley's method.
  public static func quantile(_ share: Double) -> Double {
    guard share > 0, share < 1 else {
      return share == 0 ? -.infinity : share == 1 ? .infinity : .nan
    }
    let tail = min(share, 1 - share)
    let t = (-2 * log(tail)).squareRoot()
    var value =
      (2.515517 + t * (0.802853 + t * 0.010328))
      / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    for _ in 0..<3 {
      let density = exp(-0.5 * value * value) / (2 * Double.pi).squareRoot()
      guard density > 0 else { break }
      let step = (cumulative(value) - tail) / density
      value -= step / (1 + 0.5 * value * step)
    }
    return share <= 0.5 ? value : -value
  }
}
