import Netlist

/// Cells that look for a place on segments, in the order in which they do; a structure of arrays.
struct RowCells: Sendable {
  /// The node of each.
  private(set) var node: [Int32] = []
  /// The wished left edge.
  private(set) var x: [Double] = []
  /// The wished lower edge.
  private(set) var y: [Double] = []
  /// The width in sites.
  private(set) var width: [Int32] = []
  /// How much a displacement counts.
  private(set) var weight: [Double] = []
  /// The row orientations that the cell's symmetry allows, a bit each.
  private(set) var rowOrientations: [UInt8] = []

  /// The number of cells.
  var count: Int { node.count }

  /// Cells by the left edge that they wish for.
  init(
    nodes: [Int32], design: Design, placement: Placement, siteSpacing: Double,
    weight cellWeight: RowLegalizationOptions.CellWeight
  ) {
    let netlist = design.netlist
    let noise = PlacementObstacles.roundingNoise(design.floorplan.die)
    let left = nodes.map { placement.x[Int($0)] - netlist.nodeWidths[Int($0)] / 2 }
    let order = nodes.indices.sorted { (left[$0], nodes[$0]) < (left[$1], nodes[$1]) }
    for index in order {
      let node = Int(nodes[index])
      let sites = ((netlist.nodeWidths[node] - noise) / siteSpacing).rounded(.up)
      self.node.append(nodes[index])
      x.append(left[index])
      y.append(placement.y[node] - netlist.nodeHeights[node] / 2)
      width.append(Int32(min(max(sites, 1), Double(Int32.max / 2))))
      switch cellWeight {
      case .uniform: weight.append(1)
      case .area: weight.append(max(netlist.area(of: NodeID(node)), .leastNormalMagnitude))
      case .pins: weight.append(Double(max(netlist.nodePins.count(row: node), 1)))
      }
      rowOrientations.append(
        Self.rowOrientations(
          keeping: placement.orientations[node], design.constraints.symmetry(of: NodeID(node))))
    }
  }

  private static func rowOrientations(keeping current: Orientation, _ symmetry: Symmetry) -> UInt8 {
    var bits: UInt8 = 0
    for row in Orientation.allCases
    where RowOrientation.on(row, keeping: current, symmetry: symmetry) != nil {
      bits |= 1 << row.rawValue
    }
    return bits
  }

  /// Whether a cell may stand on rows that are turned so.
  func allows(_ orientation: Orientation, _ cell: Int) -> Bool {
    rowOrientations[cell] & (1 << orientation.rawValue) != 0
  }
}
