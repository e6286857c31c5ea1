/// The area of arithmetic and registers counted by hand in NanGate45 cells, as a check of what
/// synthesis makes of them.
///
/// An n-bit multiplier is the plain array of n² AND gates, n(n−2) full adders and n half adders; an
/// adder is a chain of full adders. For 8-bit products and 32-bit sums this gives 294 and 136 µm²,
/// where Horowitz, "Computing's energy problem" (ISSCC 2014), has 282 and 137 µm² in 45 nm.
/// Synthesis maps to gates, not to adder cells, and builds adders for speed, so it needs more.
enum CountedArea {
  static let and2 = 0.76 * 1.4
  static let multiplexer = 1.33 * 1.4
  static let halfAdder = 1.9 * 1.4
  static let fullAdder = 3.04 * 1.4
  static let flipFlop = 3.23 * 1.4

  static func multiplier(_ bits: Int) -> Double {
    let n = Double(bits)
    return n * n * and2 + n * (n - 2) * fullAdder + n * halfAdder
  }

  static func adder(_ bits: Int) -> Double { Double(bits) * fullAdder }
  static func register(_ bits: Int) -> Double { Double(bits) * flipFlop }
  static func select(_ bits: Int) -> Double { Double(bits) * multiplexer }

  /// One processing element without pipeline: multiplier, adder, registers of both operands, the
  /// mode and the sum, and the choice that keeps the operand or moves the sum.
  static func element(_ parameters: AcceleratorParameters) -> Double {
    let operand = parameters.operandBits
    let sum = parameters.accumulatorBits
    return multiplier(operand) + adder(sum) + register(2 * operand + 1 + sum)
      + select(parameters.dataflow.movesPartialSums ? operand : sum)
  }
}
