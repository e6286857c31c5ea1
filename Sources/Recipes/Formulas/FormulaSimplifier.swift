/// Works out what needs no variables.
enum FormulaSimplifier {
  private typealias Tree = [FormulaOperation]

  static func simplify(_ operations: [FormulaOperation]) -> [FormulaOperation] {
    var stack: [Tree] = []
    for operation in operations {
      let operands = Array(stack.suffix(operation.arity))
      stack.removeLast(operation.arity)
      stack.append(simplified(operation, operands))
    }
    return stack.last ?? operations
  }

  private static func simplified(_ operation: FormulaOperation, _ operands: [Tree]) -> Tree {
    let values = operands.map { PostfixTree.constantValue($0[...]) }
    let plain = operands.flatMap { $0 } + [operation]
    switch operation.arity {
    case 1:
      if let value = values[0] {
        return PostfixTree.constant(ProtectedArithmetic.apply(operation, value))
      }
      return ofOne(operation, operands[0]) ?? plain
    case 2:
      if let first = values[0], let second = values[1] {
        return PostfixTree.constant(ProtectedArithmetic.apply(operation, first, second))
      }
      return ofTwo(operation, operands, values) ?? plain
    case 4:
      if let first = values[0], let second = values[1] {
        return first < second ? operands[2] : operands[3]
      }
      return operands[2] == operands[3] ? operands[2] : plain
    default:
      return plain
    }
  }

  /// A shorter tree for an operation on one that is no number.
  private static func ofOne(_ operation: FormulaOperation, _ operand: Tree) -> Tree? {
    switch operation {
    case .negate where operand.last == .negate: operand.dropLast()
    case .absolute where operand.last == .absolute || operand.last == .squareRoot: operand
    case .absolute where operand.last == .negate: operand.dropLast() + [.absolute]
    default: nil
    }
  }

  /// A shorter tree for an operation on two, one of which may be a number.
  private static func ofTwo(
    _ operation: FormulaOperation, _ operands: [Tree], _ values: [Double?]
  ) -> Tree? {
    switch (operation, values[0], values[1]) {
    case (.add, 0?, _): operands[1]
    case (.add, _, 0?), (.subtract, _, 0?): operands[0]
    case (.subtract, 0?, _): simplified(.negate, [operands[1]])
    case (.multiply, 1?, _): operands[1]
    case (.multiply, _, 1?), (.divide, _, 1?), (.power, _, 1?): operands[0]
    case (.multiply, 0?, _), (.multiply, _, 0?), (.divide, 0?, _), (.divide, _, 0?): [.number(0)]
    case (.power, _, 0?), (.power, 1?, _): [.number(1)]
    case (.minimum, _, _) where operands[0] == operands[1],
      (.maximum, _, _) where operands[0] == operands[1]:
      operands[0]
    case (.subtract, _, _) where operands[0] == operands[1]: [.number(0)]
    default: nil
    }
  }
}
