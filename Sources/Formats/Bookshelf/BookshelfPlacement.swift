import Netlist

/// Reads `.pl` files.
enum BookshelfPlacement {
  /// One line: the lower-left corner of a node as it lies, its orientation, and whether the line
  /// fixes it.
  struct Entry {
    var node: Int
    var x: Double
    var y: Double
    var orientation: Orientation
    var isFixed: Bool

    /// The centre of a node of a given size in orientation N.
    func center(width: Double, height: Double) -> (x: Double, y: Double) {
      let swap = orientation.swapsSides
      return (x + (swap ? height : width) / 2, y + (swap ? width : height) / 2)
    }
  }

  /// Reads `name x y [: orientation [/FIXED | /FIXED_NI]]` lines.
  ///
  /// - Parameters:
  ///   - nodeCount: how many nodes there are.
  ///   - nodeOfName: the index of the node of that name; gets the node that is likely, the one behind the
  ///     last, too.
  ///   - place: gets each line, in file order.
  /// - Returns: The comment lines at the head of the file.
  static func read(
    file: String, nodeCount: Int, nodeOfName: (UnsafeRawBufferPointer, _ likely: Int) -> Int?,
    place: (Entry) -> Void
  ) throws(ParseError) -> [String] {
    var scanner = try LineScanner(file: file)
    try scanner.bookshelfHeader("pl")
    var comments = HeaderComments()
    var isPlaced = [Bool](repeating: false, count: nodeCount)
    var isHead = true
    var likely = 0
    while try scanner.nextLine() {
      if scanner.isAtLineEnd { continue }
      if scanner.peek == BookshelfSyntax.hash {
        if isHead { try comments.add(lineOf: scanner) }
        continue
      }
      isHead = false
      let name = scanner.token()
      guard let node = nodeOfName(name, likely) else {
        throw scanner.mismatch(expected: "the name of a node", found: name)
      }
      if isPlaced[node] {
        throw scanner.error(
          "expected each node once, found '\(BookshelfSyntax.text(name))' again", at: name)
      }
      isPlaced[node] = true
      likely = node + 1
      place(try readPlace(of: node, scanner: &scanner))
    }
    return comments.lines
  }

  private static func readPlace(
    of node: Int, scanner: inout LineScanner
  ) throws(ParseError) -> Entry {
    var entry = Entry(
      node: node, x: try scanner.length("an x coordinate"),
      y: try scanner.length("a y coordinate"), orientation: .north, isFixed: false)
    if scanner.skip(BookshelfSyntax.colon) {
      scanner.skipBlanks()
      if scanner.peek != BookshelfSyntax.slash {
        let word = scanner.token(endingAt: { $0 == BookshelfSyntax.slash })
        guard let orientation = BookshelfSyntax.orientation(word) else {
          throw scanner.mismatch(
            expected: "an orientation (N, S, E, W, FN, FS, FE or FW)", found: word)
        }
        entry.orientation = orientation
      }
    }
    if scanner.isAtLineEnd || scanner.peek == BookshelfSyntax.hash { return entry }
    let mark = scanner.token()
    guard BookshelfSyntax.matches(mark, "/fixed") || BookshelfSyntax.matches(mark, "/fixed_ni")
    else {
      throw scanner.mismatch(expected: "/FIXED, /FIXED_NI or the end of the line", found: mark)
    }
    entry.isFixed = true
    try scanner.endLine()
    return entry
  }
}

extension Bookshelf {
  /// Whether a file begins as `.pl` files do, whatever its name.
  static func isPlacement(file: String) throws(ParseError) -> Bool {
    var scanner = try LineScanner(file: file)
    guard try scanner.nextContentLine() else { return false }
    return BookshelfSyntax.matches(scanner.token(), "ucla")
      && BookshelfSyntax.matches(scanner.token(), "pl")
  }
}
