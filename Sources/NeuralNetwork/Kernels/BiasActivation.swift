import LinearAlgebra

/// Bias and activation in one pass over a layer's output, and back.
enum BiasActivation {
  /// Adds the bias to each row of `values`, and applies the activation.
  static func apply(
    _ activation: Activation, bias: UnsafePointer<Float>, to values: MatrixView
  ) {
    switch activation {
    case .identity: transform(values, bias) { $0 }
    case .relu: transform(values, bias) { Lanes.maximum($0, .zero) }
    case .tanh: transform(values, bias) { $0.hyperbolicTangent }
    }
  }

  @inline(__always)
  private static func transform(
    _ values: MatrixView, _ bias: UnsafePointer<Float>, _ function: (Lanes) -> Lanes
  ) {
    for row in 0..<values.rows {
      let target = values.row(row)
      var column = 0
      while column < values.columns {
        let count = min(8, values.columns - column)
        let sum = Lanes.load(target + column, upTo: count) + Lanes.load(bias + column, upTo: count)
        function(sum).store(target + column, upTo: count)
        column += 8
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
    case .relu:
      collect(gradient, output, biasGradient) { gradient, output in
        gradient.replacing(with: 0, where: output .<= 0)
      }
    case .tanh:
      collect(gradient, output, biasGradient) { gradient, output in
        gradient * (1 - output * output)
      }
    }
  }

  /// Adds the sum of all rows to a run of elements.
  static func addColumnSums(of values: MatrixView, to sums: UnsafeMutablePointer<Float>) {
    collect(values, values, sums, isChanging: false) { value, _ in value }
  }

  /// Rows whose sums are formed before they are added to the total: they stay in the cache, and
  /// sums of many rows lose fewer digits.
  private static let blockRows = 64

  @inline(__always)
  private static func collect(
    _ gradient: MatrixView, _ output: MatrixView, _ biasGradient: UnsafeMutablePointer<Float>,
    isChanging: Bool = true, _ function: (_ gradient: Lanes, _ output: Lanes) -> Lanes
  ) {
    var first = 0
    while first < gradient.rows {
      let rows = first..<min(first + blockRows, gradient.rows)
      var column = 0
      while column < gradient.columns {
        let width = min(8, gradient.columns - column)
        var sum = Lanes.zero
        for row in rows {
          let target = gradient.row(row) + column
          let source = output.row(row) + column
          let value = function(
            Lanes.load(target, upTo: width), Lanes.load(source, upTo: width))
          if isChanging { value.store(target, upTo: width) }
          sum += value
        }
        sum.add(to: biasGradient + column, upTo: width)
        column += 8
      }
      first = rows.upperBound
    }
  }
}
