import Foundation

/// Two series of measurements of the same things, compared pair by pair; less is better.
public struct PairedComparison: Hashable, Sendable, Codable {
  /// What the two values of a pair are compared by.
  public enum Scale: String, Hashable, Sendable, Codable, CaseIterable {
    /// The second minus the first.
    case difference
    /// The natural logarithm of the second over the first: the scale for things of unlike sizes. All
    /// values must be above zero.
    case logarithmicRatio
  }

  /// What values are compared by.
  public var scale: Scale
  /// The number of pairs.
  public var count: Int
  /// The mean over all pairs, on the scale: below zero where the second is better.
  public var mean: Double
  /// The bootstrap interval of the mean (BCa).
  public var meanInterval: ConfidenceInterval
  /// The median over all pairs, on the scale.
  public var median: Double
  /// The bootstrap interval of the median (percentile, since the median's BCa is unsteady).
  public var medianInterval: ConfidenceInterval
  /// The pairs in which the second is less.
  public var wins: Int
  /// The pairs in which it is more.
  public var losses: Int
  /// The pairs of equal values.
  public var ties: Int
  /// The probability of differences like these by chance alone, by the signed-rank test, two-sided.
  public var signedRankProbability: Double
  /// The same by the sign test.
  public var signProbability: Double

  /// Compares pairs.
  ///
  /// - Parameters:
  ///   - first: the values that are compared with.
  ///   - second: the values that are judged, in the same order.
  public init(
    first: [Double], second: [Double], scale: Scale, bootstrap: Bootstrap = Bootstrap()
  ) {
    let values = Self.values(first: first, second: second, scale: scale)
    self.scale = scale
    count = values.count
    mean = Descriptive.mean(values)
    meanInterval = bootstrap.acceleratedInterval(of: values, Descriptive.mean)
    median = Descriptive.median(values)
    medianInterval = bootstrap.percentileInterval(of: values, Descriptive.median)
    wins = values.count { $0 < 0 }
    losses = values.count { $0 > 0 }
    ties = count - wins - losses
    signedRankProbability = SignedRankTest(values).probability
    signProbability = SignTest(values).probability
  }

  /// What the comparison is of: one value for each pair, on the scale.
  public static func values(first: [Double], second: [Double], scale: Scale) -> [Double] {
    precondition(first.count == second.count, "values come in pairs")
    switch scale {
    case .difference: return zip(first, second).map { $1 - $0 }
    case .logarithmicRatio:
      precondition((first + second).allSatisfy { $0 > 0 }, "ratios are of values above zero")
      // Equal values give zero, as log does of 1.
      return zip(first, second).map { log($1 / $0) }
    }
  }
}
