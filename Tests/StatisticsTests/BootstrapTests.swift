import Netlist
import Testing

@testable import Statistics

@Suite struct BootstrapTests {
  /// The spatial test data, table 14.1 of Efron and Tibshirani (1993).
  private let spatial: [Double] = [
    48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30,
    41,
  ]

  private func populationVariance(_ values: [Double]) -> Double {
    Descriptive.variance(values) * Double(values.count - 1) / Double(values.count)
  }

  /// The book has a variance of 171.5, an acceleration of 0.061 and, of 2000 draws, the intervals
  /// (100.8, 233.9) and (115.8, 259.6).
  @Test func publishedIntervalsOfAVariance() throws {
    let bootstrap = Bootstrap(resamples: 40_000, level: 0.9)
    #expect(abs(populationVariance(spatial) - 171.5) < 0.05)
    let acceleration = try #require(Bootstrap.acceleration(of: spatial, populationVariance))
    #expect(abs(acceleration - 0.061) < 0.0005)
    let percentile = bootstrap.percentileInterval(of: spatial, populationVariance)
    #expect(abs(percentile.low - 100.8) < 4 && abs(percentile.high - 233.9) < 4, "\(percentile)")
    let accelerated = bootstrap.acceleratedInterval(of: spatial, populationVariance)
    #expect(abs(accelerated.low - 115.8) < 5 && abs(accelerated.high - 259.6) < 6, "\(accelerated)")
    #expect(accelerated.level == 0.9)
  }

  /// Three values have 27 equally likely draws; the median of a draw is the least with probability
  /// 7/27, so the 95 % interval is all of the sample and the 40 % interval is the middle alone.
  @Test func mediansOfThree() {
    let sample = [5.0, 1, 3]
    let wide = Bootstrap().percentileInterval(of: sample, Descriptive.median)
    #expect(wide.low == 1 && wide.high == 5)
    let narrow = Bootstrap(level: 0.4).percentileInterval(of: sample, Descriptive.median)
    #expect(narrow.low == 3 && narrow.high == 3)
  }

  @Test func dependsOnTheSeedAlone() {
    let a = Bootstrap(resamples: 500, seed: 3).acceleratedInterval(of: spatial, Descriptive.mean)
    let b = Bootstrap(resamples: 500, seed: 3).acceleratedInterval(of: spatial, Descriptive.mean)
    let c = Bootstrap(resamples: 500, seed: 4).acceleratedInterval(of: spatial, Descriptive.mean)
    #expect(a == b)
    #expect(a != c)
  }

  @Test func samplesWithoutSpread() {
    let equal = Bootstrap(resamples: 100).acceleratedInterval(of: [2.0, 2, 2], Descriptive.mean)
    #expect(equal.low == 2 && equal.high == 2)
    let single = Bootstrap(resamples: 100).acceleratedInterval(of: [7.0], Descriptive.median)
    #expect(single.low == 7 && single.high == 7)
    let none = Bootstrap(resamples: 100).percentileInterval(of: [], Descriptive.mean)
    #expect(none.low.isNaN && none.high.isNaN)
  }

  /// The interval of the mean of 30 normal values covers their true mean in about 95 of 100 samples.
  @Test func coverage() {
    var generator = SeededGenerator(seed: 11)
    let samples = 400
    let covered = (0..<samples).count { _ in
      let sample = (0..<30).map { _ in
        10 + NormalDistribution.standardQuantile(max(generator.uniform(), 1e-9))
      }
      let interval = Bootstrap(resamples: 400).acceleratedInterval(of: sample, Descriptive.mean)
      return interval.low <= 10 && 10 <= interval.high
    }
    #expect(abs(Double(covered) / Double(samples) - 0.94) < 0.03, "\(covered)")
  }
}
