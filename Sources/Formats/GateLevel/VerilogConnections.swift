import Netlist

// Connections of instances by the names of pins.

extension VerilogReader {
  /// A connection with one net, or a part of one, which is the next of ``VerilogReader/pendingNets``.
  struct PendingConnection {
    var pin: Symbol
    var place: FilePlace
    var netPlace: FilePlace
    var selection: Selection?
  }

  /// As many connections as are worth looking up at a time.
  static var batchSize: Int { 256 }

  /// Reads `.pin(expression)` or `.pin()`.
  mutating func readConnection() throws(ParseError) {
    guard scanner.isSymbol(0x2E) else {
      throw scanner.error(expected: "'.' and the name of a pin: connections by order are not read")
    }
    try scanner.advance()
    let place = scanner.place
    let pin = try takeName("the name of a pin")
    let instance = Int32(truncatingIfNeeded: module.instances.count)
    if lastInstances[pin] == instance {
      throw scanner.error(
        "expected each pin once, found '\(names.string(pin))' again", at: place)
    }
    lastInstances[pin] = instance
    try expect(0x28, "'('")
    if scanner.kind == .identifier {
      pending.append(PendingConnection(pin: pin, place: place, netPlace: scanner.place))
      pendingNets.append(scanner.text)
      try scanner.advance()
      if let selection = try readSelection() { pending[pending.count - 1].selection = selection }
    } else {
      try makeConnections()
      let bits = scanner.isSymbol(Self.close) ? [] : try readExpression()
      try addConnection(of: pin, at: place, bits)
    }
    try expect(Self.close, "')'")
  }

  /// Makes the connections that are pending.
  mutating func makeConnections() throws(ParseError) {
    if pending.isEmpty { return }
    names.find(&pendingNets)
    for (index, connection) in pending.enumerated() {
      let name = pendingNets.symbols[index] >= 0 ? pendingNets.symbols[index] : try addName(index)
      if connection.selection == nil, let net = declarations[name]?.onlyNet, net >= 0 {
        try addConnection(of: connection.pin, at: connection.place, CollectionOfOne(net))
      } else {
        let vector = try vector(of: name, place: connection.netPlace)
        let nets = try nets(of: vector, connection.selection)
        try addConnection(of: connection.pin, at: connection.place, nets)
      }
    }
    pending.removeAll(keepingCapacity: true)
    pendingNets.removeAll()
  }

  /// The symbol of a name of ``VerilogReader/pendingNets`` that nothing has declared.
  private mutating func addName(_ index: Int) throws(ParseError) -> Symbol {
    guard names.byteCount < LineScanner.mostNameBytes else {
      throw scanner.error(
        "expected names of less than 4 GiB in all", at: pending[index].netPlace)
    }
    let name = pendingNets.withBytes(at: index) { Array($0) }
    return name.withUnsafeBytes { names.intern($0) }
  }

  @inline(__always)
  private mutating func addConnection(
    of pin: Symbol, at place: FilePlace, _ nets: some Collection<Int32>
  ) throws(ParseError) {
    let start = module.bits.count
    module.bits.append(contentsOf: nets)
    guard max(module.bits.count, module.connections.count) < Int(Int32.max) else {
      throw scanner.error(
        "expected less than \(Int32.max) connections of a module, and bits in them", at: place)
    }
    module.connections.append(
      GateModule.Connection(pin: pin, bits: start..<module.bits.count, place: place))
  }
}
