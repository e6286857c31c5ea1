internal import Netlist

/// Makes a design of the records of a netlist file: finds the macro of each pin and the node or pin
/// behind each name, and decides which macros are soft.
struct NodeAssembler {
  private let file: String
  private let lowerCaseMacros: LowerCaseMacros
  private var records: NetlistRecords
  private var warnings: [String]
  /// The record of the macro each pin belongs to; -1 for records that are no pins.
  private var macroOfPin: [Int32]

  init(_ records: consuming NetlistRecords, file: String, lowerCaseMacros: LowerCaseMacros) {
    self.file = file
    self.lowerCaseMacros = lowerCaseMacros
    warnings = records.warnings
    macroOfPin = [Int32](repeating: -1, count: records.nodes.count)
    self.records = records
  }

  /// The design.
  ///
  /// - Throws: ``ParseError`` where a name does not lead to what it must.
  consuming func assemble() throws(ParseError) -> Design {
    try findMacros()
    let isSoft = softMacros()
    var builder = NetlistBuilder(name: Self.designName(file), names: records.names)
    records.names = StringTable()
    let places = reserve(in: &builder)
    var source = addNodes(to: &builder, isSoft: isSoft, places: places)
    try addNets(to: &builder, places: places)
    source.metadata = records.metadata
    source.warnings = warnings
    let nodes = records.nodes
    let floorplan = defaultFloorplan()
    records = NetlistRecords()
    macroOfPin = []
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    for (node, index) in source.nodeIndices.enumerated() {
      let record = nodes[Int(index)]
      placement.x[node] = record.x
      placement.y[node] = record.y
      if record.kind != .port { placement.orientations[node] = record.orientation }
    }
    return Design(netlist: netlist, floorplan: floorplan, placement: placement, source: source)
  }

  /// The file's name without folders and the usual endings.
  private static func designName(_ file: String) -> String {
    var name = file[...]
    if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
    for ending in [".gz", ".txt", ".pb"] where name.hasSuffix(ending) {
      name = name.dropLast(ending.count)
    }
    return String(name)
  }

  // MARK: Pins and macros

  private mutating func findMacros() throws(ParseError) {
    for index in records.nodes.indices where records.nodes[index].kind == .pin {
      let macro = try macro(of: records.nodes[index])
      macroOfPin[index] = macro
    }
  }

  /// The record of the macro of a pin: the one it names, or that whose name stands before the last
  /// `/` of its own.
  private func macro(of pin: NodeRecord) throws(ParseError) -> Int32 {
    var symbol: Symbol? = pin.macro >= 0 ? pin.macro : nil
    if symbol == nil {
      symbol = records.names.withBytes(of: pin.symbol) { name in
        name.lastIndex(of: 0x2F).flatMap {
          records.names.find(UnsafeRawBufferPointer(rebasing: name[..<$0]))
        }
      }
    }
    if let symbol, let macro = node(of: symbol), isMacro(records.nodes[Int(macro)].kind) {
      return macro
    }
    let name = records.names.string(pin.symbol)
    let found = pin.macro >= 0 ? "'\(records.names.string(pin.macro))', which is none" : "none"
    throw ParseError(
      file: file, place: pin.place, message: "expected a macro for pin '\(name)', found \(found)")
  }

  private func node(of symbol: Symbol) -> Int32? {
    guard Int(symbol) < records.nodeOfSymbol.count else { return nil }
    let node = records.nodeOfSymbol[Int(symbol)]
    return node >= 0 ? node : nil
  }

  private func isMacro(_ kind: NodeRecord.Kind) -> Bool {
    kind == .upperMacro || kind == .lowerMacro
  }

  /// Which records are soft macros. The name (`Grp…`) decides, then the spelling of the type; a
  /// lower-case type without that name is what ``LowerCaseMacros`` makes of it.
  private mutating func softMacros() -> [Bool] {
    var isSoft = [Bool](repeating: false, count: records.nodes.count)
    var hasOffsets = isSoft
    for (index, macro) in macroOfPin.enumerated() where macro >= 0 {
      if records.nodes[index].offsetX != 0 || records.nodes[index].offsetY != 0 {
        hasOffsets[Int(macro)] = true
      }
    }
    var upperSoft = Tally()
    var lowerSoft = Tally()
    var lowerHard = Tally()
    for (index, node) in records.nodes.enumerated() where isMacro(node.kind) {
      let isGroup = records.names.withBytes(of: node.symbol) { $0.hasPrefix("Grp") }
      if node.kind == .upperMacro {
        isSoft[index] = isGroup
        if isGroup { upperSoft.count(node) }
      } else if isGroup || lowerCaseMacros == .soft {
        isSoft[index] = true
      } else if lowerCaseMacros == .automatic {
        isSoft[index] = !hasOffsets[index]
        if hasOffsets[index] { lowerHard.count(node) } else { lowerSoft.count(node) }
      }
    }
    warn(upperSoft, "of type MACRO named Grp…", "read as soft, as the name says")
    warn(
      lowerSoft, "of type macro not named Grp…, with all pins at the centre",
      "read as soft, as the type says")
    warn(
      lowerHard, "of type macro not named Grp…, with pins off the centre",
      "read as hard, as the pins say")
    return isSoft
  }

