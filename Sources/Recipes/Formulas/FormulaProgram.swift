/// A formula made ready to be evaluated for many rows of variables: operation by operation over a
/// block of rows at a time, so that each is decided once a block and works on arrays.
struct FormulaProgram {
  private let operations: [FormulaOperation]
  /// The most values that are on the stack at once.
  private let stackDepth: Int

  private static let blockSize = 256

  init(_ operations: [FormulaOperation]) {
    self.operations = operations
    var (height, highest) = (0, 0)
    for operation in operations {
      height += 1 - operation.arity
      highest = max(highest, height)
    }
    stackDepth = highest
  }

  /// The value for each row.
  ///
  /// - Precondition: there is a column of `count` values within the limits for each variable.
  func evaluate(columns: [[Double]], count: Int) -> [Double] {
    let block = min(Self.blockSize, max(count, 1))
    return [Double](unsafeUninitializedCapacity: count) { result, initializedCount in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: stackDepth * block) { stack in
        stack.initialize(repeating: 0)
        guard let base = stack.baseAddress else { return }
        for start in stride(from: 0, to: count, by: block) {
          let rows = start..<min(start + block, count)
          run(columns, rows, base, block)
          for row in rows { result.initializeElement(at: row, to: base[row - start]) }
        }
      }
      initializedCount = count
    }
  }

  /// Leaves the values of a block of rows in the lowest place of the stack.
  private func run(
    _ columns: [[Double]], _ rows: Range<Int>, _ stack: UnsafeMutablePointer<Double>,
    _ block: Int
  ) {
    var height = 0
    for operation in operations {
      height += 1 - operation.arity
      // Operands are from here up, and the result takes the place of the first.
      let first = stack + (height - 1) * block
      switch operation {
      case .number(let value):
        for row in 0..<rows.count { first[row] = value }
      case .variable(let index):
        columns[index].withUnsafeBufferPointer { column in
          for row in 0..<rows.count { first[row] = column[rows.lowerBound + row] }
        }
      case .ifLess:
        let (bound, small, large) = (first + block, first + 2 * block, first + 3 * block)
        for row in 0..<rows.count {
          first[row] = first[row] < bound[row] ? small[row] : large[row]
        }
      default:
        if operation.arity == 1 {
          for row in 0..<rows.count {
            first[row] = ProtectedArithmetic.apply(operation, first[row])
          }
        } else {
          let second = first + block
          for row in 0..<rows.count {
            first[row] = ProtectedArithmetic.apply(operation, first[row], second[row])
          }
        }
      }
    }
  }
}
