import Netlist

// Names of declared nets, of instances and of connected nets: a file is full of them, and they are
// looked up many at a time.

extension VerilogReader {
  /// A name that is read, but not yet looked up; its bytes are in ``VerilogReader/pendingNames``.
  struct PendingName {
    var place: FilePlace
    var role: Role

    /// What stands in the file under a name.
    enum Role {
      case declaredNet(GateModule.BitRange?)
      /// An instance, by number.
      case instance(Int)
      case connection(Connection)
    }
  }

  /// The connection of a pin with a net, or with a part of one.
  struct Connection {
    var pin: Symbol
    var place: FilePlace
    var selection: Selection?
  }

  /// As many names as are worth looking up at a time.
  private static var batchSize: Int { 256 }

  /// Takes a name that is to be looked up later.
  @inline(__always)
  mutating func takePending(
    _ role: PendingName.Role, _ expected: StaticString
  ) throws(ParseError) {
    guard scanner.kind == .identifier else { throw scanner.error(expected: "\(expected)") }
    if pending.count >= Self.batchSize { try lookUpPending() }
    pending.append(PendingName(place: scanner.place, role: role))
    pendingNames.append(scanner.text)
    try scanner.advance()
  }

  /// Looks pending names up and does what they stand for, in the order of the file.
  ///
  /// - Returns: The symbol of the last; nil if none was pending.
  @discardableResult
  mutating func lookUpPending() throws(ParseError) -> Symbol? {
    guard let first = pending.first else { return nil }
    defer {
      pending.removeAll(keepingCapacity: true)
      pendingNames.removeAll()
    }
    guard names.byteCount + pendingNames.byteCount < LineScanner.mostNameBytes else {
      throw scanner.error("expected names of less than 4 GiB in all", at: first.place)
    }
    names.intern(&pendingNames)
    module.grow(by: pending.count)
    for index in pending.indices {
      let name = pendingNames.symbols[index]
      let place = pending[index].place
      switch pending[index].role {
      case .declaredNet(let range): try declareNet(name, range: range, place: place)
      case .instance(let number): try nameInstance(number, name, place: place)
      case .connection(let connection): try add(connection, to: name, place: place)
      }
    }
    return pendingNames.symbols.last
  }

  @inline(__always)
  private mutating func nameInstance(
    _ number: Int, _ name: Symbol, place: FilePlace
  ) throws(ParseError) {
    guard instanceNames[name] == nil else {
      throw scanner.error(
        "expected an instance of a new name, found '\(names.string(name))' again", at: place)
    }
    instanceNames[name] = ()
    module.instances[number].name = name
  }

  @inline(__always)
  private mutating func add(
    _ connection: Connection, to name: Symbol, place: FilePlace
  ) throws(ParseError) {
    if connection.selection == nil, let net = declarations[name]?.onlyNet, net >= 0 {
      try addConnection(of: connection.pin, at: connection.place, CollectionOfOne(net))
    } else {
      let vector = try vector(of: name, place: place)
      let nets = try nets(of: vector, connection.selection)
      try addConnection(of: connection.pin, at: connection.place, nets)
    }
  }
}