  /// How many nodes a warning is about, and the first of them.
  private struct Tally {
    var total = 0
    var first: NodeRecord?

    mutating func count(_ node: NodeRecord) {
      total += 1
      if first == nil { first = node }
    }
  }

  private mutating func warn(_ tally: Tally, _ what: String, _ outcome: String) {
    guard let first = tally.first else { return }
    let name = records.names.string(first.symbol)
    warnings.append(
      "\(file):\(first.place.line): \(tally.total) macro\(tally.total == 1 ? "" : "s") \(what), "
        + "the first '\(name)': \(outcome)")
  }

  // MARK: Nodes and nets

  /// The number each record will have in the model: of its node for a macro, else of its pin.
  private func reserve(in builder: inout NetlistBuilder) -> [Int32] {
    var nodes: Int32 = 0
    var pins: Int32 = 0
    var nets = 0
    var places = [Int32](repeating: 0, count: records.nodes.count)
    for (index, node) in records.nodes.enumerated() {
      places[index] = isMacro(node.kind) ? nodes : pins
      if node.kind != .pin { nodes += 1 }
      if !isMacro(node.kind) { pins += 1 }
      if !records.sinkRange(of: index).isEmpty { nets += 1 }
    }
    builder.reserve(
      nodes: Int(nodes), pins: Int(pins), nets: nets, connections: nets + records.sinks.count)
    return places
  }

  private func addNodes(
    to builder: inout NetlistBuilder, isSoft: [Bool], places: [Int32]
  ) -> SourceNotes {
    var source = SourceNotes()
    source.formatName = "circuit-training"
    var hasSides = false
    for (index, record) in records.nodes.enumerated() {
      switch record.kind {
      case .pin:
        let macro = Int(macroOfPin[index])
        let isCentred = isSoft[macro]
        _ = builder.addPin(
          of: NodeID(places[macro]), symbol: record.symbol,
          offsetX: isCentred ? 0 : record.offsetX, offsetY: isCentred ? 0 : record.offsetY,
          direction: records.sinkRange(of: index).isEmpty ? .input : .output)
        source.pinIndices.append(Int32(index))
        continue
      case .port:
        let node = builder.addNode(.port, symbol: record.symbol, width: 0, height: 0)
        _ = builder.addPin(of: node)
        if record.side != .none { hasSides = true }
      case .standardCell:
        let node = builder.addNode(
          .standardCell, symbol: record.symbol, width: record.width, height: record.height)
        _ = builder.addPin(of: node)
      case .upperMacro, .lowerMacro, .unknown:
        _ = builder.addNode(
          isSoft[index] ? .softMacro : .hardMacro, symbol: record.symbol, width: record.width,
          height: record.height)
      }
      source.nodeIndices.append(Int32(index))
      if !isMacro(record.kind) { source.pinIndices.append(-1) }
    }
    if hasSides {
      source.portSides = source.nodeIndices.map { index in
        let record = records.nodes[Int(index)]
        return record.kind == .port ? record.side.name : nil
      }
    }
    return source
  }

  private func addNets(
    to builder: inout NetlistBuilder, places: [Int32]
  ) throws(ParseError) {
    for (index, record) in records.nodes.enumerated() {
      let sinks = records.sinkRange(of: index)
      if sinks.isEmpty { continue }
      let driver = PinID(places[index])
      builder.connect(driver)
      for sink in sinks {
        builder.connect(PinID(places[try self.sink(records.sinks[sink], names: builder.names)]))
      }
      builder.endNet(weight: record.kind == .port ? 1 : record.weight, driver: driver)
    }
  }

  /// The record that a sink's name leads to.
  private func sink(
    _ reference: SinkReference, names: borrowing StringTable
  ) throws(ParseError) -> Int {
    if let node = node(of: reference.symbol), !isMacro(records.nodes[Int(node)].kind) {
      return Int(node)
    }
    let reason = node(of: reference.symbol) == nil ? "which no node has" : "a macro"
    throw ParseError(
      file: file, place: reference.place,
      message: "expected the name of a pin, port or cell, found "
        + "'\(names.string(reference.symbol))', \(reason)")
  }

  // MARK: Floorplan

  /// The canvas before a placement file says another: a square with room for all nodes at 60 per
  /// cent, and ten grid cells to a side.
  private func defaultFloorplan() -> Floorplan {
    var area = 0.0
    for node in records.nodes where node.kind != .port && node.kind != .pin {
      area += node.width * node.height
    }
    let side = area > 0 ? max((area / 0.6).squareRoot(), DecimalNumber.smallestLength) : 1
    return .circuitTrainingDefault(side: side)
  }
}
