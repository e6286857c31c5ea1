import Netlist

/// Reads the modules of a netlist that Yosys wrote with `write_json`, as they come; only what a
/// netlist is made of is kept.
///
/// Follows the description in Yosys' manual (`help write_json`). The format keeps no order: modules,
/// ports, nets, cells and pins are taken in the order of their names. Of several with one name, which
/// Yosys does not write, the last holds.
struct YosysJSONReader: ~Copyable {
  private var scanner: JSONScanner
  private var names = StringTable()
  private var modules: [GateModule] = []
  /// The module at hand.
  private var module = YosysModule(name: -1, place: FilePlace(line: 1, column: 1))

  /// Opens a file, gzip-compressed or not.
  init(file: String) throws(ParseError) { scanner = try JSONScanner(file: file) }

  /// Reads the whole file; what it holds.
  consuming func readFile() throws(ParseError) -> (modules: [GateModule], names: StringTable) {
    try readNetlist()
    return (modules, names)
  }

  private mutating func readNetlist() throws(ParseError) {
    let expected = "an object with the object 'modules'"
    guard try scanner.kind() == .object else { throw try scanner.mismatch(expected) }
    let start = scanner.place
    var hasModules = false
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      guard key.matches("modules") else {
        try scanner.skipValue()
        continue
      }
      guard try scanner.kind() == .object else { throw try scanner.mismatch(expected) }
      hasModules = true
      modules = []
      try readModules()
    }
    try scanner.end()
    guard hasModules else { throw scanner.fault("expected \(expected), found none", at: start) }
    names.sortByName(&modules)
  }

  private mutating func readModules() throws(ParseError) {
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      module = YosysModule(name: try intern(key), place: scanner.keyPlace)
      try expect(.object, "an object as", .module)
      try readModule()
      guard let gates = module.gateModule(names: &names) else {
        throw fault(
          "at most \(GateModule.mostNets) nets of", .module, found: "more", at: module.place)
      }
      modules.append(gates)
    }
  }

  private mutating func readModule() throws(ParseError) {
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      if key.matches("attributes") {
        try readModuleAttributes()
      } else if key.matches("ports") {
        try expect(.object, "an object as 'ports' of", .module)
        module.ports = try readWires(Item.port)
      } else if key.matches("netnames") {
        try expect(.object, "an object as 'netnames' of", .module)
        module.nets = try readWires(Item.net)
      } else if key.matches("cells") {
        try expect(.object, "an object as 'cells' of", .module)
        try readCells()
      } else {
        try scanner.skipValue()
      }
    }
  }

  /// Whether Yosys has marked the module as the top, by a number in binary digits.
  private mutating func readModuleAttributes() throws(ParseError) {
    module.isTop = false
    guard try scanner.kind() == .object else { return try scanner.skipValue() }
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      let isTop = key.matches("top")
      if isTop, try scanner.kind() == .text {
        module.isTop = try scanner.text().contains(UInt8(ascii: "1"))
      } else {
        module.isTop = module.isTop || isTop
        try scanner.skipValue()
      }
    }
  }

  // MARK: - Ports and nets

  private mutating func readWires(
    _ item: (Symbol) -> Item
  ) throws(ParseError) -> [YosysModule.Wire] {
    var wires: [YosysModule.Wire] = []
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      let name = try intern(key)
      wires.append(try readWire(item(name), name: name))
    }
    names.sortByName(&wires)
    return wires
  }

  private mutating func readWire(
    _ item: Item, name: Symbol
  ) throws(ParseError) -> YosysModule.Wire {
    var wire = YosysModule.Wire(name: name, place: scanner.keyPlace)
    var hasBits = false
    try expect(.object, "an object as", item)
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      if key.matches("bits") {
        wire.bits = try readBits(of: item)
        hasBits = true
      } else if key.matches("direction") {
        wire.direction = try readDirection(of: item)
      } else if key.matches("offset") {
        wire.offset = try readNumber(in: -(1 << 31)...1 << 31, "'offset'", of: item)
      } else if key.matches("upto") {
        wire.isUpward = try readNumber(in: 0...1, "'upto'", of: item) == 1
      } else if key.matches("hide_name") {
        wire.isHidden = try readNumber(in: 0...1, "'hide_name'", of: item) == 1
      } else {
        try scanner.skipValue()
      }
    }
    guard hasBits else {
      throw fault("a list of bits as 'bits' of", item, found: "none", at: wire.place)
    }
    if case .port = item, wire.direction == nil {
      throw fault(Self.directions, item, found: "none", at: wire.place)
    }
    return wire
  }

  private static let directions = "the direction input, output or inout of"

  private mutating func readDirection(of item: Item) throws(ParseError) -> PinDirection {
    try expect(.text, Self.directions, item)
    let text = try scanner.text()
    if text.matches("input") { return .input }
    if text.matches("output") { return .output }
    if text.matches("inout") { return .bidirectional }
    throw refusal(Self.directions, item)
  }

  private mutating func readNumber(
    in range: ClosedRange<Int>, _ key: String, of item: Item
  ) throws(ParseError) -> Int {
    let isNumber = try scanner.kind() == .number
    if isNumber, let number = Int(exactly: try scanner.number()), range.contains(number) {
      return number
    }
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound) as \(key) of"
    throw isNumber ? refusal(expected, item) : try scanner.mismatch("\(expected) \(phrase(item))")
  }

  // MARK: - Cells

  private mutating func readCells() throws(ParseError) {
    module.removeCells()
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      let name = try intern(key)
      module.cells.append(try readCell(name))
    }
    names.sortByName(&module.cells)
  }

  private mutating func readCell(_ name: Symbol) throws(ParseError) -> GateModule.Instance {
    let place = scanner.keyPlace
    let item = Item.cell(name)
    var type: Symbol?
    var connections: Range<Int>?
    try expect(.object, "an object as", item)
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      if key.matches("type") {
        try expect(.text, "a type of", item)
        type = try intern(try scanner.text())
      } else if key.matches("connections") {
        try expect(.object, "connections of", item)
        connections = try readConnections(of: name)
      } else {
        try scanner.skipValue()
      }
    }
    guard let type else { throw fault("a type of", item, found: "none", at: place) }
    guard let connections else { throw fault("connections of", item, found: "none", at: place) }
    return GateModule.Instance(name: name, master: type, connections: connections, place: place)
  }

  private mutating func readConnections(of cell: Symbol) throws(ParseError) -> Range<Int> {
    let first = module.connections.count
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      let pin = try intern(key)
      let place = scanner.keyPlace
      let bits = try readBits(of: .pin(pin, cell))
      module.connections.append(GateModule.Connection(pin: pin, bits: bits, place: place))
    }
    names.sortByName(&module.connections, from: first)
    return first..<module.connections.count
  }

  // MARK: - Bits

  /// Adds a list of bits, from the right, to the module's; its part of them.
  private mutating func readBits(of item: Item) throws(ParseError) -> Range<Int> {
    try expect(.array, "a list of bits of", item)
    let place = scanner.place
    let first = module.bits.count
    try scanner.enterArray()
    while try scanner.hasNextElement() { module.bits.append(try readBit(of: item)) }
    let bits = first..<module.bits.count
    guard bits.count <= GateModule.mostBits, bits.upperBound <= Int(Int32.max) else {
      throw fault(
        "at most \(GateModule.mostBits) bits of", item, found: "\(bits.count)", at: place)
    }
    return bits
  }

  /// A net by the file's number, or a constant as ``GateModule/Constant``.
  private mutating func readBit(of item: Item) throws(ParseError) -> Int32 {
    if try scanner.kind() == .text {
      let text = try scanner.text()
      if text.matches("0") { return GateModule.Constant.zero }
      if text.matches("1") { return GateModule.Constant.one }
      if text.matches("x") || text.matches("z") { return GateModule.Constant.none }
      throw refusal("\"0\", \"1\", \"x\" or \"z\" in the bits of", item)
    }
    try expect(.number, "the number of a net in the bits of", item)
    guard let net = Int32(exactly: try scanner.number()), net >= 0 else {
      throw refusal("the number of a net in the bits of", item)
    }
    return net
  }

  private mutating func intern(_ name: UnsafeRawBufferPointer) throws(ParseError) -> Symbol {
    guard names.byteCount < LineScanner.mostNameBytes else {
      throw scanner.fault("expected names of less than 4 GiB in all", at: scanner.place)
    }
    return names.intern(name)
  }
}

