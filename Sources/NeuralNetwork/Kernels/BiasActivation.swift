import LinearAlgebra

/// Bias and activation in one pass over a layer's output, and back.
enum BiasActivation {
  /// Adds the bias to each row of `values`, and applies the activation.
  static func apply(
    _ activation: Activation, bias: UnsafePointer<Float>, to values: MatrixView
  ) {
    switch activation {
    case .identity: transform(values, bias, IdentityRule.self)
    case .relu: transform(values, bias, ReluRule.self)
    case .tanh: transform(values, bias, TanhRule.self)
    }
  }

  private static func transform<Rule: ActivationRule>(
    _ values: MatrixView, _ bias: UnsafePointer<Float>, _ rule: Rule.Type
  ) {
    for row in 0..<values.rows {
      let target = values.row(row)
      var column = 0
      while column + 8 <= values.columns {
        Rule.output(of: Lanes.load(target + column) + Lanes.load(bias + column))
          .store(target + column)
        column += 8
      }
      let rest = values.columns - column
      if rest > 0 {
        Rule.output(
          of: Lanes.load(target + column, count: rest) + Lanes.load(bias + column, count: rest)
        ).store(target + column, count: rest)
      }
    }
  }

  /// Turns gradients of the outputs into those before activation, in place, and adds their sums
  /// over rows to the bias's gradient.
  static func reverse(
    _ activation: Activation, gradient: MatrixView, output: MatrixView,
    biasGradient: UnsafeMutablePointer<Float>
  ) {
    switch activation {
    case .identity: addColumnSums(of: gradient, to: biasGradient)
    case .relu: collect(gradient, output, biasGradient, ReluRule.self)
    case .tanh: collect(gradient, output, biasGradient, TanhRule.self)
    }
  }

  /// Adds the sum of all rows to a run of elements.
  static func addColumnSums(of values: MatrixView, to sums: UnsafeMutablePointer<Float>) {
    collect(values, values, sums, IdentityRule.self)
  }

  /// Rows whose sums are formed before they are added to the total: they stay in the cache, and
  /// sums of many rows lose fewer digits.
  private static let blockRows = 64

  private static func collect<Rule: ActivationRule>(
    _ gradient: MatrixView, _ output: MatrixView, _ biasGradient: UnsafeMutablePointer<Float>,
    _ rule: Rule.Type
  ) {
    var first = 0
    while first < gradient.rows {
      let rows = first..<min(first + blockRows, gradient.rows)
      var column = 0
      while column + 8 <= gradient.columns {
        var target = gradient.row(first) + column
        var source = output.row(first) + column
        var sum = Lanes.zero
        for _ in rows {
          let value = Rule.gradient(Lanes.load(target), at: Lanes.load(source))
          if rule != IdentityRule.self { value.store(target) }
          sum += value
          target += gradient.stride
          source += output.stride
        }
        sum.add(to: biasGradient + column, upTo: 8)
        column += 8
      }
      let rest = gradient.columns - column
      if rest > 0 {
        var sum = Lanes.zero
        for row in rows {
          let value = Rule.gradient(
            Lanes.load(gradient.row(row) + column, count: rest),
            at: Lanes.load(output.row(row) + column, count: rest))
          value.store(gradient.row(row) + column, count: rest)
          sum += value
        }
        sum.add(to: biasGradient + column, upTo: rest)
      }
      first = rows.upperBound
    }
  }
}
