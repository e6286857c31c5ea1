import Foundation
import Statistics
import Testing

@Suite struct PairedTests {
  /// Darwin's plants, crossed less self-fertilized, in eighths of an inch (Fisher, The Design of
  /// Experiments, section 17). The signed-rank statistic is 24 and its exact probability 0.04126.
  private let darwin: [Double] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

  @Test func signedRanksOfDarwinsPlants() {
    let test = SignedRankTest(darwin)
    #expect(test.negativeRankSum == 24 && test.positiveRankSum == 96)
    #expect(test.count == 15 && test.isExact)
    #expect(test.probability == 0.041259765625)
    #expect(SignedRankTest(darwin, alternative: .greater).probability == 0.0206298828125)
    #expect(SignedRankTest(darwin.map { -$0 }, alternative: .less).probability == 0.0206298828125)
    #expect(SignedRankTest(darwin, alternative: .less).probability > 0.97)
  }

  /// Critical values of the two-sided test at 5 % (Wilcoxon, 1945, and later tables): 0 for six pairs,
  /// 8 for ten, 52 for twenty. The next higher sum is above 5 %.
  @Test(arguments: [(6, 0), (8, 3), (10, 8), (12, 13), (16, 29), (20, 52)])
  func criticalValues(count: Int, critical: Int) {
    func probability(_ smaller: Int) -> Double {
      // Signs that make the smaller sum: from the greatest rank that fits downwards.
      var rest = smaller
      let differences = (1...count).reversed().map { rank in
        if rank <= rest {
          rest -= rank
          return -Double(rank)
        }
        return Double(rank)
      }
      #expect(rest == 0)
      return SignedRankTest(differences).probability
    }
    #expect(probability(critical) <= 0.05)
    #expect(probability(critical + 1) > 0.05)
  }

  /// Of differences 1, 1, −1 and 2 the ranks are 2, 2, 2 and 4. The sum above zero is 8: of 16
  /// choices of signs, 4 reach it (all, and all but one of the three ranks of 2).
  @Test func sharedRanksAreCountedExactly() {
    let test = SignedRankTest([1, 1, -1, 2, 0], alternative: .greater)
    #expect(test.positiveRankSum == 8 && test.negativeRankSum == 2 && test.count == 4)
    #expect(test.probability == 4.0 / 16)
  }

  @Test func normalApproximationIsCloseForMany() {
    let differences = (1...60).map { Double($0) * ($0 % 3 == 0 ? -1 : 1) }
    let exact = SignedRankTest(differences, exactLimit: 60)
    let normal = SignedRankTest(differences, exactLimit: 59)
    #expect(exact.isExact && !normal.isExact)
    #expect(abs(exact.probability - normal.probability) < 0.02 * exact.probability)
  }

  @Test func signTest() {
    // 8 of 10: 2 · (45 + 10 + 1) / 1024.
    let test = SignTest([1, 2, 3, 4, 5, 6, 7, 8, -1, -2, 0])
    #expect(test.positive == 8 && test.negative == 2)
    #expect(abs(test.probability - 0.109375) < 1e-12)
    #expect(abs(SignTest([1, 1, 1], alternative: .greater).probability - 0.125) < 1e-13)
    #expect(abs(SignTest([1, 1, 1], alternative: .less).probability - 1) < 1e-12)
    #expect(SignTest([]).probability == 1)
    #expect(SignedRankTest([0, 0]).probability == 1)
  }

  /// Three tests at 0.01, 0.04 and 0.03: 0.03, then 0.06, and 0.04 may be no less than that.
  @Test func holmsAdjustment() {
    let adjusted = MultipleTests.holm([0.01, 0.04, 0.03])
    for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06]) {
      #expect(abs(value - expected) < 1e-15)
    }
    #expect(MultipleTests.holm([0.9, 0.8]) == [1, 1])
  }

  @Test func comparisonOfRatios() {
    let first = [1.0, 2, 4, 8]
    let second = [0.9, 1.8, 4, 8.8]
    let comparison = PairedComparison(first: first, second: second, scale: .logarithmicRatio)
    #expect(comparison.count == 4)
    #expect(comparison.wins == 2 && comparison.losses == 1 && comparison.ties == 1)
    #expect(abs(comparison.mean - (2 * log(0.9) + log(1.1)) / 4) < 1e-15)
    #expect(abs(comparison.median - log(0.9) / 2) < 1e-15)
    #expect(comparison.medianInterval.low <= comparison.median)
    #expect(comparison.medianInterval.high >= comparison.median)
    #expect(comparison.meanInterval.low < comparison.mean)
    #expect(comparison.meanInterval.high > comparison.mean)
    let differences = PairedComparison(first: first, second: second, scale: .difference)
    #expect(abs(differences.mean - 0.125) < 1e-15)
    // Ranks of 0.1, 0.2 and 0.8 with signs −, −, +: the two sums are equal.
    #expect(differences.signedRankProbability == 1)
    #expect(differences.signProbability == 1)
  }
}

@Suite struct RankTests {
  @Test func equalValuesShareTheirRanks() {
    #expect(Ranks.of([10, 20, 10, 5]) == [2.5, 4, 2.5, 1])
    #expect(Ranks.of([]) == [])
  }

  /// The example of intelligence and hours of television with ten people: −29/165.
  @Test func publishedCorrelation() throws {
    let quotient: [Double] = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    let hours: [Double] = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    let correlation = try #require(Ranks.correlation(quotient, hours))
    #expect(abs(correlation + 29.0 / 165) < 1e-14)
  }

  @Test func extremesAndUndefined() {
    #expect(Ranks.correlation([1, 2, 3], [1, 8, 27]) == 1)
    #expect(Ranks.correlation([1, 2, 3], [3, 2, 1]) == -1)
    #expect(Ranks.correlation([1, 2, 3], [4, 4, 4]) == nil)
    #expect(Ranks.correlation([1], [1]) == nil)
    // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 over the root of 4.5 · 5.
    let shared = Ranks.correlation([1, 2, 2, 3], [1, 2, 3, 4])
    #expect(shared.map { abs($0 - 4.5 / (22.5).squareRoot()) < 1e-14 } == true)
  }
}
