import Foundation
import LinearAlgebra
import NeuralNetwork
import Testing

/// Compares layers with what PyTorch computes from the same numbers; `PyTorch/make_fixture.py` made
/// the file.
@Suite("Layers agree with PyTorch")
struct ParityTests {
  let fixture: Checkpoint
  let matrices = Matrices()

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("PyTorch/parity.safetensors")
    fixture = try Checkpoint(contentsOf: file.path)
  }

  /// A copy of a tensor of the fixture, in rows of its last side.
  func tensor(_ name: String) throws -> MatrixView {
    let tensor = try #require(fixture.tensors[name], "\(name)")
    return matrices.matrix(tensor.elements, columns: tensor.shape.last ?? 1)
  }

  /// Parameters and gradients of a layer, from tensors of the fixture by parameters' names.
  func check<Layer>(
    _ layer: String, _ names: [String: String], _ make: (inout ParameterLayout) -> Layer
  ) throws -> LayerCheck<Layer> {
    let check = LayerCheck(seed: 1, make)
    for entry in check.layout.entries {
      let name = try #require(names[entry.name], "\(entry.name)")
      let tensor = try #require(fixture.tensors["\(layer).\(name)"])
      #expect(tensor.shape == entry.shape)
      _ = check.parameters.elements[entry.slice.range].update(fromContentsOf: tensor.elements)
    }
    return check
  }

  func expect(_ found: MatrixView, _ name: String) throws {
    let expected = try #require(fixture.tensors[name], "\(name)").elements
    #expect(expected.count == found.count)
    for (a, b) in zip(found.values, expected) {
      #expect(abs(a - b) <= 1e-5 * max(1, abs(b)), "\(name): \(a), expected \(b)")
    }
  }

  func expectGradients<Layer>(
    _ check: LayerCheck<Layer>, _ layer: String, _ names: [String: String]
  ) throws {
    for entry in check.layout.entries {
      try expect(check.gradients[entry.slice], "\(layer).gradient.\(names[entry.name]!)")
    }
  }

  @Test("dense", arguments: [Activation.identity, .relu, .tanh])
  func dense(activation: Activation) throws {
    let name = "dense_\(activation.rawValue)"
    let names = ["x.weight": "weight", "x.bias": "bias"]
    let check = try check(name, names) {
      Dense("x", inputs: 11, outputs: 9, activation: activation, in: &$0)
    }
    let input = try tensor("\(name).input")
    let output = matrices.zeros(6, 9)
    check.layer.forward(input, parameters: check.parameters.view, into: output)
    try expect(output, "\(name).output")
    let inputGradient = matrices.zeros(6, 11)
    check.layer.backward(
      outputGradient: try tensor("\(name).gradient.output"), input: input, output: output,
      parameters: check.parameters.view, gradients: check.gradients.view,
      inputGradient: inputGradient)
    try expect(inputGradient, "\(name).gradient.input")
    try expectGradients(check, name, names)
  }

  @Test("layer normalization")
  func layerNorm() throws {
    let names = ["x.weight": "weight", "x.bias": "bias"]
    let check = try check("layer_norm", names) { LayerNorm("x", features: 19, in: &$0) }
    let input = try tensor("layer_norm.input")
    let output = matrices.zeros(5, 19)
    let statistics = check.layer.forward(
      input, parameters: check.parameters.view, workspace: &check.workspace, into: output)
    try expect(output, "layer_norm.output")
    let gradient = try tensor("layer_norm.gradient.output")
    check.layer.backward(
      outputGradient: gradient, input: input, statistics: statistics,
      parameters: check.parameters.view, gradients: check.gradients.view, inputGradient: gradient)
    try expect(gradient, "layer_norm.gradient.input")
    try expectGradients(check, "layer_norm", names)
  }

  @Test("edge convolution")
  func edgeConvolution() throws {
    let names = ["x.node_weight": "node_weight", "x.edge_weight": "edge_weight", "x.bias": "bias"]
    let check = try check("edge_convolution", names) {
      EdgeConvolution(
        "x", inputs: 6, outputs: 10, edgeFeatures: 3, activation: .tanh, in: &$0)
    }
    let ends = try tensor("edge_convolution.ends")
    let graph = EdgeGraph(
      nodeCount: 7, sources: (0..<ends.rows).map { Int32(ends[$0, 0]) },
      targets: (0..<ends.rows).map { Int32(ends[$0, 1]) })
    let nodes = try tensor("edge_convolution.nodes")
    let edges = try tensor("edge_convolution.edges")
    let output = matrices.zeros(14, 10)
    let trace = check.layer.forward(
      nodes, edges: edges, graph: graph, parameters: check.parameters.view,
      workspace: &check.workspace, into: output)
    try expect(output, "edge_convolution.output")
    let nodeGradient = matrices.zeros(14, 6)
    let edgeGradient = matrices.zeros(16, 3)
    check.layer.backward(
      outputGradient: try tensor("edge_convolution.gradient.output"), nodes: nodes, edges: edges,
      graph: graph, trace: trace, parameters: check.parameters.view,
      gradients: check.gradients.view, workspace: &check.workspace, nodeGradient: nodeGradient,
      edgeGradient: edgeGradient)
    try expect(nodeGradient, "edge_convolution.gradient.nodes")
    try expect(edgeGradient, "edge_convolution.gradient.edges")
    try expectGradients(check, "edge_convolution", names)
  }

  @Test("attention pooling")
  func attention() throws {
    let names = [
      "x.query.weight": "query_weight", "x.query.bias": "query_bias", "x.key": "key",
      "x.value": "value", "x.bias": "bias",
    ]
    let check = try check("attention", names) {
      AttentionPooling("x", queryFeatures: 7, features: 12, width: 8, heads: 2, in: &$0)
    }
    let queries = try tensor("attention.queries")
    let vectors = try tensor("attention.vectors")
    let sets = [0, 5, 6, 15]
    let output = matrices.zeros(3, 8)
    let trace = check.layer.forward(
      queries: queries, vectors: vectors, sets: sets, parameters: check.parameters.view,
      workspace: &check.workspace, into: output)
    try expect(output, "attention.output")
    let queryGradient = matrices.zeros(3, 7)
    let vectorGradient = matrices.zeros(15, 12)
    check.layer.backward(
      outputGradient: try tensor("attention.gradient.output"), queries: queries,
      vectors: vectors, sets: sets, trace: trace, parameters: check.parameters.view,
      gradients: check.gradients.view, workspace: &check.workspace,
      queryGradient: queryGradient, vectorGradient: vectorGradient)
    try expect(queryGradient, "attention.gradient.queries")
    try expect(vectorGradient, "attention.gradient.vectors")
    try expectGradients(check, "attention", names)
  }

  @Test("convolution", arguments: [1, 2])
  func convolution(stride: Int) throws {
    let name = "convolution_\(stride)"
    let names = ["x.weight": "weight", "x.bias": "bias"]
    let check = try check(name, names) {
      Convolution2D("x", inputs: 6, outputs: 7, stride: stride, in: &$0)
    }
    let shape = GridShape(height: 5, width: 9)
    let input = try tensor("\(name).input")
    let output = matrices.zeros(2 * check.layer.outputShape(shape).cells, 7)
    check.layer.forward(
      input, shape: shape, parameters: check.parameters.view, workspace: &check.workspace,
      into: output)
    try expect(output, "\(name).output")
    let inputGradient = matrices.zeros(input.rows, 6)
    check.layer.backward(
      outputGradient: try tensor("\(name).gradient.output"), input: input, output: output,
      shape: shape, parameters: check.parameters.view, gradients: check.gradients.view,
      workspace: &check.workspace, inputGradient: inputGradient)
    try expect(inputGradient, "\(name).gradient.input")
    try expectGradients(check, name, names)
  }

  @Test("transposed convolution")
  func transposedConvolution() throws {
    let name = "transposed_convolution"
    let names = ["x.weight": "weight", "x.bias": "bias"]
    let check = try check(name, names) {
      TransposedConvolution2D("x", inputs: 6, outputs: 5, activation: .identity, in: &$0)
    }
    let shape = GridShape(height: 8, width: 7)
    let input = try tensor("\(name).input")
    let output = matrices.zeros(2 * shape.cells, 5)
    check.layer.forward(
      input, outputShape: shape, parameters: check.parameters.view,
      workspace: &check.workspace, into: output)
    try expect(output, "\(name).output")
    let inputGradient = matrices.zeros(input.rows, 6)
    check.layer.backward(
      outputGradient: try tensor("\(name).gradient.output"), input: input, output: output,
      outputShape: shape, parameters: check.parameters.view, gradients: check.gradients.view,
      workspace: &check.workspace, inputGradient: inputGradient)
    try expect(inputGradient, "\(name).gradient.input")
    try expectGradients(check, name, names)
  }

  @Test("masked softmax with entropy")
  func maskedSoftmax() throws {
    let legal = try tensor("softmax.legal").values.map { $0 == 1 }
    let result = try tensor("softmax.logits")
    try MaskedSoftmax.forward(result, legal: legal, into: result)
    let finite = matrices.zeros(3, 21)
    let gradient = try tensor("softmax.gradient.log_probabilities")
    let entropyGradient = try tensor("softmax.gradient.entropy")
    let entropies = matrices.zeros(3, 1)
    for row in 0..<3 {
      entropies[row, 0] = MaskedSoftmax.entropy(result, row: row)
      for column in 0..<21 where legal[row * 21 + column] {
        let value = result[row, column]
        finite[row, column] = value
        gradient[row, column] -= entropyGradient[row, 0] * exp(value) * (value + 1)
      }
    }
    try expect(finite, "softmax.log_probabilities")
    try expect(entropies, "softmax.entropy")
    MaskedSoftmax.backward(gradient: gradient, logProbabilities: result, into: gradient)
    try expect(gradient, "softmax.gradient.logits")
  }

  @Test("Adam with decay of weights")
  func adam() throws {
    let check = try check("adam", ["x": "start"]) {
      $0.add("x", shape: [4, 3], initialization: .constant(0))
    }
    var adam = Adam(check.layout, options: AdamOptions(weightDecay: 0.1))
    let gradients = try tensor("adam.gradients")
    for step in 0..<3 {
      check.gradients[check.layer].copy(gradients.rows(4 * step..<4 * step + 4))
      adam.update(check.parameters, gradients: check.gradients, learningRate: 0.05)
    }
    try expect(check.parameters[check.layer], "adam.end")
  }
}
