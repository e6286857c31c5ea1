import Netlist

/// Small random designs with rows, and legal placements of them.
enum PlacedRows {
  /// What a design is made of.
  struct Size {
    var rows = 8
    var sites = 60
    var cells = 70
    var nets = 90
    var macros = 2
    var siteWidth = 1.0
    var rowHeight = 8.0
    var statesSymmetry = false
    var fence = false
    var bigNets = 2
  }

  /// A design and a legal placement of it, as functions of the seed and the size.
  static func make(seed: UInt64, _ size: Size = Size()) -> Design {
    var random = SeededGenerator(seed: seed, stream: 77)
    let die = Box(
      minX: 3, minY: 5, maxX: 3 + Double(size.sites) * size.siteWidth,
      maxY: 5 + Double(size.rows) * size.rowHeight)
    var builder = NetlistBuilder(name: "rows\(seed)")
    var pins: [PinID] = []
    for port in 0..<4 {
      let node = builder.addNode(
        .port, symbol: builder.names.intern("port\(port)"), width: 0, height: 0)
      pins.append(builder.addPin(of: node))
    }
    for macro in 0..<size.macros {
      let node = builder.addNode(
        .hardMacro, symbol: builder.names.intern("macro\(macro)"), width: 9.5 * size.siteWidth,
        height: 2.25 * size.rowHeight)
      for _ in 0..<3 {
        pins.append(
          builder.addPin(of: node, offsetX: random.uniform() * 4, offsetY: random.uniform() * 3))
      }
    }
    for cell in 0..<size.cells {
      let width = Double(1 + random.index(below: 6)) * size.siteWidth
      let node = builder.addNode(
        .standardCell, symbol: builder.names.intern("cell\(cell)"), width: width,
        height: size.rowHeight)
      for _ in 0..<1 + random.index(below: 3) {
        pins.append(
          builder.addPin(
            of: node, offsetX: (random.uniform() - 0.5) * width,
            offsetY: (random.uniform() - 0.5) * size.rowHeight))
      }
    }
    for net in 0..<size.nets {
      let degree = net < size.bigNets ? 40 : 2 + random.index(below: 4)
      for _ in 0..<degree { builder.connect(pins[random.index(below: pins.count)]) }
      builder.endNet(weight: [1.0, 1, 1, 2.5, 0][random.index(below: 5)], driver: nil)
    }
    let netlist = builder.build()
    var floorplan = Floorplan(die: die)
    for row in 0..<size.rows {
      floorplan.placementRows.append(
        PlacementRow(
          x: die.minX, y: die.minY + Double(row) * size.rowHeight, height: size.rowHeight,
          siteWidth: size.siteWidth, siteSpacing: size.siteWidth, siteCount: size.sites,
          orientation: row % 2 == 0 ? .north : .flippedSouth))
    }
    var design = Design(
      netlist: netlist, floorplan: floorplan, placement: Placement(for: netlist))
    if size.statesSymmetry {
      design.constraints.nodeSymmetries = (0..<netlist.nodeCount).map {
        [.x, [.x, .y], .all, []][$0 % 4]
      }
    }
    if size.fence { addFence(to: &design, size) }
    place(&design, &random)
    return design
  }

  /// Fences off the lower right quarter for every third cell.
  private static func addFence(to design: inout Design, _ size: Size) {
    let die = design.floorplan.die
    design.floorplan.regions = [
      Region(
        name: "fence",
        boxes: [
          Box(
            minX: die.minX + 0.5 * die.width + 0.3, minY: die.minY, maxX: die.maxX,
            maxY: die.minY + Double(size.rows / 2) * size.rowHeight)
        ], isFence: true)
    ]
    design.constraints.nodeRegions = design.netlist.nodeKinds.indices.map {
      design.netlist.nodeKinds[$0] == .standardCell && $0 % 3 == 0 ? 0 : -1
    }
  }

