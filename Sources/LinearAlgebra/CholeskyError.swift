/// Why a matrix has no Cholesky factor.
public enum CholeskyError: Error, Hashable, CustomStringConvertible {
  /// An element is infinite or not a number.
  case notFinite(row: Int, column: Int)
  /// The leading minor of this order is not positive, even with the most that may be added to the
  /// diagonal.
  case notPositiveDefinite(order: Int, jitter: Double)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .notFinite(let row, let column):
      "expected finite elements, found another in row \(row), column \(column)"
    case .notPositiveDefinite(let order, let jitter):
      "expected a positive definite matrix, found a leading minor of order \(order) that is not "
        + "positive with \(jitter) added to the diagonal"
    }
  }
}
