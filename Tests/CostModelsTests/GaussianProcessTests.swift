import Foundation
import LinearAlgebra
import Netlist
import Statistics
import Testing

@testable import CostModels

@Suite("Gaussian processes")
struct GaussianProcessTests {
  typealias Hyperparameters = GaussianProcess.Hyperparameters

  static func data(_ count: Int, features: Int, noise: Double, seed: UInt64) -> (
    DoubleMatrix, [Double]
  ) {
    var generator = SeededGenerator(seed: seed)
    var rows: [[Double]] = []
    var targets: [Double] = []
    for _ in 0..<count {
      let row = (0..<features).map { _ in SyntheticFunctions.normal(&generator) }
      rows.append(row)
      targets.append(sin(1.5 * row[0]) + noise * SyntheticFunctions.normal(&generator))
    }
    return (DoubleMatrix(rows: rows, columns: features), targets)
  }

  static func assumptions(_ features: Int, linear: Double?) -> Hyperparameters {
    Hyperparameters(
      lengthScales: (0..<features).map { 0.8 + 0.4 * Double($0) }, signalVariance: 1.3,
      noiseVariance: 0.07, linearVariance: linear)
  }

  @Test("One observation by hand")
  func byHand() throws {
    let process = try GaussianProcess(
      features: DoubleMatrix(rows: [[0]], columns: 1), targets: [3],
      hyperparameters: Hyperparameters(
        lengthScales: [2], signalVariance: 1.5, noiseVariance: 0.5), constantVariance: 0)
    // At distance 2, r = 1: k = 1.5 (1 + √5 + 5/3) exp(-√5).
    let root = 5.0.squareRoot()
    let covariance = 1.5 * (1 + root + 5.0 / 3) * exp(-root)
    let prediction = process.latent([2])
    #expect(abs(prediction.mean - covariance * 3 / 2) < 1e-12)
    #expect(abs(prediction.variance - (1.5 - covariance * covariance / 2)) < 1e-12)
    #expect(abs(process.observed([2]).variance - prediction.variance - 0.5) < 1e-12)
    let density = NormalDistribution(mean: 0, variance: 2).logDensity(3)
    #expect(abs(process.logMarginalLikelihood - density) < 1e-12)
  }

  @Test("Without observations it is the prior")
  func prior() throws {
    let empty = DoubleMatrix(rows: [], columns: 2)
    let process = try GaussianProcess(
      features: empty, targets: [], hyperparameters: Self.assumptions(2, linear: 0.6),
      constantVariance: 2)
    #expect(process.latent([1, 3]).mean == 0)
    #expect(abs(process.latent([1, 3]).variance - (2 + 1.3 + 0.6 * 10 / 2)) < 1e-12)
    var generator = SeededGenerator(seed: 1)
    let fitted = try GaussianProcess.fitted(features: empty, targets: [], generator: &generator)
    #expect(abs(log(fitted.hyperparameters.signalVariance / 0.5)) < 1e-3)
  }

  @Test(
    "The gradient of the marginal likelihood agrees with differences", arguments: [0, 1, 3, 14])
  func gradient(count: Int) {
    let (features, targets) = Self.data(count, features: 3, noise: 0.2, seed: 3)
    for mean in [GaussianProcess.Mean.constant, .linear] {
      let likelihood = MarginalLikelihood(
        features: features, targets: targets, constantVariance: 0.7, mean: mean)
      let priors = likelihood.priors(HyperparameterPriors())
      let point = [0.3, -0.2, 0.9, 0.2, -1.4] + (mean == .linear ? [-0.6] : [])
      var gradient = [Double](repeating: 0, count: point.count)
      var unused = gradient
      _ = likelihood.negativeLogPosterior(point, priors, &gradient)
      for index in point.indices {
        var above = point
        var below = point
        above[index] += 1e-4
        below[index] -= 1e-4
        let difference =
          (likelihood.negativeLogPosterior(above, priors, &unused)
            - likelihood.negativeLogPosterior(below, priors, &unused)) / 2e-4
        #expect(abs(gradient[index] - difference) < 1e-5 * max(1, abs(difference)), "\(index)")
      }
    }
  }

