public import LinearAlgebra

/// A fully connected layer: `activation(x Wᵀ + b)` for each row x.
public struct Dense: Hashable, Sendable {
  /// The columns of the input.
  public let inputs: Int
  /// The columns of the output.
  public let outputs: Int
  /// What is applied to the sums.
  public let activation: Activation
  /// The weights, `outputs` times `inputs`, as PyTorch's `Linear` has them.
  public let weight: ParameterSlice
  /// The biases.
  public let bias: ParameterSlice

  /// A layer whose parameters are `name.weight` and `name.bias`.
  public init(
    _ name: String, inputs: Int, outputs: Int, activation: Activation = .identity,
    in layout: inout ParameterLayout
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.activation = activation
    weight = layout.add(
      "\(name).weight", shape: [outputs, inputs],
      initialization: .weights(inputs: inputs, outputs: outputs, activation: activation))
    bias = layout.add("\(name).bias", shape: [outputs], initialization: .constant(0))
  }

  /// Computes the output of each row of the input.
  ///
  /// - Precondition: Input and output have as many rows, and the layer's columns.
  public func forward(_ input: MatrixView, parameters: ParameterView, into output: MatrixView) {
    eachBlock(of: input.rows) { rows in
      let part = output.rows(rows)
      multiply(input.rows(rows), parameters[weight], transposing: .right, into: part)
      BiasActivation.apply(activation, bias: parameters.pointer(bias), to: part)
    }
  }

  /// Computes gradients of a loss from its gradient with respect to the output.
  ///
  /// - Parameters:
  ///   - outputGradient: Taken in, and left as the gradient before activation.
  ///   - input: The input of ``forward(_:parameters:into:)``.
  ///   - output: Its output.
  ///   - parameters: Its parameters.
  ///   - gradients: Where gradients of the parameters are added.
  ///   - inputGradient: Where the gradient of the input goes, if it is wanted.
  ///   - adding: Whether it is added to what stands there.
  public func backward(
    outputGradient: MatrixView, input: MatrixView, output: MatrixView, parameters: ParameterView,
    gradients: ParameterView, inputGradient: MatrixView?, adding: Bool = false
  ) {
    eachBlock(of: input.rows) { rows in
      let part = outputGradient.rows(rows)
      BiasActivation.reverse(
        activation, gradient: part, output: output.rows(rows),
        biasGradient: gradients.pointer(bias))
      multiply(part, input.rows(rows), transposing: .left, into: gradients[weight], adding: true)
      if let inputGradient {
        multiply(part, parameters[weight], into: inputGradient.rows(rows), adding: adding)
      }
    }
  }

  /// Calls with blocks of rows of which all that is computed stays in the second cache.
  @inline(__always)
  private func eachBlock(of count: Int, _ body: (Range<Int>) -> Void) {
    let block = max(256, (1 << 15) / (inputs + outputs))
    var first = 0
    while first < count {
      let rows = first..<min(first + block, count)
      body(rows)
      first = rows.upperBound
    }
  }
}
