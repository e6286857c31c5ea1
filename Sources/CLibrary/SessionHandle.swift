import Evaluation
import Netlist
import Policy

/// A placement of its own with its exact cost, and what may be where.
final class SessionHandle {
  let netlist: Netlist
  let floorplan: Floorplan
  /// Where the session began.
  let start: Placement
  private(set) var evaluator: IncrementalEvaluator

  /// The movable hard macros, the largest first.
  let macroOrder: [NodeID]
  /// Whether each node is in the way of others.
  private var isObstacle: [Bool]
  /// The obstacles that never move, and the clearance they were made for.
  private var fixedObstacles: (halo: Double, obstacles: CanvasObstacles)
  private var points: [SIMD2<Double>]

  /// The nodes of the change at hand.
  private var moved: [NodeID] = []
  private var isEvaluated = false

  init(_ design: Design, weights: CostWeights) {
    netlist = design.netlist
    floorplan = design.floorplan
    start = design.placement
    evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement,
      weights: weights)
    macroOrder = PolicyScene.placingOrder(design.netlist, design.placement)
    isObstacle = design.netlist.nodeKinds.indices.map {
      design.netlist.nodeKinds[$0] == .hardMacro && !design.placement.isFixed[$0]
    }
    fixedObstacles = (
      0, CanvasObstacles(design.netlist, design.floorplan, design.placement, halo: 0)
    )
    points = [SIMD2<Double>](repeating: .zero, count: evaluator.grid.cellCount)
    moved.reserveCapacity(IncrementalEvaluator.largestMove)
  }

  func move(_ number: Int, x: Double, y: Double, orientation: Int32) throws(ArgumentError) {
    let node = try movable(number)
    guard x.isFinite, y.isFinite else {
      throw ArgumentError(message: "position: expected finite numbers, found (\(x), \(y))")
    }
    guard !isEvaluated else {
      throw ArgumentError(message: "the change was evaluated: expected commit or revert")
    }
    guard moved.count < IncrementalEvaluator.largestMove else {
      throw ArgumentError(
        message: "expected at most \(IncrementalEvaluator.largestMove) nodes in a change")
    }
    guard !moved.contains(node) else {
      throw ArgumentError(message: "node \(number): the change has moved it already")
    }
    let turned: Orientation?
    if orientation == -1 {
      turned = nil
    } else {
      guard let known = UInt8(exactly: orientation).flatMap({ Orientation(rawValue: $0) }) else {
        throw ArgumentError(message: "orientation: expected -1 to 7, found \(orientation)")
      }
      turned = known
    }
    evaluator.move(node, x: x, y: y, orientation: turned)
    moved.append(node)
  }

  /// A node that can move.
  private func movable(_ number: Int) throws(ArgumentError) -> NodeID {
    let node = NodeID(try checked(number, below: netlist.nodeCount, "node"))
    guard !start.isFixed[node.index], netlist.nodeKinds[node.index] != .port else {
      throw ArgumentError(message: "'\(netlist.name(of: node))' is fixed")
    }
    return node
  }

  /// Brings the cost up to date with the change at hand.
  func evaluate() {
    if isEvaluated || moved.isEmpty { return }
    _ = evaluator.evaluate()
    isEvaluated = true
  }

  func commit() {
    evaluate()
    evaluator.commit()
    endChange()
  }

  func revert() {
    evaluator.revert()
    endChange()
  }

  func put(_ number: Int, x: Double, y: Double, orientation: Int32) throws(ArgumentError) {
    guard moved.isEmpty else {
      throw ArgumentError(message: "a change is at hand: expected commit or revert")
    }
    try move(number, x: x, y: y, orientation: orientation)
    commit()
  }

  func reset() {
    evaluator.restore(start)
    endChange()
  }

  func rebuild() {
    evaluator.rebuild()
    endChange()
  }

  private func endChange() {
    moved.removeAll(keepingCapacity: true)
    isEvaluated = false
  }

  /// Takes a macro, or all for -1, for an obstacle or not.
  func setObstacle(_ number: Int64, _ flag: Bool) throws(ArgumentError) {
    if number == -1 {
      for macro in macroOrder { isObstacle[macro.index] = flag }
      return
    }
    let node = try movable(Int(number))
    guard netlist.nodeKinds[node.index] == .hardMacro else {
      throw ArgumentError(message: "'\(netlist.name(of: node))': expected a hard macro")
    }
    isObstacle[node.index] = flag
  }

  /// Marks the cells where a macro may be.
  ///
  /// - Returns: how many they are.
  func mark(
    _ number: Int, halo: Double, legal: UnsafeMutablePointer<UInt8>,
    x: UnsafeMutablePointer<Double>?, y: UnsafeMutablePointer<Double>?
  ) throws(ArgumentError) -> Int {
    let node = NodeID(try checked(number, below: netlist.nodeCount, "node"))
    guard netlist.nodeKinds[node.index] == .hardMacro else {
      throw ArgumentError(message: "'\(netlist.name(of: node))': expected a hard macro")
    }
    guard halo >= 0, halo.isFinite else {
      throw ArgumentError(message: "halo: expected 0 or more, found \(halo)")
    }
    let cells = evaluator.grid.cellCount
    legal.update(repeating: 0, count: cells)
    let box = box(of: node)
    let noise = MacroClearance.minimum(floorplan)
    guard box.width <= floorplan.die.width + noise, box.height <= floorplan.die.height + noise
    else { return 0 }
    let obstacles = obstacles(halo: halo)
    let range = CenterRange(floorplan, width: box.width, height: box.height)
    points.withUnsafeMutableBufferPointer { points in
      // A Swift truth value is one byte, 0 or 1.
      legal.withMemoryRebound(to: Bool.self, capacity: cells) { flags in
        obstacles.mark(
          width: box.width, height: box.height, range: range, of: node, grid: evaluator.grid,
          legal: flags, points: points.baseAddress!)
      }
    }
    var count = 0
    for cell in 0..<cells where legal[cell] != 0 {
      count += 1
      x?[cell] = points[cell].x
      y?[cell] = points[cell].y
    }
    return count
  }

  /// What a node covers now.
  private func box(of node: NodeID) -> Box {
    let position = evaluator.position(of: node)
    let swap = evaluator.orientation(of: node).swapsSides
    let (width, height) = (netlist.nodeWidths[node.index], netlist.nodeHeights[node.index])
    return Box(
      centerX: position.x, centerY: position.y, width: swap ? height : width,
      height: swap ? width : height)
  }

  private func obstacles(halo: Double) -> CanvasObstacles {
    if fixedObstacles.halo != halo {
      fixedObstacles = (halo, CanvasObstacles(netlist, floorplan, start, halo: halo))
    }
    var result = fixedObstacles.obstacles
    for macro in macroOrder where isObstacle[macro.index] {
      result.add(box(of: macro), of: macro)
    }
    return result
  }
}
