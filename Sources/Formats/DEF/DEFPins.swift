internal import Netlist

/// The pins of the design, which become ports.
struct DEFPorts {
  /// What a file says of where a pin is.
  struct Location {
    /// Where the pin is placed.
    var place: DEFComponents.Location?
    /// The bytes that say so.
    var span = 0..<0
    /// The centre of its first shape, from its place and as drawn.
    var shape: (x: Double, y: Double)?

    /// Where wires meet the pin: nil without a place.
    var point: (x: Double, y: Double)? {
      guard let place else { return nil }
      let offset = place.orientation.apply(shape?.x ?? 0, shape?.y ?? 0)
      return (place.x + offset.x, place.y + offset.y)
    }
  }

  private(set) var nodeOfSymbol: [Int32] = []
  /// Arrays by port, in file order.
  private(set) var nodes: [NodeID] = []
  private(set) var pins: [PinID] = []
  private(set) var locations: [Location] = []
  /// The first port of each node number; -1 for components.
  private var portOfNode: [Int32] = []

  /// The ports that state each net: the last one by the net's symbol, the one before by port.
  private var lastOfNet: [Int32] = []
  private var previousOfNet: [Int32] = []

  /// The port of a pin's name, a place in the arrays, or nil.
  func port(_ symbol: Symbol) -> Int? {
    let node = DEFReader.get(symbol, in: nodeOfSymbol)
    return node >= 0 ? Int(portOfNode[Int(node)]) : nil
  }

  mutating func add(
    _ node: NodeID, pin: PinID, symbol: Symbol, net: Symbol?, location: Location
  ) {
    let port = Int32(nodes.count)
    DEFReader.set(node.rawValue, at: symbol, in: &nodeOfSymbol)
    DEFReader.set(port, at: node.rawValue, in: &portOfNode)
    nodes.append(node)
    pins.append(pin)
    locations.append(location)
    previousOfNet.append(-1)
    if let net {
      previousOfNet[Int(port)] = DEFReader.get(net, in: lastOfNet)
      DEFReader.set(port, at: net, in: &lastOfNet)
    }
  }

  /// The ports that state a net, in file order.
  func ports(ofNet net: Symbol) -> [Int] {
    var ports: [Int] = []
    var port = DEFReader.get(net, in: lastOfNet)
    while port >= 0 {
      ports.append(Int(port))
      port = previousOfNet[Int(port)]
    }
    return ports.reversed()
  }
}

extension DEFReader {
  mutating func readPins() throws(ParseError) {
    let stated = try sectionCount()
    let before = ports.nodes.count
    while try nextEntry(of: "PINS") { try readPin() }
    StatedCount.check(
      stated, "PINS", against: ports.nodes.count - before, file: scanner.file,
      warnings: &warnings)
  }

  /// Reads `name + NET net [+ ...] ... ;`. Of several ports with places of their own the first
  /// counts.
  private mutating func readPin() throws(ParseError) {
    let name = try scanner.next("a pin's name")
    let isExtra = NamePattern.extraPort.matches(name)
    let symbol = try intern(name)
    guard ports.port(symbol) == nil else { throw scanner.mismatch("a pin of a new name") }
    guard builder.nodeCount < Int(Int32.max) else {
      throw scanner.mismatch("at most \(Int32.max) components and pins")
    }
    var net: Symbol?
    var direction = PinDirection.unknown
    var location = DEFPorts.Location()
    var isSettled = false
    while true {
      var word = try scanner.next("'+' or ';'")
      if word.matches(";") { break }
      guard word.matches("+") else { throw scanner.mismatch("'+' or ';'") }
      let start = scanner.tokenOffset
      word = try scanner.next("what to say of the pin")
      if word.isKeyword("NET") {
        net = try intern(try scanner.next("a net's name"))
      } else if word.isKeyword("DIRECTION") {
        direction = try readDirection()
      } else if word.isKeyword("PORT") {
        isSettled = location.place != nil
        if !isSettled { location.shape = nil }
      } else if let state = DEFComponents.State(word) {
        var place = DEFComponents.Location(state: state)
        (place.x, place.y) = try scanner.point("the pin's place")
        place.orientation = try scanner.orientation()
        if isSettled { continue }
        location.place = place
        location.span = start..<scanner.tokenEndOffset
      } else if !isSettled, location.shape == nil,
        word.isKeyword("LAYER") || word.isKeyword("POLYGON") || word.isKeyword("VIA")
      {
        location.shape = try readShape()
      } else {
        try scanner.skipClause()
      }
    }
    let node = builder.addNode(.port, symbol: symbol, width: 0, height: 0)
    let pin = builder.addPin(of: node, symbol: symbol, direction: direction)
    ports.add(node, pin: pin, symbol: symbol, net: isExtra ? nil : net, location: location)
  }

  /// Reads the direction as the netlist inside sees it: an input of the design drives its net.
  private mutating func readDirection() throws(ParseError) -> PinDirection {
    let word = try scanner.next("'INPUT', 'OUTPUT', 'INOUT' or 'FEEDTHRU'")
    if word.isKeyword("INPUT") { return .output }
    if word.isKeyword("OUTPUT") { return .input }
    if word.isKeyword("INOUT") || word.isKeyword("FEEDTHRU") { return .bidirectional }
    throw scanner.mismatch("'INPUT', 'OUTPUT', 'INOUT' or 'FEEDTHRU'")
  }

  /// Reads a name, options and points; the centre of the points' box.
  private mutating func readShape() throws(ParseError) -> (x: Double, y: Double) {
    _ = try scanner.next("the name of a layer or via")
    while !(try scanner.next("a corner of the shape").matches("(")) {
      // MASK, SPACING or DESIGNRULEWIDTH and a number.
      _ = try scanner.number("a number")
    }
    scanner.putBack()
    let corners = try readCorners(atLeast: 1, of: "the shape")
    let box = RectilinearPolygon.boundingBox(of: corners)
    return (box.centerX, box.centerY)
  }
}
