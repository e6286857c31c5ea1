internal import Netlist

/// What must be known while reading nets.
struct DEFNets {
  /// Marks the symbols that are nets' names.
  var isNamed: [Int32] = []
  /// The last net that each port was connected to.
  var lastNetOfPort: [Int32] = []
  var connectionCount = 0
  /// How many nets have a name that another had before.
  var repeatedNames = 0
}

extension DEFReader {
  mutating func readNets() throws(ParseError) {
    let stated = try sectionCount()
    let before = builder.netCount
    nets.lastNetOfPort = [Int32](repeating: -1, count: ports.nodes.count)
    while try nextEntry(of: "NETS") { try readNet() }
    StatedCount.check(
      stated, "NETS", against: builder.netCount - before, file: scanner.file,
      warnings: &warnings)
  }

  /// Reads `{name | MUSTJOIN} [( component pin [+ SYNTHESIZED] )] ... [+ ...] ... ;`.
  private mutating func readNet() throws(ParseError) {
    let name = try scanner.next("a net's name")
    var symbol: Symbol = -1
    if !name.matches("MUSTJOIN") {
      symbol = try intern(name)
      noteName(symbol)
    }
    guard builder.netCount < Int(Int32.max) else {
      throw scanner.mismatch("at most \(Int32.max) nets")
    }
    var driver: PinID?
    var weight = 1.0
    while true {
      var word = try scanner.next("'(', '+' or ';'")
      if word.matches("(") {
        try readConnection(driver: &driver)
      } else if word.matches("+") {
        word = try scanner.next("what to say of the net")
        if word.isKeyword("WEIGHT") {
          weight = try scanner.number("a weight of 0 or more", atLeast: 0)
        } else {
          try scanner.skipClause()
        }
      } else if word.matches(";") {
        break
      } else {
        throw scanner.mismatch("'(', '+' or ';'")
      }
    }
    if symbol >= 0 {
      for port in ports.ports(ofNet: symbol) { connect(port, driver: &driver) }
    }
    builder.endNet(symbol: symbol, weight: weight, driver: driver)
  }

  private mutating func noteName(_ symbol: Symbol) {
    if Self.get(symbol, in: nets.isNamed) > 0 {
      if nets.repeatedNames == 0 {
        warn("a net '\(builder.names.string(symbol))' comes again; each is a net of its own")
      }
      nets.repeatedNames += 1
    }
    Self.set(1, at: symbol, in: &nets.isNamed)
  }

  /// Reads `component pin [+ SYNTHESIZED] )`, `PIN pin [+ SYNTHESIZED] )` or `* pin )`.
  private mutating func readConnection(driver: inout PinID?) throws(ParseError) {
    let component = try scanner.next("a component's name, 'PIN' or '*'")
    let isPort = component.matches("PIN")
    let isEvery = component.matches("*")
    var node: NodeID?
    if !isPort, !isEvery {
      node = builder.names.find(component).flatMap { components.node($0) }
      guard node != nil else { throw scanner.mismatch("a component's name, 'PIN' or '*'") }
    }
    let pin = try scanner.next("a pin's name")
    guard nets.connectionCount < Int(Int32.max) else {
      throw scanner.mismatch("at most \(Int32.max) connections")
    }
    let symbol = builder.names.find(pin)
    if isPort {
      guard let symbol, let port = ports.port(symbol) else {
        throw scanner.mismatch("the name of a pin of the design")
      }
      connect(port, driver: &driver)
    } else if let node {
      let master = components.master(of: node)
      guard let symbol, let place = masters?.pin(symbol, of: master) else {
        throw scanner.mismatch("the name of a pin of cell '\(masterName(of: node))'")
      }
      connect(place, of: node, driver: &driver)
    } else if let symbol {
      try connectEvery(symbol, driver: &driver)
    }
    let word = try scanner.next("')'")
    if word.matches("+") {
      try scanner.expect("SYNTHESIZED")
      try scanner.expect(")")
    } else if !word.matches(")") {
      throw scanner.mismatch("')'")
    }
  }

  private func masterName(of node: NodeID) -> String {
    guard let masters else { return "" }
    let master = Int(components.master(of: node))
    return library.masters[masters.libraryIndices[master]].name
  }

  /// Connects a port unless it is on this net already.
  private mutating func connect(_ port: Int, driver: inout PinID?) {
    let net = Int32(truncatingIfNeeded: builder.netCount)
    guard nets.lastNetOfPort[port] != net else { return }
    nets.lastNetOfPort[port] = net
    let pin = ports.pins[port]
    builder.connect(pin)
    nets.connectionCount += 1
    if driver == nil, builder.direction(of: pin) == .output { driver = pin }
  }

  @inline(__always)
  private mutating func connect(_ place: Int, of node: NodeID, driver: inout PinID?) {
    guard let masters else { return }
    let direction = masters.pinDirections[place]
    let pin = builder.addPin(
      of: node, symbol: masters.pinSymbols[place], offsetX: masters.pinOffsetsX[place],
      offsetY: masters.pinOffsetsY[place], direction: direction)
    builder.connect(pin)
    nets.connectionCount += 1
    if driver == nil, direction == .output { driver = pin }
  }

  /// Connects the pin of that name of every component that has one.
  private mutating func connectEvery(
    _ symbol: Symbol, driver: inout PinID?
  ) throws(ParseError) {
    for node in components.nodes {
      guard let place = masters?.pin(symbol, of: components.master(of: node)) else { continue }
      guard nets.connectionCount < Int(Int32.max) else {
        throw scanner.mismatch("at most \(Int32.max) connections")
      }
      connect(place, of: node, driver: &driver)
    }
  }
}
