import LinearAlgebra
import Netlist
import NeuralNetwork
import Testing

@Suite("Gradients agree with differences")
struct GradientTests {
  @Test("of dense layers", arguments: [Activation.identity, .relu, .tanh], [1, 8, 19])
  func dense(activation: Activation, outputs: Int) {
    let check = LayerCheck(seed: 1) {
      Dense("dense", inputs: 13, outputs: outputs, activation: activation, in: &$0)
    }
    let input = check.random(7, 13)
    let output = check.random(7, outputs)
    check.expectGradients(inputs: [input], output: output) {
      $0.layer.forward(input, parameters: $0.parameters.view, into: output)
    } backward: { check, _, outputGradient, inputGradients, adding in
      check.layer.backward(
        outputGradient: outputGradient, input: input, output: output,
        parameters: check.parameters.view, gradients: check.gradients.view,
        inputGradient: inputGradients[0], adding: adding)
    }
  }

  @Test("of layer normalization", arguments: [3, 8, 21])
  func layerNorm(features: Int) {
    let check = LayerCheck(seed: 2) { LayerNorm("norm", features: features, in: &$0) }
    let input = check.random(6, features)
    let output = check.random(6, features)
    check.expectGradients(inputs: [input], output: output) {
      $0.layer.forward(
        input, parameters: $0.parameters.view, workspace: &$0.workspace, into: output)
    } backward: { check, statistics, outputGradient, inputGradients, adding in
      check.layer.backward(
        outputGradient: outputGradient, input: input, statistics: statistics,
        parameters: check.parameters.view, gradients: check.gradients.view,
        inputGradient: inputGradients[0], adding: adding)
    }
  }

  /// A graph with an edge twice, an edge from a node to itself and a node without edges.
  static let graph = EdgeGraph(
    nodeCount: 6, sources: [0, 0, 1, 3, 2, 0], targets: [1, 2, 2, 3, 4, 1])

  @Test(
    "of edge convolutions", arguments: [Activation.identity, .relu, .tanh], [false, true])
  func edgeConvolution(activation: Activation, isShared: Bool) {
    let check = LayerCheck(seed: 3) {
      EdgeConvolution(
        "edges", inputs: 5, outputs: 11, edgeFeatures: 2, activation: activation, in: &$0)
    }
    let nodes = check.random(18, 5)
    let edges = check.random(isShared ? 6 : 18, 2)
    let output = check.random(18, 11)
    check.expectGradients(inputs: [nodes, edges], output: output) {
      $0.layer.forward(
        nodes, edges: edges, graph: Self.graph, parameters: $0.parameters.view,
        workspace: &$0.workspace, into: output)
    } backward: { check, trace, outputGradient, inputGradients, adding in
      if !adding { inputGradients[1].fill(0) }
      check.layer.backward(
        outputGradient: outputGradient, nodes: nodes, edges: edges, graph: Self.graph,
        trace: trace, parameters: check.parameters.view, gradients: check.gradients.view,
        workspace: &check.workspace, nodeGradient: inputGradients[0], adding: adding,
        edgeGradient: inputGradients[1])
    }
    #expect(output.rows(11..<12).values.allSatisfy { $0 == 0 }, "a node without edges")
  }

  @Test("of edge convolutions without features")
  func edgeConvolutionWithoutFeatures() {
    let check = LayerCheck(seed: 4) {
      EdgeConvolution(
        "edges", inputs: 5, outputs: 8, edgeFeatures: 0, activation: .tanh, in: &$0)
    }
    let nodes = check.random(6, 5)
    let output = check.random(6, 8)
    check.expectGradients(inputs: [nodes], output: output) {
      $0.layer.forward(
        nodes, edges: nil, graph: Self.graph, parameters: $0.parameters.view,
        workspace: &$0.workspace, into: output)
    } backward: { check, trace, outputGradient, inputGradients, adding in
      check.layer.backward(
        outputGradient: outputGradient, nodes: nodes, edges: nil, graph: Self.graph,
        trace: trace, parameters: check.parameters.view, gradients: check.gradients.view,
        workspace: &check.workspace, nodeGradient: inputGradients[0], adding: adding)
    }
  }

  @Test("of attention over sets of several sizes", arguments: [1, 3])
  func attention(heads: Int) {
    let check = LayerCheck(seed: 5) {
      AttentionPooling(
        "attention", queryFeatures: 4, features: 9, width: 6, heads: heads, in: &$0)
    }
    let queries = check.random(3, 4)
    let vectors = check.random(18, 9)
    let output = check.random(3, 6)
    let sets = [0, 5, 6, 18]
    check.expectGradients(inputs: [queries, vectors], output: output) {
      $0.layer.forward(
        queries: queries, vectors: vectors, sets: sets, parameters: $0.parameters.view,
        workspace: &$0.workspace, into: output)
    } backward: { check, trace, outputGradient, inputGradients, adding in
      check.layer.backward(
        outputGradient: outputGradient, queries: queries, vectors: vectors, sets: sets,
        trace: trace, parameters: check.parameters.view, gradients: check.gradients.view,
        workspace: &check.workspace, queryGradient: inputGradients[0],
        vectorGradient: inputGradients[1], adding: adding)
    }
  }

  /// Grids of all parities, of one cell, and of more patches than one block has.
  static let grids = [
    GridShape(height: 4, width: 6), GridShape(height: 5, width: 7), GridShape(height: 1, width: 1),
    GridShape(height: 2, width: 1), GridShape(height: 40, width: 33),
  ]

  @Test("of convolutions", arguments: grids, [1, 2])
  func convolution(shape: GridShape, stride: Int) {
    let check = LayerCheck(seed: 6) {
      Convolution2D(
        "convolution", inputs: 5, outputs: 9, stride: stride, activation: .tanh, in: &$0)
    }
    let input = check.random(2 * shape.cells, 5)
    let output = check.random(2 * check.layer.outputShape(shape).cells, 9)
    check.expectGradients(inputs: [input], output: output) {
      $0.layer.forward(
        input, shape: shape, parameters: $0.parameters.view, workspace: &$0.workspace,
        into: output)
    } backward: { check, _, outputGradient, inputGradients, adding in
      check.layer.backward(
        outputGradient: outputGradient, input: input, output: output, shape: shape,
        parameters: check.parameters.view, gradients: check.gradients.view,
        workspace: &check.workspace, inputGradient: inputGradients[0], adding: adding)
    }
  }

  @Test("of transposed convolutions", arguments: grids)
  func transposedConvolution(shape: GridShape) {
    let check = LayerCheck(seed: 7) {
      TransposedConvolution2D(
        "transposed", inputs: 9, outputs: 5, activation: .tanh, in: &$0)
    }
    let input = check.random(2 * shape.reduced(by: 2).cells, 9)
    let output = check.random(2 * shape.cells, 5)
    check.expectGradients(inputs: [input], output: output) {
      $0.layer.forward(
        input, outputShape: shape, parameters: $0.parameters.view, workspace: &$0.workspace,
        into: output)
    } backward: { check, _, outputGradient, inputGradients, adding in
      check.layer.backward(
        outputGradient: outputGradient, input: input, output: output, outputShape: shape,
        parameters: check.parameters.view, gradients: check.gradients.view,
        workspace: &check.workspace, inputGradient: inputGradients[0], adding: adding)
    }
  }
}
