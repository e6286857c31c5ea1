import Testing

@testable import Recipes

@Suite struct FormulaErrorTests {
  static let names = "a, b, width2, min, max, abs, sqrt, log, exp, if"

  @Test(arguments: [
    ("", 1, "a number, a name, '-' or '('", "the end"),
    ("1 +", 4, "a number, a name, '-' or '('", "the end"),
    ("1 + * 2", 5, "a number, a name, '-' or '('", "'*'"),
    ("(a + b", 7, "an operator or ')'", "the end"),
    ("a b", 3, "an operator or the end", "'b'"),
    ("a)", 2, "an operator or the end", "')'"),
    ("a + c", 5, "one of \(names)", "'c'"),
    ("sin(a)", 1, "one of \(names)", "'sin'"),
    ("min(a)", 6, "an operator or ','", "')'"),
    ("min(a, b, 1)", 9, "an operator or ')'", "','"),
    ("abs a", 5, "'('", "'a'"),
    ("if(a, b, 1, 2)", 5, "an operator or '<'", "','"),
    ("if(a < b, 1)", 12, "an operator or ','", "')'"),
    ("a < b", 3, "an operator or the end", "'<'"),
    ("a % b", 3, "a number, a name, or one of + - * / ^ ( ) , <", "'%'"),
    ("a + é", 5, "a number, a name, or one of + - * / ^ ( ) , <", "'é'"),
    ("2 + 1.", 5, "a decimal number such as 0.5 or 1e-3", "'1.'"),
    ("2e", 1, "a decimal number such as 0.5 or 1e-3", "'2e'"),
    ("1e31", 1, "a number of at most 1e+30", "'1e31'"),
    ("1e999", 1, "a number of at most 1e+30", "'1e999'"),
    ("0x1F", 2, "an operator or the end", "'x1F'"),
    ("nan", 1, "one of \(names)", "'nan'"),
  ])
  func malformed(text: String, column: Int, expected: String, found: String) {
    do throws(FormulaError) {
      let formula = try SampleFormula(parsing: text)
      Issue.record("read '\(text)' as \(formula)")
    } catch {
      #expect(
        error.description == "column \(column): expected \(expected), found \(found)", "'\(text)'")
    }
  }

  @Test func sizesAreBounded() {
    func error(_ text: String) -> String? {
      do throws(FormulaError) {
        _ = try SampleFormula(parsing: text)
        return nil
      } catch {
        return error.description
      }
    }
    let many = Array(repeating: "a", count: 33).joined(separator: " * ")
    #expect(error(many)?.contains("expected a formula of at most 16 levels, found 17") == true)
    // A balanced sum of 64 variables has more operations than there may be, at less depth.
    func balanced(_ levels: Int) -> String {
      levels == 0 ? "a" : "(\(balanced(levels - 1)) + \(balanced(levels - 1)))"
    }
    #expect(error(balanced(5)) == nil)
    #expect(error(balanced(6))?.contains("at most 64 numbers, variables and operators") == true)
    let deep = String(repeating: "(", count: 100_000)
    #expect(error(deep) == "column 4097: expected at most 4096 bytes, found 100000 bytes")
    let nested = String(repeating: "(", count: 1000)
    #expect(error(nested) == "column 65: expected at most 64 levels of nesting, found more")
    let signs = String(repeating: "-", count: 1000) + "1"
    #expect(error(signs) == "column 65: expected at most 64 levels of nesting, found more")
    let calls = String(repeating: "abs(", count: 500)
    #expect(error(calls) == "column 257: expected at most 64 levels of nesting, found more")
  }
}
