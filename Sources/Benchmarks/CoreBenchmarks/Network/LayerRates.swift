import LinearAlgebra
import Netlist
import NeuralNetwork

/// How fast a layer is, forward and backward, by the work of its products alone.
struct LayerRates {
  var name: String
  var seconds: Double
  var operations: Double

  /// Operations in a second, in 10⁹.
  var rate: Double { operations / seconds * 1e-9 }

  /// The rate of large products.
  static func peak(runs: Int) -> Double {
    var workspace = Workspace()
    let side = 1024
    let a = workspace.take(rows: side, columns: side)
    let b = workspace.take(rows: side, columns: side)
    let c = workspace.take(rows: side, columns: side)
    a.fill(1)
    b.fill(0.5)
    multiply(a, b, into: c)
    let timing = Timing(runs: runs) { multiply(a, b, into: c) }
    return 2 * Double(side * side * side) / timing.median * 1e-9
  }

  /// The layers of the sample network whose work is products, each on its whole batch.
  static func all(_ size: SampleSize, runs: Int) -> [LayerRates] {
    let rows = size.batch * size.nodes
    let half = size.canvas.reduced(by: 2)
    let channels = size.channels
    return [
      dense(rows: rows, inputs: size.width, outputs: size.width, runs: runs),
      dense(rows: rows, inputs: size.width, outputs: 2 * size.width, runs: runs),
      convolution(size, inputs: channels, outputs: channels, shape: size.canvas, runs: runs),
      convolution(
        size, inputs: channels, outputs: channels, shape: size.canvas, stride: 2, runs: runs),
      convolution(size, inputs: channels, outputs: channels, shape: half, runs: runs),
      expansion(size, runs: runs),
    ]
  }

  private static func dense(rows: Int, inputs: Int, outputs: Int, runs: Int) -> LayerRates {
    let bench = Bench { Dense("x", inputs: inputs, outputs: outputs, activation: .relu, in: &$0) }
    let input = bench.random(rows, inputs)
    let output = bench.random(rows, outputs)
    let gradient = bench.random(rows, outputs)
    let inputGradient = bench.random(rows, inputs)
    let timing = Timing(runs: runs) {
      bench.layer.forward(input, parameters: bench.parameters.view, into: output)
      bench.layer.backward(
        outputGradient: gradient, input: input, output: output,
        parameters: bench.parameters.view, gradients: bench.gradients.view,
        inputGradient: inputGradient)
    }
    return LayerRates(
      name: "dense \(rows) x \(inputs) to \(outputs)", seconds: timing.median,
      operations: 6 * Double(rows * inputs * outputs))
  }

  private static func convolution(
    _ size: SampleSize, inputs: Int, outputs: Int, shape: GridShape, stride: Int = 1, runs: Int
  ) -> LayerRates {
    let bench = Bench {
      Convolution2D("x", inputs: inputs, outputs: outputs, stride: stride, in: &$0)
    }
    let cells = bench.layer.outputShape(shape).cells
    let input = bench.random(size.batch * shape.cells, inputs)
    let output = bench.random(size.batch * cells, outputs)
    let gradient = bench.random(size.batch * cells, outputs)
    let inputGradient = bench.random(size.batch * shape.cells, inputs)
    let timing = Timing(runs: runs) {
      bench.layer.forward(
        input, shape: shape, parameters: bench.parameters.view, workspace: &bench.workspace,
        into: output)
      bench.layer.backward(
        outputGradient: gradient, input: input, output: output, shape: shape,
        parameters: bench.parameters.view, gradients: bench.gradients.view,
        workspace: &bench.workspace, inputGradient: inputGradient)
    }
    return LayerRates(
      name: "convolution \(shape.height) x \(shape.width), \(inputs) to \(outputs), by \(stride)",
      seconds: timing.median,
      operations: 6 * Double(size.batch * cells) * Double(9 * inputs * outputs))
  }

  private static func expansion(_ size: SampleSize, runs: Int) -> LayerRates {
    let shape = size.canvas
    let half = shape.reduced(by: 2)
    let inputs = size.channels + SampleSize.codeChannels
    let outputs = size.channels / 2
    let bench = Bench {
      TransposedConvolution2D("x", inputs: inputs, outputs: outputs, in: &$0)
    }
    let input = bench.random(size.batch * half.cells, inputs)
    let output = bench.random(size.batch * shape.cells, outputs)
    let gradient = bench.random(size.batch * shape.cells, outputs)
    let inputGradient = bench.random(size.batch * half.cells, inputs)
    let timing = Timing(runs: runs) {
      bench.layer.forward(
        input, outputShape: shape, parameters: bench.parameters.view,
        workspace: &bench.workspace, into: output)
      bench.layer.backward(
        outputGradient: gradient, input: input, output: output, outputShape: shape,
        parameters: bench.parameters.view, gradients: bench.gradients.view,
        workspace: &bench.workspace, inputGradient: inputGradient)
    }
    return LayerRates(
      name: "transposed convolution to \(shape.height) x \(shape.width), \(inputs) to \(outputs)",
      seconds: timing.median,
      operations: 6 * Double(size.batch * half.cells) * Double(9 * inputs * outputs))
  }
}

/// One layer with what it needs.
private final class Bench<Layer> {
  let layer: Layer
  let parameters: ParameterStore
  let gradients: ParameterStore
  var workspace = Workspace()
  private var memory = Workspace()
  private var generator = SeededGenerator(seed: 1)

  init(_ make: (inout ParameterLayout) -> Layer) {
    var layout = ParameterLayout()
    layer = make(&layout)
    parameters = ParameterStore(layout, using: &generator)
    gradients = ParameterStore(layout)
  }

  func random(_ rows: Int, _ columns: Int) -> MatrixView {
    let matrix = memory.take(rows: rows, columns: columns)
    for index in 0..<matrix.count { matrix.base[index] = Float(generator.uniform() - 0.5) }
    return matrix
  }
}
