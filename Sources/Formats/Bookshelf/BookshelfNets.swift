import Netlist

/// Reads `.nets` files.
struct BookshelfNets: ~Copyable {
  private var scanner: LineScanner
  private var stated: (nets: StatedCount?, pins: StatedCount?) = (nil, nil)
  /// The first net of each name, by symbol; -1 for symbols that name none.
  private var netOfSymbol: [Int32] = []
  private var repeatedNames = 0

  /// Nets that are read, but not yet made: nodes are looked up many at a time.
  private var pendingNets: [PendingNet] = []
  private var pendingPins: [PendingPin] = []
  /// The names of the nodes of ``pendingPins``, in order.
  private var pendingNodes = NameBatch()
  /// The names of the nets of ``pendingNets`` that have one, in order.
  private var pendingNames = NameBatch()

  private struct PendingNet {
    var degree: Int
    var isNamed = false
  }

  private struct PendingPin {
    /// That of the node's name.
    var place: FilePlace
    var direction = PinDirection.unknown
    var offsetX = 0.0
    var offsetY = 0.0
  }

  /// As many pins as are worth looking up at a time.
  private static let batchSize = 256

  /// Reads `NetDegree : pins [name]` lines and behind each its pins, `node [I|O|B] [: x y]`, the
  /// offsets from the node's centre.
  ///
  /// - Parameters:
  ///   - builder: has the nodes, whose symbols are their indices.
  ///   - warnings: gets a line for each count in the header that is wrong.
  /// - Returns: The first net of each name, by symbol; -1 for symbols that name none.
  static func read(
    file: String, into builder: inout NetlistBuilder, warnings: inout [String]
  ) throws(ParseError) -> [Int32] {
    var reader = BookshelfNets(scanner: try LineScanner(file: file))
    try reader.scanner.bookshelfHeader("nets")
    do {
      try reader.readLines(into: &builder)
    } catch {
      // What was read before may have the first fault.
      try reader.makeNets(in: &builder)
      throw error
    }
    try reader.makeNets(in: &builder)
    reader.check(builder, warnings: &warnings)
    return reader.netOfSymbol
  }

  private init(scanner: consuming LineScanner) { self.scanner = scanner }

  private func check(_ builder: borrowing NetlistBuilder, warnings: inout [String]) {
    let file = scanner.file
    StatedCount.check(
      stated.nets, "NumNets", against: builder.netCount, file: file, warnings: &warnings)
    StatedCount.check(
      stated.pins, "NumPins", against: builder.pinCount, file: file, warnings: &warnings)
    if repeatedNames > 0 {
      warnings.append(
        "\(file): warning: \(repeatedNames) nets have the name of an earlier net; "
          + "a weight by that name goes to the first")
    }
  }

  // MARK: - Reading

  private mutating func readLines(into builder: inout NetlistBuilder) throws(ParseError) {
    while try scanner.nextContentLine() {
      let keyword = scanner.token(endingAt: { $0 == BookshelfSyntax.colon })
      if BookshelfSyntax.matches(keyword, "netdegree") {
        try readNet(into: &builder)
        if pendingPins.count + pendingNets.count >= Self.batchSize { try makeNets(in: &builder) }
      } else if let count = try scanner.statedCount("numnets", at: keyword) {
        stated.nets = count
        let nets = min(count.value, Bookshelf.mostReserved)
        builder.names.reserve(min(nets, Bookshelf.mostNamesReserved))
        builder.reserve(nodes: 0, pins: 0, nets: nets, connections: 0)
      } else if let count = try scanner.statedCount("numpins", at: keyword) {
        stated.pins = count
        let pins = min(count.value, Bookshelf.mostReserved)
        builder.reserve(nodes: 0, pins: pins, nets: 0, connections: pins)
      } else {
        throw scanner.mismatch(
          expected: "'NetDegree' (the net before has all the pins it states)", found: keyword)
      }
    }
  }

