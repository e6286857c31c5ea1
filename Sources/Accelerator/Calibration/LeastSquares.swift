/// Coefficients by which a sum of terms comes near to values, all in proportion: the squares of the
/// relative errors are least.
enum LeastSquares {
  /// Solves for the coefficients; terms that the rows do not tell apart get small ones.
  ///
  /// - Parameters:
  ///   - rows: The terms of each observation.
  ///   - values: What the terms should come to; where it is 0, the error counts as it is.
  static func fit(rows: [[Double]], values: [Double]) -> [Double] {
    let count = rows.first?.count ?? 0
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
    // Columns of about the same size, so that rounding harms none.
    let scales = (0..<count).map { column in
      max(1e-30, rows.indices.map { abs(rows[$0][column]) / weight(values[$0]) }.max() ?? 1)
    }
    for (row, value) in zip(rows, values) {
      let scaled = (0..<count).map { row[$0] / scales[$0] / weight(value) }
      for i in 0..<count {
        for j in 0..<count { matrix[i][j] += scaled[i] * scaled[j] }
        matrix[i][count] += scaled[i] * value / weight(value)
      }
    }
    // Keeps the matrix regular where a term is the same in all rows as another.
    for i in 0..<count { matrix[i][i] += 1e-10 * Double(rows.count) }
    return zip(solve(&matrix), scales).map { $0 / $1 }
  }

  private static func weight(_ value: Double) -> Double { max(1, abs(value)) }

  /// Gauss's elimination with the largest pivot of each column.
  private static func solve(_ matrix: inout [[Double]]) -> [Double] {
    let count = matrix.count
    for column in 0..<count {
      let pivot = (column..<count).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) }!
      matrix.swapAt(column, pivot)
      for row in column + 1..<max(count, column + 1) {
        let factor = matrix[row][column] / matrix[column][column]
        for i in column...count { matrix[row][i] -= factor * matrix[column][i] }
      }
    }
    var solution = [Double](repeating: 0, count: count)
    for row in (0..<count).reversed() {
      let known = (row + 1..<max(count, row + 1)).reduce(0) {
        $0 + matrix[row][$1] * solution[$1]
      }
      solution[row] = (matrix[row][count] - known) / matrix[row][row]
    }
    return solution
  }
}
