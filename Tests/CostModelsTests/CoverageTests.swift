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

  @Test("Errors fall as observations come")
  func prequential() throws {
    let model = try CostModel(
      quantities: ["length"], features: ["x", "y", "z"], options: CostModelTests.quick)
    var scores: [PrequentialScore] = []
    var generator = SeededGenerator(seed: 21)
    var observations: [Observation] = []
    for round in 0..<6 {
      let fitted = try model.fitted(to: observations, seed: UInt64(round))
      let designs = (0..<6).map { _ in
        SyntheticFunctions.observation(features: 3, noise: .none, &generator)
      }
      scores.append(
        PrequentialScore(
          predictions: try designs.map {
            try fitted.predict(features: $0.features, prior: $0.prior)[0]
          }, outcomes: designs.map { $0.measured[0] }))
      observations += designs
    }
    let first = try #require(scores[0].rootMeanSquareLogError)
    let last = try #require(scores[5].rootMeanSquareLogError)
    #expect(last * 3 < first)
    #expect(try #require(scores[5].rankCorrelation) > 0.9)
  }
}
