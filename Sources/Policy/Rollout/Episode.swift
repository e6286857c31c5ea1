import Evaluation
import Netlist

/// One placement on its way: its cost, what stands already, and what was decided.
final class Episode {
  private let scene: PolicyScene
  private let start: Placement
  private let options: RolloutOptions
  private var evaluator: IncrementalEvaluator
  private var obstacles: CanvasObstacles
  private var maps: CanvasMaps
  private(set) var legal: [Bool]
  private var points: [SIMD2<Double>]
  private var unplaced = 0
  private var decisions: [PolicySample] = []
  private var costs: [Double] = []
  var random: SeededGenerator

  init(
    _ scene: PolicyScene, _ start: Placement, _ options: RolloutOptions, random: SeededGenerator
  ) {
    self.scene = scene
    self.start = start
    self.options = options
    self.random = random
    evaluator = IncrementalEvaluator(
      netlist: scene.netlist, floorplan: scene.floorplan, placement: start,
      weights: options.weights)
    obstacles = CanvasObstacles(scene.netlist, scene.floorplan, start, halo: options.halo)
    maps = CanvasMaps(scene)
    legal = [Bool](repeating: false, count: scene.grid.cellCount)
    points = [SIMD2<Double>](repeating: .zero, count: scene.grid.cellCount)
    costs = [evaluator.cost]
  }

  /// Finds where a macro may be. False if nowhere.
  func prepare(_ node: NodeID) -> Bool {
    scene.mark(node, obstacles, legal: &legal, points: &points)
    if legal.contains(true) { return true }
    unplaced += 1
    obstacles.add(start.box(of: node, in: scene.netlist), of: node)
    return false
  }

  /// Writes the state in which the macro is to be placed.
  func write(
    _ node: NodeID, _ task: PolicyTask, maps target: UnsafeMutablePointer<Float>,
    scalars: UnsafeMutablePointer<Float>
  ) {
    let (x, y) = PolicyAside.place(of: node, in: evaluator, scene)
    evaluator.move(node, x: x, y: y)
    _ = evaluator.evaluate()
    maps.write(
      node, task, in: evaluator, legal: legal,
      origin: SIMD2(start.x[node.index], start.y[node.index]), maps: target, scalars: scalars)
    evaluator.revert()
    if options.recordsDecisions {
      let cells = scene.grid.cellCount
      decisions.append(
        PolicySample(
          node: node.index,
          maps: Array(UnsafeBufferPointer(start: target, count: cells * CanvasMaps.channels)),
          scalars: Array(UnsafeBufferPointer(start: scalars, count: CanvasMaps.scalars)),
          legal: legal, goal: .none, value: nil))
    }
  }

  /// Puts the macro in a cell.
  func place(_ node: NodeID, cell: Int, logProbability: Float) {
    let point = points[cell]
    evaluator.move(node, x: point.x, y: point.y)
    _ = evaluator.evaluate()
    evaluator.commit()
    var box = start.box(of: node, in: scene.netlist)
    box = Box(centerX: point.x, centerY: point.y, width: box.width, height: box.height)
    obstacles.add(box, of: node)
    if options.recordsDecisions {
      decisions[decisions.count - 1].goal = .reinforce(
        cell: cell, logProbability: logProbability, advantage: 0)
      costs.append(evaluator.cost)
    }
  }

  /// Writes the state in which a macro of the finished placement would be moved.
  func askAbout(
    _ node: NodeID, maps target: UnsafeMutablePointer<Float>,
    scalars: UnsafeMutablePointer<Float>
  ) {
    scene.mark(node, obstacles, legal: &legal, points: &points)
    let (x, y) = PolicyAside.place(of: node, in: evaluator, scene)
    let origin = evaluator.position(of: node)
    evaluator.move(node, x: x, y: y)
    _ = evaluator.evaluate()
    maps.write(
      node, .moving(temperature: options.temperature), in: evaluator, legal: legal,
      origin: SIMD2(origin.x, origin.y), maps: target, scalars: scalars)
    evaluator.revert()
  }

  /// The placement as it is.
  var placement: Placement { evaluator.placement(like: start) }

  /// The placement with what it is worth.
  func finish(expectedGain: Double) -> Rollout {
    evaluator.rebuild()
    return Rollout(
      placement: placement, cost: evaluator.cost,
      expectedGain: expectedGain, unplaced: unplaced, decisions: decisions, costs: costs)
  }
}
