import Netlist
import Testing

@testable import Recipes

@Suite struct FormulaVariationTests {
  /// Long lines of changes stay within the limits and readable.
  @Test(arguments: 1...4)
  func changesKeepToLimits(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var formula = try SampleFormula(parsing: "1 + 4 * a ^ 4")
    var partner = SampleFormula.random(depth: 6, using: &random)
    var distinct: Set<SampleFormula> = []
    for step in 0..<1500 {
      let changed =
        step % 5 == 0
        ? formula.crossed(with: partner, using: &random) : formula.mutated(using: &random)
      #expect(PostfixTree.isWithinLimits(changed.operations))
      #expect(try SampleFormula(parsing: changed.description) == changed, "\(changed)")
      #expect(changed.value(a: 1e300, b: -0.0, width2: .infinity).isFinite)
      distinct.insert(changed)
      (partner, formula) = (formula, changed)
    }
    #expect(distinct.count > 300)
  }

  @Test func eachKindDoesWhatItSays() throws {
    var random = SeededGenerator(seed: 5)
    let formula = try SampleFormula(parsing: "2 * a + abs(b)")
    for kind in FormulaMutation.allCases {
      var found = false
      for _ in 0..<200 {
        guard let changed = formula.mutated(by: kind, using: &random) else { continue }
        found = true
        let (before, after) = (formula.operations, changed.operations)
        switch kind {
        case .jitterNumber, .swapOperator, .swapVariable:
          #expect(after.count == before.count)
          #expect(zip(before, after).count { $0 != $1 } == 1)
          #expect(zip(before, after).allSatisfy { $0.arity == $1.arity })
        case .insertOperator: #expect(after.count > before.count)
        case .deleteOperator: #expect(after.count < before.count)
        case .replaceSubtree: #expect(after != before)
        }
      }
      #expect(found, "\(kind)")
    }
  }

  @Test func nothingToChangeIsTold() throws {
    var random = SeededGenerator(seed: 6)
    let variable = SampleFormula(.a)
    #expect(variable.mutated(by: .jitterNumber, using: &random) == nil)
    #expect(variable.mutated(by: .swapOperator, using: &random) == nil)
    #expect(variable.mutated(by: .deleteOperator, using: &random) == nil)
    #expect(SampleFormula(1).mutated(by: .swapVariable, using: &random) == nil)
  }

  @Test func sameSeedSameChanges() {
    func walk(_ seed: UInt64) -> [SampleFormula] {
      var random = SeededGenerator(seed: seed)
      var formula = SampleFormula(1)
      return (0..<50).map { _ in
        formula = formula.mutated(using: &random)
        return formula
      }
    }
    #expect(walk(3) == walk(3))
    #expect(walk(3) != walk(4))
  }
}
