import CostModels
import Foundation
import Statistics
import Testing

@Suite("The prequential record")
struct PrequentialRecordTests {
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

  @Test("Rounds have their own scores, and all together")
  func rounds() throws {
    var record = PrequentialRecord(quantities: ["a", "b"])
    try record.predict(round: 1, design: "x", [Self.prediction(1), Self.prediction(2)])
    try record.measure(design: "x", [2, 2])
    try record.predict(round: 2, design: "y", [Self.prediction(1), Self.prediction(2)])
    try record.predict(round: 2, design: "z", [Self.prediction(1), Self.prediction(2)])
    try record.measure(design: "z", [1, 4])
    #expect(record.measuredRounds == [1, 2])
    #expect(record.score(quantity: 0, rounds: 1...1).meanRelativeError == 0.5)
    #expect(record.score(quantity: 0, rounds: 2...2).meanRelativeError == 0)
    #expect(abs(record.score(quantity: 1).meanRelativeError! - 0.25) < 1e-12)
    #expect(record.score(quantity: 0, rounds: 3...9).count == 0)
    let residuals = record.standardizedResiduals()
    #expect(abs(residuals[0][0] - log(2.0) / 0.1) < 1e-9)
    #expect(residuals[0].count == 2)
    #expect(record.standardizedResiduals(rounds: 2...2)[1].count == 1)
    let data = try JSONEncoder().encode(record)
    #expect(try JSONDecoder().decode(PrequentialRecord.self, from: data) == record)
  }

  @Test("Files with what could not have been stored are not read")
  func tampered() throws {
    var record = PrequentialRecord(quantities: ["a"])
    try record.predict(round: 1, design: "x", [Self.prediction(2)])
    try record.measure(design: "x", [2])
    let text = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
    for (part, replacement) in [
      ("\"measured\":[", "\"measured\":[-"), ("\"measured\":[", "\"measured\":[1,"),
      ("\"logDeviation\":", "\"logDeviation\":-"), ("\"calibration\":", "\"calibration\":-"),
      ("\"quantities\":[", "\"quantities\":[\"b\","),
    ] {
      let damaged = text.replacingOccurrences(of: part, with: replacement)
      #expect(damaged != text)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(PrequentialRecord.self, from: Data(damaged.utf8))
      }
    }
  }

  @Test("What would come in the wrong order is refused")
  func refusals() throws {
    var record = PrequentialRecord(quantities: ["a"])
    #expect(throws: PrequentialError.notPredicted(design: "x")) {
      try record.measure(design: "x", [1])
    }
    try record.predict(round: 3, design: "x", [Self.prediction(1)])
    #expect(throws: PrequentialError.predictedBefore(design: "x")) {
      try record.predict(round: 4, design: "x", [Self.prediction(1)])
    }
    #expect(throws: PrequentialError.roundIsOver(round: 2, last: 3)) {
      try record.predict(round: 2, design: "y", [Self.prediction(1)])
    }
    #expect(throws: PrequentialError.wrongCount(design: "y", expected: 1, found: 0)) {
      try record.predict(round: 3, design: "y", [])
    }
    #expect(throws: PrequentialError.notPositive(design: "x", quantity: "a", found: -1)) {
      try record.measure(design: "x", [-1])
    }
    try record.measure(design: "x", [1])
    #expect(throws: PrequentialError.measuredBefore(design: "x")) {
      try record.measure(design: "x", [1])
    }
    #expect(record.entries.count == 1)
  }
}
