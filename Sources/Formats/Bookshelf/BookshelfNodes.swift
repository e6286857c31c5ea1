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
    while try scanner.nextContentLine() {
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
      try nodes.add(name, scanner: &scanner, names: &names)
    }
    guard nodes.count > 0 else { throw scanner.endOfFile(expected: "a node") }
    let terminals = nodes.roles.reduce(0) { $0 + ($1 == .plain ? 0 : 1) }
    StatedCount.check(
      statedNodes, "NumNodes", against: nodes.count, file: file, warnings: &warnings)
    StatedCount.check(
      statedTerminals, "NumTerminals", against: terminals, file: file, warnings: &warnings)
    return nodes
  }

  private mutating func add(
    _ name: UnsafeRawBufferPointer, scanner: inout LineScanner, names: inout StringTable
  ) throws(ParseError) {
    guard count < Int(Int32.max) else {
      throw scanner.error("expected at most \(Int32.max) nodes", at: name)
    }
    guard Int(try scanner.intern(name, in: &names)) == count else {
      throw scanner.error(
        "expected a node of a new name, found '\(BookshelfSyntax.text(name))' again", at: name)
    }
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
}
