import Foundation

/// Potential, field and energy by the definitions: sums over all terms in double precision.
struct Reference {
  var potential: [Double]
  var fieldX: [Double]
  var fieldY: [Double]
  var energy: Double

  init(density: [Float], columns: Int, rows: Int, width: Double, height: Double) {
    let coefficients = Self.coefficients(density.map(Double.init), columns, rows)
    var scaled = (
      potential: coefficients, fieldX: coefficients, fieldY: coefficients
    )
    for v in 0..<rows {
      for u in 0..<columns {
        let (waveX, waveY) = (Double.pi * Double(u) / width, Double.pi * Double(v) / height)
        let square = waveX * waveX + waveY * waveY
        let solved = square == 0 ? 0 : coefficients[v * columns + u] / square
        scaled.potential[v * columns + u] = solved
        scaled.fieldX[v * columns + u] = solved * waveX
        scaled.fieldY[v * columns + u] = solved * waveY
      }
    }
    potential = Self.series(scaled.potential, columns, rows, cos, cos)
    fieldX = Self.series(scaled.fieldX, columns, rows, sin, cos)
    fieldY = Self.series(scaled.fieldY, columns, rows, cos, sin)
    energy = zip(density, potential).reduce(0) { $0 + Double($1.0) * $1.1 }
  }

  /// Coefficients of the cosine series through the values at the cells' centres.
  private static func coefficients(_ values: [Double], _ columns: Int, _ rows: Int) -> [Double] {
    var alongRows = [Double](repeating: 0, count: values.count)
    for row in 0..<rows {
      for u in 0..<columns {
        let sum = (0..<columns).reduce(0) {
          $0 + values[row * columns + $1] * cos(angle(u, $1, columns))
        }
        alongRows[row * columns + u] = sum * (u == 0 ? 1 : 2) / Double(columns)
      }
    }
    var result = alongRows
    for column in 0..<columns {
      for v in 0..<rows {
        let sum = (0..<rows).reduce(0) {
          $0 + alongRows[$1 * columns + column] * cos(angle(v, $1, rows))
        }
        result[v * columns + column] = sum * (v == 0 ? 1 : 2) / Double(rows)
      }
    }
    return result
  }

  private static func series(
    _ coefficients: [Double], _ columns: Int, _ rows: Int, _ alongX: (Double) -> Double,
    _ alongY: (Double) -> Double
  ) -> [Double] {
    var alongRows = coefficients
    for v in 0..<rows {
      for column in 0..<columns {
        alongRows[v * columns + column] = (0..<columns).reduce(0) {
          $0 + coefficients[v * columns + $1] * alongX(angle($1, column, columns))
        }
      }
    }
    var result = alongRows
    for column in 0..<columns {
      for row in 0..<rows {
        result[row * columns + column] = (0..<rows).reduce(0) {
          $0 + alongRows[$1 * columns + column] * alongY(angle($1, row, rows))
        }
      }
    }
    return result
  }

  private static func angle(_ frequency: Int, _ place: Int, _ count: Int) -> Double {
    Double.pi * Double(frequency * (2 * place + 1)) / Double(2 * count)
  }
}
