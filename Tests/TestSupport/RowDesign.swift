public import Netlist

/// A small design on rows, put together node by node: rows of height 10 with sites of width 1, turned N
/// and FS by turns.
public struct RowDesign {
  /// What the design will have.
  public var floorplan: Floorplan
  /// What its nodes must keep to.
  public var constraints = PlacementConstraints()

  private var builder = NetlistBuilder(name: "rows")
  private var corners: [(x: Double, y: Double)] = []
  private var orientations: [Orientation] = []
  private var fixed: [Bool] = []

  /// A die of so many rows and sites, without nodes.
  public init(rows: Int, sites: Int, origin: (x: Double, y: Double) = (0, 0)) {
    floorplan = Floorplan(
      die: Box(
        minX: origin.x, minY: origin.y, maxX: origin.x + Double(sites),
        maxY: origin.y + Double(rows) * 10))
    for row in 0..<rows {
      floorplan.placementRows.append(
        PlacementRow(
          x: origin.x, y: origin.y + Double(row) * 10, height: 10, siteWidth: 1, siteSpacing: 1,
          siteCount: sites, orientation: row % 2 == 0 ? .north : .flippedSouth))
    }
  }

  /// Adds a node by its lower left corner.
  @discardableResult
  public mutating func add(
    _ kind: NodeKind = .standardCell, x: Double, y: Double, width: Double, height: Double = 10,
    orientation: Orientation = .north, isFixed: Bool = false, region: Int = -1,
    symmetry: Symmetry = .all, halo: Halo = .none
  ) -> NodeID {
    let node = builder.addNode(
      kind, symbol: builder.names.intern("n\(builder.nodeCount)"), width: width, height: height)
    corners.append((x, y))
    orientations.append(orientation)
    fixed.append(isFixed)
    constraints.nodeRegions.append(Int32(region))
    constraints.nodeSymmetries.append(symmetry)
    constraints.halos.append(halo)
    return node
  }

  /// The design with the nodes so far.
  public var design: Design {
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    for node in corners.indices {
      placement.x[node] = corners[node].x + netlist.nodeWidths[node] / 2
      placement.y[node] = corners[node].y + netlist.nodeHeights[node] / 2
      placement.orientations[node] = orientations[node]
      placement.isFixed[node] = fixed[node]
    }
    return Design(
      netlist: netlist, floorplan: floorplan, placement: placement, constraints: constraints)
  }
}
