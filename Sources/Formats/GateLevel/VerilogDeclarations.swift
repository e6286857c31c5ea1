import Netlist

// Ports and nets of a module.

extension VerilogReader {
  /// Reads the ports behind a module's name, in either style, up to the `;`.
  mutating func readHeader() throws(ParseError) {
    if scanner.isSymbol(0x23) {
      throw scanner.error(expected: "'(' or ';': parameters are not supported")
    }
    if try take(0x28), try !take(Self.close) {
      if let direction = try takeDirection() {
        try readTypedPorts(first: direction)
      } else {
        repeat { try readPortName() } while try take(Self.comma)
      }
      try expect(Self.close, "',' or ')'")
    }
    try expect(Self.semicolon, "';'")
  }

  private mutating func readPortName() throws(ParseError) {
    let place = scanner.place
    let name = try takeName("the name of a port")
    guard declarations[name] == nil else {
      throw scanner.error(
        "expected each port once, found '\(names.string(name))' again", at: place)
    }
    declarations[name] = Declaration(isHeaderPort: true, place: place)
    headerPorts.append(name)
  }

  /// Ports with their directions in the header: what is said of one holds for the next unless it
  /// has a direction of its own.
  private mutating func readTypedPorts(first: PinDirection) throws(ParseError) {
    var direction = first
    _ = try takeNetKeyword()
    var range = try readRange()
    while true {
      let place = scanner.place
      let name = try takeName("the name of a port")
      guard declarations[name] == nil else {
        throw scanner.error(
          "expected each port once, found '\(names.string(name))' again", at: place)
      }
      declarations[name] = Declaration(isHeaderPort: true, place: place)
      headerPorts.append(name)
      try declare(name, range: range, direction: direction, place: place)
      declarations[name]?.isNet = true
      guard try take(Self.comma) else { return }
      if let next = try takeDirection() {
        direction = next
        _ = try takeNetKeyword()
        range = try readRange()
      }
    }
  }

  /// Reads `[wire] [range] name [= expression], ... ;` behind a port's direction.
  mutating func readPorts(direction: PinDirection) throws(ParseError) {
    try lookUpPending()
    let isNet = try takeNetKeyword()
    let range = try readRange()
    repeat {
      let place = scanner.place
      let name = try takeName("the name of a net")
      try declare(name, range: range, direction: direction, place: place)
      if isNet { declarations[name]?.isNet = true }
      if scanner.isSymbol(0x3D) { try readValue(of: name) }
    } while try take(Self.comma)
    try expect(Self.semicolon, "',' or ';'")
  }

  /// Reads `[range] name [= expression], ... ;` behind `wire` and its like.
  mutating func readNets() throws(ParseError) {
    let range = try readRange()
    repeat {
      try takePending(.declaredNet(range), "the name of a net")
      if scanner.isSymbol(0x3D), let name = try lookUpPending() { try readValue(of: name) }
    } while try take(Self.comma)
    try expect(Self.semicolon, "',' or ';'")
  }

  /// Reads `= expression` behind the name of a net or port.
  private mutating func readValue(of name: Symbol) throws(ParseError) {
    guard let vector = declarations[name]?.vector else { return }
    try scanner.advance()
    let declared = module.vectors[Int(vector)]
    let left = (0..<declared.count).map { declared.firstNet + Int32($0) }
    try join(left, try readExpression())
  }

  /// A port with its direction.
  private mutating func declare(
    _ name: Symbol, range: GateModule.BitRange?, direction: PinDirection, place: FilePlace
  ) throws(ParseError) {
    guard var declaration = declarations[name], declaration.isHeaderPort else {
      throw scanner.error(
        "expected a port of the module's header, found '\(names.string(name))'", at: place)
    }
    guard !declaration.hasDirection else {
      throw scanner.error(
        "expected one direction of each port, found '\(names.string(name))' again", at: place)
    }
    let vector: Int
    if let known = declaration.vector {
      vector = Int(known)
    } else {
      vector = try addVector(name, range: range, place: place)
    }
    try check(vector, has: range, name: name, place: place)
    set(vector, of: &declaration)
    declaration.hasDirection = true
    declarations[name] = declaration
    let declared = module.vectors[vector]
    module.ports.append(
      GateModule.Port(
        name: name, direction: direction,
        nets: (0..<declared.count).map { declared.firstNet + Int32($0) }, range: declared.range))
  }

  /// A net, which can be a port's too.
  mutating func declareNet(
    _ name: Symbol, range: GateModule.BitRange?, place: FilePlace
  ) throws(ParseError) {
    var declaration = declarations[name] ?? Declaration(place: place)
    guard !declaration.isNet else {
      throw scanner.error(
        "expected a net of a new name, found '\(names.string(name))', which is in line "
          + "\(declaration.place.line)", at: place)
    }
    declaration.isNet = true
    if let vector = declaration.vector {
      try check(Int(vector), has: range, name: name, place: place)
    } else {
      set(try addVector(name, range: range, place: place), of: &declaration)
    }
    declarations[name] = declaration
  }

  private func set(_ vector: Int, of declaration: inout Declaration) {
    declaration.vector = Int32(truncatingIfNeeded: vector)
    let declared = module.vectors[vector]
    declaration.onlyNet = declared.range == nil ? declared.firstNet : -1
  }

  private func check(
    _ vector: Int, has range: GateModule.BitRange?, name: Symbol, place: FilePlace
  ) throws(ParseError) {
    guard module.vectors[vector].range == range else {
      throw scanner.error(
        "expected '\(names.string(name))' with the range that it has before, found another",
        at: place)
    }
  }

  private mutating func addVector(
    _ name: Symbol, range: GateModule.BitRange?, place: FilePlace
  ) throws(ParseError) -> Int {
    guard let vector = module.addVector(name, range: range) else {
      throw scanner.error(
        "expected at most \(GateModule.mostBits) bits of a net and \(GateModule.mostNets) nets of "
          + "a module", at: place)
    }
    return vector
  }

  /// Reads `[left:right]`, or nothing.
  private mutating func readRange() throws(ParseError) -> GateModule.BitRange? {
    if scanner.isKeyword("signed") { try scanner.advance() }
    guard try take(0x5B) else { return nil }
    let left = try takeIndex()
    try expect(0x3A, "':'")
    let right = try takeIndex()
    try expect(0x5D, "']'")
    return GateModule.BitRange(left: left, right: right)
  }

  /// Takes an index of a bit.
  mutating func takeIndex() throws(ParseError) -> Int {
    let isNegative = try take(0x2D)
    guard scanner.kind == .number, let value = DecimalNumber.parse(scanner.text),
      value == value.rounded(), value <= Double(Int32.max)
    else { throw scanner.error(expected: "the index of a bit") }
    try scanner.advance()
    return isNegative ? -Int(value) : Int(value)
  }

  /// The vector of a name that is used; one that nothing declares is a net of one bit.
  mutating func vector(of name: Symbol, place: FilePlace) throws(ParseError) -> GateModule.Vector {
    if let declaration = declarations[name] {
      if let vector = declaration.vector { return module.vectors[Int(vector)] }
      throw scanner.error(
        "expected the direction of the port '\(names.string(name))' before its use", at: place)
    }
    let vector = try addVector(name, range: nil, place: place)
    var declaration = Declaration(place: place)
    set(vector, of: &declaration)
    declarations[name] = declaration
    return module.vectors[vector]
  }
}
