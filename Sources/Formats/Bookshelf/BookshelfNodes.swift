import Netlist

/// The nodes of a `.nodes` file, before it is known what each of them is: that takes the rows and
/// the placement too (see ``BookshelfNodeKinds``).
struct BookshelfNodes {
  /// What the fourth column says.
  enum Role: UInt8 {
    /// Nothing, or the name of a cell type.
    case plain
    /// `terminal`: fixed, an obstacle.
    case terminal
    /// `terminal_NI`: fixed, others may stand on it.
    case terminalNI
  }

  var widths: [Double] = []
  var heights: [Double] = []
  var roles: [Role] = []

  var count: Int { roles.count }

  /// Names that are read, but not yet looked up: that is done for many at a time.
  private var pendingNames = NameBatch()
  private var pendingPlaces: [FilePlace] = []
  /// As many names as are worth looking up at a time.
  private static let batchSize = 256

  /// Reads `name width height [terminal | terminal_NI | cell type]` lines.
  ///
  /// The names become the first symbols of `names`, so that the symbol of a node is its index.
  static func read(
    file: String, names: inout StringTable, warnings: inout [String]
  ) throws(ParseError) -> BookshelfNodes {
    var scanner = try LineScanner(file: file)
    try scanner.bookshelfHeader("nodes", or: "blocks")
    var nodes = BookshelfNodes()
    var statedNodes: StatedCount?
    var statedTerminals: StatedCount?
    do {
      while try scanner.nextContentLine() {
        let place = scanner.place
        let name = scanner.token()
        if name[0] | 0x20 == 0x6E {
          if let count = try scanner.statedCount("numnodes", at: name) {
            statedNodes = count
            names.reserve(min(count.value, Bookshelf.mostNamesReserved))
            continue
          }
          if let count = try scanner.statedCount("numterminals", at: name) {
            statedTerminals = count
            continue
          }
        }
        try nodes.add(name, at: place, scanner: &scanner, names: &names)
      }
    } catch {
      // What was read before may have the first fault.
      try nodes.addNames(to: &names, file: file)
      throw error
    }
    try nodes.addNames(to: &names, file: file)
    guard nodes.count > 0 else { throw scanner.endOfFile(expected: "a node") }
    let terminals = nodes.roles.reduce(0) { $0 + ($1 == .plain ? 0 : 1) }
    StatedCount.check(
      statedNodes, "NumNodes", against: nodes.count, file: file, warnings: &warnings)
    StatedCount.check(
      statedTerminals, "NumTerminals", against: terminals, file: file, warnings: &warnings)
    return nodes
  }

  private mutating func add(
    _ name: UnsafeRawBufferPointer, at place: FilePlace, scanner: inout LineScanner,
    names: inout StringTable
  ) throws(ParseError) {
    guard count < Int(Int32.max) else {
      throw scanner.error("expected at most \(Int32.max) nodes", at: name)
    }
    if pendingNames.count >= Self.batchSize { try addNames(to: &names, file: scanner.file) }
    try scanner.checkRoom(for: names, more: pendingNames.byteCount)
    pendingNames.append(name)
    pendingPlaces.append(place)
    widths.append(try scanner.length("a width of 0 or more", atLeast: 0))
    heights.append(try scanner.length("a height of 0 or more", atLeast: 0))
    var role = Role.plain
    if !scanner.isAtLineEnd, scanner.peek != BookshelfSyntax.hash {
      let word = scanner.token()
      if BookshelfSyntax.matches(word, "terminal") {
        role = .terminal
      } else if BookshelfSyntax.matches(word, "terminal_ni") {
        role = .terminalNI
      }
      try scanner.endLine()
    }
    roles.append(role)
  }

  /// Adds the pending names to the table, each as the next symbol.
  private mutating func addNames(
    to names: inout StringTable, file: String
  ) throws(ParseError) {
    defer {
      pendingNames.removeAll()
      pendingPlaces.removeAll(keepingCapacity: true)
    }
    let first = names.count
    names.intern(&pendingNames)
    for (index, symbol) in pendingNames.symbols.enumerated()
    where Int(symbol) != first + index {
      let name = pendingNames.withBytes(at: index) { BookshelfSyntax.text($0) }
      throw ParseError(
        file: file, place: pendingPlaces[index],
        message: "expected a node of a new name, found '\(name)' again")
    }
  }
}
