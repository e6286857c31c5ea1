import COpenBLAS
import Foundation

/// The lower triangular matrix L of a symmetric, positive definite matrix A = L Lᵀ, and what follows
/// from it: solutions, determinant, inverse.
///
/// It is LAPACK's `dpotrf`, with `dpotrs`, `dtrtrs` and `dpotri`. Where rounding makes a matrix look
/// indefinite, a little is added to its diagonal (``jitter``). Results depend on the matrix, the
/// processor and the number of threads (``BLAS/setThreadCount(_:)``) alone.
public struct CholeskyFactor: Sendable {
  /// L, row-major. What stands above the diagonal means nothing.
  private var elements: [Double]
  /// The rows of the matrix.
  public let order: Int
  /// What was added to the diagonal of the matrix; 0 where nothing had to be.
  public let jitter: Double

  /// The first amount that is added to the diagonal, in parts of its mean.
  public static let firstJitter = 1e-10
  /// The largest amount that is added to the diagonal, in parts of its mean.
  public static let largestJitter = 1e-4

  /// Factors a matrix: as it is, then with ``firstJitter`` added to the diagonal, then with ten times
  /// more each time, up to ``largestJitter``.
  ///
  /// - Parameter matrix: A symmetric matrix, of which the diagonal and what is below it are read.
  /// - Throws: ``CholeskyError``, where elements are not finite or no factor was found.
  /// - Precondition: The matrix is square.
  public init(_ matrix: DoubleMatrix) throws(CholeskyError) {
    precondition(
      matrix.rows == matrix.columns, "a factor of \(matrix.rows) times \(matrix.columns) elements")
    let order = matrix.rows
    self.order = order
    var sum = 0.0
    for row in 0..<order {
      for column in 0...row where !matrix[row, column].isFinite {
        throw .notFinite(row: row, column: column)
      }
      sum += abs(matrix[row, row])
    }
    let mean = order > 0 ? sum / Double(order) : 0
    var share = 0.0
    while true {
      elements = matrix.elements
      let jitter = share * mean
      for index in 0..<order { elements[index * order + index] += jitter }
      let minor = Self.factor(&elements, order: order)
      if minor == 0 {
        self.jitter = jitter
        return
      }
      let next = share == 0 ? Self.firstJitter : share * 10
      if mean == 0 || next > Self.largestJitter * 1.5 {
        throw .notPositiveDefinite(order: minor, jitter: jitter)
      }
      share = next
    }
  }

  /// Factors in place; returns 0, or the order of the leading minor that is not positive.
  ///
  /// LAPACK takes columns: our lower triangle is its upper one, and our L its Uᵀ.
  private static func factor(_ elements: inout [Double], order: Int) -> Int {
    guard order > 0 else { return 0 }
    let status = elements.withUnsafeMutableBufferPointer {
      LAPACKE_dpotrf(
        LAPACK_COL_MAJOR, upper, Int32(order), $0.baseAddress, Int32(order))
    }
    precondition(status >= 0, "argument \(-status) of dpotrf")
    return Int(status)
  }

  private static let upper = CChar(UInt8(ascii: "U"))

  /// The element of L in a row and a column.
  public subscript(row: Int, column: Int) -> Double {
    column > row ? 0 : elements[row * order + column]
  }

  /// The logarithm of the determinant of A.
  public var logDeterminant: Double {
    var sum = 0.0
    for index in 0..<order { sum += log(elements[index * order + index]) }
    return 2 * sum
  }

  /// The solution x of A x = b.
  ///
  /// - Precondition: `b` has as many elements as the matrix has rows.
  public func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == order, "\(b.count) elements for \(order) equations")
    guard order > 0 else { return [] }
    var x = b
    let status = x.withUnsafeMutableBufferPointer { x in
      elements.withUnsafeBufferPointer {
        LAPACKE_dpotrs(
          LAPACK_COL_MAJOR, Self.upper, Int32(order), 1, $0.baseAddress, Int32(order),
          x.baseAddress, Int32(order))
      }
    }
    // The only other faults of these routines are arguments: shapes, which were checked, and values
    // that are no numbers, for which the answer is no number either.
    return status == 0 ? x : [Double](repeating: .nan, count: order)
  }

  /// The solution x of L x = b.
  ///
  /// - Precondition: `b` has as many elements as the matrix has rows.
  public func solveLower(_ b: [Double]) -> [Double] {
    precondition(b.count == order, "\(b.count) elements for \(order) equations")
    guard order > 0 else { return [] }
    var x = b
    let status = x.withUnsafeMutableBufferPointer { x in
      elements.withUnsafeBufferPointer {
        LAPACKE_dtrtrs(
          LAPACK_COL_MAJOR, Self.upper, CChar(UInt8(ascii: "T")), CChar(UInt8(ascii: "N")),
          Int32(order), 1, $0.baseAddress, Int32(order), x.baseAddress,
          Int32(order))
      }
    }
    return status == 0 ? x : [Double](repeating: .nan, count: order)
  }

  /// The product L x. Of independent standard normal numbers it makes ones whose covariance is A.
  ///
  /// - Precondition: `x` has as many elements as the matrix has rows.
  public func multiplyLower(_ x: [Double]) -> [Double] {
    precondition(x.count == order, "\(x.count) elements by \(order) columns")
    var result = [Double](repeating: 0, count: order)
    for row in 0..<order {
      var sum = 0.0
      for column in 0...row { sum += elements[row * order + column] * x[column] }
      result[row] = sum
    }
    return result
  }

  /// The inverse of A.
  public func inverse() -> DoubleMatrix {
    var result = DoubleMatrix(rows: order, columns: order)
    guard order > 0 else { return result }
    result.elements = elements
    result.elements.withUnsafeMutableBufferPointer {
      let status = LAPACKE_dpotri(
        LAPACK_COL_MAJOR, Self.upper, Int32(order), $0.baseAddress, Int32(order))
      precondition(status == 0, "dpotri of a factor whose diagonal is positive: \(status)")
      for row in 0..<order {
        for column in 0..<row { $0[column * order + row] = $0[row * order + column] }
      }
    }
    return result
  }
}
