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
    let cosines = (waves(columns, cos), waves(rows, cos))
    var alongRows = values
    for row in 0..<rows {
      for u in 0..<columns {
        var sum = 0.0
        for column in 0..<columns {
          sum += values[row * columns + column] * cosines.0[u * (2 * column + 1) % (4 * columns)]
        }
        alongRows[row * columns + u] = sum * (u == 0 ? 1 : 2) / Double(columns)
      }
    }
    var result = values
    for u in 0..<columns {
      for v in 0..<rows {
        var sum = 0.0
        for row in 0..<rows {
          sum += alongRows[row * columns + u] * cosines.1[v * (2 * row + 1) % (4 * rows)]
        }
        result[v * columns + u] = sum * (v == 0 ? 1 : 2) / Double(rows)
      }
    }
    return result
  }

  /// The series at the cells' centres.
  private static func series(
    _ coefficients: [Double], _ columns: Int, _ rows: Int, _ alongX: (Double) -> Double,
    _ alongY: (Double) -> Double
  ) -> [Double] {
    let waves = (waves(columns, alongX), waves(rows, alongY))
    var alongRows = coefficients
    for v in 0..<rows {
      for column in 0..<columns {
        var sum = 0.0
        for u in 0..<columns {
          sum += coefficients[v * columns + u] * waves.0[u * (2 * column + 1) % (4 * columns)]
        }
        alongRows[v * columns + column] = sum
      }
    }
    var result = coefficients
    for column in 0..<columns {
      for row in 0..<rows {
        var sum = 0.0
        for v in 0..<rows {
          sum += alongRows[v * columns + column] * waves.1[v * (2 * row + 1) % (4 * rows)]
        }
        result[row * columns + column] = sum
      }
    }
    return result
  }

  /// One period of a wave, at the multiples of pi / (2 count).
  private static func waves(_ count: Int, _ wave: (Double) -> Double) -> [Double] {
    (0..<4 * count).map { wave(Double.pi * Double($0) / Double(2 * count)) }
  }
}
