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

  /// Nets and connections that are read, but not yet made: names are looked up many at a time.
  var pendingNets: [PendingNet] = []
  var pending: [PendingConnection] = []
  /// The names of the components of ``pending``, in order.
  var components = NameBatch()
  /// The names of the nets of ``pendingNets`` that have one, in order.
  var names = NameBatch()

  struct PendingNet {
    /// That of its name; nil for a net without one.
    var namePlace: FilePlace?
    var weight: Double
    /// The place behind its last connection in ``DEFNets/pending``.
    var end: Int
  }

  struct PendingConnection {
    enum Target {
      /// The next of ``DEFNets/components``.
      case component
      /// A pin of the design, by number.
      case port(Int32)
      /// Every component that has the pin.
      case every
    }

    var target: Target
    /// The name of the pin of a component; -1 before it is read.
    var pin: Symbol = -1
    var place: FilePlace
    var pinPlace = FilePlace(line: 1, column: 1)
  }

  /// As many nets and connections as are worth looking up at a time.
  static let batchSize = 256
}

// MARK: - Reading

extension DEFReader {
  mutating func readNets() throws(ParseError) {
    let stated = try sectionCount()
    let before = builder.netCount
    let room = Self.room(for: stated)
    builder.names.reserve(room)
    // Room that is not used costs no memory. Nets have three or four pins in the mean.
    builder.reserve(
      nodes: 0, pins: builder.pinCount + 4 * room, nets: before + room, connections: 4 * room)
    nets.lastNetOfPort = [Int32](repeating: -1, count: ports.nodes.count)
    do {
      while try nextEntry(of: "NETS") {
        try readNet()
        if nets.pending.count + nets.pendingNets.count >= DEFNets.batchSize { try makeNets() }
      }
    } catch {
      // What was read before may have the first fault.
      try makeNets()
      throw error
    }
    try makeNets()
    StatedCount.check(
      stated, "NETS", against: builder.netCount - before, file: scanner.file,
      warnings: &warnings)
  }

  /// Reads `{name | MUSTJOIN} [( component pin [+ SYNTHESIZED] )] ... [+ ...] ... ;`.
  private mutating func readNet() throws(ParseError) {
    let name = try scanner.next("a net's name")
    var namePlace: FilePlace?
    if !name.matches("MUSTJOIN") {
      try checkRoomForNames(more: nets.names.byteCount)
      nets.names.append(name)
      namePlace = scanner.tokenPlace
    }
    var weight = 1.0
    while true {
      var word = try scanner.next("'(', '+' or ';'")
      if word.matches("(") {
        try readConnection()
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
    nets.pendingNets.append(
      DEFNets.PendingNet(namePlace: namePlace, weight: weight, end: nets.pending.count))
  }

  private mutating func noteName(_ symbol: Symbol, at place: FilePlace) {
    if Self.get(symbol, in: nets.isNamed) > 0 {
      if nets.repeatedNames == 0 {
        warn(
          "a net '\(builder.names.string(symbol))' comes again; each is a net of its own",
          at: place)
      }
      nets.repeatedNames += 1
    }
    Self.set(1, at: symbol, in: &nets.isNamed)
  }

  /// Reads `component pin [+ SYNTHESIZED] )`, `PIN pin [+ SYNTHESIZED] )` or `* pin )`.
  private mutating func readConnection() throws(ParseError) {
    let component = try scanner.next("a component's name, 'PIN' or '*'")
    let place = scanner.tokenPlace
    let isPort = component.matches("PIN")
    let isEvery = component.matches("*")
    if isPort {
      let pin = try scanner.next("a pin's name")
      guard let port = builder.names.find(pin).flatMap({ ports.port($0) }) else {
        throw scanner.mismatch("the name of a pin of the design")
      }
      nets.pending.append(
        DEFNets.PendingConnection(target: .port(Int32(truncatingIfNeeded: port)), place: place))
    } else {
      if !isEvery { nets.components.append(component) }
      nets.pending.append(
        DEFNets.PendingConnection(target: isEvery ? .every : .component, place: place))
      let pin = try intern(try scanner.next("a pin's name"))
      nets.pending[nets.pending.count - 1].pin = pin
      nets.pending[nets.pending.count - 1].pinPlace = scanner.tokenPlace
    }
    let word = try scanner.next("')'")
    if word.matches("+") {
      try scanner.expect("SYNTHESIZED")
      try scanner.expect(")")
    } else if !word.matches(")") {
      throw scanner.mismatch("')'")
    }
  }
}

// MARK: - Making nets

extension DEFReader {
  /// Makes what is pending; a net that has not ended gets its connections.
  private mutating func makeNets() throws(ParseError) {
    builder.names.intern(&nets.names)
    builder.names.find(&nets.components)
    let instances = nets.components.symbols.map { $0 < 0 ? nil : components.instance($0) }
    var component = 0
    var connection = 0
    var named = 0
    var driver: PinID?
    for net in nets.pendingNets {
      var symbol: Symbol = -1
      if let place = net.namePlace {
        symbol = nets.names.symbols[named]
        named += 1
        noteName(symbol, at: place)
      }
      driver = nil
      while connection < net.end {
        try make(connection, instances, &component, driver: &driver)
        connection += 1
      }
      if symbol >= 0 {
        for port in ports.ports(ofNet: symbol) { connect(port, driver: &driver) }
      }
      guard builder.netCount < Int(Int32.max) else {
        throw scanner.mismatch("at most \(Int32.max) nets")
      }
      builder.endNet(symbol: symbol, weight: net.weight, driver: driver)
    }
    for rest in connection..<nets.pending.count {
      try make(rest, instances, &component, driver: &driver)
    }
    nets.pendingNets.removeAll(keepingCapacity: true)
    nets.pending.removeAll(keepingCapacity: true)
    nets.components.removeAll()
    nets.names.removeAll()
  }

  /// Makes a connection; `component` counts those that are of a component.
  @inline(__always)
  private mutating func make(
    _ index: Int, _ instances: [DEFComponents.Instance?], _ component: inout Int,
    driver: inout PinID?
  ) throws(ParseError) {
    let connection = nets.pending[index]
    guard nets.connectionCount < Int(Int32.max) else {
      throw scanner.mismatch("at most \(Int32.max) connections")
    }
    switch connection.target {
    case .port(let port): connect(Int(port), driver: &driver)
    case .every: try connectEvery(connection.pin, driver: &driver)
    case .component:
      guard let instance = instances[component] else {
        throw nets.components.withBytes(at: component) {
          scanner.mismatch(
            "a component's name, 'PIN' or '*'", found: $0, at: connection.place)
        }
      }
      component += 1
      // The fault that kept the pin's name from being read is the caller's.
      guard connection.pin >= 0 else { return }
      guard let place = masters?.pin(connection.pin, of: instance.master) else {
        throw builder.names.withBytes(of: connection.pin) {
          scanner.mismatch(
            "the name of a pin of cell '\(name(ofMaster: instance.master))'", found: $0,
            at: connection.pinPlace)
        }
      }
      connect(place, of: instance.node, driver: &driver)
    }
  }

  private func name(ofMaster master: Int32) -> String {
    masters.map { library.masters[$0.libraryIndices[Int(master)]].name } ?? ""
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
    guard symbol >= 0 else { return }
    for component in components.list {
      guard let place = masters?.pin(symbol, of: component.master) else { continue }
      guard nets.connectionCount < Int(Int32.max) else {
        throw scanner.mismatch("at most \(Int32.max) connections")
      }
      connect(place, of: component.node, driver: &driver)
    }
  }
}
