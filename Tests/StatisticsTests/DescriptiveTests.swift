import Statistics
import Testing

@Suite struct DescriptiveTests {
  @Test func mediansAndQuantiles() {
    #expect(Descriptive.median([3, 1, 2]) == 2)
    #expect(Descriptive.median([4, 1, 3, 2]) == 2.5)
    #expect(Descriptive.median([]).isNaN)
    // Type 7: at 0.25 of 0…10 in five steps of 2.5 lies 2.5; at 0.1 of four values, place 0.3.
    #expect(Descriptive.quantile([10, 0, 5, 7.5, 2.5], at: 0.25) == 2.5)
    #expect(abs(Descriptive.quantile([1, 2, 4, 8], at: 0.1) - 1.3) < 1e-15)
    #expect(Descriptive.quantile([1, 2, 4, 8], at: 0) == 1)
    #expect(Descriptive.quantile([1, 2, 4, 8], at: 1) == 8)
    #expect(Descriptive.quantile([6], at: 0.975) == 6)
  }

  @Test func momentsOfAHandWorkedSample() {
    // Mean 5, squares of deviations 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32.
    let sample = [2.0, 4, 4, 4, 5, 5, 7, 9]
    #expect(Descriptive.mean(sample) == 5)
    #expect(abs(Descriptive.variance(sample) - 32.0 / 7) < 1e-14)
    #expect(abs(Descriptive.standardError(sample) - (32.0 / 56).squareRoot()) < 1e-15)
    #expect(Descriptive.variance([1]).isNaN)
    #expect(abs(Descriptive.geometricMean([1, 3, 9]) - 3) < 1e-14)
    #expect(Descriptive.geometricMean([1, 0]) == 0)
  }

  /// Table 26.1 and the usual critical values.
  @Test func normalDistribution() {
    #expect(NormalDistribution.standardCumulative(0) == 0.5)
    #expect(abs(NormalDistribution.standardCumulative(1) - 0.841344746068543) < 1e-14)
    #expect(abs(NormalDistribution.standardCumulative(-2) - 0.022750131948179) < 1e-14)
    #expect(abs(NormalDistribution.standardQuantile(0.975) - 1.959963984540054) < 1e-13)
    #expect(abs(NormalDistribution.standardQuantile(0.05) + 1.644853626951473) < 1e-13)
    #expect(abs(NormalDistribution.standardQuantile(0.5)) < 1e-15)
    for share in [1e-300, 1e-12, 0.001, 0.3, 0.7, 0.9999] {
      let back = NormalDistribution.standardCumulative(NormalDistribution.standardQuantile(share))
      #expect(abs(back / share - 1) < 1e-9, "\(share)")
    }
    #expect(NormalDistribution.standardQuantile(0) == -.infinity)
    #expect(NormalDistribution.standardQuantile(1.5).isNaN)
  }
}
