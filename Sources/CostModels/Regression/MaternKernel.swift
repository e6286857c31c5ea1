import Foundation
import LinearAlgebra

/// The covariance of a Gaussian process: a constant, a linear function, and a smooth one, Matérn's of
/// order 5/2 with a length scale for each feature (Rasmussen and Williams, 2006, equation 4.17).
///
///     k(x, x') = c + l x·x' / p + s (1 + √5 r + 5 r² / 3) exp(-√5 r),
///     r² = Σ (x_d - x'_d)² / λ_d²
struct MaternKernel {
  let constantVariance: Double
  let linearVariance: Double
  let signalVariance: Double
  let inverseLengthScales: [Double]

  init(_ hyperparameters: GaussianProcess.Hyperparameters, constantVariance: Double) {
    self.constantVariance = constantVariance
    linearVariance = hyperparameters.linearVariance ?? 0
    signalVariance = hyperparameters.signalVariance
    inverseLengthScales = hyperparameters.lengthScales.map { 1 / $0 }
  }

  private static let root5 = 5.0.squareRoot()

  /// The covariances of a point with the rows of a matrix.
  func covariances(_ point: [Double], _ features: DoubleMatrix) -> [Double] {
    let count = point.count
    let share = linearVariance / Double(max(count, 1))
    return (0..<features.rows).map { row in
      var squares = 0.0
      var product = 0.0
      for column in 0..<count {
        let value = features.elements[row * count + column]
        let distance = (point[column] - value) * inverseLengthScales[column]
        squares += distance * distance
        product += point[column] * value
      }
      let reach = Self.root5 * squares.squareRoot()
      return constantVariance + share * product
        + signalVariance * (1 + reach + reach * reach / 3) * exp(-reach)
    }
  }

  /// The variance at a point.
  func variance(_ point: [Double]) -> Double {
    constantVariance + linearVariance * dot(point, point) / Double(max(point.count, 1))
      + signalVariance
  }

  /// The covariances of the smooth function between observations, below the diagonal and on it, and
  /// what the slope by a length scale's logarithm has beside the squared distance along it.
  ///
  /// - Parameter columns: The features, one after the other, each for all observations, over its
  ///   length scale.
  func smoothCovariances(columns: [Double], count: Int) -> (values: [Double], slopes: [Double]) {
    var values = [Double](repeating: 0, count: count * count)
    var slopes = [Double](repeating: 0, count: count * count)
    let signal = signalVariance
    columns.withUnsafeBufferPointer { columns in
      values.withUnsafeMutableBufferPointer { values in
        slopes.withUnsafeMutableBufferPointer { slopes in
          for row in 0..<count {
            let target = UnsafeMutableBufferPointer(rebasing: values[(row * count)...])
            let slope = UnsafeMutableBufferPointer(rebasing: slopes[(row * count)...])
            for feature in inverseLengthScales.indices {
              let column = UnsafeBufferPointer(rebasing: columns[(feature * count)...])
              let own = column[row]
              for other in 0..<row {
                let distance = column[other] - own
                target[other] += distance * distance
              }
            }
            for other in 0..<row {
              let reach = Self.root5 * target[other].squareRoot()
              let decay = signal * exp(-reach)
              target[other] = (1 + reach + reach * reach / 3) * decay
              slope[other] = 5.0 / 3 * (1 + reach) * decay
            }
            target[row] = signal
            slope[row] = 0
          }
        }
      }
    }
    return (values, slopes)
  }
}
