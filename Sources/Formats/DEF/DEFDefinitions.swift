internal import Netlist

/// What a design needs of a library, for a DEF file of it and the LEF file beside that: both make it
/// of the same design, and so agree.
///
/// Every node that is no mere point becomes a component. Its cell is the library's, where that has one
/// of the name, size and pins; else one made for it and all nodes like it, named as the design names
/// the cell, or by kind and size, as `macro_12x40`.
struct DEFDefinitions {
  /// A cell to define.
  struct Cell {
    var name: String
    var kind: NodeKind
    /// The size, in the design's unit.
    var width: Double
    var height: Double
    var symmetry: Symmetry
    var pins: [Pin]
    /// The place of each pin by name.
    fileprivate var pinIndices: [String: Int] = [:]

    /// Adds what pins the cell lacks; false, and nothing added, if it has one of a name elsewhere.
    fileprivate mutating func merge(_ others: [Pin]) -> Bool {
      for pin in others {
        if let index = pinIndices[pin.name], pins[index] != pin { return false }
      }
      for pin in others where pinIndices[pin.name] == nil {
        pinIndices[pin.name] = pins.count
        pins.append(pin)
      }
      return true
    }
  }

  /// A pin of a cell to define, by its offset from the centre in the design's unit.
  struct Pin: Equatable {
    var name: String
    var x: Double
    var y: Double
    var direction: PinDirection
  }

  /// A kind of site to define.
  struct Site {
    var name: String
    var width: Double
    var height: Double
  }

  /// Database units per micrometre.
  let unitsPerMicron: Double
  /// Database units per unit of the design.
  let scale: Double
  /// The layer of pins.
  let layer: String
  private(set) var cells: [Cell] = []
  private(set) var sites: [Site] = []
  /// The name of each node's cell, or an empty name for those that become pins of the design.
  private(set) var cellNames: [String] = []
  /// The name of each pin of a component; empty for others.
  private(set) var pinNames: [String]
  /// The name of each row's kind of site.
  private(set) var siteNames: [String] = []

  private let design: Design
  private let library: CellLibrary?
  private var takenCells = DEFNames()
  private var takenSites = DEFNames()
  private var cellIndices: [String: [Int]] = [:]

  /// - Throws: ``OutputError`` for a node that a DEF file cannot hold.
  init(_ design: Design, library: CellLibrary?, file: String) throws(OutputError) {
    self.design = design
    self.library = library
    unitsPerMicron = Self.units(for: design)
    scale = unitsPerMicron / design.floorplan.unitsPerMicron
    layer = library?.layers.first { $0.purpose == .routing }?.name ?? "pins"
    pinNames = [String](repeating: "", count: design.netlist.pinCount)
    for master in library?.masters ?? [] { _ = takenCells.take(master.name) }
    for site in library?.sites ?? [] { _ = takenSites.take(site.name) }
    for node in 0..<design.netlist.nodeCount {
      try Self.check(design, node: node, scale: scale, file: file)
      cellNames.append(isPoint(node) ? "" : cellName(of: node))
    }
    var siteIndices: [String: String] = [:]
    for row in design.floorplan.placementRows {
      siteNames.append(siteName(of: row, known: &siteIndices))
    }
  }

  /// The design's own units, where DEF would state them; else 1000 to a micrometre, or fewer where
  /// coordinates would leave 32 bits.
  private static func units(for design: Design) -> Double {
    let own = design.floorplan.unitsPerMicron
    if own >= 100, own <= 1_000_000, own == own.rounded() { return own }
    let die = design.floorplan.die
    let extent = [die.minX, die.minY, die.maxX, die.maxY].map(abs).reduce(0, max) / own
    return [1000, 800, 400, 200].first { extent * $0 < Double(Int32.max) } ?? 100
  }

  private static func check(
    _ design: Design, node: Int, scale: Double, file: String
  ) throws(OutputError) {
    let placement = design.placement
    let name = design.netlist.name(of: NodeID(node))
    guard abs(placement.x[node] * scale) <= DecimalNumber.largest,
      abs(placement.y[node] * scale) <= DecimalNumber.largest
    else {
      throw OutputError(
        file: file,
        message: "node '\(name)' has no finite position: (\(placement.x[node]), "
          + "\(placement.y[node]))")
    }
    guard DEFNames.spelled(name) != nil else {
      throw OutputError(file: file, message: "DEF has no spelling for the name '\(name)'")
    }
    guard
      design.netlist.nodeKinds[node] == .port
        || (design.netlist.nodeWidths[node] > 0 && design.netlist.nodeHeights[node] > 0)
    else {
      throw OutputError(file: file, message: "node '\(name)' has no area, as cells of LEF must")
    }
  }

  /// Whether a node becomes a pin of the design: a port that is no instance of a cell and has all its
  /// pins at its centre.
  private func isPoint(_ node: Int) -> Bool {
    let netlist = design.netlist
    guard netlist.nodeKinds[node] == .port, netlist.nodeMasters[node] < 0 else { return false }
    return netlist.nodePins[node].allSatisfy {
      netlist.pinOffsetsX[$0.index] == 0 && netlist.pinOffsetsY[$0.index] == 0
    }
  }
}

