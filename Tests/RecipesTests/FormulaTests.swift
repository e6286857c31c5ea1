import Foundation
import Netlist
import Testing

@testable import Recipes

@Suite struct FormulaTests {
  @Test(arguments: [
    ("2 + 3 * 4", 14.0), ("(2 + 3) * 4", 20), ("2 - 3 - 4", -5), ("2 - (3 - 4)", 3),
    ("24 / 4 / 2", 3), ("2 ^ 3 ^ 2", 512), ("(2 ^ 3) ^ 2", 64), ("-2 ^ 2", -4), ("(-2) ^ 2", 4),
    ("2 ^ -1", 0.5), ("2 * -3", -6), ("--3", 3), ("1e-3 * 1E3", 1), (".5 + 1.25", 1.75),
    ("min(3, 2) + max(3, 2)", 5), ("abs(2 - 5)", 3), ("sqrt(16)", 4), ("log(exp(2))", 2),
    ("if(1 < 2, 3, 4)", 3), ("if(2 < 2, 3, 4)", 4), ("if(3 < 2, 3, 4) ^ 2", 16),
    ("1 + 4 * a ^ 4", 1.25), ("a * b + width2", 6.5), ("\t a\t", 0.5),
  ])
  func values(text: String, value: Double) throws {
    let formula = try SampleFormula(parsing: text)
    #expect(abs(formula.value(a: 0.5, b: 3, width2: 5) - value) < 1e-12)
  }

  /// The rules that stand in where arithmetic has no value.
  @Test(arguments: [
    ("5 / 0", 0.0), ("0 / 0", 0), ("sqrt(-4)", 0), ("log(0)", log(1e-30)), ("log(-3)", log(1e-30)),
    ("(-2) ^ 0.5", 0), ("(-2) ^ 3", -8), ("0 ^ -1", 0), ("0 ^ 0", 1), ("exp(1000)", 1e30),
    ("-exp(1000)", -1e30), ("1e30 * 1e30", 1e30), ("1e30 * -1e30", -1e30), ("1e30 ^ 1e30", 1e30),
    ("1 / 1e-300", 1e30), ("1e30 - -1e30", 1e30),
  ])
  func protectedRules(text: String, value: Double) throws {
    #expect(try SampleFormula(parsing: text).value() == value)
  }

  @Test func valuesOfVariablesAreBroughtWithinLimits() throws {
    let formula = try SampleFormula(parsing: "a")
    #expect(formula.value(a: .infinity) == 1e30)
    #expect(formula.value(a: -.infinity) == -1e30)
    #expect(formula.value(a: .nan) == 0)
  }

  @Test(arguments: [
    ("((a))", "a"), ("a-(b-1.0)", "a - (b - 1)"), ("(a-b)-1", "a - b - 1"),
    ("(a*b)^2", "(a * b) ^ 2"), ("-(a^2)", "-a ^ 2"), ("(-a)^2", "(-a) ^ 2"),
    ("a^(-b)", "a ^ -b"), ("a^(b^2)", "a ^ b ^ 2"), ("-(a+b)", "-(a + b)"), ("-(a*b)", "-(a * b)"),
    ("(-a)*b", "-a * b"), ("a*(b/2)", "a * (b / 2)"), ("max(a,b+1)", "max(a, b + 1)"),
    ("if(a<b,1,2)", "if(a < b, 1, 2)"), ("100000000000000000000", "1e+20"), ("0.10", "0.1"),
  ])
  func canonicalText(text: String, canonical: String) throws {
    #expect(try SampleFormula(parsing: text).description == canonical)
  }