// MARK: - Faults

extension YosysJSONReader {
  /// What a fault is in.
  private enum Item {
    case module
    case port(Symbol)
    case net(Symbol)
    case cell(Symbol)
    case pin(Symbol, _ cell: Symbol)
  }

  private func phrase(_ item: Item) -> String {
    func named(_ kind: String, _ symbol: Symbol) -> String {
      "the \(kind) '\(names.string(symbol))'"
    }
    let owner = " of '\(names.string(module.name))'"
    return switch item {
    case .module: named("module", module.name)
    case .port(let name): named("port", name) + owner
    case .net(let name): named("net", name) + owner
    case .cell(let name): named("cell", name) + owner
    case .pin(let pin, let cell): named("connection", pin) + " of " + named("cell", cell) + owner
    }
  }

  private func fault(
    _ expected: String, _ item: Item, found: String, at place: FilePlace
  ) -> ParseError {
    scanner.fault("expected \(expected) \(phrase(item)), found \(found)", at: place)
  }

  /// Makes sure of the kind of the next value.
  @inline(__always)
  private mutating func expect(
    _ kind: JSONScanner.Kind, _ expected: String, _ item: Item
  ) throws(ParseError) {
    guard try scanner.kind() == kind else {
      throw try scanner.mismatch("\(expected) \(phrase(item))")
    }
  }

  /// The fault that the value just taken is not what was expected.
  private func refusal(_ expected: String, _ item: Item) -> ParseError {
    scanner.refusal("\(expected) \(phrase(item))")
  }
}
