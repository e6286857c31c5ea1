import LinearAlgebra

/// How residuals of several quantities of the same design go together.
enum ResidualCorrelation {
  /// The correlations of residuals, shrunk toward none: the prior is worth as many observations as
  /// there are quantities, and two more.
  ///
  /// - Parameter residuals: For each quantity, those of all observations.
  static func estimate(_ residuals: [[Double]]) -> DoubleMatrix {
    let count = residuals.first?.count ?? 0
    let size = residuals.count
    var result = DoubleMatrix(rows: size, columns: size)
    let roots = residuals.map { values in dot(values, values).squareRoot() }
    let share = Double(count) / Double(count + size + 2)
    for row in 0..<size {
      for column in 0..<row where roots[row] > 0 && roots[column] > 0 {
        let correlation =
          dot(residuals[row], residuals[column]) / (roots[row] * roots[column]) * share
        result[row, column] = correlation
        result[column, row] = correlation
      }
      result[row, row] = 1
    }
    return result
  }
}
