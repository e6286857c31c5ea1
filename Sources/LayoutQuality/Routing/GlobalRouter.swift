import Evaluation
public import Netlist

/// An estimate of how a placement can be routed, by leading every net over the cost grid.
///
/// Each net's Steiner tree over the cells of its pins is cut into its edges, and these are led one by
/// one, short ones first, by the cheapest L or Z. Then, for some rounds, those that cross edges of the
/// grid with more routes than tracks are taken up and led anew, at first by patterns, later by any way
/// (``MazeSearch``), while edges that are too full become dearer from round to round (negotiated
/// congestion, McMurchie and Ebeling, *PathFinder*, FPGA 1995; pattern routing, Kastner et al. 2002). The
/// result is that of the round with the least overflow.
///
/// Tracks are the floorplan's supply less what hard macros use up. A net of weight above 1 counts as that
/// many routes, as in the proxy cost. Depends on the design and the placement alone.
public struct GlobalRouter: Sendable {
  private let netlist: Netlist
  private let floorplan: Floorplan
  private let rounds: Int

  /// A router of any placement of one design.
  ///
  /// - Parameters:
  ///   - capacity: the share of the tracks that is there for nets, above 0.
  ///   - rounds: how often routes are taken up and led anew at most.
  public init(netlist: Netlist, floorplan: Floorplan, capacity: Double = 1, rounds: Int = 8) {
    self.netlist = netlist
    var floorplan = floorplan
    floorplan.routing = floorplan.routing.scaled(by: capacity)
    self.floorplan = floorplan
    self.rounds = rounds
  }

  /// How the placement routes.
  ///
  /// - Precondition: all coordinates are finite.
  public func route(_ placement: Placement) -> RoutingFigures {
    var grid = RoutingGrid(netlist, floorplan, placement)
    var wires = wires(placement, grid.grid)
    for index in wires.indices {
      wires[index].edges = PatternRoutes.cheapest(
        from: wires[index].start, to: wires[index].end, routes: wires[index].routes, on: grid)
      grid.add(wires[index].routes, over: wires[index].edges)
    }
    var best = RoutingFigures(grid, bends: Self.bends(wires, grid), rounds: 0)
    var maze = MazeSearch(cellCount: grid.grid.cellCount)
    var round = 0
    while round < rounds, best.totalOverflow > 0 {
      round += 1
      grid.remember()
      grid.pressure *= 1.5
      for index in wires.indices
      where wires[index].edges.contains(where: { grid.overflow(Int($0)) > 0 }) {
        let wire = wires[index]
        grid.add(-wire.routes, over: wire.edges)
        wires[index].edges =
          round <= 2
          ? PatternRoutes.cheapest(from: wire.start, to: wire.end, routes: wire.routes, on: grid)
          : maze.cheapest(
            from: wire.start, to: wire.end, routes: wire.routes, margin: 2 + round, on: grid)
        grid.add(wire.routes, over: wires[index].edges)
      }
      let figures = RoutingFigures(grid, bends: Self.bends(wires, grid), rounds: round)
      if figures.totalOverflow < best.totalOverflow { best = figures }
    }
    best.rounds = round
    return best
  }

  /// A piece of a net that joins two cells.
  private struct Wire {
    var start: GridPoint
    var end: GridPoint
    var routes: Double
    var edges: [Int32] = []

    var span: Int { abs(start.row - end.row) + abs(start.column - end.column) }
  }

  /// The edges of all nets' trees over cells, short ones first.
  private func wires(_ placement: Placement, _ grid: CostGrid) -> [Wire] {
    var wires: [Wire] = []
    var (x, y): ([Double], [Double]) = ([], [])
    for net in 0..<netlist.netCount {
      x.removeAll(keepingCapacity: true)
      y.removeAll(keepingCapacity: true)
      for pin in netlist.netPins[net] {
        let place = placement.position(of: pin, in: netlist)
        x.append(Double(grid.column(place.x)))
        y.append(Double(grid.row(place.y)))
      }
      guard x.count > 1 else { continue }
      let tree = SteinerTree(x: x, y: y)
      for (a, b) in tree.edges {
        wires.append(
          Wire(
            start: GridPoint(row: Int(tree.y[Int(a)]), column: Int(tree.x[Int(a)])),
            end: GridPoint(row: Int(tree.y[Int(b)]), column: Int(tree.x[Int(b)])),
            routes: max(1, netlist.netWeights[net])))
      }
    }
    // A stable order: equal spans stay in the order of nets.
    return wires.indices.sorted { (wires[$0].span, $0) < (wires[$1].span, $1) }
      .map { wires[$0] }
  }

  /// How often all wires bend: where a horizontal edge of a way follows a vertical one.
  private static func bends(_ wires: [Wire], _ grid: RoutingGrid) -> Double {
    var sum = 0.0
    for wire in wires {
      var count = 0
      for (edge, next) in zip(wire.edges, wire.edges.dropFirst())
      where (Int(edge) < grid.horizontalCount) != (Int(next) < grid.horizontalCount) {
        count += 1
      }
      sum += Double(count) * wire.routes
    }
    return sum
  }
}