  /// Reads one net, from behind its `NetDegree`.
  private mutating func readNet(into builder: inout NetlistBuilder) throws(ParseError) {
    guard scanner.skip(BookshelfSyntax.colon) else { throw scanner.error(expected: "':'") }
    var net = PendingNet(degree: try scanner.integer("a number of pins"))
    guard builder.pinCount + pendingPins.count + net.degree <= Int(Int32.max),
      builder.netCount + pendingNets.count < Int(Int32.max)
    else { throw scanner.error("expected at most \(Int32.max) nets and pins in all") }
    if !scanner.isAtLineEnd, scanner.peek != BookshelfSyntax.hash {
      net.isNamed = true
      pendingNames.append(scanner.token())
      try scanner.checkRoom(for: builder.names, more: pendingNames.byteCount)
      try scanner.endLine()
    }
    pendingNets.append(net)
    for number in 0..<net.degree {
      guard try scanner.nextContentLine() else {
        throw scanner.endOfFile(expected: "pin \(number + 1) of the net's \(net.degree)")
      }
      try readPin()
    }
  }

  @inline(__always)
  private mutating func readPin() throws(ParseError) {
    let pin = pendingPins.count
    pendingPins.append(PendingPin(place: scanner.place))
    pendingNodes.append(scanner.token())
    if scanner.isAtLineEnd { return }
    pendingPins[pin].direction = try readDirection()
    if scanner.skip(BookshelfSyntax.colon) {
      pendingPins[pin].offsetX = try scanner.length("the pin's x offset")
      pendingPins[pin].offsetY = try scanner.length("the pin's y offset")
      // Behind a second colon some writers put the pin's place in the cell and its name.
      if scanner.skip(BookshelfSyntax.colon) { scanner.skipRest() }
    }
    try scanner.endLine()
  }

  @inline(__always)
  private mutating func readDirection() throws(ParseError) -> PinDirection {
    if scanner.peek == BookshelfSyntax.hash { return .unknown }
    let word = scanner.token(endingAt: { $0 == BookshelfSyntax.colon })
    if word.isEmpty { return .unknown }
    switch word.count == 1 ? word[0] | 0x20 : 0 {
    case 0x69: return .input
    case 0x6F: return .output
    case 0x62: return .bidirectional
    default: throw scanner.mismatch(expected: "I, O, B or ':'", found: word)
    }
  }

  // MARK: - Making nets

  /// Makes what is pending; of a net that is not read to its end, the pins that there are.
  private mutating func makeNets(in builder: inout NetlistBuilder) throws(ParseError) {
    builder.names.find(&pendingNodes)
    builder.names.intern(&pendingNames)
    var nextName = 0
    var next = 0
    for net in pendingNets {
      let pins = next..<min(next + net.degree, pendingPins.count)
      var driver: PinID?
      for index in pins {
        let node = pendingNodes.symbols[index]
        guard node >= 0, Int(node) < builder.nodeCount else {
          throw unknownNode(index, number: index - next + 1, of: net.degree)
        }
        let pin = pendingPins[index]
        let id = builder.addPin(
          of: NodeID(node), offsetX: pin.offsetX, offsetY: pin.offsetY, direction: pin.direction)
        builder.connect(id)
        if driver == nil, pin.direction == .output { driver = id }
      }
      next = pins.upperBound
      let symbol = net.isNamed ? pendingNames.symbols[nextName] : -1
      nextName += net.isNamed ? 1 : 0
      note(builder.endNet(symbol: symbol, driver: driver), symbol: symbol)
    }
    pendingNets.removeAll(keepingCapacity: true)
    pendingPins.removeAll(keepingCapacity: true)
    pendingNodes.removeAll()
    pendingNames.removeAll()
  }

  /// Notes the net of a name, if it is the first of it.
  private mutating func note(_ net: NetID, symbol: Symbol) {
    let index = Int(symbol)
    guard index >= 0 else { return }
    while netOfSymbol.count <= index { netOfSymbol.append(-1) }
    if netOfSymbol[index] >= 0 {
      repeatedNames += 1
    } else {
      netOfSymbol[index] = net.rawValue
    }
  }

  private func unknownNode(_ pin: Int, number: Int, of degree: Int) -> ParseError {
    let name = pendingNodes.withBytes(at: pin) { BookshelfSyntax.text($0.prefixBytes(80)) }
    return ParseError(
      file: scanner.file, place: pendingPins[pin].place,
      message: "expected a node of the .nodes file (pin \(number) of the net's \(degree)), "
        + "found '\(name)'")
  }
}
