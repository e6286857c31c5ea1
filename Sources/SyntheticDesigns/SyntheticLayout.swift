import Netlist

/// The nodes of a synthetic design where the reference placement has them: cells, macros, ports.
struct SyntheticLayout {
  private let parameters: SyntheticParameters
  private let die: SyntheticDie
  private let widths: [Int32]
  let reference: Placement

  private var siteWidth: Double { Double(parameters.siteWidth) }
  private var rowHeight: Double { Double(parameters.rowHeight) }

  var dieBox: Box {
    Box(
      minX: 0, minY: 0, maxX: Double(die.sites) * siteWidth, maxY: Double(die.rows) * rowHeight)
  }

  var macroBoxes: [Box] {
    die.macros.map { macro in
      Box(
        minX: Double(macro.x) * siteWidth, minY: Double(macro.row) * rowHeight,
        maxX: Double(macro.x + macro.width) * siteWidth,
        maxY: Double(macro.row + macro.rows) * rowHeight)
    }
  }

  init(
    _ parameters: SyntheticParameters, die: SyntheticDie, widths: [Int32], places: CellSites
  ) {
    self.parameters = parameters
    self.die = die
    self.widths = widths
    // Connectivity plays no part in a placement's size.
    var nodes = NetlistBuilder()
    for _ in 0..<(widths.count + die.macros.count) {
      _ = nodes.addNode(.standardCell, symbol: -1, width: 0, height: 0)
    }
    for _ in 0..<parameters.ports { _ = nodes.addNode(.port, symbol: -1, width: 0, height: 0) }
    var placement = Placement(for: nodes.build())
    let (site, row) = (Double(parameters.siteWidth), Double(parameters.rowHeight))
    for cell in widths.indices {
      placement.x[cell] = (Double(places.x[cell]) + Double(widths[cell]) / 2) * site
      placement.y[cell] = (Double(places.row[cell]) + 0.5) * row
    }
    for (number, macro) in die.macros.enumerated() {
      placement.x[widths.count + number] = (Double(macro.x) + Double(macro.width) / 2) * site
      placement.y[widths.count + number] = (Double(macro.row) + Double(macro.rows) / 2) * row
    }
    for port in 0..<parameters.ports {
      let place = Self.edgePoint(
        Double(port) / Double(parameters.ports), width: die.sites * parameters.siteWidth,
        height: die.rows * parameters.rowHeight)
      placement.x[widths.count + die.macros.count + port] = place.x
      placement.y[widths.count + die.macros.count + port] = place.y
    }
    reference = placement
  }

  /// The point at a share of the way around the die, counter-clockwise from the lower left, on whole
  /// units.
  private static func edgePoint(
    _ share: Double, width: Int, height: Int
  ) -> (x: Double, y: Double) {
    let way = Int(share * 2 * Double(width + height))
    return if way < width {
      (Double(way), 0)
    } else if way < width + height {
      (Double(width), Double(way - width))
    } else if way < 2 * width + height {
      (Double(2 * width + height - way), Double(height))
    } else {
      (0, Double(2 * (width + height) - way))
    }
  }

  /// The design with these nets.
  func design(
    _ nets: ConnectionList, seed: UInt64
  ) -> (design: Design, reference: Placement, referenceWirelength: Double) {
    let netlist = netlist(nets, name: "synthetic\(parameters.cells)-\(seed)")
    var start = reference
    for node in 0..<(widths.count + die.macros.count) {
      start.x[node] = dieBox.centerX
      start.y[node] = dieBox.centerY
    }
    var design = Design(netlist: netlist, floorplan: floorplan(), placement: start)
    design.source.formatName = "synthetic"
    return (design, reference, nets.wirelength(reference))
  }

  private func netlist(_ nets: ConnectionList, name: String) -> Netlist {
    let nodeCount = reference.x.count
    var builder = NetlistBuilder(
      name: name, names: StringTable(capacity: nodeCount + nets.netCount))
    builder.reserve(
      nodes: nodeCount, pins: nets.ends.count, nets: nets.netCount, connections: nets.ends.count)
    for (cell, width) in widths.enumerated() {
      _ = builder.addNode(
        .standardCell, symbol: builder.names.intern("c\(cell)"),
        width: Double(width) * siteWidth, height: rowHeight)
    }
    for (number, macro) in die.macros.enumerated() {
      _ = builder.addNode(
        .hardMacro, symbol: builder.names.intern("m\(number)"),
        width: Double(macro.width) * siteWidth, height: Double(macro.rows) * rowHeight)
    }
    for port in 0..<parameters.ports {
      _ = builder.addNode(.port, symbol: builder.names.intern("p\(port)"), width: 0, height: 0)
    }
    for net in 0..<nets.netCount {
      var driver: PinID?
      for place in Int(nets.offsets[net])..<Int(nets.offsets[net + 1]) {
        let end = nets.resolve(nets.ends[place])
        let pin = builder.addPin(
          of: NodeID(end.node), offsetX: end.offsetX, offsetY: end.offsetY,
          direction: driver == nil ? .output : .input)
        builder.connect(pin)
        driver = driver ?? pin
      }
      builder.endNet(symbol: builder.names.intern("n\(net)"), driver: driver)
    }
    return builder.build()
  }

  /// Rows of sites, a cost grid of about a thousand cells, and routing tracks in the proportion to
  /// rows that published designs have: Circuit Training's defaults where a row is 0.16 micrometres.
  private func floorplan() -> Floorplan {
    let rows = (0..<die.rows).map { row in
      PlacementRow(
        x: 0, y: Double(row) * rowHeight, height: rowHeight, siteWidth: siteWidth,
        siteSpacing: siteWidth, siteCount: die.sites, orientation: .north)
    }
    let side = 32.0
    let shape = (dieBox.width / dieBox.height).squareRoot()
    return Floorplan(
      die: dieBox, columns: max(1, Int((side * shape).rounded())),
      rows: max(1, Int((side / shape).rounded())),
      routing: RoutingSupply(rowHeight: rowHeight), placementRows: rows)
  }
}
