/// An activation as a type, so that loops over elements are compiled for each by itself.
protocol ActivationRule {
  /// What becomes of sums.
  static func output(of sum: Lanes) -> Lanes

  /// The gradient of sums, given that of outputs.
  static func gradient(_ gradient: Lanes, at output: Lanes) -> Lanes
}

enum IdentityRule: ActivationRule {
  @inline(__always)
  static func output(of sum: Lanes) -> Lanes { sum }

  @inline(__always)
  static func gradient(_ gradient: Lanes, at output: Lanes) -> Lanes { gradient }
}

enum ReluRule: ActivationRule {
  @inline(__always)
  static func output(of sum: Lanes) -> Lanes { Lanes.maximum(sum, .zero) }

  @inline(__always)
  static func gradient(_ gradient: Lanes, at output: Lanes) -> Lanes {
    gradient.replacing(with: 0, where: output .<= 0)
  }
}

enum TanhRule: ActivationRule {
  @inline(__always)
  static func output(of sum: Lanes) -> Lanes { sum.hyperbolicTangent }

  @inline(__always)
  static func gradient(_ gradient: Lanes, at output: Lanes) -> Lanes {
    gradient * (1 - output * output)
  }
}
