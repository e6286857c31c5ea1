import Netlist

/// Puts nodes, their places and the rows together once all three are read: none of them alone says
/// what a node is.
struct BookshelfAssembly {
  let nodes: BookshelfNodes
  /// The last line of the placements for each node.
  let locations: [BookshelfPlacement.Entry?]

  /// The place of a node: the origin for one that no placement names.
  private func location(of node: Int) -> BookshelfPlacement.Entry {
    locations[node]
      ?? BookshelfPlacement.Entry(node: node, x: 0, y: 0, orientation: .north, isFixed: false)
  }

  private func box(of node: Int) -> Box {
    let entry = location(of: node)
    let swap = entry.orientation.swapsSides
    return Box(
      minX: entry.x, minY: entry.y,
      maxX: entry.x + (swap ? nodes.heights[node] : nodes.widths[node]),
      maxY: entry.y + (swap ? nodes.widths[node] : nodes.heights[node]))
  }

  private func isFixed(_ node: Int) -> Bool {
    nodes.roles[node] != .plain || location(of: node).isFixed
  }

  /// The floorplan around the nodes.
  func makeFloorplan(rows: [PlacementRow]) -> Floorplan {
    var movableCount = 0
    var movableArea = 0.0
    for node in 0..<nodes.count where !isFixed(node) {
      movableCount += 1
      movableArea += nodes.widths[node] * nodes.heights[node]
    }
    return BookshelfFloorplan.make(
      rows: rows, nodeBoxes: rows.isEmpty ? (0..<nodes.count).map { box(of: $0) } : [],
      movableCount: movableCount, movableArea: movableArea)
  }

  /// Adds all nodes, each of its kind.
  func addNodes(to builder: inout NetlistBuilder, floorplan: Floorplan) {
    let kinds = BookshelfNodeKinds(
      floorplan: floorplan,
      shortestSide: (0..<nodes.count).lazy
        .filter { nodes.roles[$0] == .plain }
        .map { min(nodes.widths[$0], nodes.heights[$0]) }.min() ?? 0)
    builder.reserve(nodes: nodes.count, pins: 0, nets: 0, connections: 0)
    for node in 0..<nodes.count {
      let kind = kinds.kind(
        of: nodes.roles[node], width: nodes.widths[node], height: nodes.heights[node],
        box: box(of: node))
      _ = builder.addNode(
        kind, symbol: Symbol(node), width: nodes.widths[node], height: nodes.heights[node])
    }
  }

  /// The placement of the finished netlist.
  func placement(of netlist: Netlist) -> Placement {
    var placement = Placement(for: netlist)
    for node in 0..<nodes.count {
      let entry = location(of: node)
      let center = entry.center(width: nodes.widths[node], height: nodes.heights[node])
      placement.x[node] = center.x
      placement.y[node] = center.y
      placement.orientations[node] = entry.orientation
      placement.isFixed[node] = isFixed(node)
    }
    return placement
  }
}
