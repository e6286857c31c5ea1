import Netlist

/// An interval that covers the true value of a statistic with a stated confidence.
public struct ConfidenceInterval: Hashable, Sendable, Codable {
  /// The lower end.
  public var low: Double
  /// The upper end.
  public var high: Double
  /// The share of samples whose intervals cover the true value, nominally.
  public var level: Double

  /// An interval from its ends.
  public init(low: Double, high: Double, level: Double) {
    self.low = low
    self.high = high
    self.level = level
  }
}

/// Confidence intervals of any statistic of one sample, by drawing from the sample with replacement
/// (Efron and Tibshirani, An Introduction to the Bootstrap, 1993). The same sample, statistic and
/// settings give the same interval.
///
/// Items of the sample can be of any type; for pairs, draw pairs. Intervals of few items are too
/// narrow: with fewer than about eight, take them as a rough measure of spread.
public struct Bootstrap: Hashable, Sendable {
  /// How many samples are drawn.
  public var resamples: Int
  /// The nominal confidence, above 0 and below 1.
  public var level: Double
  /// The seed of the draws.
  public var seed: UInt64

  /// The usual settings.
  public init(resamples: Int = 10_000, level: Double = 0.95, seed: UInt64 = 1) {
    precondition(resamples > 0 && level > 0 && level < 1)
    self.resamples = resamples
    self.level = level
    self.seed = seed
  }

  /// The percentile interval: the quantiles of the statistic over all drawn samples. Its ends are not
  /// numbers for an empty sample.
  public func percentileInterval<Item>(
    of sample: [Item], _ statistic: ([Item]) -> Double
  ) -> ConfidenceInterval {
    interval(draws(of: sample, statistic), from: (1 - level) / 2, to: (1 + level) / 2)
  }

  /// The bias-corrected and accelerated interval (BCa, chapter 14 of the book): the percentile interval
  /// with its ends moved for the bias of the statistic and for a spread that changes with its value.
  /// Where that is not defined, as for a sample of equal values, the percentile interval.
  public func acceleratedInterval<Item>(
    of sample: [Item], _ statistic: ([Item]) -> Double
  ) -> ConfidenceInterval {
    let draws = draws(of: sample, statistic)
    let (low, high) = ((1 - level) / 2, (1 + level) / 2)
    let estimate = statistic(sample)
    let bias = NormalDistribution.standardQuantile(Self.shareBelow(estimate, in: draws))
    guard let acceleration = Self.acceleration(of: sample, statistic), bias.isFinite else {
      return interval(draws, from: low, to: high)
    }
    func moved(_ share: Double) -> Double {
      let z = bias + NormalDistribution.standardQuantile(share)
      return NormalDistribution.standardCumulative(bias + z / (1 - acceleration * z))
    }
    return interval(draws, from: moved(low), to: moved(high))
  }

  /// The statistic over all drawn samples, in order.
  private func draws<Item>(of sample: [Item], _ statistic: ([Item]) -> Double) -> [Double] {
    guard !sample.isEmpty else { return [] }
    var generator = SeededGenerator(seed: seed)
    var drawn = sample
    return (0..<resamples).map { _ in
      for index in drawn.indices { drawn[index] = sample[generator.index(below: sample.count)] }
      return statistic(drawn)
    }.sorted()
  }

  private func interval(
    _ draws: [Double], from low: Double, to high: Double
  ) -> ConfidenceInterval {
    ConfidenceInterval(
      low: Descriptive.quantile(sorted: draws, at: low),
      high: Descriptive.quantile(sorted: draws, at: high), level: level)
  }

  /// The share of draws below a value, those equal to it counted half: statistics such as the median
  /// often come out equal.
  private static func shareBelow(_ value: Double, in draws: [Double]) -> Double {
    guard !draws.isEmpty else { return .nan }
    let count = draws.reduce(0.0) { $0 + ($1 < value ? 1 : $1 == value ? 0.5 : 0) }
    return count / Double(draws.count)
  }

  /// The acceleration by leaving out one item at a time; nil if that changes nothing.
  static func acceleration<Item>(
    of sample: [Item], _ statistic: ([Item]) -> Double
  ) -> Double? {
    guard sample.count > 1 else { return nil }
    let left = sample.indices.map { index in
      var rest = sample
      rest.remove(at: index)
      return statistic(rest)
    }
    let middle = Descriptive.mean(left)
    var (squares, cubes) = (0.0, 0.0)
    for value in left {
      let deviation = middle - value
      squares += deviation * deviation
      cubes += deviation * deviation * deviation
    }
    guard squares > 0, squares.isFinite else { return nil }
    return cubes / (6 * squares * squares.squareRoot())
  }
}
