public import Evaluation
import Foundation
public import Netlist

/// What stays the same while the policy works on a design: its graph, the order of its macros, and
/// where each node may be.
public struct PolicyScene: Sendable {
  /// The netlist.
  public let netlist: Netlist
  /// The floorplan.
  public let floorplan: Floorplan
  /// The grid whose cells are chosen.
  public let grid: CostGrid
  /// The graph.
  public let graph: PolicyGraph
  /// The hard macros that can move, the largest first, as AlphaChip places them.
  public let hardMacros: [NodeID]
  /// All nodes that can move.
  public let movableNodes: [NodeID]
  /// Where each node's centre may be.
  public let ranges: [CenterRange]
  /// Each node's width and height as it is turned.
  let sizes: [SIMD2<Double>]
  /// Numbers of the design as a whole, among the scalars of each state.
  let designScalars: [Float]

  /// The largest canvas, in cells along a side.
  public static let largestSide = 128

  /// A scene of a design; `placement` says how nodes are turned and which are fixed.
  public init(_ netlist: Netlist, _ floorplan: Floorplan, _ placement: Placement) {
    self.netlist = netlist
    self.floorplan = floorplan
    grid = CostGrid(floorplan)
    graph = PolicyGraph(netlist, floorplan)
    movableNodes = (0..<netlist.nodeCount).filter {
      !placement.isFixed[$0] && netlist.nodeKinds[$0] != .port
    }.map { NodeID($0) }
    hardMacros = Self.placingOrder(netlist, placement)
    ranges = (0..<netlist.nodeCount).map {
      CenterRange(netlist, floorplan, placement, node: NodeID($0))
    }
    sizes = (0..<netlist.nodeCount).map {
      let box = placement.box(of: NodeID($0), in: netlist)
      return SIMD2(box.width, box.height)
    }
    designScalars = Self.scalars(netlist, floorplan)
  }

  /// The hard macros that can move, the largest first, as AlphaChip places them.
  public static func placingOrder(_ netlist: Netlist, _ placement: Placement) -> [NodeID] {
    netlist.nodes(.hardMacro).filter { !placement.isFixed[$0.index] }
      .sorted { (-netlist.area(of: $0), $0.index) < (-netlist.area(of: $1), $1.index) }
  }

  /// Whether the policy can work on the design: the canvas is no larger than 128 by 128 cells, and
  /// there is a node to move.
  public var isSuitable: Bool {
    grid.columns <= Self.largestSide && grid.rows <= Self.largestSide && !movableNodes.isEmpty
  }

  /// Where a node may be: hard macros clear of obstacles, all others anywhere on the die.
  ///
  /// - Parameters:
  ///   - legal: a flag for each cell.
  ///   - points: for each legal cell the place in it, as ``CanvasObstacles`` finds it.
  /// - Precondition: both have an element for each cell.
  public func mark(
    _ node: NodeID, _ obstacles: CanvasObstacles, legal: inout [Bool],
    points: inout [SIMD2<Double>]
  ) {
    precondition(legal.count == grid.cellCount && points.count == grid.cellCount)
    let isHard = netlist.nodeKinds[node.index] == .hardMacro
    if isHard, !fits(node) {
      for cell in legal.indices { legal[cell] = false }
      return
    }
    legal.withUnsafeMutableBufferPointer { legal in
      points.withUnsafeMutableBufferPointer { points in
        (isHard ? obstacles : CanvasObstacles.none).mark(
          width: sizes[node.index].x, height: sizes[node.index].y, range: ranges[node.index],
          of: node, grid: grid, legal: legal.baseAddress!, points: points.baseAddress!)
      }
    }
  }

  /// Whether a node is no larger than the die, but for rounding.
  private func fits(_ node: NodeID) -> Bool {
    let noise = MacroClearance.minimum(floorplan)
    return sizes[node.index].x <= floorplan.die.width + noise
      && sizes[node.index].y <= floorplan.die.height + noise
  }

  private static func scalars(_ netlist: Netlist, _ floorplan: Floorplan) -> [Float] {
    let die = floorplan.die
    var (hardArea, area) = (0.0, 0.0)
    for node in 0..<netlist.nodeCount where netlist.nodeKinds[node] != .port {
      let own = netlist.area(of: NodeID(node))
      area += own
      if netlist.nodeKinds[node] == .hardMacro { hardArea += own }
    }
    return [
      Float(floorplan.columns) / 64, Float(floorplan.rows) / 64,
      Float(log(die.width / die.height)), Float(area / die.area), Float(hardArea / die.area),
      Float(log1p(Double(netlist.nodeCount)) / 8), Float(log1p(Double(netlist.netCount)) / 10),
      Float(log1p(Double(netlist.count(of: .hardMacro))) / 6),
    ]
  }
}