// MARK: - Cells

extension DEFDefinitions {
  /// The size of the cell of a port that becomes a component.
  func coverSize(of node: Int) -> (width: Double, height: Double) {
    if let library, let index = library.masterIndex(cellNames[node]) {
      let master = library.masters[index]
      return (master.width * unitsPerMicron / scale, master.height * unitsPerMicron / scale)
    }
    return (2 / scale, 2 / scale)
  }

  /// The name of a node's cell, which is defined if need be.
  private mutating func cellName(of node: Int) -> String {
    let netlist = design.netlist
    let pins = namePins(of: node)
    let name = netlist.masterName(of: NodeID(node)).flatMap { DEFNames.spelled($0) }
    if let name, libraryHas(name, node: node, pins: pins) { return name }
    let kind = netlist.nodeKinds[node]
    var cell = Cell(
      name: "", kind: kind, width: netlist.nodeWidths[node], height: netlist.nodeHeights[node],
      symmetry: design.constraints.symmetry(of: NodeID(node)), pins: [])
    // A cover's size counts for nothing; its centre must be on whole units.
    if kind == .port { (cell.width, cell.height) = (2 / scale, 2 / scale) }
    cell.name = name ?? Self.name(of: cell)
    var key = "\(cell.name) \(kind.rawValue) \(cell.width) \(cell.height) "
    key += "\(cell.symmetry.rawValue)"
    // Instances of a cell each show the pins that are on nets; what is none is known by all its pins.
    if name == nil {
      for pin in pins { key += " \(pin.name) \(pin.x) \(pin.y) \(pin.direction.rawValue)" }
    }
    for index in cellIndices[key] ?? [] where cells[index].merge(pins) { return cells[index].name }
    cell.name = takenCells.taking(cell.name)
    _ = cell.merge(pins)
    cellIndices[key, default: []].append(cells.count)
    cells.append(cell)
    return cell.name
  }

  private static func name(of cell: Cell) -> String {
    let word: String
    switch cell.kind {
    case .hardMacro: word = "macro"
    case .softMacro: word = "soft"
    case .standardCell: word = "cell"
    case .port: return "terminal"
    }
    return "\(word)_\(DecimalNumber.plain(cell.width))x\(DecimalNumber.plain(cell.height))"
  }

  /// Names the pins of a component: as the design does, without the node's own name in front, or
  /// else `p` and a number. Two pins of one name and place are one pin on two nets.
  private mutating func namePins(of node: Int) -> [Pin] {
    let netlist = design.netlist
    let prefix = netlist.name(of: NodeID(node)) + "/"
    var taken = DEFNames()
    var pins: [Pin] = []
    var indices: [String: Int] = [:]
    for (number, id) in netlist.nodePins[node].enumerated() {
      var name = "p\(number)"
      let symbol = netlist.pinSymbols[id.index]
      if symbol >= 0 {
        let own = netlist.names.string(symbol)
        name =
          DEFNames.spelled(own.hasPrefix(prefix) ? String(own.dropFirst(prefix.count)) : own)
          ?? name
      }
      let pin = Pin(
        name: name, x: netlist.pinOffsetsX[id.index], y: netlist.pinOffsetsY[id.index],
        direction: netlist.pinDirections[id.index])
      if let index = indices[name], pins[index] == pin {
        pinNames[id.index] = name
        continue
      }
      pinNames[id.index] = taken.taking(name)
      indices[pinNames[id.index]] = pins.count
      pins.append(
        Pin(name: pinNames[id.index], x: pin.x, y: pin.y, direction: pin.direction))
    }
    return pins
  }

  /// Whether the library has that cell, of the node's size and with its pins.
  private func libraryHas(_ name: String, node: Int, pins: [Pin]) -> Bool {
    guard let library, let index = library.masterIndex(name) else { return false }
    let master = library.masters[index]
    let isSize = { (design: Double, library: Double) in
      abs(design * scale - library * unitsPerMicron) <= 0.5
    }
    guard
      design.netlist.nodeKinds[node] == .port
        || (isSize(design.netlist.nodeWidths[node], master.width)
          && isSize(design.netlist.nodeHeights[node], master.height))
    else { return false }
    let names = Set(master.pins.lazy.map(\.name))
    return pins.allSatisfy { names.contains($0.name) }
  }

  /// The name of a row's kind of site, which is defined if need be.
  private mutating func siteName(
    of row: PlacementRow, known: inout [String: String]
  ) -> String {
    if library?.siteIndex(row.siteName) != nil { return row.siteName }
    let swaps = row.orientation.swapsSides
    let width = swaps ? row.height : row.siteWidth
    let height = swaps ? row.siteWidth : row.height
    let size = "\(DecimalNumber.plain(width))x\(DecimalNumber.plain(height))"
    let key = "\(row.siteName) \(size)"
    if let name = known[key] { return name }
    let name = takenSites.taking(DEFNames.spelled(row.siteName) ?? "site_\(size)")
    known[key] = name
    sites.append(Site(name: name, width: width, height: height))
    return name
  }
}
