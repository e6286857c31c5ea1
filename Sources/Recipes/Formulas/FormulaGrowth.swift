import Foundation
import Netlist

/// Random trees, and random changes of trees, in postfix order.
enum FormulaGrowth {
  /// The share of jittered numbers that are drawn anew.
  private static let freshShare = 0.1

  /// A random number or variable.
  static func leaf(variableCount: Int, _ random: inout SeededGenerator) -> [FormulaOperation] {
    if variableCount > 0, random.uniform() < 0.6 {
      return [.variable(random.index(below: variableCount))]
    }
    return number(&random)
  }

  /// A random number: small whole ones, or one whose logarithm is normal about that of 1.
  private static func number(_ random: inout SeededGenerator) -> [FormulaOperation] {
    if random.uniform() < 0.3 { return [.number(Double(random.index(below: 5)))] }
    return PostfixTree.constant(rounded(exp(1.5 * random.normal())))
  }

  /// A random tree: operations become rarer on the way down.
  static func tree(
    depth: Int, variableCount: Int, _ random: inout SeededGenerator
  ) -> [FormulaOperation] {
    if depth <= 1 || random.uniform() < 0.25 {
      return leaf(variableCount: variableCount, &random)
    }
    let operation = operation(&random)
    var result: [FormulaOperation] = []
    for _ in 0..<operation.arity {
      result += tree(depth: depth - 1, variableCount: variableCount, &random)
    }
    return result + [operation]
  }

  /// A random operation, mostly of two values.
  private static func operation(_ random: inout SeededGenerator) -> FormulaOperation {
    let uniform = random.uniform()
    if uniform < 0.1 { return .ifLess }
    let kinds = uniform < 0.3 ? FormulaOperation.unary : FormulaOperation.binary
    return kinds[random.index(below: kinds.count)]
  }

  /// A tree with a part of it replaced.
  static func replacing(
    _ range: Range<Int>, of operations: [FormulaOperation],
    by tree: some Collection<FormulaOperation>
  ) -> [FormulaOperation] {
    var result = operations
    result.replaceSubrange(range, with: tree)
    return result
  }

  /// A tree after one change; nil if there is nothing to change in that way.
  static func mutated(
    _ operations: [FormulaOperation], by kind: FormulaMutation, strength: Double,
    variableCount: Int, _ random: inout SeededGenerator
  ) -> [FormulaOperation]? {
    switch kind {
    case .jitterNumber:
      guard let place = place(in: operations, &random, where: \.isNumber) else { return nil }
      var result = operations
      result[place] = jittered(operations[place], strength, &random)
      return result
    case .swapOperator:
      guard let place = place(in: operations, &random, where: { (1...2).contains($0.arity) })
      else { return nil }
      var result = operations
      let kinds = operations[place].arity == 1 ? FormulaOperation.unary : FormulaOperation.binary
      result[place] = kinds[random.index(below: kinds.count)]
      return result
    case .replaceSubtree:
      let end = random.index(below: operations.count)
      let fresh = tree(
        depth: 1 + random.index(below: 3), variableCount: variableCount, &random)
      return replacing(
        PostfixTree.subtree(endingAt: end, in: operations), of: operations, by: fresh)
    case .insertOperator:
      return inserted(operations, variableCount, &random)
    case .deleteOperator:
      guard let place = place(in: operations, &random, where: { $0.arity > 0 }) else { return nil }
      let operands = PostfixTree.operands(of: place, in: operations)
      let kept = operations[operands[random.index(below: operands.count)]]
      return replacing(
        PostfixTree.subtree(endingAt: place, in: operations), of: operations, by: kept)
    case .swapVariable:
      guard variableCount > 1,
        let place = place(in: operations, &random, where: \.isVariable)
      else { return nil }
      var result = operations
      result[place] = .variable(random.index(below: variableCount))
      return result
    }
  }

  /// A subtree made one of the operands of a new operation, whose others are numbers and variables.
  private static func inserted(
    _ operations: [FormulaOperation], _ variableCount: Int, _ random: inout SeededGenerator
  ) -> [FormulaOperation] {
    let range = PostfixTree.subtree(
      endingAt: random.index(below: operations.count), in: operations)
    let operation = operation(&random)
    let place = random.index(below: operation.arity)
    var fresh: [FormulaOperation] = []
    for operand in 0..<operation.arity {
      fresh +=
        operand == place ? Array(operations[range]) : leaf(variableCount: variableCount, &random)
    }
    return replacing(range, of: operations, by: fresh + [operation])
  }

  private static func jittered(
    _ operation: FormulaOperation, _ strength: Double, _ random: inout SeededGenerator
  ) -> FormulaOperation {
    guard case .number(let value) = operation else { return operation }
    let factor = exp(strength * random.normal())
    // Zero has no neighbours by factors.
    if value == 0 || random.uniform() < freshShare {
      return .number(rounded(exp(1.5 * random.normal())))
    }
    return .number(min(rounded(value * factor), ProtectedArithmetic.limit))
  }

  /// A number to four digits: more would only make formulas longer.
  private static func rounded(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let scale = pow(10, 3 - floor(log10(value)))
    let result = (value * scale).rounded() / scale
    return result.isFinite ? result : value
  }

  /// A random place of the operations that a condition holds for.
  private static func place(
    in operations: [FormulaOperation], _ random: inout SeededGenerator,
    where holds: (FormulaOperation) -> Bool
  ) -> Int? {
    let places = operations.indices.filter { holds(operations[$0]) }
    return places.isEmpty ? nil : places[random.index(below: places.count)]
  }
}

extension FormulaOperation {
  fileprivate var isNumber: Bool { if case .number = self { true } else { false } }
  fileprivate var isVariable: Bool { if case .variable = self { true } else { false } }
}

extension SeededGenerator {
  /// A number from the standard normal distribution, by the polar form of Box and Muller's method
  /// (Marsaglia 1964).
  mutating func normal() -> Double {
    while true {
      let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }
}
