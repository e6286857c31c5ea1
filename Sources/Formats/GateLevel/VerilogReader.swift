import Netlist

/// Reads the modules of a structural Verilog file.
struct VerilogReader: ~Copyable {
  var scanner: VerilogScanner
  var names = StringTable()
  private var recentNames = RecentNames()
  private var modules: [GateModule] = []

  /// The module at hand.
  var module = GateModule(name: -1, place: FilePlace(line: 1, column: 1))
  /// What is known of its names.
  var declarations = ModuleTable<Declaration>()
  /// The ports of its header.
  var headerPorts: [Symbol] = []
  var instanceNames = ModuleTable<Void>()
  /// The instance that each name of a pin was connected of last, by number.
  var lastInstances = ModuleTable<Int32>()
  /// Names that are read, but not yet looked up, in the order of the file.
  var pending: [PendingName] = []
  /// The bytes of ``pending``, in order.
  var pendingNames = NameBatch()
  /// How many connections of the module are read, those of pending nets too.
  var connectionCount = 0

  /// What a module says about a name.
  struct Declaration {
    /// The place in ``GateModule/vectors``; nil for a port of the header that has no direction yet.
    var vector: Int32?
    var isHeaderPort = false
    var hasDirection = false
    var isNet = false
    var place: FilePlace
    /// The net, where it is one without an index; else -1.
    var onlyNet: Int32 = -1
  }

  init(file: String) throws(ParseError) { scanner = try VerilogScanner(file: file) }

  static let close: UInt8 = 0x29
  static let comma: UInt8 = 0x2C
  static let semicolon: UInt8 = 0x3B

  /// Reads the whole file; what it holds.
  consuming func readFile() throws(ParseError) -> (modules: [GateModule], names: StringTable) {
    try readModules()
    return (modules, names)
  }

  private mutating func readModules() throws(ParseError) {
    var places: [Symbol: FilePlace] = [:]
    try scanner.advance()
    while scanner.kind != .end {
      guard scanner.isKeyword("module") || scanner.isKeyword("macromodule") else {
        throw scanner.error(expected: "'module'")
      }
      try scanner.advance()
      let place = scanner.place
      let name = try takeName("the name of a module")
      if let known = places.updateValue(place, forKey: name) {
        throw scanner.error(
          "expected a module of a new name, found '\(names.string(name))', which is in line "
            + "\(known.line)", at: place)
      }
      module = GateModule(name: name, place: place)
      declarations.removeAll()
      headerPorts.removeAll()
      instanceNames.removeAll()
      connectionCount = 0
      lastInstances.removeAll()
      try readHeader()
      try readItems()
      modules.append(module)
    }
  }

  private mutating func readItems() throws(ParseError) {
    do {
      while !scanner.isKeyword("endmodule") { try readItem() }
    } catch {
      // What was read before may have the first fault.
      try lookUpPending()
      throw error
    }
    try lookUpPending()
    try checkPorts()
    try scanner.advance()
  }

  private mutating func readItem() throws(ParseError) {
    if let direction = try takeDirection() {
      try readPorts(direction: direction)
    } else if try takeNetKeyword() {
      try readNets()
    } else if scanner.isKeyword("supply0") || scanner.isKeyword("supply1") {
      let value =
        scanner.isKeyword("supply0") ? GateModule.Constant.zero : GateModule.Constant.one
      try scanner.advance()
      try lookUpPending()
      let first = module.vectors.count
      try readNets()
      try lookUpPending()
      for vector in module.vectors[first...] {
        for bit in 0..<vector.count { module.joins.append((vector.firstNet + Int32(bit), value)) }
      }
    } else if scanner.isKeyword("assign") {
      try scanner.advance()
      try readAssignments()
    } else if scanner.isSymbol(Self.semicolon) {
      try scanner.advance()
    } else {
      try readInstances()
    }
  }

  /// Every port of the header needs a direction.
  private func checkPorts() throws(ParseError) {
    let first = headerPorts.first { declarations[$0]?.hasDirection == false }
    guard let first, let declaration = declarations[first] else { return }
    throw scanner.error(
      "expected a direction of the port '\(names.string(first))', found none in its module",
      at: declaration.place)
  }

  // MARK: - Instances

