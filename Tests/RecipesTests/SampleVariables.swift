import Netlist
@testable import Recipes

/// Variables for tests of formulas.
enum SampleVariable: String, FormulaVariable {
  case a, b, width2
}

typealias SampleFormula = Formula<SampleVariable>

extension SampleFormula {
  /// The value for values of the three variables.
  func value(a: Double = 0, b: Double = 0, width2: Double = 0) -> Double {
    value {
      switch $0 {
      case .a: a
      case .b: b
      case .width2: width2
      }
    }
  }
}

/// Values that arithmetic stumbles over.
let extremeValues: [Double] = [
  0, -0.0, 1, -1, 0.5, -2.5, 3, 1e-300, -1e-300, .leastNonzeroMagnitude, 1e30, -1e30, 1e31, 1e300,
  -1e300,
  .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity, .nan,
]
