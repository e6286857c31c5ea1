import Foundation
import LinearAlgebra
import Netlist
import Testing

@Suite("Cholesky factors")
struct CholeskyTests {
  /// A = L Lᵀ with L = [2 0 0; 6 1 0; -8 5 3].
  static let example = DoubleMatrix(
    rows: [[4, 12, -16], [12, 37, -43], [-16, -43, 98]], columns: 3)

  @Test("of a matrix worked by hand")
  func byHand() throws {
    let factor = try CholeskyFactor(Self.example)
    let expected: [[Double]] = [[2, 0, 0], [6, 1, 0], [-8, 5, 3]]
    for row in 0..<3 {
      for column in 0..<3 {
        #expect(abs(factor[row, column] - expected[row][column]) < 1e-12)
      }
    }
    #expect(factor.jitter == 0)
    #expect(abs(factor.logDeterminant - log(36)) < 1e-12)
    // A (1, 2, 3) = (-20, -43, 192); L (1, 2, 3) = (2, 8, 11).
    for (found, wanted) in zip(factor.solve([-20, -43, 192]), [1.0, 2, 3]) {
      #expect(abs(found - wanted) < 1e-9)
    }
    #expect(factor.multiplyLower([1, 2, 3]) == [2, 8, 11])
    #expect(factor.solveLower([2, 8, 11]) == [1, 2, 3])
  }

  @Test("ignore what stands above the diagonal")
  func lowerTriangleOnly() throws {
    var matrix = Self.example
    matrix[0, 2] = 1000
    matrix[1, 2] = .nan
    let factor = try CholeskyFactor(matrix)
    #expect(factor[2, 2] == 3)
  }

  @Test("solve and invert random systems", arguments: [1, 2, 7, 40, 90])
  func random(order: Int) throws {
    var generator = SeededGenerator(seed: 5, stream: UInt64(order))
    var root = DoubleMatrix(rows: order, columns: order)
    for index in root.elements.indices { root.elements[index] = generator.uniform() - 0.5 }
    var matrix = DoubleMatrix(rows: order, columns: order)
    for row in 0..<order {
      let product = root.times(root.row(row))
      for column in 0..<order { matrix[row, column] = product[column] }
      matrix[row, row] += 0.1
    }
    let factor = try CholeskyFactor(matrix)
    let wanted = (0..<order).map { _ in generator.uniform() }
    let solution = factor.solve(matrix.times(wanted))
    #expect(zip(solution, wanted).allSatisfy { abs($0 - $1) < 1e-8 })
    let inverse = factor.inverse()
    for row in 0..<order {
      let product = matrix.times(inverse.row(row))
      for column in 0..<order {
        #expect(abs(product[column] - (row == column ? 1 : 0)) < 1e-8)
      }
    }
    let image = factor.multiplyLower(wanted)
    #expect(zip(factor.solveLower(image), wanted).allSatisfy { abs($0 - $1) < 1e-8 })
  }

  @Test("of a matrix without full rank take a little on the diagonal")
  func singular() throws {
    // Rank one: every leading minor from the second on is zero.
    let vector = [1.0, 0.3, 0.7, 0.1]
    let matrix = DoubleMatrix(rows: vector.map { x in vector.map { $0 * x } }, columns: 4)
    let factor = try CholeskyFactor(matrix)
    #expect(factor.jitter >= 0 && factor.jitter < 1e-7)
    #expect(factor.logDeterminant.isFinite)
    // A covariance of zero variance apart, the ones differ by less than a millionth.
    for row in 0..<4 {
      for column in 0...row {
        var sum = 0.0
        for inner in 0...column { sum += factor[row, inner] * factor[column, inner] }
        #expect(abs(sum - matrix[row, column]) < 1e-6)
      }
    }
  }

  @Test("of indefinite matrices and of what is no number do not exist")
  func refusals() {
    let indefinite = DoubleMatrix(rows: [[1, 2], [2, 1]], columns: 2)
    #expect(throws: CholeskyError.notPositiveDefinite(order: 2, jitter: 1e-4)) {
      do {
        _ = try CholeskyFactor(indefinite)
      } catch CholeskyError.notPositiveDefinite(let order, let jitter) {
        // The jitter is a product of tens: compare it with room for rounding.
        throw CholeskyError.notPositiveDefinite(
          order: order, jitter: abs(jitter - 1e-4) < 1e-12 ? 1e-4 : jitter)
      }
    }
    #expect(throws: CholeskyError.notPositiveDefinite(order: 1, jitter: 0)) {
      try CholeskyFactor(DoubleMatrix(rows: 2, columns: 2))
    }
    #expect(throws: CholeskyError.notFinite(row: 1, column: 0)) {
      try CholeskyFactor(DoubleMatrix(rows: [[1, 0], [.infinity, 1]], columns: 2))
    }
  }

  @Test("of no rows at all")
  func empty() throws {
    let factor = try CholeskyFactor(DoubleMatrix(rows: 0, columns: 0))
    #expect(factor.logDeterminant == 0)
    #expect(factor.solve([]) == [])
    #expect(factor.inverse().rows == 0)
  }

  @Test("Products of a matrix and its transposed with vectors")
  func products() {
    let matrix = DoubleMatrix(rows: [[1, 2, 3], [4, 5, 6]], columns: 3)
    #expect(matrix.times([1, 0, -1]) == [-2, -2])
    #expect(matrix.transposedTimes([1, -1]) == [-3, -3, -3])
  }

  @Test("Matrices whose elements do not fill their rows are not read")
  func decoding() throws {
    let matrix = DoubleMatrix(rows: [[1, 2, 3], [4, 5, 6]], columns: 3)
    let data = try JSONEncoder().encode(matrix)
    #expect(try JSONDecoder().decode(DoubleMatrix.self, from: data) == matrix)
    let wrong = Data(#"{"rows": 2, "columns": 2, "elements": [1, 2, 3]}"#.utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(DoubleMatrix.self, from: wrong) }
  }
}
