import LinearAlgebra
import NeuralNetwork
import Policy

/// Forward and backward runs of the policy network on a batch of decisions of one state, as
/// learning does them. `Tests/PolicyTests/PyTorch/measure_policy.py` is the same in PyTorch.
final class PolicyStep {
  private let runner: PolicyRunner
  private let graph: PolicyGraph
  private let nodeFeatures: [Float]
  private let shape: GridShape
  private let nodes: [Int]
  private let legal: [Bool]
  private let targets: MatrixView
  private let goals: MatrixView
  private let logitGradient: MatrixView
  private let valueGradient: MatrixView
  private var gradients: ParameterStore
  /// Where the matrices are.
  private var memory = Workspace()

  /// A step whose targets are all legal cells alike.
  ///
  /// - Parameters:
  ///   - nodes: the node of each decision.
  ///   - legal: the legal cells of each, the same for all.
  init(
    _ model: PolicyModel, _ graph: PolicyGraph, nodeFeatures: [Float], shape: GridShape,
    nodes: [Int], legal: [Bool]
  ) {
    runner = model.makeRunner()
    self.graph = graph
    self.nodeFeatures = nodeFeatures
    self.shape = shape
    self.nodes = nodes
    self.legal = (0..<nodes.count).flatMap { _ in legal }
    targets = memory.take(rows: nodes.count, columns: shape.cells)
    let share = 1 / Float(max(1, legal.count { $0 }))
    for (index, isLegal) in self.legal.enumerated() { targets.base[index] = isLegal ? share : 0 }
    goals = memory.take(rows: nodes.count, columns: 1)
    goals.fill(0.5)
    logitGradient = memory.take(rows: nodes.count, columns: shape.cells)
    valueGradient = memory.take(rows: nodes.count, columns: 1)
    gradients = ParameterStore(model.network.layout)
  }

  /// Computes the loss, and its gradients if they are wanted.
  ///
  /// - Parameter fill: writes a row of the batch.
  func run(backward isBackward: Bool, _ fill: (PolicyPass.Batch, Int) -> Void) throws -> Double {
    let pass = runner.pass
    pass.encode(graph.graph, nodeFeatures: nodeFeatures, edgeFeatures: graph.edgeFeatures)
    let batch = pass.batch(decisions: nodes.count, shape: shape)
    for row in nodes.indices { fill(batch, row) }
    let (logits, values) = pass.decide(batch, nodes: nodes)
    try MaskedSoftmax.forward(logits, legal: legal, into: logits)
    let loss =
      Losses.crossEntropy(logits, targets: targets, logitGradient: logitGradient)
      + Losses.halfSquare(values, targets: goals, gradient: valueGradient)
    guard isBackward else { return loss }
    gradients.fill(0)
    pass.backward(
      logitGradient: logitGradient, valueGradient: valueGradient, gradients: gradients.view)
    return loss
  }
}
