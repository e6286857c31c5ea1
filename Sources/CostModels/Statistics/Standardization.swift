public import LinearAlgebra

/// Columns of numbers less their means, over their standard deviations.
///
/// A column whose values are all the same, up to rounding, is divided by their size instead, or by one
/// where they are zero. It becomes zero, and a value that differs later stands as far away as it has
/// changed in proportion.
public struct Standardization: Hashable, Sendable {
  /// The mean of each column.
  public var means: [Double]
  /// What each column is divided by: its standard deviation over all rows, or its size.
  public var scales: [Double]

  /// How many rows an expected standard deviation is worth.
  public static let expectationCount = 4.0

  /// The standardization of the columns of a matrix.
  ///
  /// - Parameters:
  ///   - matrix: The numbers. Without rows, means are zero.
  ///   - expected: The standard deviation that each column would have over many rows. It counts as
  ///     some rows do (``expectationCount``), so that few rows that happen to be alike do not make
  ///     others seem far away. Without it, the rows alone count.
  /// - Precondition: What is expected is positive, and of each column.
  public init(_ matrix: DoubleMatrix, expected: [Double]? = nil) {
    precondition(
      expected?.count ?? matrix.columns == matrix.columns
        && expected?.allSatisfy { $0 > 0 } ?? true,
      "expected deviations of other columns")
    means = [Double](repeating: 0, count: matrix.columns)
    scales = expected ?? [Double](repeating: 1, count: matrix.columns)
    guard matrix.rows > 0 else { return }
    for column in 0..<matrix.columns {
      var sum = 0.0
      for row in 0..<matrix.rows { sum += matrix[row, column] }
      let mean = sum / Double(matrix.rows)
      var squares = 0.0
      var largest = 0.0
      for row in 0..<matrix.rows {
        let distance = matrix[row, column] - mean
        squares += distance * distance
        largest = max(largest, abs(matrix[row, column]))
      }
      means[column] = mean
      if let expected {
        let known = Self.expectationCount * expected[column] * expected[column]
        scales[column] =
          ((squares + known) / (Double(matrix.rows) + Self.expectationCount)).squareRoot()
        continue
      }
      let deviation = (squares / Double(matrix.rows)).squareRoot()
      // Rounding of equal values is no spread.
      if deviation > 1e-12 * largest {
        scales[column] = deviation
      } else {
        means[column] = matrix[0, column]
        if largest > 0 { scales[column] = largest }
      }
    }
  }

  /// A row in the units of the standardization.
  ///
  /// - Precondition: The row has as many elements as there are columns.
  public func standardized(_ row: [Double]) -> [Double] {
    precondition(row.count == means.count, "\(row.count) values for \(means.count) columns")
    return row.indices.map { (row[$0] - means[$0]) / scales[$0] }
  }

  /// All rows in the units of the standardization.
  public func standardized(_ matrix: DoubleMatrix) -> DoubleMatrix {
    precondition(matrix.columns == means.count, "\(matrix.columns) of \(means.count) columns")
    var result = matrix
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        result[row, column] = (matrix[row, column] - means[column]) / scales[column]
      }
    }
    return result
  }

  /// A row in its own units again.
  public func original(_ row: [Double]) -> [Double] {
    precondition(row.count == means.count, "\(row.count) values for \(means.count) columns")
    return row.indices.map { row[$0] * scales[$0] + means[$0] }
  }
}