  @Test("Leave-one-out predictions are those of processes on the others", arguments: [nil, 0.4])
  func leaveOneOut(linear: Double?) throws {
    let (features, targets) = Self.data(8, features: 2, noise: 0.2, seed: 5)
    let assumptions = Self.assumptions(2, linear: linear)
    let all = try GaussianProcess(
      features: features, targets: targets, hyperparameters: assumptions)
    for item in targets.indices {
      let others = targets.indices.filter { $0 != item }
      let process = try GaussianProcess(
        features: DoubleMatrix(rows: others.map { features.row($0) }, columns: 2),
        targets: others.map { targets[$0] }, hyperparameters: assumptions)
      let wanted = process.observed(features.row(item))
      #expect(abs(all.leaveOneOut.predictions[item].mean - wanted.mean) < 1e-9)
      #expect(abs(all.leaveOneOut.predictions[item].variance - wanted.variance) < 1e-9)
      #expect(
        abs(all.leaveOneOut.logDensities[item] - wanted.logDensity(targets[item])) < 1e-8)
    }
  }

  @Test("Without a smooth function it is linear regression")
  func linearLimit() throws {
    let (features, targets) = Self.data(10, features: 3, noise: 0.2, seed: 6)
    var assumptions = Self.assumptions(3, linear: 0.9)
    assumptions.signalVariance = 1e-12
    let process = try GaussianProcess(
      features: features, targets: targets, hyperparameters: assumptions, constantVariance: 0.5)
    let regression = try BayesianLinearRegression(
      features: features, targets: targets,
      hyperparameters: .init(linearVariance: 0.9, noiseVariance: 0.07), interceptVariance: 0.5)
    #expect(abs(process.logMarginalLikelihood - regression.logEvidence) < 1e-6)
    for point in [[0.0, 0, 0], [1, -2, 0.5]] {
      #expect(abs(process.latent(point).mean - regression.latent(point).mean) < 1e-6)
      #expect(abs(process.latent(point).variance - regression.latent(point).variance) < 1e-6)
    }
  }

  @Test("A function without noise is interpolated, and far away only the mean is left")
  func limits() throws {
    let (features, targets) = Self.data(12, features: 1, noise: 0, seed: 7)
    let process = try GaussianProcess(
      features: features, targets: targets,
      hyperparameters: Hyperparameters(
        lengthScales: [1.5], signalVariance: 1, noiseVariance: 1e-8), constantVariance: 0)
    for item in targets.indices {
      #expect(abs(process.latent(features.row(item)).mean - targets[item]) < 1e-4)
      #expect(process.latent(features.row(item)).variance < 1e-6)
    }
    #expect(abs(process.latent([1000]).mean) < 1e-12)
    #expect(abs(process.latent([1000]).variance - 1) < 1e-12)
  }

  @Test("The search finds which feature counts, and the noise")
  func relevance() throws {
    let (features, targets) = Self.data(45, features: 3, noise: 0.1, seed: 8)
    var generator = SeededGenerator(seed: 2)
    let process = try GaussianProcess.fitted(
      features: features, targets: targets, mean: .constant,
      options: GaussianProcessOptions(starts: 2), generator: &generator)
    let scales = process.hyperparameters.lengthScales
    #expect(scales[0] * 2 < scales[1] && scales[0] * 2 < scales[2])
    let noise = process.hyperparameters.noiseVariance.squareRoot()
    #expect(noise > 0.06 && noise < 0.15)
    var squares = 0.0
    for value in stride(from: -1.5, through: 1.5, by: 0.25) {
      let error = process.latent([value, 0, 0]).mean - sin(1.5 * value)
      squares += error * error / 13
    }
    #expect(squares.squareRoot() < 0.1)
  }

  @Test("Equal points and seeds are no trouble, and the same seed gives the same process")
  func repeats() throws {
    let features = DoubleMatrix(rows: [[0, 1], [0, 1], [0, 1], [2, 1], [2, 1]], columns: 2)
    let targets = [1.0, 1, 1, -1, -1]
    func fitted(_ seed: UInt64) throws -> GaussianProcess {
      var generator = SeededGenerator(seed: seed)
      return try GaussianProcess.fitted(
        features: features, targets: targets, generator: &generator)
    }
    let first = try fitted(3)
    #expect(first.hyperparameters == (try fitted(3)).hyperparameters)
    #expect(abs(first.latent([0, 1]).mean - 1) < 0.2)
    #expect(first.logMarginalLikelihood.isFinite)
  }

  @Test("A search over some of the observations still takes all for the process")
  func subset() throws {
    let (features, targets) = Self.data(40, features: 1, noise: 0.05, seed: 9)
    var generator = SeededGenerator(seed: 2)
    let process = try GaussianProcess.fitted(
      features: features, targets: targets,
      options: GaussianProcessOptions(starts: 1, maximumObservations: 15), generator: &generator)
    #expect(process.leaveOneOut.predictions.count == 40)
    #expect(abs(process.latent([0.5]).mean - sin(0.75)) < 0.1)
  }
}
