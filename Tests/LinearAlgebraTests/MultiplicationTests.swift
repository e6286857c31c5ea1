import LinearAlgebra
import Netlist
import Testing

@Suite("Products of matrices")
struct MultiplicationTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var rows: Int
    var columns: Int
    var inner: Int
    var testDescription: String { "\(rows) x \(inner) by \(inner) x \(columns)" }
  }

  static let shapes = [
    Shape(rows: 1, columns: 1, inner: 1), Shape(rows: 1, columns: 7, inner: 5),
    Shape(rows: 5, columns: 1, inner: 3), Shape(rows: 4, columns: 9, inner: 6),
    Shape(rows: 33, columns: 17, inner: 65), Shape(rows: 3, columns: 4, inner: 0),
  ]

  /// Products of parts of larger matrices, so that offsets and distances of rows count.
  @Test("agree with sums by the definition", arguments: shapes, [false, true])
  func definition(shape: Shape, adding: Bool) {
    var generator = SeededGenerator(seed: 3)
    for transposing in [Transposition.none, .left, .right] {
      let left = transposing == .left ? (shape.inner, shape.rows) : (shape.rows, shape.inner)
      let right =
        transposing == .right ? (shape.columns, shape.inner) : (shape.inner, shape.columns)
      let a = Padded(left.0, left.1, &generator)
      let b = Padded(right.0, right.1, &generator)
      let c = Padded(shape.rows, shape.columns, &generator)
      let before = (0..<shape.rows).map { row in (0..<shape.columns).map { c.view[row, $0] } }
      multiply(
        a.view, b.view, transposing: transposing, scale: 0.5, into: c.view, adding: adding)
      for row in 0..<shape.rows {
        for column in 0..<shape.columns {
          var sum = 0.0
          for inner in 0..<shape.inner {
            let first = transposing == .left ? a.view[inner, row] : a.view[row, inner]
            let second = transposing == .right ? b.view[column, inner] : b.view[inner, column]
            sum += 0.5 * Double(first) * Double(second)
          }
          if adding { sum += Double(before[row][column]) }
          #expect(abs(Double(c.view[row, column]) - sum) < 1e-5, "\(transposing)")
        }
      }
      #expect(c.isPaddingUntouched)
    }
  }

  @Test("do not read what they replace")
  func replacesNotNumbers() {
    var generator = SeededGenerator(seed: 4)
    for rows in [1, 3] {
      let a = Padded(rows, 2, &generator)
      let b = Padded(2, 4, &generator)
      let c = Padded(rows, 4, &generator)
      c.view.fill(.nan)
      multiply(a.view, b.view, into: c.view)
      #expect((0..<rows).allSatisfy { row in (0..<4).allSatisfy { c.view[row, $0].isFinite } })
    }
  }

  @Test("take the number of threads that is set")
  func threads() {
    let before = BLAS.threadCount
    BLAS.setThreadCount(1)
    #expect(BLAS.threadCount == 1)
    BLAS.setThreadCount(before)
    #expect(BLAS.threadCount == before)
    #expect(!BLAS.processor.isEmpty)
  }
}

/// A matrix amid other memory.
private final class Padded {
  private let memory: UnsafeMutableBufferPointer<Float>
  let view: MatrixView
  private static let mark: Float = 12345

  init(_ rows: Int, _ columns: Int, _ generator: inout SeededGenerator) {
    let stride = columns + 3
    memory = .allocate(capacity: 5 + rows * stride)
    memory.initialize(repeating: Self.mark)
    view = MatrixView(memory.baseAddress! + 5, rows: rows, columns: columns, stride: stride)
    for row in 0..<rows {
      for column in 0..<columns { view[row, column] = Float(generator.uniform()) - 0.5 }
    }
  }

  deinit { memory.deallocate() }

  var isPaddingUntouched: Bool {
    memory.indices.allSatisfy { index in
      let column = (index - 5) % view.stride
      return index >= 5 && column < view.columns || memory[index] == Self.mark
    }
  }
}
