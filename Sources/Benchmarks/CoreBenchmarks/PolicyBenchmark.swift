import ArgumentParser
import ChipPlace
import Evaluation
import Foundation
import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy

/// `policy`: milliseconds of a decision of the policy network on a design.
struct PolicyBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract:
      "Times what the policy network does for one decision, alone and in batches, and in learning.")

  @Argument(help: "The netlist.")
  var netlist: String

  @Option(help: "Its placement.")
  var placement: String?

  @Option(help: "The network; an untrained one without it.")
  var model: String?

  @Option(help: "How many times.")
  var runs = 201

  @Option(
    parsing: .upToNextOption, help: "Decisions of a step of learning, for each size a number.")
  var batches = [1, 32]

  func validate() throws {
    guard batches.allSatisfy({ $0 >= 1 }) else {
      throw ValidationError("A step needs a decision.")
    }
  }

  func run() throws {
    BLAS.setThreadCount(1)
    let design = try Design(netlist: netlist, placement: placement)
    let model =
      try model.map { try PolicyModel(contentsOf: $0) }
      ?? PolicyModel(PolicyArchitecture(), seed: 1)
    let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    let runner = model.makeRunner()
    let features = scene.graph.nodeFeatures(design.placement, design.floorplan)
    let graph = scene.graph
    let encoding = Timing(runs: 11) {
      runner.pass.encode(
        graph.graph, nodeFeatures: features, edgeFeatures: graph.edgeFeatures)
    }
    print(
      String(
        format: "%d parameters, %d nodes, %d edges, %d x %d cells: encoding the graph %.2f ms",
        model.parameterCount, graph.graph.nodeCount, graph.graph.edgeCount, scene.grid.columns,
        scene.grid.rows, encoding.median * 1e3))
    let node = scene.hardMacros.first ?? scene.movableNodes[0]
    var question = DecisionQuestion(scene, design, node)
    let features1 = Timing(runs: runs) { question.write() }
    print(String(format: "state of one decision: %.3f ms", features1.median * 1e3))
    let shape = GridShape(height: scene.grid.rows, width: scene.grid.columns)
    for size in [1, 8, 32] {
      let timing = Timing(runs: runs) {
        let batch = runner.pass.batch(decisions: size, shape: shape)
        for row in 0..<size { question.copy(into: batch, row: row) }
        let (logits, _) = runner.pass.decide(
          batch, nodes: [Int](repeating: node.index, count: size))
        for row in 0..<size {
          let own = logits.rows(row..<row + 1)
          try? MaskedSoftmax.forward(own, legal: question.legal, into: own)
        }
      }
      print(
        String(
          format: "network, %d at once: %.3f ms each", size, timing.median * 1e3 / Double(size)))
    }
    for size in batches {
      let step = PolicyStep(
        model, graph, nodeFeatures: features, shape: shape,
        nodes: (0..<size).map { 7 * $0 % graph.graph.nodeCount }, legal: question.legal)
      try measure(step, size) { question.copy(into: $0, row: $1) }
    }
  }

  private func measure(
    _ step: PolicyStep, _ size: Int, fill: (PolicyPass.Batch, Int) -> Void
  ) throws {
    for _ in 0..<3 { _ = try step.run(backward: true, fill) }
    let forward = try Timing(runs: runs) { _ = try step.run(backward: false, fill) }
    let both = try Timing(runs: runs) { _ = try step.run(backward: true, fill) }
    print(
      String(
        format: "a step of learning, batch %d: forward %.2f ms (best %.2f ms), "
          + "forward and backward %.2f ms (best %.2f ms)",
        size, forward.median * 1e3, forward.best * 1e3, both.median * 1e3, both.best * 1e3))
  }
}

/// The state of one decision.
private struct DecisionQuestion: ~Copyable {
  private let scene: PolicyScene
  private let node: NodeID
  private let origin: SIMD2<Double>
  private var evaluator: IncrementalEvaluator
  private var canvas: CanvasMaps
  private let obstacles: CanvasObstacles
  private var maps: [Float]
  private var scalars = [Float](repeating: 0, count: CanvasMaps.scalars)
  var legal: [Bool]
  private var points: [SIMD2<Double>]

  init(_ scene: PolicyScene, _ design: Design, _ node: NodeID) {
    self.scene = scene
    self.node = node
    origin = SIMD2(design.placement.x[node.index], design.placement.y[node.index])
    evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    var obstacles = CanvasObstacles(
      design.netlist, design.floorplan, design.placement, halo: 0)
    for macro in scene.hardMacros {
      obstacles.add(design.placement.box(of: macro, in: design.netlist), of: macro)
    }
    self.obstacles = obstacles
    canvas = CanvasMaps(scene)
    maps = [Float](repeating: 0, count: scene.grid.cellCount * CanvasMaps.channels)
    legal = [Bool](repeating: false, count: scene.grid.cellCount)
    points = [SIMD2<Double>](repeating: .zero, count: scene.grid.cellCount)
  }

  mutating func write() {
    scene.mark(node, obstacles, legal: &legal, points: &points)
    let (x, y) = PolicyAside.place(of: node, in: evaluator, scene)
    evaluator.move(node, x: x, y: y)
    _ = evaluator.evaluate()
    canvas.write(
      node, .moving(temperature: 1e-5), in: evaluator, legal: legal, origin: origin, maps: &maps,
      scalars: &scalars)
    evaluator.revert()
  }

  func copy(into batch: PolicyPass.Batch, row: Int) {
    batch.maps.row(row * scene.grid.cellCount).update(from: maps, count: maps.count)
    batch.scalars.row(row).update(from: scalars, count: scalars.count)
  }
}
