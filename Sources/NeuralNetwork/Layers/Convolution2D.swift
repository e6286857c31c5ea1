public import LinearAlgebra

/// A convolution with a kernel of 3 times 3 cells: `activation(W patch + b)` at every cell, or at
/// every second one in each direction. Beyond the edge everything is zero.
public struct Convolution2D: Hashable, Sendable {
  /// The channels that come in.
  public let inputs: Int
  /// The channels that go out.
  public let outputs: Int
  /// Every how many cells there is an output: 1 or 2.
  public let stride: Int
  /// What is applied to the sums.
  public let activation: Activation
  /// The weights: outputs, kernel row, kernel column, inputs. PyTorch's `Conv2d`, padding 1, has
  /// the inputs second.
  public let weight: ParameterSlice
  /// The biases.
  public let bias: ParameterSlice

  /// A layer whose parameters are `name.weight` and `name.bias`.
  ///
  /// - Precondition: The stride is 1 or 2.
  public init(
    _ name: String, inputs: Int, outputs: Int, stride: Int = 1, activation: Activation = .relu,
    in layout: inout ParameterLayout
  ) {
    precondition(stride == 1 || stride == 2, "stride \(stride)")
    self.inputs = inputs
    self.outputs = outputs
    self.stride = stride
    self.activation = activation
    weight = layout.add(
      "\(name).weight", shape: [outputs, 3, 3, inputs],
      initialization: .weights(inputs: 9 * inputs, outputs: 9 * outputs, activation: activation))
    bias = layout.add("\(name).bias", shape: [outputs], initialization: .constant(0))
  }

  /// The grid of the output: that of the input, or half of it, rounded up.
  public func outputShape(_ shape: GridShape) -> GridShape { shape.reduced(by: stride) }

  /// Computes the output maps of a batch.
  ///
  /// - Parameters:
  ///   - input: The maps of all items.
  ///   - shape: Their grid.
  ///   - parameters: The parameters.
  ///   - workspace: Used in between.
  ///   - output: Maps on ``outputShape(_:)`` for as many items.
  public func forward(
    _ input: MatrixView, shape: GridShape, parameters: ParameterView,
    workspace: inout Workspace, into output: MatrixView
  ) {
    let patches = GridPatches(fine: shape, stride: stride, channels: inputs)
    let batch = check(input, shape, output)
    let weights = matrix(parameters)
    let mark = workspace.mark
    let block = workspace.take(rows: patches.blockCells, columns: patches.patchSize)
    for item in 0..<batch {
      let map = input.row(item * shape.cells)
      let target = output.rows(
        item * patches.coarse.cells..<(item + 1) * patches.coarse.cells)
      patches.forEachBlock { rows, cells in
        patches.gather(map, rows: rows, into: block.base)
        let part = target.rows(cells)
        multiply(block.rows(0..<cells.count), weights, transposing: .right, into: part)
        BiasActivation.apply(activation, bias: parameters.pointer(bias), to: part)
      }
    }
    workspace.rewind(to: mark)
  }

  /// Computes gradients of a loss from its gradient with respect to the output.
  ///
  /// - Parameters:
  ///   - outputGradient: Taken in, and left as the gradient before activation.
  ///   - input: The input of ``forward(_:shape:parameters:workspace:into:)``.
  ///   - output: Its output.
  ///   - shape: The grid of the input.
  ///   - parameters: Its parameters.
  ///   - gradients: Where gradients of the parameters are added.
  ///   - workspace: Used in between.
  ///   - inputGradient: Where the gradient of the input goes, if it is wanted.
  ///   - adding: Whether it is added to what stands there.
  public func backward(
    outputGradient: MatrixView, input: MatrixView, output: MatrixView, shape: GridShape,
    parameters: ParameterView, gradients: ParameterView, workspace: inout Workspace,
    inputGradient: MatrixView?, adding: Bool = false
  ) {
    let patches = GridPatches(fine: shape, stride: stride, channels: inputs)
    let batch = check(input, shape, outputGradient)
    let isGathering = stride == 1 && outputGradient.isContiguous
    if let inputGradient, !adding, !isGathering { inputGradient.fill(0) }
    let weights = matrix(parameters)
    let weightGradient = matrix(gradients)
    let mark = workspace.mark
    let block = workspace.take(rows: patches.blockCells, columns: patches.patchSize)
    let turned = workspace.take(rows: inputs, columns: 9 * outputs)
    if isGathering { turn(parameters, into: turned) }
    for item in 0..<batch {
      let first = item * shape.cells
      let coarse = item * patches.coarse.cells..<(item + 1) * patches.coarse.cells
      let incoming = outputGradient.rows(coarse)
      BiasActivation.reverse(
        activation, gradient: incoming, output: output.rows(coarse),
        biasGradient: gradients.pointer(bias))
      patches.forEachBlock { rows, cells in
        let part = incoming.rows(cells)
        let used = block.rows(0..<cells.count)
        patches.gather(input.row(first), rows: rows, into: block.base)
        multiply(part, used, transposing: .left, into: weightGradient, adding: true)
        if let inputGradient, !isGathering {
          multiply(part, weights, into: used)
          patches.scatter(block.base, rows: rows, addingTo: inputGradient.row(first))
        }
      }
      if let inputGradient, isGathering {
        gather(
          incoming, turned, shape, into: inputGradient.rows(coarse), adding: adding, &workspace)
      }
    }
    workspace.rewind(to: mark)
  }

  /// The gradient of an item's input with stride 1: a convolution of the gradient of its output.
  private func gather(
    _ incoming: MatrixView, _ turned: MatrixView, _ shape: GridShape, into target: MatrixView,
    adding: Bool, _ workspace: inout Workspace
  ) {
    let patches = GridPatches(fine: shape, stride: 1, channels: outputs)
    let mark = workspace.mark
    let block = workspace.take(rows: patches.blockCells, columns: patches.patchSize)
    patches.forEachBlock { rows, cells in
      patches.gather(incoming.base, rows: rows, into: block.base)
      multiply(
        block.rows(0..<cells.count), turned, transposing: .right, into: target.rows(cells),
        adding: adding)
    }
    workspace.rewind(to: mark)
  }

  /// The kernel turned by half a turn, with inputs and outputs exchanged.
  private func turn(_ parameters: ParameterView, into turned: MatrixView) {
    let weights = matrix(parameters)
    for input in 0..<inputs {
      for place in 0..<9 {
        for output in 0..<outputs {
          turned[input, (8 - place) * outputs + output] = weights[output, place * inputs + input]
        }
      }
    }
  }

  /// The weights, a row for each output.
  private func matrix(_ parameters: ParameterView) -> MatrixView {
    parameters[weight].reshaped(rows: outputs, columns: 9 * inputs)
  }

  /// Checks shapes, and returns the number of items.
  private func check(_ input: MatrixView, _ shape: GridShape, _ output: MatrixView) -> Int {
    let batch = input.rows / shape.cells
    precondition(
      input.rows == batch * shape.cells && input.columns == inputs && input.isContiguous,
      "\(input.rows) times \(input.columns) for maps of \(shape)")
    precondition(
      output.rows == batch * outputShape(shape).cells && output.columns == outputs,
      "output of another shape")
    return batch
  }
}
