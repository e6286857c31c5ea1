import Netlist

// Connections of instances by the names of pins.

extension VerilogReader {
  /// Reads `.pin(expression)` or `.pin()`.
  mutating func readConnection() throws(ParseError) {
    guard scanner.isSymbol(0x2E) else {
      throw scanner.error(expected: "'.' and the name of a pin: connections by order are not read")
    }
    try scanner.advance()
    let place = scanner.place
    let pin = try takeName("the name of a pin")
    let instance = Int32(truncatingIfNeeded: module.instances.count - 1)
    if lastInstances[pin] == instance {
      throw scanner.error(
        "expected each pin once, found '\(names.string(pin))' again", at: place)
    }
    lastInstances[pin] = instance
    connectionCount += 1
    try expect(0x28, "'('")
    if scanner.kind == .identifier {
      try takePending(.connection(Connection(pin: pin, place: place)), "a net")
      if let selection = try readSelection() {
        pending[pending.count - 1].role = .connection(
          Connection(pin: pin, place: place, selection: selection))
      }
    } else {
      try lookUpPending()
      let bits = scanner.isSymbol(Self.close) ? [] : try readExpression()
      try addConnection(of: pin, at: place, bits)
    }
    try expect(Self.close, "')'")
  }

  /// Adds the next connection of the module.
  @inline(__always)
  mutating func addConnection(
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
