import Foundation
import LinearAlgebra
import NeuralNetwork
import Policy
import Testing

/// Compares the network with what PyTorch computes from the same checkpoint;
/// `PyTorch/make_fixture.py` made the file.
@Suite("The policy network agrees with PyTorch")
struct PolicyParityTests {
  let fixture: Checkpoint
  let model: PolicyModel
  let runner: PolicyRunner

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("PyTorch/parity.safetensors").path
    fixture = try Checkpoint(contentsOf: file)
    model = try PolicyModel(fixture, file: file)
    runner = model.makeRunner()
  }

  func tensor(_ name: String) throws -> Checkpoint.Tensor {
    try #require(fixture.tensors[name], "\(name)")
  }

  /// Logits and values of the fixture's decisions.
  func decide() throws -> (logits: MatrixView, values: MatrixView) {
    let features = try tensor("fixture.node_features")
    let ends = try tensor("fixture.ends").elements.map { Int32($0) }
    let graph = EdgeGraph(
      nodeCount: features.shape[0],
      sources: stride(from: 0, to: ends.count, by: 2).map { ends[$0] },
      targets: stride(from: 1, to: ends.count, by: 2).map { ends[$0] })
    runner.pass.encode(
      graph, nodeFeatures: features.elements,
      edgeFeatures: try tensor("fixture.edge_features").elements)
    let maps = try tensor("fixture.maps")
    let batch = runner.pass.batch(
      decisions: maps.shape[0], shape: GridShape(height: maps.shape[1], width: maps.shape[2]))
    batch.maps.base.update(from: maps.elements, count: maps.elements.count)
    let scalars = try tensor("fixture.scalars").elements
    batch.scalars.base.update(from: scalars, count: scalars.count)
    return runner.pass.decide(
      batch, nodes: try tensor("fixture.current").elements.map { Int($0) })
  }

  @Test("in logits and values")
  func outputs() throws {
    let (logits, values) = try decide()
    for (name, found) in [("fixture.logits", logits), ("fixture.values", values)] {
      let expected = try tensor(name)
      #expect(expected.shape == [found.rows, found.columns])
      for (a, b) in zip(found.values, expected.elements) {
        #expect(abs(a - b) <= 1e-5 * max(1, abs(b)), "\(name): \(a), expected \(b)")
      }
    }
  }

  @Test("in gradients of all parameters")
  func gradients() throws {
    let (logits, values) = try decide()
    for (name, matrix) in [("gradient.logits", logits), ("gradient.values", values)] {
      matrix.base.update(from: try tensor(name).elements, count: matrix.count)
    }
    let gradients = ParameterStore(model.network.layout)
    runner.pass.backward(
      logitGradient: logits, valueGradient: values, gradients: gradients.view)
    for entry in model.network.layout.entries {
      let expected = try tensor("gradient.\(entry.name)")
      #expect(expected.shape == entry.shape)
      let largest = expected.elements.reduce(0) { max($0, abs($1)) }
      #expect(largest > 0, "\(entry.name) has no part in the loss")
      for (a, b) in zip(gradients.elements[entry.slice.range], expected.elements) {
        #expect(abs(a - b) <= 1e-4 * largest, "\(entry.name): \(a), expected \(b)")
      }
    }
  }
}
