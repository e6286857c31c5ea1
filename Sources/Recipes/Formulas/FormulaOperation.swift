import Foundation

/// One step of a formula: what pushes a value, or what takes values and pushes its own.
public enum FormulaOperation: Hashable, Sendable {
  /// A number from 0 to ``ProtectedArithmetic/limit``; negative ones are its ``negate``.
  case number(Double)
  /// A variable, by its place among the variables.
  case variable(Int)
  /// −x
  case negate
  /// |x|
  case absolute
  /// `sqrt(x)`
  case squareRoot
  /// `log(x)`, natural
  case logarithm
  /// `exp(x)`
  case exponential
  /// x + y
  case add
  /// x − y
  case subtract
  /// x · y
  case multiply
  /// x / y
  case divide
  /// x ^ y
  case power
  /// `min(x, y)`
  case minimum
  /// `max(x, y)`
  case maximum
  /// `if(a < b, x, y)`
  case ifLess

  /// How many values it takes.
  public var arity: Int {
    switch self {
    case .number, .variable: 0
    case .negate, .absolute, .squareRoot, .logarithm, .exponential: 1
    case .add, .subtract, .multiply, .divide, .power, .minimum, .maximum: 2
    case .ifLess: 4
    }
  }

  /// The operations that take one value.
  static let unary: [FormulaOperation] = [
    .negate, .absolute, .squareRoot, .logarithm, .exponential,
  ]
  /// The operations that take two.
  static let binary: [FormulaOperation] = [
    .add, .subtract, .multiply, .divide, .power, .minimum, .maximum,
  ]
}

/// Arithmetic that has a finite value for all arguments.
///
/// Every value is kept within ± ``limit``. What has no value otherwise has these:
/// - x / 0 = 0;
/// - `sqrt` of a negative number is 0;
/// - `log` of anything below 1 / ``limit`` is that of 1 / ``limit``;
/// - x ^ y is 0 where x is negative and y not whole, and where x is 0 and y negative; 0 ^ 0 = 1.
public enum ProtectedArithmetic {
  /// The largest value.
  public static let limit = 1e30

  /// The nearest value within the limits; 0 for what is no number.
  @inline(__always)
  static func clamped(_ value: Double) -> Double {
    value.isNaN ? 0 : min(max(value, -limit), limit)
  }

  /// The value of an operation that takes one value.
  @inline(__always)
  static func apply(_ operation: FormulaOperation, _ x: Double) -> Double {
    switch operation {
    case .negate: -x
    case .absolute: abs(x)
    case .squareRoot: max(x, 0).squareRoot()
    case .logarithm: log(max(x, 1 / limit))
    case .exponential: clamped(exp(x))
    default: x
    }
  }

  /// The value of an operation that takes two values.
  @inline(__always)
  static func apply(_ operation: FormulaOperation, _ x: Double, _ y: Double) -> Double {
    switch operation {
    case .add: clamped(x + y)
    case .subtract: clamped(x - y)
    case .multiply: clamped(x * y)
    case .divide: y == 0 ? 0 : clamped(x / y)
    case .power: power(x, y)
    case .minimum: min(x, y)
    case .maximum: max(x, y)
    default: x
    }
  }

  private static func power(_ x: Double, _ y: Double) -> Double {
    if x == 0, y < 0 { return 0 }
    if x < 0, y != y.rounded() { return 0 }
    return clamped(pow(x, y))
  }
}
