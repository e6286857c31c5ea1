internal import Netlist

/// Writes a DEF file from the design alone.
struct DEFWriter {
  private let design: Design
  private let definitions: DEFDefinitions
  private let file: String
  private var output = FileOutput()
  private var netNames: [String] = []

  private var netlist: Netlist { design.netlist }

  init(_ design: Design, library: CellLibrary?, to file: String) throws(OutputError) {
    self.design = design
    self.file = file
    definitions = try DEFDefinitions(design, library: library, file: file)
  }

  mutating func write() throws(OutputError) {
    try nameNets()
    writeHeader()
    writeRows()
    let regionNames = writeRegions()
    writeComponents()
    writePins()
    writeBlockages()
    writeNets()
    writeGroups(regionNames)
    output.write("END DESIGN\n")
    try output.save(to: file)
  }

  /// A length or coordinate in whole database units. The definitions have checked that nodes are in
  /// range; the rest of a floorplan that is not is cut off.
  private func units(_ value: Double) -> Int {
    let scaled = (value * definitions.scale).rounded()
    return Int(min(max(scaled, -DecimalNumber.largest), DecimalNumber.largest))
  }

  private func point(_ x: Double, _ y: Double) -> String { "( \(units(x)) \(units(y)) )" }

  private func corners(_ box: Box) -> String {
    "\(point(box.minX, box.minY)) \(point(box.maxX, box.maxY))"
  }

  private func name(of node: Int) -> String {
    DEFNames.spelled(netlist.name(of: NodeID(node))) ?? "node\(node)"
  }

  /// Gives each net a name of its own, and sees to it that those of components and pins are.
  private mutating func nameNets() throws(OutputError) {
    var components = DEFNames()
    var pins = DEFNames()
    for node in 0..<netlist.nodeCount {
      let name = self.name(of: node)
      let isFree =
        definitions.cellNames[node].isEmpty ? pins.take(name) : components.take(name)
      guard isFree else {
        throw OutputError(file: file, message: "two nodes have the name '\(name)'")
      }
    }
    var nets = DEFNames()
    for net in 0..<netlist.netCount {
      netNames.append(
        nets.taking(DEFNames.spelled(netlist.name(of: NetID(net))) ?? "net\(net)"))
    }
  }

  private mutating func writeHeader() {
    let name = DEFNames.spelled(netlist.name) ?? "design"
    output.write("VERSION 5.8 ;\nDIVIDERCHAR \"/\" ;\nBUSBITCHARS \"[]\" ;\nDESIGN \(name) ;\n")
    output.write("UNITS DISTANCE MICRONS \(Int(definitions.unitsPerMicron)) ;\n")
    output.write("DIEAREA \(corners(design.floorplan.die)) ;\n")
  }

  private mutating func writeRows() {
    for (index, row) in design.floorplan.placementRows.enumerated() where row.siteCount > 0 {
      output.write(
        "ROW row_\(index) \(definitions.siteNames[index]) \(units(row.x)) \(units(row.y)) "
          + "\(row.orientation.name) DO \(row.siteCount) BY 1 STEP \(units(row.siteSpacing)) 0 ;\n"
      )
    }
  }

  /// Returns the names that the regions go by.
  private mutating func writeRegions() -> [String] {
    let regions = design.floorplan.regions
    var names = DEFNames()
    let spelled = regions.map { names.taking(DEFNames.spelled($0.name) ?? "region") }
    if regions.isEmpty { return spelled }
    output.write("REGIONS \(regions.count) ;\n")
    for (region, name) in zip(regions, spelled) {
      let boxes = region.boxes.map(corners).joined(separator: " ")
      output.write("- \(name) \(boxes)\(region.isFence ? " + TYPE FENCE" : "") ;\n")
    }
    output.write("END REGIONS\n")
    return spelled
  }

  private mutating func writeComponents() {
    let nodes = definitions.cellNames.indices.filter { !definitions.cellNames[$0].isEmpty }
    output.write("COMPONENTS \(nodes.count) ;\n")
    for node in nodes {
      let corner = lowerLeft(of: node)
      let state = design.placement.isFixed[node] ? "FIXED" : "PLACED"
      let orientation = design.placement.orientations[node].name
      var line = "- \(name(of: node)) \(definitions.cellNames[node]) + \(state) "
      line += "\(point(corner.x, corner.y)) \(orientation)"
      let halo = design.constraints.halo(of: NodeID(node))
      if halo != .none {
        line += " + HALO \(units(halo.left)) \(units(halo.bottom)) \(units(halo.right)) "
        line += "\(units(halo.top))"
      }
      output.write(line + " ;\n")
    }
    output.write("END COMPONENTS\n")
  }

