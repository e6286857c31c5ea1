import CostModels
import Foundation
import Netlist
import Testing

@Suite("Coverage of intervals")
struct CoverageTests {
  /// Designs that a model has not seen, over many sets of observations. Most noises are not what the
  /// models assume.
  @Test(
    "90 % intervals hold 80 to 97 % of new designs",
    arguments: [SyntheticFunctions.Noise.normal, .heavyTails, .skewed, .growing])
  func coverage(noise: SyntheticFunctions.Noise) throws {
    let model = try CostModel(
      quantities: ["length"], features: ["x", "y", "z"],
      options: CostModelOptions(
        folds: 4, process: GaussianProcessOptions(starts: 1, maximumIterations: 25)))
    var predictions: [Prediction] = []
    var outcomes: [Double] = []
    for count in [4, 10, 16] {
      for seed in 0..<12 {
        var generator = SeededGenerator(seed: UInt64(seed), stream: UInt64(count))
        let observations = (0..<count).map { _ in
          SyntheticFunctions.observation(features: 3, noise: noise, &generator)
        }
        let fitted = try model.fitted(to: observations, seed: 1)
        for _ in 0..<25 {
          let design = SyntheticFunctions.observation(features: 3, noise: noise, &generator)
          predictions += try fitted.predict(features: design.features, prior: design.prior)
          outcomes += design.measured
        }
      }
    }
    let score = PrequentialScore(
      predictions: predictions, outcomes: outcomes, probabilities: [0.9])
    #expect(score.coverage[0].share >= 0.8 && score.coverage[0].share <= 0.97)
  }

  @Test("Errors fall as observations come, and the record tells it")
  func prequential() throws {
    let model = try CostModel(
      quantities: ["length"], features: ["x", "y", "z"], options: CostModelTests.quick)
    var record = PrequentialRecord(quantities: ["length"])
    var generator = SeededGenerator(seed: 21)
    var observations: [Observation] = []
    for round in 0..<6 {
      let fitted = try model.fitted(
        to: observations, seed: UInt64(round),
        pastResiduals: record.standardizedResiduals(rounds: 1...5))
      let designs = (0..<6).map { _ in
        SyntheticFunctions.observation(features: 3, noise: .none, &generator)
      }
      for (place, design) in designs.enumerated() {
        try record.predict(
          round: round, design: "\(round)-\(place)",
          try fitted.predict(features: design.features, prior: design.prior))
      }
      for (place, design) in designs.enumerated() {
        try record.measure(design: "\(round)-\(place)", design.measured)
      }
      observations += designs
    }
    let first = try #require(record.score(quantity: 0, rounds: 0...0).rootMeanSquareLogError)
    let last = try #require(record.score(quantity: 0, rounds: 5...5).rootMeanSquareLogError)
    #expect(last * 3 < first)
    #expect(record.measuredRounds == [0, 1, 2, 3, 4, 5])
    #expect(record.score(quantity: 0).count == 36)
    #expect(try #require(record.score(quantity: 0, rounds: 4...5).rankCorrelation) > 0.9)
  }
}
