import Evaluation
import Foundation
import Netlist
import Policy

/// Turns an elite into decisions to imitate.
struct SampleMaker {
  /// The most decisions of each sort that are kept of one elite.
  var placingLimit = 32
  var movingPerState = 20
  private static let spread = 0.7

  private let elite: Elite
  private let scene: PolicyScene

  init(_ elite: Elite) {
    self.elite = elite
    scene = PolicyScene(elite.design.netlist, elite.design.floorplan, elite.start)
  }

  /// Groups of samples: one of placing decisions, on the graph of the start, and one for each state.
  func groups(random: inout SeededGenerator) -> [SampleGroup] {
    var maps = CanvasMaps(scene)
    var result = [group(elite.start, placing(&maps, &random))]
    for state in elite.states {
      result.append(
        group(state.placement, moving(state, &maps, &random)))
    }
    return result.filter { !$0.samples.isEmpty }
  }

  private func group(_ placement: Placement, _ samples: [PolicySample]) -> SampleGroup {
    SampleGroup(
      graph: scene.graph, nodeFeatures: scene.graph.nodeFeatures(placement, scene.floorplan),
      rows: scene.grid.rows, columns: scene.grid.columns, samples: samples)
  }

  // MARK: - Placing

  /// The elite's places of hard macros, one after the other, all before standing there already.
  private func placing(
    _ maps: inout CanvasMaps, _ random: inout SeededGenerator
  ) -> [PolicySample] {
    let (netlist, order) = (scene.netlist, scene.hardMacros)
    var evaluator = IncrementalEvaluator(
      netlist: netlist, floorplan: scene.floorplan, placement: elite.start)
    var obstacles = CanvasObstacles(netlist, scene.floorplan, elite.start, halo: 0)
    var samples: [PolicySample] = []
    let keep = Double(placingLimit) / Double(max(order.count, 1))
    for (step, node) in order.enumerated() {
      let place = SIMD2(elite.placement.x[node.index], elite.placement.y[node.index])
      if random.uniform() < keep {
        let cost = evaluator.cost
        let task = PolicyTask.placing(share: Double(order.count - step) / Double(order.count))
        if let sample = sample(
          node, task, &evaluator, obstacles, &maps,
          origin: SIMD2(elite.start.x[node.index], elite.start.y[node.index]),
          value: (cost - elite.cost) / PolicyValue.unit,
          target: { _, legal, points in
            self.neighborhood(of: place, legal, points)
          })
        {
          samples.append(sample)
        }
      }
      evaluator.move(
        node, x: place.x, y: place.y, orientation: elite.placement.orientations[node.index])
      _ = evaluator.evaluate()
      evaluator.commit()
      obstacles.add(elite.placement.box(of: node, in: netlist), of: node)
    }
    return samples
  }

  /// A distribution around a place, over legal cells.
  private func neighborhood(
    of place: SIMD2<Double>, _ legal: [Bool], _ points: [SIMD2<Double>]
  ) -> [Float] {
    let cell = SIMD2(scene.grid.cellWidth, scene.grid.cellHeight)
    return normalized(
      legal.indices.map { index in
        guard legal[index] else { return 0 }
        let away = (points[index] - place) / cell
        return exp(-(away * away).sum() / (2 * Self.spread * Self.spread))
      })
  }

  private func normalized(_ weights: [Double]) -> [Float] {
    let total = weights.reduce(0, +)
    return total > 0 ? weights.map { Float($0 / total) } : weights.map { _ in 0 }
  }

  // MARK: - Moving

  /// Where nodes of a state should be by the exact cost: the heat bath over all legal cells.
  private func moving(
    _ given: Elite.State, _ maps: inout CanvasMaps, _ random: inout SeededGenerator
  ) -> [PolicySample] {
    let netlist = scene.netlist
    let (state, temperature) = (given.placement, given.temperature)
    var evaluator = IncrementalEvaluator(
      netlist: netlist, floorplan: scene.floorplan, placement: state)
    if given.tails != .proxy { evaluator.setTails(given.tails) }
    var obstacles = CanvasObstacles(netlist, scene.floorplan, state, halo: 0)
    for node in scene.hardMacros { obstacles.add(state.box(of: node, in: netlist), of: node) }
    let soft = scene.movableNodes.filter { netlist.nodeKinds[$0.index] != .hardMacro }
    var samples: [PolicySample] = []
    for index in 0..<movingPerState {
      let nodes =
        (index % 2 == 0 && !scene.hardMacros.isEmpty) || soft.isEmpty
        ? scene.hardMacros : soft
      guard !nodes.isEmpty else { break }
      let node = nodes[random.index(below: nodes.count)]
      if let sample = sample(
        node, .moving(temperature: temperature), &evaluator, obstacles, &maps,
        origin: SIMD2(state.x[node.index], state.y[node.index]),
        value: given.gain / PolicyValue.unit,
        target: { evaluator, legal, points in
          self.heatBath(node, temperature, &evaluator, legal, points)
        })
      {
        samples.append(sample)
      }
    }
    return samples
  }

  /// Costs this many temperatures above the least have no weight.
  private static let horizon = 14.0

  private func heatBath(
    _ node: NodeID, _ temperature: Double, _ evaluator: inout IncrementalEvaluator,
    _ legal: [Bool], _ points: [SIMD2<Double>]
  ) -> [Float] {
    var costs = [Double](repeating: .infinity, count: legal.count)
    var least = Double.infinity
    for cell in legal.indices where legal[cell] {
      evaluator.move(node, x: points[cell].x, y: points[cell].y)
      if evaluator.evaluate(limit: least + Self.horizon * temperature) {
        costs[cell] = evaluator.cost
        least = min(least, evaluator.cost)
      }
      evaluator.revert()
    }
    return normalized(costs.map { exp(-($0 - least) / temperature) })
  }

  // MARK: - Both

  private func sample(
    _ node: NodeID, _ task: PolicyTask, _ evaluator: inout IncrementalEvaluator,
    _ obstacles: CanvasObstacles, _ maps: inout CanvasMaps, origin: SIMD2<Double>, value: Double,
    target: (inout IncrementalEvaluator, [Bool], [SIMD2<Double>]) -> [Float]
  ) -> PolicySample? {
    let cells = scene.grid.cellCount
    var legal = [Bool](repeating: false, count: cells)
    var points = [SIMD2<Double>](repeating: .zero, count: cells)
    scene.mark(node, obstacles, legal: &legal, points: &points)
    guard legal.contains(true) else { return nil }
    let goal = target(&evaluator, legal, points)
    guard goal.contains(where: { $0 > 0 }) else { return nil }
    var map = [Float](repeating: 0, count: cells * CanvasMaps.channels)
    var scalars = [Float](repeating: 0, count: CanvasMaps.scalars)
    let (x, y) = PolicyAside.place(of: node, in: evaluator, scene)
    evaluator.move(node, x: x, y: y)
    _ = evaluator.evaluate()
    maps.write(
      node, task, in: evaluator, legal: legal, origin: origin, maps: &map, scalars: &scalars)
    evaluator.revert()
    return PolicySample(
      node: node.index, maps: map, scalars: scalars, legal: legal, goal: .imitate(goal),
      value: Float(value))
  }
}
