public import LinearAlgebra

/// Layer normalization (Ba, Kiros and Hinton, 2016): each row less its mean, over its standard
/// deviation, times a gain and plus a bias for each column.
public struct LayerNorm: Hashable, Sendable {
  /// The columns.
  public let features: Int
  /// The gains, called weights as in PyTorch's `LayerNorm`.
  public let gain: ParameterSlice
  /// The biases.
  public let bias: ParameterSlice

  /// What is added to the variance.
  public static let epsilon: Float = 1e-5

  /// What ``forward(_:parameters:workspace:into:)`` leaves for the way back: for each row the mean
  /// and one over the standard deviation.
  public struct Statistics: Sendable {
    let values: MatrixView
  }

  /// A layer whose parameters are `name.weight` and `name.bias`.
  public init(_ name: String, features: Int, in layout: inout ParameterLayout) {
    self.features = features
    gain = layout.add("\(name).weight", shape: [features], initialization: .constant(1))
    bias = layout.add("\(name).bias", shape: [features], initialization: .constant(0))
  }

  /// Normalizes each row of the input.
  ///
  /// - Precondition: Input and output have the same rows, and the layer's columns. They may be the
  ///   same matrix where ``backward(outputGradient:input:statistics:parameters:gradients:inputGradient:adding:)``
  ///   is not called.
  public func forward(
    _ input: MatrixView, parameters: ParameterView, workspace: inout Workspace,
    into output: MatrixView
  ) -> Statistics {
    precondition(
      input.columns == features && output.columns == features && input.rows == output.rows,
      "normalization of other columns than \(features)")
    let statistics = workspace.take(rows: input.rows, columns: 2)
    let gain = parameters.pointer(gain)
    let bias = parameters.pointer(bias)
    for row in 0..<input.rows {
      let source = input.row(row)
      let target = output.row(row)
      let mean = Self.sum(source, features) / Float(features)
      let variance = Self.sumOfSquares(source, less: mean, features) / Float(features)
      let scale = 1 / (variance + Self.epsilon).squareRoot()
      statistics[row, 0] = mean
      statistics[row, 1] = scale
      var column = 0
      while column + 8 <= features {
        let normal = (Lanes.load(source + column) - mean) * scale
        (normal * Lanes.load(gain + column) + Lanes.load(bias + column)).store(target + column)
        column += 8
      }
      while column < features {
        target[column] = (source[column] - mean) * scale * gain[column] + bias[column]
        column += 1
      }
    }
    return Statistics(values: statistics)
  }

  /// Computes gradients of a loss from its gradient with respect to the output.
  ///
  /// - Parameters:
  ///   - outputGradient: The gradient of the output.
  ///   - input: The input of ``forward(_:parameters:workspace:into:)``.
  ///   - statistics: What that returned.
  ///   - parameters: Its parameters.
  ///   - gradients: Where gradients of the parameters are added.
  ///   - inputGradient: Where the gradient of the input goes. It may be `outputGradient` itself.
  ///   - adding: Whether it is added to what stands there.
  public func backward(
    outputGradient: MatrixView, input: MatrixView, statistics: Statistics,
    parameters: ParameterView, gradients: ParameterView, inputGradient: MatrixView,
    adding: Bool = false
  ) {
    let gain = parameters.pointer(gain)
    let gainGradient = gradients.pointer(self.gain)
    let biasGradient = gradients.pointer(bias)
    for row in 0..<input.rows {
      let mean = statistics.values[row, 0]
      let scale = statistics.values[row, 1]
      let source = input.row(row)
      let gradient = outputGradient.row(row)
      // With x the normalized row and g = gradient · gain, it is
      // scale · (g - mean of g - x · mean of g x).
      var sums = Lanes.zero
      var products = Lanes.zero
      Self.eachLanes(features) { column, count in
        let normal = (Lanes.load(source + column, upTo: count) - mean) * scale
        let incoming = Lanes.load(gradient + column, upTo: count)
        let weighted = incoming * Lanes.load(gain + column, upTo: count)
        sums += weighted
        products += weighted * normal
        (incoming * normal).add(to: gainGradient + column, upTo: count)
        (incoming).add(to: biasGradient + column, upTo: count)
      }
      let meanGradient = sums.sum() / Float(features)
      let meanProduct = products.sum() / Float(features)
      let target = inputGradient.row(row)
      Self.eachLanes(features) { column, count in
        let normal = (Lanes.load(source + column, upTo: count) - mean) * scale
        let weighted =
          Lanes.load(gradient + column, upTo: count) * Lanes.load(gain + column, upTo: count)
        let result = (weighted - meanGradient - normal * meanProduct) * scale
        if adding {
          (result).add(to: target + column, upTo: count)
        } else {
          result.store(target + column, upTo: count)
        }
      }
    }
  }
}

extension LayerNorm {
  /// Runs over columns, eight at a time, then the rest.
  @inline(__always)
  private static func eachLanes(_ columns: Int, _ body: (_ column: Int, _ count: Int) -> Void) {
    var column = 0
    while column + 8 <= columns {
      body(column, 8)
      column += 8
    }
    if column < columns { body(column, columns - column) }
  }

  private static func sum(_ source: UnsafePointer<Float>, _ count: Int) -> Float {
    var sum = Lanes.zero
    eachLanes(count) { sum += Lanes.load(source + $0, upTo: $1) }
    return sum.sum()
  }

  private static func sumOfSquares(
    _ source: UnsafePointer<Float>, less mean: Float, _ count: Int
  ) -> Float {
    var sum = Lanes.zero
    var column = 0
    while column + 8 <= count {
      let value = Lanes.load(source + column) - mean
      sum += value * value
      column += 8
    }
    var total = sum.sum()
    while column < count {
      total += (source[column] - mean) * (source[column] - mean)
      column += 1
    }
    return total
  }
}
