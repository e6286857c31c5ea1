import Annealing
import Evaluation
import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy

/// The policy as a source of proposals for annealing: its graph is encoded at the beginning of each
/// epoch, and each proposal is one decision of moving a node.
final class PolicyProposer: CellProposer {
  private let scene: PolicyScene
  private let template: Placement
  private let runner: PolicyRunner
  private let shape: GridShape
  private var maps: CanvasMaps
  private var legal: [Bool]
  private var points: [SIMD2<Double>]
  /// The placement of the epoch's beginning.
  private var origin: Placement
  /// Hard macros that stand still whatever the epoch.
  private let fixedObstacles: CanvasObstacles

  /// The time of a decision over that of a plain move, which grows with the canvas: as measured on
  /// designs of a thousand nodes, so that runs are the same on all machines.
  let work: Double

  init(_ scene: PolicyScene, _ model: PolicyModel, start: Placement, halo: Double) {
    self.scene = scene
    work = 5 + 0.055 * Double(scene.grid.cellCount)
    template = start
    origin = start
    runner = model.makeRunner()
    shape = GridShape(height: scene.grid.rows, width: scene.grid.columns)
    maps = CanvasMaps(scene)
    legal = [Bool](repeating: false, count: scene.grid.cellCount)
    points = [SIMD2<Double>](repeating: .zero, count: scene.grid.cellCount)
    fixedObstacles = CanvasObstacles(scene.netlist, scene.floorplan, start, halo: halo)
  }

  func beginEpoch(_ evaluator: borrowing IncrementalEvaluator, temperature: Double) {
    origin = evaluator.placement(like: template)
    runner.pass.encode(
      scene.graph.graph, nodeFeatures: scene.graph.nodeFeatures(origin, scene.floorplan),
      edgeFeatures: scene.graph.edgeFeatures)
  }

  func propose(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    logProbabilities: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    scene.mark(node, obstacles(to: node, evaluator), legal: &legal, points: &points)
    guard legal.contains(true) else { return false }
    let batch = runner.pass.batch(decisions: 1, shape: shape)
    maps.write(
      node, .moving(temperature: temperature), in: evaluator, legal: legal,
      origin: SIMD2(origin.x[node.index], origin.y[node.index]), maps: batch.maps.base,
      scalars: batch.scalars.base)
    let (logits, _) = runner.pass.decide(batch, nodes: [node.index])
    do {
      try MaskedSoftmax.forward(logits, legal: legal, into: logits)
    } catch {
      return false
    }
    for cell in 0..<shape.cells { logProbabilities[cell] = logits[0, cell] }
    return true
  }

  /// The other hard macros where they stand, for a hard macro.
  private func obstacles(
    to node: NodeID, _ evaluator: borrowing IncrementalEvaluator
  ) -> CanvasObstacles {
    var obstacles = fixedObstacles
    guard scene.netlist.nodeKinds[node.index] == .hardMacro else { return obstacles }
    for macro in scene.hardMacros where macro != node {
      let (x, y) = evaluator.position(of: macro)
      let box = template.box(of: macro, in: scene.netlist)
      obstacles.add(
        Box(centerX: x, centerY: y, width: box.width, height: box.height), of: macro)
    }
    return obstacles
  }
}
