import Foundation
import LinearAlgebra
import Netlist
import Statistics
import Testing

@testable import CostModels

@Suite("Bayesian linear regression")
struct BayesianLinearRegressionTests {
  typealias Hyperparameters = BayesianLinearRegression.Hyperparameters

  /// Observations of 1 + 2 x₀ - x₁ with noise, among features that do nothing.
  static func data(_ count: Int, features: Int, noise: Double, seed: UInt64) -> (
    DoubleMatrix, [Double]
  ) {
    var generator = SeededGenerator(seed: seed)
    var rows: [[Double]] = []
    var targets: [Double] = []
    for _ in 0..<count {
      let row = (0..<features).map { _ in SyntheticFunctions.normal(&generator) }
      rows.append(row)
      targets.append(
        1 + 2 * row[0] - row[1] + noise * SyntheticFunctions.normal(&generator))
    }
    return (DoubleMatrix(rows: rows, columns: features), targets)
  }

  @Test("One observation without features, by hand")
  func byHand() throws {
    // Prior variance 2 and noise 0.5: the posterior is at 3 · 2 / 2.5 with variance 2 · 0.5 / 2.5.
    let regression = try BayesianLinearRegression(
      features: DoubleMatrix(rows: [[]], columns: 0), targets: [3],
      hyperparameters: Hyperparameters(linearVariance: 1, noiseVariance: 0.5),
      interceptVariance: 2)
    #expect(abs(regression.latent([]).mean - 2.4) < 1e-12)
    #expect(abs(regression.latent([]).variance - 0.4) < 1e-12)
    #expect(abs(regression.observed([]).variance - 0.9) < 1e-12)
    let evidence = NormalDistribution(mean: 0, variance: 2.5).logDensity(3)
    #expect(abs(regression.logEvidence - evidence) < 1e-12)
    // From no other observation it is the prior.
    #expect(abs(regression.leaveOneOut.predictions[0].mean) < 1e-12)
    #expect(abs(regression.leaveOneOut.predictions[0].variance - 2.5) < 1e-12)
  }

  @Test("Without observations it is the prior")
  func prior() throws {
    let empty = DoubleMatrix(rows: [], columns: 4)
    let regression = try BayesianLinearRegression(
      features: empty, targets: [],
      hyperparameters: Hyperparameters(linearVariance: 2, noiseVariance: 0.5),
      interceptVariance: 3)
    let prediction = regression.observed([1, -1, 1, 1])
    #expect(prediction.mean == 0)
    #expect(abs(prediction.variance - (3 + 2 + 0.5)) < 1e-12)
    let fitted = try BayesianLinearRegression.fitted(features: empty, targets: [])
    // The maximum is that of the priors.
    #expect(abs(fitted.hyperparameters.noiseVariance / 0.05 - 1) < 1e-3)
  }

  @Test("The evidence is the density of the targets", arguments: [1, 3, 12])
  func evidence(count: Int) throws {
    let (features, targets) = Self.data(count, features: 5, noise: 0.3, seed: 4)
    let regression = try BayesianLinearRegression(
      features: features, targets: targets,
      hyperparameters: Hyperparameters(linearVariance: 2.5, noiseVariance: 0.2),
      interceptVariance: 1.5)
    var covariance = DoubleMatrix(rows: count, columns: count)
    for row in 0..<count {
      for other in 0..<count {
        covariance[row, other] =
          1.5 + 2.5 / 5 * dot(features.row(row), features.row(other)) + (row == other ? 0.2 : 0)
      }
    }
    let factor = try CholeskyFactor(covariance)
    let density =
      -0.5
      * (dot(targets, factor.solve(targets)) + factor.logDeterminant + Double(count)
        * log(2 * Double.pi))
    #expect(abs(regression.logEvidence - density) < 1e-9)
  }

  @Test("The gradient of the evidence agrees with differences", arguments: [0, 1, 4, 30])
  func gradient(count: Int) {
    let (features, targets) = Self.data(count, features: 6, noise: 0.3, seed: 5)
    let evidence = LinearEvidence(features: features, targets: targets, interceptVariance: 2)
    let priors = HyperparameterPriors()
    let point = [0.4, -1.7]
    var gradient = [0.0, 0.0]
    var unused = [0.0, 0.0]
    _ = evidence.negativeLogPosterior(point, priors, &gradient)
    for index in 0..<2 {
      var above = point
      var below = point
      above[index] += 1e-4
      below[index] -= 1e-4
      let difference =
        (evidence.negativeLogPosterior(above, priors, &unused)
          - evidence.negativeLogPosterior(below, priors, &unused)) / 2e-4
      #expect(abs(gradient[index] - difference) < 1e-5 * max(1, abs(difference)))
    }
  }

  @Test("Leave-one-out predictions are those of regressions on the others")
  func leaveOneOut() throws {
    let (features, targets) = Self.data(9, features: 3, noise: 0.3, seed: 6)
    let hyperparameters = Hyperparameters(linearVariance: 2, noiseVariance: 0.15)
    let all = try BayesianLinearRegression(
      features: features, targets: targets, hyperparameters: hyperparameters)
    for item in targets.indices {
      let others = targets.indices.filter { $0 != item }
      let regression = try BayesianLinearRegression(
        features: DoubleMatrix(rows: others.map { features.row($0) }, columns: 3),
        targets: others.map { targets[$0] }, hyperparameters: hyperparameters)
      let wanted = regression.observed(features.row(item))
      #expect(abs(all.leaveOneOut.predictions[item].mean - wanted.mean) < 1e-9)
      #expect(abs(all.leaveOneOut.predictions[item].variance - wanted.variance) < 1e-9)
    }
  }

  @Test("Weights and noise are found again")
  func recovery() throws {
    let (features, targets) = Self.data(200, features: 6, noise: 0.3, seed: 7)
    let regression = try BayesianLinearRegression.fitted(features: features, targets: targets)
    for (weight, wanted) in zip(regression.weights, [1.0, 2, -1, 0, 0, 0, 0]) {
      #expect(abs(weight - wanted) < 0.08)
    }
    #expect(abs(regression.hyperparameters.noiseVariance.squareRoot() - 0.3) < 0.04)
  }

  @Test("The maximum has no slope, and there are answers for fewer observations than features")
  func fewObservations() throws {
    for count in [1, 2, 5] {
      let (features, targets) = Self.data(count, features: 12, noise: 0.1, seed: 8)
      let regression = try BayesianLinearRegression.fitted(features: features, targets: targets)
      let evidence = LinearEvidence(features: features, targets: targets, interceptVariance: 1)
      var gradient = [0.0, 0.0]
      _ = evidence.negativeLogPosterior(
        [
          log(regression.hyperparameters.linearVariance),
          log(regression.hyperparameters.noiseVariance),
        ], HyperparameterPriors(), &gradient)
      #expect(gradient.allSatisfy { abs($0) < 1e-2 })
      let prediction = regression.observed([Double](repeating: 1, count: 12))
      #expect(prediction.mean.isFinite && prediction.variance > 0.05)
    }
  }
}
