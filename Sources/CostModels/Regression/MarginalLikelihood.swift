import Foundation
import LinearAlgebra
import Statistics

/// The marginal likelihood of a Gaussian process as a function of the logarithms of its
/// hyperparameters: length scales, the variances of the smooth function and of noise, and that of the
/// linear function where there is one.
struct MarginalLikelihood {
  private let count: Int
  private let width: Int
  private let mean: GaussianProcess.Mean
  private let constantVariance: Double
  private let targets: [Double]
  /// The features one after the other, each for all observations.
  private let columns: [Double]
  /// The features of an observation one after the other.
  private let rows: [Double]
  /// The products x·x' / p of observations, where the mean is linear.
  private let products: [Double]

  struct State {
    var factor: CholeskyFactor
    /// The inverse covariance of targets, times the targets.
    var coefficients: [Double]
    var logLikelihood: Double
    /// What the slopes by length scales have beside squared distances.
    var slopes: [Double]
    /// The smooth function's covariances.
    var smooth: [Double]
  }

  init(
    features: DoubleMatrix, targets: [Double], constantVariance: Double,
    mean: GaussianProcess.Mean
  ) {
    precondition(
      features.rows == targets.count, "\(features.rows) rows for \(targets.count) targets")
    count = features.rows
    width = features.columns
    self.mean = mean
    self.constantVariance = constantVariance
    self.targets = targets
    rows = features.elements
    var columns = [Double](repeating: 0, count: count * width)
    for row in 0..<count {
      for column in 0..<width { columns[column * count + row] = features[row, column] }
    }
    self.columns = columns
    var products: [Double] = []
    if mean == .linear {
      products = [Double](repeating: 0, count: count * count)
      for row in 0..<count {
        let product = features.times(features.row(row))
        for other in 0..<count {
          products[row * count + other] = product[other] / Double(max(width, 1))
        }
      }
    }
    self.products = products
  }

  /// The priors of the components of a point.
  func priors(_ priors: HyperparameterPriors) -> [NormalDistribution] {
    [NormalDistribution](repeating: priors.logLengthScale(features: width), count: width)
      + [priors.logSignalVariance, priors.logNoiseVariance]
      + (mean == .linear ? [priors.logLinearVariance] : [])
  }

  /// What a point means.
  func hyperparameters(_ point: [Double]) -> GaussianProcess.Hyperparameters {
    GaussianProcess.Hyperparameters(
      lengthScales: point[..<width].map { exp($0) }, signalVariance: exp(point[width]),
      noiseVariance: exp(point[width + 1]),
      linearVariance: mean == .linear ? exp(point[width + 2]) : nil)
  }

  func state(_ hyperparameters: GaussianProcess.Hyperparameters) throws(CholeskyError) -> State {
    precondition(hyperparameters.lengthScales.count == width, "a length scale for each feature")
    let kernel = MaternKernel(hyperparameters, constantVariance: constantVariance)
    var scaled = columns
    for column in 0..<width {
      for row in 0..<count { scaled[column * count + row] *= kernel.inverseLengthScales[column] }
    }
    let (smooth, slopes) = kernel.smoothCovariances(columns: scaled, count: count)
    var matrix = DoubleMatrix(rows: count, columns: count)
    matrix.elements.withUnsafeMutableBufferPointer { elements in
      for row in 0..<count {
        for other in 0...row {
          let index = row * count + other
          elements[index] =
            constantVariance + smooth[index]
            + (mean == .linear ? kernel.linearVariance * products[index] : 0)
        }
        elements[row * count + row] += hyperparameters.noiseVariance
      }
    }
    let factor = try CholeskyFactor(matrix)
    let coefficients = factor.solve(targets)
    let logLikelihood =
      -0.5
      * (dot(targets, coefficients) + factor.logDeterminant + Double(count) * log(2 * Double.pi))
    return State(
      factor: factor, coefficients: coefficients, logLikelihood: logLikelihood, slopes: slopes,
      smooth: smooth)
  }

  /// Minus the logarithm of marginal likelihood times priors, and its gradient. Infinite where the
  /// covariance has no factor.
  func negativeLogPosterior(
    _ point: [Double], _ priors: [NormalDistribution], _ gradient: inout [Double]
  ) -> Double {
    let hyperparameters = hyperparameters(point)
    guard
      hyperparameters.lengthScales.allSatisfy({ $0 > 0 && $0.isFinite }),
      let state = try? state(hyperparameters), state.logLikelihood.isFinite
    else { return .infinity }
    var slopes = [Double](repeating: 0, count: point.count)
    addSlopes(state, hyperparameters, &slopes)
    var value = state.logLikelihood
    for index in point.indices {
      value += priors[index].logDensity(point[index], slope: &slopes[index])
    }
    for index in point.indices { gradient[index] = -slopes[index] }
    return -value
  }

  /// Adds the gradient of the log likelihood: half the trace of (a aᵀ - K⁻¹) dK, where a is the
  /// coefficients (Rasmussen and Williams, 2006, equation 5.9). Each pair below the diagonal counts
  /// twice, which takes up the half.
  private func addSlopes(
    _ state: State, _ hyperparameters: GaussianProcess.Hyperparameters, _ slopes: inout [Double]
  ) {
    let inverse = state.factor.inverse().elements
    let coefficients = state.coefficients
    var signal = 0.0
    var noise = 0.0
    var linear = 0.0
    let isLinear = mean == .linear
    var squares = [Double](repeating: 0, count: width)
    rows.withUnsafeBufferPointer { rows in
      squares.withUnsafeMutableBufferPointer { squares in
        for row in 0..<count {
          let own = rows.baseAddress! + row * width
          for other in 0...row {
            let index = row * count + other
            let weight =
              (coefficients[row] * coefficients[other] - inverse[index]) * (row == other ? 0.5 : 1)
            signal += weight * state.smooth[index]
            if isLinear { linear += weight * products[index] }
            if row == other {
              noise += weight
              continue
            }
            let share = weight * state.slopes[index]
            let second = rows.baseAddress! + other * width
            for column in 0..<width {
              let distance = own[column] - second[column]
              squares[column] += share * distance * distance
            }
          }
        }
      }
    }
    for column in 0..<width {
      let scale = hyperparameters.lengthScales[column]
      slopes[column] += squares[column] / (scale * scale)
    }
    slopes[width] += signal
    slopes[width + 1] += noise * hyperparameters.noiseVariance
    if let variance = hyperparameters.linearVariance { slopes[width + 2] += linear * variance }
  }
}
