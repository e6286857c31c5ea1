/// What can be told of trees in postfix order.
enum PostfixTree {
  /// A number as a tree.
  static func constant(_ number: Double) -> [FormulaOperation] {
    let value = ProtectedArithmetic.clamped(number)
    return value < 0 ? [.number(-value), .negate] : [.number(abs(value))]
  }

  /// The number that a tree is, if it is nothing but one.
  static func constantValue(_ tree: ArraySlice<FormulaOperation>) -> Double? {
    guard let first = tree.first, case .number(let value) = first else { return nil }
    if tree.count == 1 { return value }
    return tree.count == 2 && tree.last == .negate ? -value : nil
  }

  /// Where the subtree that ends with an operation begins.
  static func start(of end: Int, in operations: [FormulaOperation]) -> Int {
    var wanted = 1
    var index = end
    while true {
      wanted += operations[index].arity - 1
      if wanted == 0 { return index }
      index -= 1
    }
  }

  /// The operations of the subtree that ends with an operation.
  static func subtree(endingAt end: Int, in operations: [FormulaOperation]) -> Range<Int> {
    start(of: end, in: operations)..<(end + 1)
  }

  /// The operands of an operation, the first first.
  static func operands(of end: Int, in operations: [FormulaOperation]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var last = end - 1
    for _ in 0..<operations[end].arity {
      let range = subtree(endingAt: last, in: operations)
      ranges.append(range)
      last = range.lowerBound - 1
    }
    return ranges.reversed()
  }

  /// The depth of a tree, 1 for a number or variable.
  static func depth(_ operations: [FormulaOperation]) -> Int {
    var stack: [Int] = []
    for operation in operations {
      let below = stack.suffix(operation.arity).max() ?? 0
      stack.removeLast(operation.arity)
      stack.append(below + 1)
    }
    return stack.last ?? 0
  }

  /// Whether a tree keeps to the limits.
  static func isWithinLimits(_ operations: [FormulaOperation]) -> Bool {
    operations.count <= FormulaLimits.nodeCount && depth(operations) <= FormulaLimits.depth
  }
}
