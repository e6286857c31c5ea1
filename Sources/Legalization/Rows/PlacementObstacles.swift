import Netlist

/// What cells must keep clear of: macros with their halos, fixed cells and closed parts of the die.
enum PlacementObstacles {
  /// The distance below which two edges are the same: 2⁻⁴⁰ of the die.
  static func roundingNoise(_ die: Box) -> Double { max(die.width, die.height) * 0x1p-40 }

  /// Closed parts of the die.
  static func blockages(_ floorplan: Floorplan) -> [Box] {
    floorplan.blockages.filter { $0.density >= 1 && !$0.isSoft }.map(\.box)
  }

  /// All that is not a movable cell.
  static func forCells(_ design: Design, _ placement: Placement) -> [Box] {
    let netlist = design.netlist
    var boxes = blockages(design.floorplan)
    for index in 0..<netlist.nodeCount {
      let node = NodeID(index)
      switch netlist.nodeKinds[index] {
      case .hardMacro:
        boxes.append(withHalo(of: node, placement.box(of: node, in: netlist), design, placement))
      case .standardCell where design.placement.isFixed[index]:
        boxes.append(placement.box(of: node, in: netlist))
      case .standardCell, .softMacro, .port: break
      }
    }
    return boxes
  }

  private static func withHalo(
    of node: NodeID, _ box: Box, _ design: Design, _ placement: Placement
  ) -> Box {
    let halo = design.constraints.halo(of: node).turned(placement.orientations[node.index])
    return Box(
      minX: box.minX - halo.left, minY: box.minY - halo.bottom, maxX: box.maxX + halo.right,
      maxY: box.maxY + halo.top)
  }

  /// The rectangles of all fences but one.
  static func fences(_ floorplan: Floorplan, but region: Int?) -> [Box] {
    floorplan.regions.indices.filter { floorplan.regions[$0].isFence && $0 != region }
      .flatMap { floorplan.regions[$0].boxes }
  }
}
