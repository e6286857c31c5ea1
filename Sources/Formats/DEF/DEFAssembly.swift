internal import Netlist

extension DEFReader {
  /// Puts together what the statements said.
  ///
  /// - Throws: ``ParseError`` if there is no die, or a region's name is unknown.
  consuming func finish() throws(ParseError) -> Design {
    let die = try self.die()
    if chip.rowsPassedOver > 1 {
      warnings.append("\(scanner.file): warning: \(chip.rowsPassedOver) rows are passed over")
    }
    let nodeCount = builder.nodeCount
    let floorplan = makeFloorplan(die: die, nodeCount: nodeCount)
    var constraints = PlacementConstraints()
    constraints.nodeRegions = try regions.nodeRegions(
      nodeCount: nodeCount, file: scanner.file, warnings: &warnings)
    constraints.nodeSymmetries = nodeSymmetries(nodeCount: nodeCount)
    if !components.halos.isEmpty {
      constraints.halos = [Halo](repeating: .none, count: nodeCount)
      for (node, halo) in components.halos { constraints.halos[node.index] = halo }
    }
    var source = SourceNotes()
    source.formatName = "def"
    source.placementText = PlacementText(
      file: scanner.file, byteCount: try scanner.byteCount(), spans: spans(nodeCount: nodeCount))
    noteUnplacedPorts()
    source.warnings = warnings
    let centers = self.centers(nodeCount: nodeCount, die: die)
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    for (node, center) in centers.enumerated() {
      placement.x[node] = center.x
      placement.y[node] = center.y
      placement.orientations[node] = center.orientation
      if center.isFixed { placement.isFixed[node] = true }
    }
    return Design(
      netlist: netlist, floorplan: floorplan, placement: placement, constraints: constraints,
      source: source)
  }

  /// The die, or else the box of the rows.
  private mutating func die() throws(ParseError) -> Box {
    if let die = chip.die { return die }
    guard let first = chip.rows.first else {
      throw scanner.error("expected a DIEAREA or rows, found neither")
    }
    let die = chip.rows.reduce(first.box) { die, row in
      let box = row.box
      return Box(
        minX: min(die.minX, box.minX), minY: min(die.minY, box.minY),
        maxX: max(die.maxX, box.maxX), maxY: max(die.maxY, box.maxY))
    }
    guard die.width > 0, die.height > 0 else {
      throw scanner.error("expected a DIEAREA or rows with an area, found neither")
    }
    warnings.append("\(scanner.file): warning: no DIEAREA; the die is the box of the rows")
    return die
  }

  private mutating func makeFloorplan(die: Box, nodeCount: Int) -> Floorplan {
    let unitsPerMicron = units()
    let size = chip.grid.size(die: die, nodeCount: nodeCount)
    let macros: [CellLibrary.Master] =
      masters.map { masters in
        zip(masters.masters, masters.libraryIndices).filter { $0.0.kind == .hardMacro }
          .map { library.masters[$0.1] }
      } ?? []
    let routing = chip.grid.supply(
      die: die, unitsPerMicron: unitsPerMicron, library: library, macros: macros)
    return Floorplan(
      die: die, columns: size.columns, rows: size.rows, routing: routing,
      blockages: chip.blockages, regions: regions.regions,
      placementRows: chip.rows.sorted { ($0.y, $0.x) < ($1.y, $1.x) },
      unitsPerMicron: unitsPerMicron)
  }

  /// How the library lets each node be turned: ports in every way.
  private func nodeSymmetries(nodeCount: Int) -> [Symmetry] {
    guard let masters, nodeCount > 0 else { return [] }
    var symmetries = [Symmetry](repeating: .all, count: nodeCount)
    for component in components.list {
      symmetries[component.node.index] = masters.masters[Int(component.master)].symmetry
    }
    return symmetries
  }

  private func spans(nodeCount: Int) -> [Range<Int>] {
    var spans = [Range<Int>](repeating: 0..<0, count: nodeCount)
    for component in components.list { spans[component.node.index] = component.span }
    for (node, location) in zip(ports.nodes, ports.locations) { spans[node.index] = location.span }
    return spans
  }

  private mutating func noteUnplacedPorts() {
    let count = ports.locations.reduce(0) { $0 + ($1.place == nil ? 1 : 0) }
    guard count > 0 else { return }
    warnings.append(
      "\(scanner.file): warning: \(count) of \(ports.nodes.count) pins have no place; they are "
        + "put at the centre of the die")
  }

  /// Where each node is.
  private func centers(
    nodeCount: Int, die: Box
  ) -> [(x: Double, y: Double, orientation: Orientation, isFixed: Bool)] {
    var centers = [(x: Double, y: Double, orientation: Orientation, isFixed: Bool)](
      repeating: (die.centerX, die.centerY, .north, false), count: nodeCount)
    for component in components.list {
      let location = component.location
      guard location.state != .unplaced, let master = masters?.masters[Int(component.master)]
      else { continue }
      let center = location.center(width: master.drawnWidth, height: master.drawnHeight)
      centers[component.node.index] = (
        center.x, center.y, location.orientation, location.state.isFixed
      )
    }
    for (node, location) in zip(ports.nodes, ports.locations) {
      guard let point = location.point else { continue }
      centers[node.index] = (
        point.x, point.y, location.place?.orientation ?? .north, true
      )
    }
    return centers
  }
}
