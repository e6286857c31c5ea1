import Annealing
import Evaluation
import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy

/// The policy as a source of proposals for annealing: distributions of where nodes should be by the
/// layout that an epoch begins from, each a decision of moving a node.
final class PolicyProposer: CellProposer {
  private let scene: PolicyScene
  private let template: Placement
  private let runner: PolicyRunner
  private let shape: GridShape
  private var maps: CanvasMaps
  private var legal: [Bool]
  private var points: [SIMD2<Double>]
  /// The epoch's beginning.
  private var beginning: IncrementalEvaluator
  private var placement: Placement
  private var obstacles: CanvasObstacles
  private let halo: Double

  let view = ProposalView.epoch

  /// The time of a decision over that of a plain move, which grows with the canvas: as measured on
  /// designs of a thousand nodes, so that runs are the same on all machines.
  let work: Double

  init(
    _ scene: PolicyScene, _ model: PolicyModel, start: Placement, halo: Double,
    weights: CostWeights
  ) {
    self.scene = scene
    self.halo = halo
    work = 5 + 0.055 * Double(scene.grid.cellCount)
    template = start
    placement = start
    runner = model.makeRunner()
    shape = GridShape(height: scene.grid.rows, width: scene.grid.columns)
    maps = CanvasMaps(scene)
    legal = [Bool](repeating: false, count: scene.grid.cellCount)
    points = [SIMD2<Double>](repeating: .zero, count: scene.grid.cellCount)
    beginning = IncrementalEvaluator(
      netlist: scene.netlist, floorplan: scene.floorplan, placement: start, weights: weights)
    obstacles = CanvasObstacles(scene.netlist, scene.floorplan, start, halo: halo)
  }

  func beginEpoch(_ evaluator: borrowing IncrementalEvaluator, temperature: Double) {
    placement = evaluator.placement(like: template)
    beginning.restore(placement)
    if beginning.tails != evaluator.tails { beginning.setTails(evaluator.tails) }
    obstacles = CanvasObstacles(scene.netlist, scene.floorplan, template, halo: halo)
    for macro in scene.hardMacros {
      obstacles.add(placement.box(of: macro, in: scene.netlist), of: macro)
    }
    runner.pass.encode(
      scene.graph.graph, nodeFeatures: scene.graph.nodeFeatures(placement, scene.floorplan),
      edgeFeatures: scene.graph.edgeFeatures)
  }

  func propose(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    logProbabilities: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    scene.mark(node, obstacles, legal: &legal, points: &points)
    guard legal.contains(true) else { return false }
    let aside = PolicyAside.place(of: node, in: beginning, scene)
    beginning.move(node, x: aside.x, y: aside.y)
    _ = beginning.evaluate()
    let batch = runner.pass.batch(decisions: 1, shape: shape)
    maps.write(
      node, .moving(temperature: temperature), in: beginning, legal: legal,
      origin: SIMD2(placement.x[node.index], placement.y[node.index]), maps: batch.maps.base,
      scalars: batch.scalars.base)
    beginning.revert()
    let (logits, _) = runner.pass.decide(batch, nodes: [node.index])
    do {
      try MaskedSoftmax.forward(logits, legal: legal, into: logits)
    } catch {
      return false
    }
    for cell in 0..<shape.cells { logProbabilities[cell] = logits[0, cell] }
    return true
  }
}
