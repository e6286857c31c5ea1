import CostModels
import Foundation
import Netlist
import Testing

@Suite("Cost models")
struct CostModelTests {
  static let quick = CostModelOptions(
    folds: 4, process: GaussianProcessOptions(starts: 1, maximumIterations: 20))

  static func model(_ features: Int, quantities: [String] = ["length"]) throws -> CostModel {
    try CostModel(
      quantities: quantities, features: (0..<features).map { "feature \($0)" }, options: quick)
  }

  /// Two quantities, 1.5 and 0.7 times what is expected, the second with a slope, with common noise.
  static func pairs(_ count: Int, seed: UInt64) -> [Observation] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let point = SyntheticFunctions.point(2, &generator)
      let noise = 0.05 * SyntheticFunctions.normal(&generator)
      let prior = [100 + 50 * point[0], 3 + point[1]]
      return Observation(
        features: point, prior: prior,
        measured: [
          prior[0] * 1.5 * exp(noise), prior[1] * 0.7 * exp(0.5 * point[0] + noise),
        ])
    }
  }

  @Test("Without observations the analytic model speaks, with its uncertainty")
  func roundZero() throws {
    let model = try CostModel(
      quantities: ["length", "congestion"], features: ["rows"],
      options: CostModelOptions(priorDeviation: 0.4))
    let fitted = try model.fitted(to: [], seed: 1)
    let predictions = try fitted.predict(features: [8], prior: [120, 0.5])
    #expect(abs(predictions[0].median - 120) < 1e-9)
    #expect(abs(predictions[1].median - 0.5) < 1e-12)
    #expect(predictions.allSatisfy { abs($0.logDeviation - 0.4) < 1e-9 })
    let interval = predictions[0].interval(0.9)
    #expect(abs(interval.upperBound - 120 * exp(0.4 * 1.644_853_626_951_472_7)) < 1e-6)
    #expect(abs(interval.lowerBound - 120 / exp(0.4 * 1.644_853_626_951_472_7)) < 1e-6)
  }

  @Test("A few observations teach the common factor, and narrow the prediction by steps")
  func firstRounds() throws {
    let observations = Self.pairs(5, seed: 3)
    let model = try Self.model(2, quantities: ["length", "energy"])
    var last = 0.5
    for count in [1, 3, 5] {
      let fitted = try model.fitted(to: Array(observations.prefix(count)), seed: 1)
      let prediction = try fitted.predict(features: [0.5, 0.5], prior: [125, 3.5])[0]
      #expect(prediction.logDeviation < last)
      #expect(prediction.logDeviation > 0.04)
      last = prediction.logDeviation
      #expect(abs(prediction.median / (125 * 1.5) - 1) < 0.2)
      #expect(fitted.shares[0].count == 1)
    }
  }

  @Test("Slopes are learned, and what was learned is what is written and read")
  func learns() throws {
    let observations = Self.pairs(24, seed: 4)
    let model = try Self.model(2, quantities: ["length", "energy"])
    let fitted = try model.fitted(to: observations, seed: 1)
    for point in [[0.1, 0.3], [0.9, 0.8]] {
      let prior = [100 + 50 * point[0], 3 + point[1]]
      let predictions = try fitted.predict(features: point, prior: prior)
      #expect(abs(predictions[0].median / (prior[0] * 1.5) - 1) < 0.06)
      #expect(abs(predictions[1].median / (prior[1] * 0.7 * exp(0.5 * point[0])) - 1) < 0.06)
      #expect(predictions.allSatisfy { $0.logDeviation > 0.03 && $0.logDeviation < 0.12 })
    }
    #expect(fitted == (try model.fitted(to: observations, seed: 1)))

    let data = try JSONEncoder().encode(fitted)
    let read = try JSONDecoder().decode(FittedCostModel.self, from: data)
    #expect(read == fitted)
    #expect(
      try read.predict(features: [0.2, 0.4], prior: [9, 9])
        == fitted.predict(features: [0.2, 0.4], prior: [9, 9]))
    var first = SeededGenerator(seed: 2)
    var second = SeededGenerator(seed: 2)
    #expect(
      try read.sample(features: [0.2, 0.4], prior: [9, 9], count: 3, generator: &first)
        == fitted.sample(features: [0.2, 0.4], prior: [9, 9], count: 3, generator: &second))
  }

  @Test("Draws have the predicted spread, and go together as residuals do")
  func samples() throws {
    let model = try Self.model(2, quantities: ["length", "energy"])
    let fitted = try model.fitted(to: Self.pairs(24, seed: 4), seed: 1)
    let predictions = try fitted.predict(features: [0.5, 0.5], prior: [125, 3.5])
    var generator = SeededGenerator(seed: 5)
    let draws = try fitted.sample(
      features: [0.5, 0.5], prior: [125, 3.5], count: 4000, generator: &generator)
    let scores = (0..<2).map { quantity in
      draws.map {
        (log($0[quantity]) - predictions[quantity].logMean) / predictions[quantity].logDeviation
      }
    }
    for score in scores {
      #expect(abs(score.reduce(0, +) / 4000) < 0.05)
      #expect(abs(score.map { $0 * $0 }.reduce(0, +) / 4000 - 1) < 0.1)
    }
    // The noise is common: the correlation of residuals, less what the prior takes.
    let correlation = zip(scores[0], scores[1]).map { $0 * $1 }.reduce(0, +) / 4000
    #expect(correlation > 0.5 && correlation < 0.98)
  }

  @Test("Expected deviations of features keep alike designs from teaching steep functions")
  func alike() throws {
    var generator = SeededGenerator(seed: 7)
    let observations = (0..<8).map { _ in
      let value = 0.5 + 0.001 * generator.uniform()
      return Observation(
        features: [value], prior: [1],
        measured: [exp(0.05 * SyntheticFunctions.normal(&generator))])
    }
    let model = try CostModel(
      quantities: ["length"], features: ["rows"], featureDeviations: [0.3], options: Self.quick)
    let prediction = try model.fitted(to: observations, seed: 1).predict(
      features: [1.0], prior: [1])[0]
    #expect(abs(prediction.logMean) < 0.2)
    #expect(prediction.logDeviation < 0.4)
  }

  @Test("A model without features learns the common factor")
  func noFeatures() throws {
    let observations = Self.pairs(10, seed: 9).map {
      Observation(features: [], prior: [$0.prior[0]], measured: [$0.measured[0]])
    }
    let fitted = try Self.model(0).fitted(to: observations, seed: 1)
    #expect(abs(try fitted.predict(features: [], prior: [10])[0].median - 15) < 1)
  }

  @Test("Bad numbers and names are refused by name")
  func refusals() throws {
    #expect(throws: CostModelError.unusableNames("expected each quantity once, found 'a' again")) {
      try CostModel(quantities: ["a", "a"], features: [])
    }
    #expect(throws: CostModelError.deviationNotPositive(feature: "x", found: 0)) {
      try CostModel(quantities: ["a"], features: ["x"], featureDeviations: [0])
    }
    #expect(
      throws: CostModelError.unusableOption(name: "folds", expected: "2 or more", found: 1)
    ) { try CostModel(quantities: ["a"], features: [], options: CostModelOptions(folds: 1)) }
    let model = try CostModel(quantities: ["a"], features: ["x", "y"])
    func fit(_ features: [Double], _ prior: [Double], _ measured: [Double]) throws {
      _ = try model.fitted(
        to: [Observation(features: features, prior: prior, measured: measured)], seed: 1)
    }
    #expect(throws: CostModelError.wrongCount(of: "features", expected: 2, found: 1)) {
      try fit([1], [1], [1])
    }
    #expect(throws: CostModelError.featureNotFinite(name: "y", found: .infinity)) {
      try fit([1, .infinity], [1], [1])
    }
    #expect(
      throws: CostModelError.quantityNotPositive(name: "a", of: "measured values", found: 0)
    ) { try fit([1, 2], [1], [0]) }
    #expect(throws: CostModelError.wrongCount(of: "analytic values", expected: 1, found: 2)) {
      try model.fitted(to: [], seed: 1).predict(features: [1, 2], prior: [1, 1])
    }
  }

  @Test("Files whose parts do not belong together are not read")
  func tampered() throws {
    let fitted = try Self.model(2, quantities: ["length", "energy"]).fitted(
      to: Self.pairs(6, seed: 8), seed: 1)
    let text = String(decoding: try JSONEncoder().encode(fitted), as: UTF8.self)
    let damages: [(String) -> String] = [
      { $0.replacingOccurrences(of: "\"unit\":", with: "\"unit\":-") },
      { $0.replacingOccurrences(of: "\"observations\":[{", with: "\"observations\":[],\"x\":[{") },
      { $0.replacingOccurrences(of: "\"folds\":", with: "\"folds\":-") },
      {
        $0.replacingOccurrences(
          of: "\"features\":[\"feature 0\"", with: "\"features\":[\"f\",\"f\"")
      },
      { $0.replacingOccurrences(of: "\"measured\":[", with: "\"measured\":[-") },
      { $0.replacingOccurrences(of: "\"lengthScales\":[", with: "\"lengthScales\":[1,") },
    ]
    for damage in damages {
      let damaged = damage(text)
      #expect(damaged != text)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(FittedCostModel.self, from: Data(damaged.utf8))
      }
    }
  }
}
