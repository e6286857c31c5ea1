import Foundation
import LinearAlgebra

/// The evidence of linear regression as a function of its variances, from sums over the observations
/// that are made once.
struct LinearEvidence {
  /// The number of features; an intercept stands before them.
  private let features: Int
  private let count: Int
  private let interceptVariance: Double
  /// Φᵀ Φ, where Φ holds the features of observations, each row with a one in front.
  private let products: DoubleMatrix
  /// Φᵀ y
  private let projections: [Double]
  /// yᵀ y
  private let squares: Double

  struct Posterior {
    var mean: [Double]
    /// Of the posterior's precision.
    var factor: CholeskyFactor
    var logEvidence: Double
    /// The sum of squares of what the mean leaves unexplained.
    var residual: Double
  }

  init(features: DoubleMatrix, targets: [Double], interceptVariance: Double) {
    precondition(
      features.rows == targets.count, "\(features.rows) rows for \(targets.count) targets")
    self.features = features.columns
    self.interceptVariance = interceptVariance
    count = targets.count
    let width = features.columns + 1
    var products = DoubleMatrix(rows: width, columns: width)
    var projections = [Double](repeating: 0, count: width)
    for row in 0..<features.rows {
      let item = [1] + features.row(row)
      for first in 0..<width {
        projections[first] += item[first] * targets[row]
        for second in 0...first { products[first, second] += item[first] * item[second] }
      }
    }
    for first in 0..<width {
      for second in 0..<first { products[second, first] = products[first, second] }
    }
    self.products = products
    self.projections = projections
    squares = dot(targets, targets)
  }

  private func weightPrecision(_ hyperparameters: BayesianLinearRegression.Hyperparameters)
    -> Double
  {
    Double(max(features, 1)) / hyperparameters.linearVariance
  }

  func posterior(_ hyperparameters: BayesianLinearRegression.Hyperparameters)
    throws(CholeskyError) -> Posterior
  {
    let noise = 1 / hyperparameters.noiseVariance
    let weight = weightPrecision(hyperparameters)
    var precision = products
    for index in precision.elements.indices { precision.elements[index] *= noise }
    precision[0, 0] += 1 / interceptVariance
    for index in 0..<features { precision[index + 1, index + 1] += weight }
    let factor = try CholeskyFactor(precision)
    let mean = factor.solve(projections.map { noise * $0 })
    let residual = max(
      squares - 2 * dot(mean, projections) + dot(mean, products.times(mean)), 0)
    var penalty = mean[0] * mean[0] / interceptVariance
    for index in 0..<features { penalty += weight * mean[index + 1] * mean[index + 1] }
    let logEvidence =
      0.5
      * (Double(features) * log(weight) - log(interceptVariance)
        + Double(count) * log(noise / (2 * Double.pi)) - noise * residual - penalty
        - factor.logDeterminant)
    return Posterior(mean: mean, factor: factor, logEvidence: logEvidence, residual: residual)
  }

  /// Minus the logarithm of evidence times priors, and its gradient, at the logarithms of the linear
  /// function's and the noise's variance. Infinite where there is no posterior.
  func negativeLogPosterior(
    _ point: [Double], _ priors: HyperparameterPriors, _ gradient: inout [Double]
  ) -> Double {
    let hyperparameters = BayesianLinearRegression.Hyperparameters(
      linearVariance: exp(point[0]), noiseVariance: exp(point[1]))
    guard hyperparameters.linearVariance > 0, hyperparameters.noiseVariance > 0,
      let posterior = try? posterior(hyperparameters)
    else { return .infinity }
    let noise = 1 / hyperparameters.noiseVariance
    let weight = weightPrecision(hyperparameters)
    let covariance = posterior.factor.inverse()
    var spread = 0.0
    var explained = 0.0
    for row in 0...features {
      if row > 0 {
        spread += covariance[row, row] + posterior.mean[row] * posterior.mean[row]
      }
      for column in 0...features { explained += covariance[row, column] * products[row, column] }
    }
    var linearSlope = -0.5 * (Double(features) - weight * spread)
    var noiseSlope = -0.5 * (Double(count) - noise * (explained + posterior.residual))
    let value =
      posterior.logEvidence
      + priors.logLinearVariance.logDensity(point[0], slope: &linearSlope)
      + priors.logNoiseVariance.logDensity(point[1], slope: &noiseSlope)
    gradient[0] = -linearSlope
    gradient[1] = -noiseSlope
    return -value
  }
}
