public import Netlist

/// The small changes of formulas.
public enum FormulaMutation: CaseIterable, Sendable {
  /// A number is multiplied by a random factor near 1, or now and then drawn anew.
  case jitterNumber
  /// An operation becomes another that takes as many values.
  case swapOperator
  /// A subtree is replaced by a random one.
  case replaceSubtree
  /// A subtree becomes an operand of a new operation.
  case insertOperator
  /// An operation is replaced by one of its operands.
  case deleteOperator
  /// A variable becomes another.
  case swapVariable
}

extension Formula {
  /// How often a change is tried that came to nothing or beyond the limits.
  private static var tries: Int { 24 }

  /// A random formula.
  ///
  /// - Parameter depth: its depth at most, within ``FormulaLimits/depth``.
  public static func random(depth: Int, using random: inout SeededGenerator) -> Formula {
    let depth = min(max(depth, 1), FormulaLimits.depth)
    let variableCount = Variable.allCases.count
    for _ in 0..<tries {
      let tree = FormulaGrowth.tree(depth: depth, variableCount: variableCount, &random)
      if tree.count <= FormulaLimits.nodeCount { return Formula(unchecked: tree) }
    }
    return Formula(unchecked: FormulaGrowth.leaf(variableCount: variableCount, &random))
  }

  /// The formula after one random change, within the limits; as it is only if none was found.
  ///
  /// - Parameter strength: the spread of the logarithm of the factors that numbers are multiplied by.
  public func mutated(
    strength: Double = 0.3, using random: inout SeededGenerator
  ) -> Formula {
    for _ in 0..<Self.tries {
      let kinds = FormulaMutation.allCases
      let kind = kinds[random.index(below: kinds.count)]
      if let changed = mutated(by: kind, strength: strength, using: &random) { return changed }
    }
    return self
  }

  /// The formula after one random change of a kind; nil if that finds nothing to change, or went
  /// beyond the limits.
  public func mutated(
    by kind: FormulaMutation, strength: Double = 0.3, using random: inout SeededGenerator
  ) -> Formula? {
    let tree = FormulaGrowth.mutated(
      operations, by: kind, strength: strength, variableCount: Variable.allCases.count, &random)
    guard let tree, tree != operations, PostfixTree.isWithinLimits(tree) else { return nil }
    return Formula(unchecked: tree)
  }

  /// The formula with a random subtree replaced by one of another formula, within the limits; as it
  /// is if none was found.
  public func crossed(
    with other: Formula, using random: inout SeededGenerator
  ) -> Formula {
    for _ in 0..<Self.tries {
      let place = PostfixTree.subtree(
        endingAt: random.index(below: operations.count), in: operations)
      let gift = PostfixTree.subtree(
        endingAt: random.index(below: other.operations.count), in: other.operations)
      let tree = FormulaGrowth.replacing(place, of: operations, by: other.operations[gift])
      if tree != operations, PostfixTree.isWithinLimits(tree) {
        return Formula(unchecked: tree)
      }
    }
    return self
  }
}