  /// Puts macros and ports somewhere and each cell on the first free sites of a random row, or of the
  /// rows after it.
  private static func place(_ design: inout Design, _ random: inout SeededGenerator) {
    let (netlist, die) = (design.netlist, design.floorplan.die)
    for node in 0..<netlist.nodeCount where netlist.nodeKinds[node] != .standardCell {
      design.placement.x[node] = die.minX + (0.1 + 0.8 * random.uniform()) * die.width
      design.placement.y[node] = die.minY + (0.2 + 0.6 * random.uniform()) * die.height
    }
    var placed: [Int] = []
    for node in 0..<netlist.nodeCount where netlist.nodeKinds[node] == .standardCell {
      let rows = design.floorplanForCells.placementRows
      let first = random.index(below: rows.count)
      search: for turn in rows.indices {
        let row = rows[(first + turn) % rows.count]
        let symmetry = design.constraints.symmetry(of: NodeID(node))
        if row.orientation == .flippedSouth, !symmetry.contains(.x) { continue }
        for site in random.index(below: 5)..<row.siteCount {
          design.placement.orientations[node] = row.orientation
          design.placement.x[node] =
            row.x + Double(site) * row.siteSpacing + netlist.nodeWidths[node] / 2
          design.placement.y[node] = row.y + netlist.nodeHeights[node] / 2
          if LegalityOfRows.fault(of: NodeID(node), among: placed, in: design) == nil {
            placed.append(node)
            break search
          }
        }
      }
      precondition(placed.last == node, "the design is too full")
    }
  }
}

/// An independent check of legality, written for clarity alone.
enum LegalityOfRows {
  /// The first fault of a placement, or nil.
  static func fault(of placement: Placement, in design: Design) -> String? {
    var design = design
    design.placement = placement
    var seen: [Int] = []
    for node in 0..<design.netlist.nodeCount where design.netlist.nodeKinds[node] == .standardCell {
      if let fault = fault(of: NodeID(node), among: seen, in: design) { return fault }
      seen.append(node)
    }
    return nil
  }

  /// What is wrong with one cell, given others that are in place.
  static func fault(of node: NodeID, among others: [Int], in design: Design) -> String? {
    let (netlist, placement) = (design.netlist, design.placement)
    let box = placement.box(of: node, in: netlist)
    let name = netlist.name(of: node)
    let row = design.floorplanForCells.placementRows.first {
      $0.y == box.minY && $0.box.contains(box)
        && (box.minX - $0.x).truncatingRemainder(dividingBy: $0.siteSpacing) == 0
    }
    guard let row else { return "\(name) is on no row" }
    let orientation = placement.orientations[node.index]
    let isFlipped = orientation == .flippedNorth || orientation == .south
    guard orientation == row.orientation || orientation == row.orientation.mirroredLeftRight else {
      return "\(name) is turned against its row"
    }
    let symmetry = design.constraints.symmetry(of: node)
    if isFlipped, design.constraints.nodeSymmetries.isEmpty || !symmetry.contains(.y) {
      return "\(name) is mirrored"
    }
    if row.orientation != .north, !symmetry.contains(.x) { return "\(name) is upside down" }
    for other in others where placement.box(of: NodeID(other), in: netlist).overlaps(box) {
      return "\(name) overlaps \(netlist.name(of: NodeID(other)))"
    }
    for macro in netlist.nodes(.hardMacro) where placement.box(of: macro, in: netlist).overlaps(box)
    {
      return "\(name) overlaps \(netlist.name(of: macro))"
    }
    for blockage in design.floorplan.blockages where blockage.box.overlaps(box) {
      return "\(name) is on a blockage"
    }
    let own = design.constraints.region(of: node)
    for (index, region) in design.floorplan.regions.enumerated() {
      let isInside = region.boxes.contains { $0.contains(box) }
      if index == own, !isInside { return "\(name) is outside its region" }
      if index != own, region.isFence, region.boxes.contains(where: { $0.overlaps(box) }) {
        return "\(name) is in a fence of others"
      }
    }
    return nil
  }
}
