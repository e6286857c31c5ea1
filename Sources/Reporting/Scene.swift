import Netlist

/// A design sorted into what pictures draw: boxes by kind, and the part of the plane to show.
struct Scene: Sendable {
  let netlist: Netlist
  let floorplan: Floorplan
  let placement: Placement
  let hardMacros: [NodeID]
  let softMacros: [NodeID]
  let cells: [NodeID]
  let ports: [NodeID]
  /// The die, or what stands in for it where the floorplan has none that can be drawn.
  let die: Box
  /// The die and the macros that stick out of it, up to a quarter of its size.
  let view: Box
  /// How many nodes have no place or size that is a number, and so are not drawn.
  let undrawnCount: Int

  init(netlist: Netlist, floorplan: Floorplan, placement: Placement) {
    precondition(
      placement.x.count == netlist.nodeCount && placement.y.count == netlist.nodeCount,
      "the placement is not of this netlist")
    self.netlist = netlist
    self.floorplan = floorplan
    self.placement = placement
    var lists = [[NodeID]](repeating: [], count: 4)
    var bounds: Box?
    for index in 0..<netlist.nodeCount {
      let node = NodeID(index)
      let box = placement.box(of: node, in: netlist)
      guard Self.isFinite(box) else { continue }
      lists[Int(netlist.nodeKinds[index].rawValue)].append(node)
      bounds = bounds.map { Self.union($0, box) } ?? box
    }
    hardMacros = lists[Int(NodeKind.hardMacro.rawValue)]
    softMacros = lists[Int(NodeKind.softMacro.rawValue)]
    cells = lists[Int(NodeKind.standardCell.rawValue)]
    ports = lists[Int(NodeKind.port.rawValue)]
    undrawnCount = netlist.nodeCount - lists.reduce(0) { $0 + $1.count }
    die =
      Self.drawable(floorplan.die) ?? bounds.flatMap { Self.drawable($0) }
      ?? Box(minX: 0, minY: 0, maxX: 1, maxY: 1)
    view = Self.view(of: die, with: hardMacros.map { placement.box(of: $0, in: netlist) })
  }

  func box(of node: NodeID) -> Box { placement.box(of: node, in: netlist) }

  private static func view(of die: Box, with macros: [Box]) -> Box {
    let reach = max(die.width, die.height) / 4
    var view = die
    for box in macros {
      view = Box(
        minX: max(min(view.minX, box.minX), die.minX - reach),
        minY: max(min(view.minY, box.minY), die.minY - reach),
        maxX: min(max(view.maxX, box.maxX), die.maxX + reach),
        maxY: min(max(view.maxY, box.maxY), die.maxY + reach))
    }
    return view
  }

  private static func drawable(_ box: Box) -> Box? {
    isFinite(box) && box.width > 0 && box.height > 0 && (box.width / box.height).isFinite
      && box.width.isFinite && box.height.isFinite ? box : nil
  }

  private static func isFinite(_ box: Box) -> Bool {
    box.minX.isFinite && box.minY.isFinite && box.maxX.isFinite && box.maxY.isFinite
  }

  private static func union(_ left: Box, _ right: Box) -> Box {
    Box(
      minX: min(left.minX, right.minX), minY: min(left.minY, right.minY),
      maxX: max(left.maxX, right.maxX), maxY: max(left.maxY, right.maxY))
  }
}
