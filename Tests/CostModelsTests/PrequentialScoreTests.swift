import CostModels
import Foundation
import Statistics
import Testing

@Suite("Prequential scores")
struct PrequentialScoreTests {
  static func prediction(_ median: Double, _ deviation: Double = 0.1) -> Prediction {
    Prediction(logMean: log(median), logDeviation: deviation)
  }

  @Test("Scores by hand")
  func byHand() {
    let score = PrequentialScore(
      predictions: [Self.prediction(1, 1), Self.prediction(2, 1), Self.prediction(4, 1)],
      outcomes: [1, exp(2.0) * 2, 2])
    #expect(score.count == 3)
    // |1/1 - 1|, |exp(-2) - 1|, |2 - 1|
    let errors = [0, 1 - exp(-2.0), 1]
    #expect(abs(score.meanRelativeError! - (errors[1] + 1) / 3) < 1e-12)
    #expect(abs(score.medianRelativeError! - errors[1]) < 1e-12)
    let squares = 4 + log(2.0) * log(2.0)
    #expect(abs(score.rootMeanSquareLogError! - (squares / 3).squareRoot()) < 1e-12)
    #expect(abs(score.logScore! - (-0.5 * log(2 * Double.pi) - squares / 6)) < 1e-12)
    // Ranks 1 2 3 against 1 3 2.
    #expect(abs(score.rankCorrelation! - 0.5) < 1e-12)
    // The outcomes are 0, 2 and -0.69 standard deviations off.
    #expect(score.coverage.map(\.probability) == [0.5, 0.8, 0.9, 0.95])
    let shares = score.coverage.map { Int(($0.share * 3).rounded()) }
    #expect(shares == [1, 2, 2, 2])
    // Transforms 0.5, 0.977 and 0.244.
    #expect(score.histogram == [0, 0, 1, 0, 0, 1, 0, 0, 0, 1])
  }

  @Test("Without outcomes there are no figures")
  func empty() {
    let score = PrequentialScore(predictions: [], outcomes: [])
    #expect(score.count == 0)
    #expect(score.meanRelativeError == nil && score.logScore == nil)
    #expect(score.coverage.isEmpty && score.histogram.isEmpty)
  }

  @Test("Rank correlations, with ties and without")
  func ranks() {
    #expect(Ranks.correlation([1, 2, 3], [10, 20, 30]) == 1)
    #expect(Ranks.correlation([1, 2, 3], [3, 2, 1]) == -1)
    #expect(Ranks.correlation([1, 1], [2, 3]) == nil)
    #expect(Ranks.correlation([1], [2]) == nil)
    // Ranks 1 2.5 2.5 4 against 1 2 3 4: 4.5 / √(4.5 · 5).
    let tied = Ranks.correlation([1, 5, 5, 9], [1, 2, 3, 4])!
    #expect(abs(tied - 4.5 / 22.5.squareRoot()) < 1e-12)
  }
}
