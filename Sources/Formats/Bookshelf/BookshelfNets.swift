import Netlist

/// Reads `.nets` files.
enum BookshelfNets {
  /// Room made ahead on the word of a header is bounded by this many entries: headers lie.
  private static let mostReserved = 1 << 22

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
    var scanner = try LineScanner(file: file)
    try scanner.bookshelfHeader("nets")
    var statedNets: StatedCount?
    var statedPins: StatedCount?
    var netOfSymbol: [Int32] = []
    var repeatedNames = 0
    while try scanner.nextContentLine() {
      let keyword = scanner.token(endingAt: { $0 == BookshelfSyntax.colon })
      if BookshelfSyntax.matches(keyword, "netdegree") {
        let net = try readNet(scanner: &scanner, into: &builder)
        if net.symbol >= 0, !record(net, in: &netOfSymbol) { repeatedNames += 1 }
      } else if let count = try scanner.statedCount("numnets", at: keyword) {
        statedNets = count
        builder.reserve(
          nodes: 0, pins: 0, nets: min(count.value, mostReserved), connections: 0)
      } else if let count = try scanner.statedCount("numpins", at: keyword) {
        statedPins = count
        let pins = min(count.value, mostReserved)
        builder.reserve(nodes: 0, pins: pins, nets: 0, connections: pins)
      } else {
        throw scanner.mismatch(
          expected: "'NetDegree' (the net before has all the pins it states)", found: keyword)
      }
    }
    StatedCount.check(
      statedNets, "NumNets", against: builder.netCount, file: file, warnings: &warnings)
    StatedCount.check(
      statedPins, "NumPins", against: builder.pinCount, file: file, warnings: &warnings)
    if repeatedNames > 0 {
      warnings.append(
        "\(file): warning: \(repeatedNames) nets have the name of an earlier net; "
          + "a weight by that name goes to the first")
    }
    return netOfSymbol
  }

  private typealias NamedNet = (symbol: Symbol, net: NetID)

  /// Notes the net of a name; false if the name has one.
  private static func record(_ named: NamedNet, in netOfSymbol: inout [Int32]) -> Bool {
    let index = Int(named.symbol)
    while netOfSymbol.count <= index { netOfSymbol.append(-1) }
    if netOfSymbol[index] >= 0 { return false }
    netOfSymbol[index] = named.net.rawValue
    return true
  }

  /// Reads one net, from behind its `NetDegree`.
  private static func readNet(
    scanner: inout LineScanner, into builder: inout NetlistBuilder
  ) throws(ParseError) -> NamedNet {
    guard scanner.skip(BookshelfSyntax.colon) else { throw scanner.error(expected: "':'") }
    let degree = try scanner.integer("a number of pins")
    guard builder.pinCount + degree <= Int(Int32.max), builder.netCount < Int(Int32.max) else {
      throw scanner.error("expected at most \(Int32.max) nets and pins in all")
    }
    var symbol: Symbol = -1
    if !scanner.isAtLineEnd, scanner.peek != BookshelfSyntax.hash {
      let name = scanner.token()
      symbol = try scanner.intern(name, in: &builder.names)
      try scanner.endLine()
    }
    let nodeCount = builder.nodeCount
    var driver: PinID?
    for number in 0..<degree {
      guard try scanner.nextContentLine() else {
        throw scanner.endOfFile(expected: "pin \(number + 1) of the net's \(degree)")
      }
      let pin = try readPin(
        number, of: degree, nodeCount: nodeCount, scanner: &scanner, into: &builder)
      if driver == nil, pin.drives { driver = pin.id }
    }
    return (symbol, builder.endNet(symbol: symbol, driver: driver))
  }

  @inline(__always)
  private static func readPin(
    _ number: Int, of degree: Int, nodeCount: Int, scanner: inout LineScanner,
    into builder: inout NetlistBuilder
  ) throws(ParseError) -> (id: PinID, drives: Bool) {
    let name = scanner.token()
    guard let node = builder.names.find(name), Int(node) < nodeCount else {
      throw scanner.mismatch(
        expected: "a node of the .nodes file (pin \(number + 1) of the net's \(degree))",
        found: name)
    }
    var direction = PinDirection.unknown
    var offsetX = 0.0
    var offsetY = 0.0
    if !scanner.isAtLineEnd {
      direction = try readDirection(scanner: &scanner)
      if scanner.skip(BookshelfSyntax.colon) {
        offsetX = try scanner.length("the pin's x offset")
        offsetY = try scanner.length("the pin's y offset")
        // Behind a second colon some writers put the pin's place in the cell and its name.
        if scanner.skip(BookshelfSyntax.colon) { scanner.skipRest() }
      }
      try scanner.endLine()
    }
    let pin = builder.addPin(
      of: NodeID(node), offsetX: offsetX, offsetY: offsetY, direction: direction)
    builder.connect(pin)
    return (pin, direction == .output)
  }

  @inline(__always)
  private static func readDirection(
    scanner: inout LineScanner
  ) throws(ParseError) -> PinDirection {
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
}
