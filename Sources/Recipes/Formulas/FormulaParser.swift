/// Reads formulas by recursive descent; the grammar is that of ``Formula``.
struct FormulaParser {
  private var tokens: FormulaTokens
  private let length: Int
  private let variables: [String]
  private var operations: [FormulaOperation] = []
  private var nesting = 0

  private static let functions: [(name: String, operation: FormulaOperation)] = [
    ("min", .minimum), ("max", .maximum), ("abs", .absolute), ("sqrt", .squareRoot),
    ("log", .logarithm), ("exp", .exponential), ("if", .ifLess),
  ]

  init(_ text: String, variables: [String]) {
    tokens = FormulaTokens(text)
    length = text.utf8.count
    self.variables = variables
  }

  mutating func parse() throws(FormulaError) -> [FormulaOperation] {
    guard length <= FormulaLimits.length else {
      throw FormulaError(
        column: FormulaLimits.length + 1,
        expected: "at most \(FormulaLimits.length) bytes", found: "\(length) bytes")
    }
    try tokens.advance()
    _ = try sum()
    guard tokens.current == .end else { throw unexpected("an operator or the end") }
    return operations
  }

  // MARK: - The grammar, each giving the depth of what it read

  private mutating func sum() throws(FormulaError) -> Int {
    var depth = try product()
    while true {
      let column = tokens.column
      if try take("+") {
        depth = try push(.add, at: column, above: max(depth, product()))
      } else if try take("-") {
        depth = try push(.subtract, at: column, above: max(depth, product()))
      } else {
        return depth
      }
    }
  }

  private mutating func product() throws(FormulaError) -> Int {
    var depth = try signed()
    while true {
      let column = tokens.column
      if try take("*") {
        depth = try push(.multiply, at: column, above: max(depth, signed()))
      } else if try take("/") {
        depth = try push(.divide, at: column, above: max(depth, signed()))
      } else {
        return depth
      }
    }
  }

  private mutating func signed() throws(FormulaError) -> Int {
    let column = tokens.column
    guard try take("-") else { return try power() }
    try enter(column)
    let depth = try push(.negate, at: column, above: signed())
    nesting -= 1
    return depth
  }

  private mutating func power() throws(FormulaError) -> Int {
    let base = try primary()
    let column = tokens.column
    guard try take("^") else { return base }
    try enter(column)
    let depth = try push(.power, at: column, above: max(base, signed()))
    nesting -= 1
    return depth
  }

  private mutating func primary() throws(FormulaError) -> Int {
    let column = tokens.column
    switch tokens.current {
    case .number(let value):
      try tokens.advance()
      return try push(.number(value), at: column, above: 0)
    case .name(let name):
      try tokens.advance()
      if let function = Self.functions.first(where: { $0.name == name }) {
        try enter(column)
        let depth = try push(
          function.operation, at: column, above: arguments(of: function.operation))
        nesting -= 1
        return depth
      }
      guard let index = variables.firstIndex(of: name) else {
        let names = (variables + Self.functions.map(\.name)).joined(separator: ", ")
        throw FormulaError(column: column, expected: "one of \(names)", found: "'\(name)'")
      }
      return try push(.variable(index), at: column, above: 0)
    case .sign("("):
      try tokens.advance()
      try enter(column)
      let depth = try sum()
      try require(")", or: "an operator")
      nesting -= 1
      return depth
    default:
      throw unexpected("a number, a name, '-' or '('")
    }
  }

  /// The arguments of a function in parentheses.
  private mutating func arguments(of function: FormulaOperation) throws(FormulaError) -> Int {
    try require("(")
    var depth = try sum()
    for index in 1..<max(function.arity, 1) {
      try require(function == .ifLess && index == 1 ? "<" : ",", or: "an operator")
      depth = max(depth, try sum())
    }
    try require(")", or: "an operator")
    return depth
  }

  // MARK: - Steps

  /// Takes a sign if it is the token at hand.
  private mutating func take(_ sign: Character) throws(FormulaError) -> Bool {
    guard tokens.current == .sign(sign) else { return false }
    try tokens.advance()
    return true
  }

  private mutating func require(
    _ sign: Character, or other: String? = nil
  ) throws(FormulaError) {
    guard try take(sign) else {
      throw unexpected((other.map { "\($0) or " } ?? "") + "'\(sign)'")
    }
  }

  private func unexpected(_ expected: String) -> FormulaError {
    FormulaError(column: tokens.column, expected: expected, found: tokens.found)
  }

  private mutating func enter(_ column: Int) throws(FormulaError) {
    nesting += 1
    guard nesting <= FormulaLimits.nesting else {
      throw FormulaError(
        column: column, expected: "at most \(FormulaLimits.nesting) levels of nesting",
        found: "more")
    }
  }

  /// Adds an operation above trees of a depth; the depth of the whole.
  private mutating func push(
    _ operation: FormulaOperation, at column: Int, above depth: Int
  ) throws(FormulaError) -> Int {
    operations.append(operation)
    guard operations.count <= FormulaLimits.nodeCount else {
      throw FormulaError(
        column: column,
        expected: "at most \(FormulaLimits.nodeCount) numbers, variables and operators",
        found: "more")
    }
    guard depth < FormulaLimits.depth else {
      throw FormulaError(
        column: column, expected: "a formula of at most \(FormulaLimits.depth) levels",
        found: "\(depth + 1)")
    }
    return depth + 1
  }
}
