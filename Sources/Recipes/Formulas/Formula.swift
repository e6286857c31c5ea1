/// The variables that formulas of one sort are of: an enumeration of their names. A name is a letter
/// and then letters and digits, at most 32 in all, and none of those of the language's functions.
public protocol FormulaVariable: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String, AllCases == [Self] {}

/// How large formulas may be.
public enum FormulaLimits {
  /// The most bytes of a text.
  public static let length = 4096
  /// The most operations on the way from the root to a number or variable, both counted.
  public static let depth = 16
  /// The most operations.
  public static let nodeCount = 64
  /// How deep parentheses, calls, signs and powers may be nested in a text.
  public static let nesting = 64
}

/// A formula in a small language in which nothing can go wrong: each formula ends, and has a finite
/// value for all values of its variables.
///
/// The language has numbers (`2`, `0.5`, `1e-3`), variables, `+`, `-`, `*`, `/`, `^`, parentheses,
/// `min(x, y)`, `max(x, y)`, `abs(x)`, `sqrt(x)`, `log(x)`, `exp(x)` and `if(a < b, x, y)`. A power binds
/// more tightly than a sign, that more than products, those more than sums; powers group from the right,
/// all else from the left. ``ProtectedArithmetic`` says what values are. Sizes keep to
/// ``FormulaLimits``.
///
/// A formula is its operations in postfix order, which is the tree and the program at once: the
/// operands of an operation are the subtrees that end right before it.
public struct Formula<Variable: FormulaVariable>: Hashable, Sendable {
  /// The operations, operands first.
  public let operations: [FormulaOperation]

  /// Wraps operations that are known to make one tree within the limits.
  init(unchecked operations: [FormulaOperation]) { self.operations = operations }

  /// A number, brought within the limits of arithmetic.
  public init(_ number: Double) {
    operations = PostfixTree.constant(number)
  }

  /// A variable.
  public init(_ variable: Variable) {
    operations = [.variable(Variable.allCases.firstIndex(of: variable)!)]
  }

  /// Reads a formula.
  ///
  /// - Throws: ``FormulaError`` for the first thing that is not as the language has it.
  public init(parsing text: String) throws(FormulaError) {
    var parser = FormulaParser(text, variables: Self.variableNames)
    operations = try parser.parse()
  }

  /// The names of all variables, by their places in ``FormulaOperation/variable(_:)``.
  static var variableNames: [String] { Variable.allCases.map(\.rawValue) }

  /// The variables that occur.
  public var variables: Set<Variable> {
    var found: Set<Variable> = []
    for case .variable(let index) in operations { found.insert(Variable.allCases[index]) }
    return found
  }

  /// The number that the formula is, if it is nothing but one.
  public var constant: Double? { PostfixTree.constantValue(operations[...]) }

  /// The same with all that needs no variables worked out, and without sums with 0, products with 0 and 1,
  /// and the like. Its values are the same for all values of variables.
  public var simplified: Formula {
    Formula(unchecked: FormulaSimplifier.simplify(operations))
  }

  /// The value for values of the variables.
  public func value(_ values: (Variable) -> Double) -> Double {
    let row = Variable.allCases.map { [ProtectedArithmetic.clamped(values($0))] }
    return FormulaProgram(operations).evaluate(columns: row, count: 1)[0]
  }

  /// The value for each row of a table.
  public func values(_ table: VariableTable<Variable>) -> [Double] {
    FormulaProgram(operations).evaluate(columns: table.columns, count: table.rowCount)
  }
}

extension Formula: CustomStringConvertible {
  /// The formula as text, with no more parentheses than it needs. Reading it gives the same formula.
  public var description: String {
    FormulaPrinter.text(operations, variables: Self.variableNames)
  }
}

extension Formula: Codable {
  /// Reads the formula from its text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text: String
    do {
      text = try container.decode(String.self)
    } catch DecodingError.typeMismatch(_, let context) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: context.codingPath, debugDescription: "expected a formula, a string"))
    }
    do throws(FormulaError) {
      try self.init(parsing: text)
    } catch {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: error.description)
    }
  }

  /// Writes the formula as its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Values of variables, row by row of things to be judged: a column for each variable.
public struct VariableTable<Variable: FormulaVariable>: Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// The columns, in the order of the variables, brought within the limits of arithmetic.
  let columns: [[Double]]

  /// A table from a column for each variable.
  ///
  /// - Precondition: all columns have `rowCount` values.
  public init(rowCount: Int, _ column: (Variable) -> [Double]) {
    self.rowCount = rowCount
    columns = Variable.allCases.map {
      let values = column($0)
      precondition(values.count == rowCount, "\($0.rawValue): \(values.count) values")
      return values.map(ProtectedArithmetic.clamped)
    }
  }
}