  private static let behavioural: [StaticString] = [
    "always", "initial", "reg", "if", "case", "casex", "casez", "for", "generate", "genvar",
    "function", "task", "begin", "integer", "real", "time", "parameter", "localparam", "defparam",
    "specify", "primitive", "always_ff", "always_comb", "always_latch", "logic", "and", "nand",
    "or", "nor", "xor", "xnor", "buf", "not", "bufif0", "bufif1", "notif0", "notif1", "tran",
    "pullup", "pulldown", "event", "fork", "typedef", "interface", "endfunction", "endtask",
  ]

  /// In bytes. Few names of cells are that short and in lower case, as all these are.
  private static let longestKeyword = 12

  private mutating func readInstances() throws(ParseError) {
    let expected: StaticString = "a declaration, 'assign', an instance or 'endmodule'"
    guard scanner.kind == .identifier else { throw scanner.error(expected: "\(expected)") }
    if scanner.text.count <= Self.longestKeyword, scanner.text[0] >= 0x61,
      Self.behavioural.contains(where: { scanner.isKeyword($0) })
    {
      throw scanner.error(expected: "\(expected) (structural Verilog alone is read)")
    }
    let master = try takeName(expected)
    if scanner.isSymbol(0x23) {
      throw scanner.error(expected: "the name of an instance: parameters are not supported")
    }
    repeat {
      let number = module.instances.count
      let first = connectionCount
      module.instances.append(
        GateModule.Instance(
          name: -1, master: master, connections: first..<first, place: scanner.place))
      try takePending(.instance(number), "the name of an instance")
      try expect(0x28, "'('")
      if !scanner.isSymbol(Self.close) {
        repeat { try readConnection() } while try take(Self.comma)
      }
      try expect(Self.close, "',' or ')'")
      module.instances[number].connections = first..<connectionCount
    } while try take(Self.comma)
    try expect(Self.semicolon, "',' or ';'")
  }

  private mutating func readAssignments() throws(ParseError) {
    try lookUpPending()
    repeat {
      let left = try readExpression()
      try expect(0x3D, "'='")
      try join(left, try readExpression())
    } while try take(Self.comma)
    try expect(Self.semicolon, "',' or ';' (assignments of nets and constants alone are read)")
  }

  /// Makes one net of both sides, bit by bit from the right; what the right side lacks is 0.
  mutating func join(_ left: [Int32], _ right: [Int32]) throws(ParseError) {
    for (bit, net) in left.enumerated() {
      guard net >= 0 else { throw scanner.error("expected nets to assign to, found constants") }
      let value = bit < right.count ? right[bit] : GateModule.Constant.zero
      if value != GateModule.Constant.none { module.joins.append((net, value)) }
    }
  }
}

// MARK: - Tokens

extension VerilogReader {
  /// Takes a name.
  mutating func takeName(_ expected: StaticString) throws(ParseError) -> Symbol {
    guard scanner.kind == .identifier else { throw scanner.error(expected: "\(expected)") }
    guard names.byteCount < LineScanner.mostNameBytes else {
      throw scanner.error("expected names of less than 4 GiB in all")
    }
    let name = recentNames.intern(scanner.text, in: &names)
    try scanner.advance()
    return name
  }

  /// Takes a symbol if it comes next; whether it did.
  @inline(__always)
  mutating func take(_ symbol: UInt8) throws(ParseError) -> Bool {
    guard scanner.isSymbol(symbol) else { return false }
    try scanner.advance()
    return true
  }

  /// Takes a symbol that must come next.
  @inline(__always)
  mutating func expect(_ symbol: UInt8, _ expected: StaticString) throws(ParseError) {
    guard try take(symbol) else { throw scanner.error(expected: "\(expected)") }
  }

  /// Takes `input`, `output` or `inout`.
  mutating func takeDirection() throws(ParseError) -> PinDirection? {
    let direction: PinDirection
    if scanner.isKeyword("input") {
      direction = .input
    } else if scanner.isKeyword("output") {
      direction = .output
    } else if scanner.isKeyword("inout") {
      direction = .bidirectional
    } else {
      return nil
    }
    try scanner.advance()
    return direction
  }

  /// Takes `wire` or `tri`.
  mutating func takeNetKeyword() throws(ParseError) -> Bool {
    guard scanner.isKeyword("wire") || scanner.isKeyword("tri") else { return false }
    try scanner.advance()
    return true
  }
}
