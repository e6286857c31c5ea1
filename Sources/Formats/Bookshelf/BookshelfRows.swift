import Netlist

/// Reads `.scl` files.
enum BookshelfRows {
  /// Reads `CoreRow Horizontal … End` blocks, each subrow as a row of its own.
  ///
  /// - Returns: The rows bottom up, left to right.
  static func read(file: String, warnings: inout [String]) throws(ParseError) -> [PlacementRow] {
    var scanner = try LineScanner(file: file)
    try scanner.bookshelfHeader("scl")
    var rows: [PlacementRow] = []
    var stated: StatedCount?
    var blockCount = 0
    while try scanner.nextContentLine() {
      let word = scanner.token()
      if let count = try scanner.statedCount("numrows", at: word) {
        stated = count
        continue
      }
      guard BookshelfSyntax.matches(word, "corerow") else {
        throw scanner.mismatch(expected: "'CoreRow' or 'NumRows'", found: word)
      }
      let alignment = scanner.token()
      if BookshelfSyntax.matches(alignment, "vertical") {
        throw scanner.error(
          "expected 'Horizontal', found 'Vertical': rows of cells that stand upright are not "
            + "supported", at: alignment)
      }
      guard BookshelfSyntax.matches(alignment, "horizontal") else {
        throw scanner.mismatch(expected: "'Horizontal'", found: alignment)
      }
      try scanner.endLine()
      var block = RowBlock()
      try block.read(scanner: &scanner)
      rows += block.rows
      blockCount += 1
    }
    StatedCount.check(stated, "NumRows", against: blockCount, file: file, warnings: &warnings)
    return rows.enumerated().sorted { left, right in
      (left.element.y, left.element.x, left.offset) < (
        right.element.y, right.element.x, right.offset
      )
    }.map(\.element)
  }
}

/// What stands between one `CoreRow` and its `End`.
private struct RowBlock {
  private var coordinate: Double?
  private var height: Double?
  private var siteWidth = 1.0
  private var siteSpacing: Double?
  private var orientation = Orientation.north
  private var origin: Double?
  private var subrows: [(origin: Double, siteCount: Int)] = []

  /// The subrows, each a row.
  var rows: [PlacementRow] {
    subrows.map { subrow in
      PlacementRow(
        x: subrow.origin, y: coordinate ?? 0, height: height ?? 0, siteWidth: siteWidth,
        siteSpacing: siteSpacing ?? siteWidth, siteCount: subrow.siteCount,
        orientation: orientation)
    }
  }

  mutating func read(scanner: inout LineScanner) throws(ParseError) {
    while try scanner.nextContentLine() {
      while !scanner.isAtLineEnd, scanner.peek != BookshelfSyntax.hash {
        let keyword = scanner.token(endingAt: { $0 == BookshelfSyntax.colon })
        if BookshelfSyntax.matches(keyword, "end") {
          try scanner.endLine()
          return try finish(scanner: scanner, at: keyword)
        }
        try readValue(of: keyword, scanner: &scanner)
      }
    }
    throw scanner.endOfFile(expected: "'End' of the row")
  }

  private mutating func readValue(
    of keyword: UnsafeRawBufferPointer, scanner: inout LineScanner
  ) throws(ParseError) {
    guard scanner.skip(BookshelfSyntax.colon) else { throw scanner.error(expected: "':'") }
    let positive = DecimalNumber.smallestLength
    if BookshelfSyntax.matches(keyword, "coordinate") {
      coordinate = try scanner.length("the row's y coordinate")
    } else if BookshelfSyntax.matches(keyword, "height") {
      height = try scanner.length("a height above 0", atLeast: positive)
    } else if BookshelfSyntax.matches(keyword, "sitewidth") {
      siteWidth = try scanner.length("a width above 0", atLeast: positive)
    } else if BookshelfSyntax.matches(keyword, "sitespacing") {
      siteSpacing = try scanner.length("a spacing above 0", atLeast: positive)
    } else if BookshelfSyntax.matches(keyword, "siteorient") {
      let word = scanner.token()
      // Contest files say 1 and mean N.
      guard let found = word.elementsEqual([0x31]) ? .north : BookshelfSyntax.orientation(word)
      else { throw scanner.mismatch(expected: "an orientation or 1", found: word) }
      orientation = found
    } else if BookshelfSyntax.matches(keyword, "sitesymmetry") {
      scanner.skipRest()
    } else if BookshelfSyntax.matches(keyword, "subroworigin") {
      origin = try scanner.length("an x coordinate")
    } else if BookshelfSyntax.matches(keyword, "numsites") {
      guard let origin else {
        throw scanner.mismatch(expected: "'SubrowOrigin' before 'NumSites'", found: keyword)
      }
      subrows.append((origin, try scanner.integer("a number of sites", in: 1...Int(Int32.max))))
      self.origin = nil
    } else {
      throw scanner.mismatch(
        expected: "Coordinate, Height, Sitewidth, Sitespacing, Siteorient, Sitesymmetry, "
          + "SubrowOrigin, NumSites or End", found: keyword)
    }
  }

  private func finish(
    scanner: borrowing LineScanner, at end: UnsafeRawBufferPointer
  ) throws(ParseError) {
    let missing =
      coordinate == nil
      ? "Coordinate"
      : height == nil
        ? "Height" : origin != nil ? "NumSites" : subrows.isEmpty ? "SubrowOrigin" : nil
    if let missing {
      throw scanner.mismatch(expected: "'\(missing)' of the row", found: end)
    }
  }
}
