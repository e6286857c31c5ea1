import Foundation

/// Figures that describe a sample of numbers. Of an empty sample every one is not a number.
public enum Descriptive {
  /// The arithmetic mean.
  public static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// The middle value, or the mean of the two in the middle.
  public static func median(_ values: [Double]) -> Double { quantile(values, at: 0.5) }

  /// The quantile at a share of the sample, by linear interpolation between neighbours in order
  /// (type 7 of Hyndman and Fan, 1996).
  ///
  /// - Parameter share: 0 for the least value up to 1 for the greatest.
  public static func quantile(_ values: [Double], at share: Double) -> Double {
    quantile(sorted: values.sorted(), at: share)
  }

  /// The same of values that are in order already.
  public static func quantile(sorted values: [Double], at share: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let place = min(max(share, 0), 1) * Double(values.count - 1)
    let lower = Int(place)
    guard lower + 1 < values.count else { return values[values.count - 1] }
    let fraction = place - Double(lower)
    // Equal neighbours give their own value to the last bit.
    return values[lower] + fraction * (values[lower + 1] - values[lower])
  }

  /// The variance of the population that the sample is from, without bias: squares over one less than
  /// their number. Not a number for fewer than two values.
  public static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let middle = mean(values)
    return values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(values.count - 1)
  }

  /// The root of ``variance(_:)``.
  public static func standardDeviation(_ values: [Double]) -> Double {
    variance(values).squareRoot()
  }

  /// The standard error of the mean.
  public static func standardError(_ values: [Double]) -> Double {
    (variance(values) / Double(values.count)).squareRoot()
  }

  /// The geometric mean. Zero if a value is zero, not a number if one is negative.
  public static func geometricMean(_ values: [Double]) -> Double {
    exp(values.reduce(0) { $0 + log($1) } / Double(values.count))
  }
}