  private func lowerLeft(of node: Int) -> (x: Double, y: Double) {
    if netlist.nodeKinds[node] == .port {
      let size = definitions.coverSize(of: node)
      let swaps = design.placement.orientations[node].swapsSides
      return (
        design.placement.x[node] - (swaps ? size.height : size.width) / 2,
        design.placement.y[node] - (swaps ? size.width : size.height) / 2
      )
    }
    let box = design.placement.box(of: NodeID(node), in: netlist)
    return (box.minX, box.minY)
  }

  /// Pins are written with a shape around their point, which is where readers put them, so that it
  /// can be on half units.
  private mutating func writePins() {
    let nodes = definitions.cellNames.indices.filter { definitions.cellNames[$0].isEmpty }
    output.write("PINS \(nodes.count) ;\n")
    var names = DEFNames()
    for name in netNames { _ = names.take(name) }
    let reach = max(Int(definitions.unitsPerMicron) / 20, 1)
    for node in nodes {
      let name = self.name(of: node)
      let net = netlist.nodeNets[node].first.map { netNames[$0.index] }
      let direction = netlist.nodePins[node].first.map { netlist.pinDirections[$0.index] }
      let orientation = design.placement.orientations[node]
      let x = halfUnits(design.placement.x[node])
      let y = halfUnits(design.placement.y[node])
      // The half that the point has over whole units, as the shape is drawn.
      let over = orientation.swapsSides ? (x: y & 1, y: x & 1) : (x: x & 1, y: y & 1)
      let turned = orientation.apply(Double(over.x), Double(over.y))
      var line = "- \(name) + NET \(net ?? names.taking(name))\(Self.directionClause(direction))"
      line += " + LAYER \(definitions.layer) ( -\(reach) -\(reach) ) "
      line += "( \(reach + over.x) \(reach + over.y) ) + FIXED ( \((x - Int(turned.x)) / 2) "
      line += "\((y - Int(turned.y)) / 2) ) \(orientation.name) ;\n"
      output.write(line)
    }
    output.write("END PINS\n")
  }

  private func halfUnits(_ value: Double) -> Int { Int((value * definitions.scale * 2).rounded()) }

  /// The direction as seen from outside: what drives a net inside is an input of the design.
  private static func directionClause(_ direction: PinDirection?) -> String {
    switch direction {
    case .output: " + DIRECTION INPUT"
    case .input: " + DIRECTION OUTPUT"
    case .bidirectional: " + DIRECTION INOUT"
    case .unknown, nil: ""
    }
  }

  private mutating func writeBlockages() {
    let blockages = design.floorplan.blockages
    if blockages.isEmpty { return }
    output.write("BLOCKAGES \(blockages.count) ;\n")
    for blockage in blockages {
      output.write("- PLACEMENT")
      if blockage.isSoft {
        output.write(" + SOFT")
      } else if blockage.density < 1 {
        output.write(" + PARTIAL ")
        output.write((1 - blockage.density) * 100)
      }
      output.write(" RECT \(corners(blockage.box)) ;\n")
    }
    output.write("END BLOCKAGES\n")
  }

  private mutating func writeNets() {
    output.write("NETS \(netlist.netCount) ;\n")
    for net in 0..<netlist.netCount {
      output.write("- \(netNames[net])")
      for (index, pin) in netlist.netPins[net].enumerated() {
        let node = netlist.pinNodes[pin.index].index
        output.write(index > 0 && index % 8 == 0 ? "\n " : " ")
        output.write(
          definitions.cellNames[node].isEmpty
            ? "( PIN \(name(of: node)) )"
            : "( \(name(of: node)) \(definitions.pinNames[pin.index]) )")
      }
      if netlist.netWeights[net] != 1 {
        output.write(" + WEIGHT ")
        output.write(netlist.netWeights[net])
      }
      output.write(" ;\n")
    }
    output.write("END NETS\n")
  }

  private mutating func writeGroups(_ regionNames: [String]) {
    let members = Adjacency<Int32>(
      groupingBy: design.constraints.nodeRegions, rowCount: regionNames.count)
    let regions = regionNames.indices.filter { members.count(row: $0) > 0 }
    if regions.isEmpty { return }
    output.write("GROUPS \(regions.count) ;\n")
    for region in regions {
      output.write("- \(regionNames[region])")
      for node in members[region] where !definitions.cellNames[Int(node)].isEmpty {
        output.write("\n  \(name(of: Int(node)))")
      }
      output.write("\n  + REGION \(regionNames[region]) ;\n")
    }
    output.write("END GROUPS\n")
  }
}
