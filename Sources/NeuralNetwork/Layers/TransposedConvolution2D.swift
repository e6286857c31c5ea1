public import LinearAlgebra

/// A transposed convolution with a kernel of 3 times 3 cells and stride 2, which doubles a grid: each
/// cell adds W times its channels to the 3 times 3 cells around twice its place; then bias and
/// activation. It is the way back of ``Convolution2D`` with stride 2.
public struct TransposedConvolution2D: Hashable, Sendable {
  /// The channels that come in.
  public let inputs: Int
  /// The channels that go out.
  public let outputs: Int
  /// What is applied to the sums.
  public let activation: Activation
  /// The weights: inputs, kernel row, kernel column, outputs. PyTorch's `ConvTranspose2d`, stride 2,
  /// padding 1, has the outputs second.
  public let weight: ParameterSlice
  /// The biases.
  public let bias: ParameterSlice

  /// A layer whose parameters are `name.weight` and `name.bias`.
  public init(
    _ name: String, inputs: Int, outputs: Int, activation: Activation = .relu,
    in layout: inout ParameterLayout
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.activation = activation
    // Nine quarters of all inputs meet in an output, on average.
    weight = layout.add(
      "\(name).weight", shape: [inputs, 3, 3, outputs],
      initialization: .weights(
        inputs: max(1, 9 * inputs / 4), outputs: 9 * outputs, activation: activation))
    bias = layout.add("\(name).bias", shape: [outputs], initialization: .constant(0))
  }

  /// Computes the output maps of a batch.
  ///
  /// - Parameters:
  ///   - input: The maps of all items, on the grid `outputShape.reduced(by: 2)`.
  ///   - outputShape: The grid of the output: of even sides, or of odd ones to give back what
  ///     another layer has halved.
  ///   - parameters: The parameters.
  ///   - workspace: Used in between.
  ///   - output: Maps for as many items.
  public func forward(
    _ input: MatrixView, outputShape: GridShape, parameters: ParameterView,
    workspace: inout Workspace, into output: MatrixView
  ) {
    let patches = GridPatches(fine: outputShape, stride: 2, channels: outputs)
    let batch = check(input, patches, output)
    let weights = matrix(parameters)
    let mark = workspace.mark
    let block = workspace.take(rows: patches.blockCells, columns: patches.patchSize)
    for item in 0..<batch {
      let source = input.rows(item * patches.coarse.cells..<(item + 1) * patches.coarse.cells)
      let target = output.rows(item * outputShape.cells..<(item + 1) * outputShape.cells)
      target.fill(0)
      patches.forEachBlock { rows, cells in
        multiply(source.rows(cells), weights, into: block.rows(0..<cells.count))
        patches.scatter(block.base, rows: rows, addingTo: target.base)
      }
      BiasActivation.apply(activation, bias: parameters.pointer(bias), to: target)
    }
    workspace.rewind(to: mark)
  }

  /// Computes gradients of a loss from its gradient with respect to the output.
  ///
  /// - Parameters:
  ///   - outputGradient: Taken in, and left as the gradient before activation.
  ///   - input: The input of ``forward(_:outputShape:parameters:workspace:into:)``.
  ///   - output: Its output.
  ///   - outputShape: The grid of the output.
  ///   - parameters: Its parameters.
  ///   - gradients: Where gradients of the parameters are added.
  ///   - workspace: Used in between.
  ///   - inputGradient: Where the gradient of the input goes, if it is wanted.
  ///   - adding: Whether it is added to what stands there.
  public func backward(
    outputGradient: MatrixView, input: MatrixView, output: MatrixView, outputShape: GridShape,
    parameters: ParameterView, gradients: ParameterView, workspace: inout Workspace,
    inputGradient: MatrixView?, adding: Bool = false
  ) {
    let patches = GridPatches(fine: outputShape, stride: 2, channels: outputs)
    let batch = check(input, patches, outputGradient)
    BiasActivation.reverse(
      activation, gradient: outputGradient, output: output, biasGradient: gradients.pointer(bias))
    let weights = matrix(parameters)
    let weightGradient = matrix(gradients)
    let mark = workspace.mark
    let block = workspace.take(rows: patches.blockCells, columns: patches.patchSize)
    for item in 0..<batch {
      let map = outputGradient.row(item * outputShape.cells)
      let items = item * patches.coarse.cells..<(item + 1) * patches.coarse.cells
      patches.forEachBlock { rows, cells in
        let used = block.rows(0..<cells.count)
        patches.gather(map, rows: rows, into: block.base)
        multiply(
          input.rows(items).rows(cells), used, transposing: .left, into: weightGradient,
          adding: true)
        if let inputGradient {
          multiply(
            used, weights, transposing: .right, into: inputGradient.rows(items).rows(cells),
            adding: adding)
        }
      }
    }
    workspace.rewind(to: mark)
  }

  /// The weights, a row for each input.
  private func matrix(_ parameters: ParameterView) -> MatrixView {
    parameters[weight].reshaped(rows: inputs, columns: 9 * outputs)
  }

  /// Checks shapes, and returns the number of items.
  private func check(_ input: MatrixView, _ patches: GridPatches, _ output: MatrixView) -> Int {
    let batch = output.rows / patches.fine.cells
    precondition(
      output.rows == batch * patches.fine.cells && output.columns == outputs
        && output.isContiguous,
      "\(output.rows) times \(output.columns) for maps of \(patches.fine)")
    precondition(
      input.rows == batch * patches.coarse.cells && input.columns == inputs,
      "input of another shape")
    return batch
  }
}
