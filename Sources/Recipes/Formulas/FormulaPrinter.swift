/// Formulas as text, in the one form that ``Formula/description`` has.
enum FormulaPrinter {
  /// How tightly a piece of text binds: sums, products, signs, powers, and what nothing can part.
  private enum Binding: Int {
    case sum, product, sign, power, whole
  }

  private struct Piece {
    var text: String
    var binding: Binding

    /// The text, in parentheses if it binds less tightly than that.
    func within(_ least: Binding) -> String {
      binding.rawValue >= least.rawValue ? text : "(\(text))"
    }
  }

  static func text(_ operations: [FormulaOperation], variables: [String]) -> String {
    var stack: [Piece] = []
    for operation in operations {
      let operands = Array(stack.suffix(operation.arity))
      stack.removeLast(operation.arity)
      stack.append(piece(operation, operands, variables))
    }
    return stack.last?.text ?? ""
  }

  private static func piece(
    _ operation: FormulaOperation, _ operands: [Piece], _ variables: [String]
  ) -> Piece {
    func joined(_ sign: String, _ binding: Binding, _ left: Binding, _ right: Binding) -> Piece {
      Piece(
        text: "\(operands[0].within(left)) \(sign) \(operands[1].within(right))",
        binding: binding)
    }
    func call(_ name: String) -> Piece {
      Piece(text: "\(name)(\(operands.map(\.text).joined(separator: ", ")))", binding: .whole)
    }
    switch operation {
    case .number(let value): return Piece(text: number(value), binding: .whole)
    case .variable(let index): return Piece(text: variables[index], binding: .whole)
    case .negate: return Piece(text: "-\(operands[0].within(.sign))", binding: .sign)
    case .add: return joined("+", .sum, .sum, .product)
    case .subtract: return joined("-", .sum, .sum, .product)
    case .multiply: return joined("*", .product, .product, .sign)
    case .divide: return joined("/", .product, .product, .sign)
    case .power: return joined("^", .power, .whole, .sign)
    case .absolute: return call("abs")
    case .squareRoot: return call("sqrt")
    case .logarithm: return call("log")
    case .exponential: return call("exp")
    case .minimum: return call("min")
    case .maximum: return call("max")
    case .ifLess:
      let texts = operands.map(\.text)
      return Piece(
        text: "if(\(texts[0]) < \(texts[1]), \(texts[2]), \(texts[3]))", binding: .whole)
    }
  }

  /// The shortest text that reads as the number, without a fraction of zero.
  private static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