  /// Ten thousand random formulas: text reads back as the same tree, sizes keep to the limits, values are
  /// finite whatever the variables are, and simplifying changes none.
  @Test func randomFormulas() throws {
    var random = SeededGenerator(seed: 7)
    for round in 0..<10_000 {
      let formula = SampleFormula.random(depth: 1 + round % 8, using: &random)
      #expect(PostfixTree.isWithinLimits(formula.operations))
      let text = formula.description
      #expect(text.utf8.count <= FormulaLimits.length)
      #expect(try SampleFormula(parsing: text) == formula, "\(text)")
      let draw = { (random: inout SeededGenerator) in
        extremeValues[random.index(below: extremeValues.count)]
      }
      let (a, b, width2) = (draw(&random), draw(&random), draw(&random))
      let value = formula.value(a: a, b: b, width2: width2)
      #expect(value.isFinite && abs(value) <= 1e30, "\(text) at \(a), \(b), \(width2)")
      let simple = formula.simplified
      #expect(simple.operations.count <= formula.operations.count)
      #expect(simple.value(a: a, b: b, width2: width2) == value, "\(text) became \(simple)")
    }
  }

  /// A table gives for each row what the row gives alone, also across the ends of blocks.
  @Test func tablesAreRowsOneByOne() throws {
    var random = SeededGenerator(seed: 8)
    let columns = (0..<3).map { _ in
      (0..<700).map { _ in 4 * random.uniform() - 2 }
    }
    let table = VariableTable<SampleVariable>(rowCount: 700) {
      columns[SampleVariable.allCases.firstIndex(of: $0)!]
    }
    for _ in 0..<20 {
      let formula = SampleFormula.random(depth: 5, using: &random)
      let values = formula.values(table)
      #expect(values.count == 700)
      for row in stride(from: 0, to: 700, by: 37) {
        let alone = formula.value(
          a: columns[0][row], b: columns[1][row], width2: columns[2][row])
        #expect(values[row] == alone)
      }
    }
    let empty = VariableTable<SampleVariable>(rowCount: 0) { _ in [] }
    #expect(try SampleFormula(parsing: "a + 1").values(empty).isEmpty)
  }

  @Test func codableAsText() throws {
    let formula = try SampleFormula(parsing: "1 + 4*a^4")
    let json = try JSONEncoder().encode([formula])
    #expect(String(decoding: json, as: UTF8.self) == "[\"1 + 4 * a ^ 4\"]")
    #expect(try JSONDecoder().decode([SampleFormula].self, from: json) == [formula])
    for text in ["[\"1 +\"]", "[3]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([SampleFormula].self, from: Data(text.utf8))
      }
    }
  }

  @Test(arguments: [
    ("2 * 3 + a", "6 + a"), ("a * 1 + 0", "a"), ("a * 0", "0"), ("a / 0", "0"), ("--a", "a"),
    ("if(1 < 2, a, b)", "a"), ("abs(-a)", "abs(a)"), ("0 - a", "-a"), ("3 - 5", "-2"),
    ("a ^ 1 ^ b", "a"), ("a + b * (2 - 2)", "a"), ("min(a, a)", "a"), ("a - b", "a - b"),
  ])
  func simplification(text: String, simple: String) throws {
    #expect(try SampleFormula(parsing: text).simplified.description == simple)
  }

  /// Every variable of recipes can be said in the language.
  @Test func variablesOfRecipesHaveNames() throws {
    for variable in NetVariable.allCases {
      #expect(try Formula<NetVariable>(parsing: variable.rawValue) == Formula(variable))
      #expect(variable.rawValue.count <= 32)
    }
    for variable in MacroVariable.allCases {
      #expect(try Formula<MacroVariable>(parsing: variable.rawValue) == Formula(variable))
      #expect(variable.rawValue.count <= 32)
    }
    for variable in DesignVariable.allCases {
      #expect(try Formula<DesignVariable>(parsing: variable.rawValue) == Formula(variable))
      #expect(variable.rawValue.count <= 32)
    }
  }

  @Test func constantsAndVariables() throws {
    #expect(SampleFormula(-2.5).description == "-2.5")
    #expect(SampleFormula(-2.5).constant == -2.5)
    #expect(SampleFormula(.nan).constant == 0)
    #expect(SampleFormula(.infinity).constant == 1e30)
    #expect(SampleFormula(.b).description == "b")
    #expect(SampleFormula(.b).constant == nil)
    #expect(try SampleFormula(parsing: "a + a * width2").variables == [.a, .width2])
  }
}
