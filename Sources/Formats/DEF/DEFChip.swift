internal import Netlist

/// What a file says of the chip: the die, rows, tracks and blockages.
struct DEFChip {
  /// The smallest box around the die; nil until stated.
  var die: Box?
  var rows: [PlacementRow] = []
  var grid = DEFRoutingGrid()
  var blockages: [Blockage] = []
  /// Rows that no horizontal row can stand for, and rows of sites that the library lacks.
  var rowsPassedOver = 0
  /// Whether there are blockages that move with a component.
  var hasMovingBlockages = false
}

extension DEFReader {
  mutating func readDie() throws(ParseError) {
    guard chip.die == nil else { throw scanner.mismatch("one DIEAREA") }
    let corners = try readCorners(atLeast: 2, of: "the die")
    let box = RectilinearPolygon.boundingBox(of: corners)
    guard box.width > 0, box.height > 0 else {
      throw scanner.mismatch("a corner that gives the die an area")
    }
    chip.die = box
    if corners.count > 2 {
      guard let polygon = RectilinearPolygon(corners) else {
        throw scanner.mismatch("edges of the die along the axes")
      }
      chip.blockages += polygon.outside.map { Blockage(box: $0, density: 1) }
    }
    try scanner.expect(";")
  }

  /// Reads points until something else comes, which is left as the current token's successor.
  mutating func readCorners(
    atLeast least: Int, of thing: StaticString
  ) throws(ParseError) -> [(x: Double, y: Double)] {
    var corners: [(x: Double, y: Double)] = []
    while true {
      let word = try scanner.next("a corner of \(thing)")
      scanner.putBack()
      guard corners.count < least || word.matches("(") else { return corners }
      guard corners.count < RectilinearPolygon.mostCorners else {
        throw scanner.mismatch("at most \(RectilinearPolygon.mostCorners) corners of \(thing)")
      }
      corners.append(try scanner.point("a corner of \(thing)"))
    }
  }

  /// Reads `name site x y orientation [DO columns BY rows [STEP x y]] [+ PROPERTY ...] ;`.
  mutating func readRow() throws(ParseError) {
    _ = try scanner.next("a row's name")
    let siteName = String(decoding: try scanner.next("a site's name"), as: UTF8.self)
    let x = try scanner.number("the x coordinate of the row")
    let y = try scanner.number("the y coordinate of the row")
    let orientation = try scanner.orientation()
    var columns = 1
    var rows = 1
    var step: Double?
    var word = try scanner.next("'DO', '+' or ';'")
    if word.isKeyword("DO") {
      columns = try scanner.integer("a count of sites of 1 or more", in: 1...Int(Int32.max))
      try scanner.expect("BY")
      rows = try scanner.integer("a count of sites of 1 or more", in: 1...Int(Int32.max))
      word = try scanner.next("'STEP', '+' or ';'")
      if word.isKeyword("STEP") {
        // Sites beside each other are a unit apart at least; of one site it says nothing.
        step =
          columns > 1
          ? try scanner.number("a distance of sites along x of 1 or more", atLeast: 1)
          : try scanner.number("the distance of sites along x", atLeast: 0)
        _ = try scanner.number("the distance of sites along y", atLeast: 0)
        word = try scanner.next("'+' or ';'")
      }
    }
    guard word.matches("+") || word.matches(";") else { throw scanner.mismatch("'+' or ';'") }
    scanner.putBack()
    try scanner.skipStatement()
    guard rows == 1, let index = library.siteIndex(siteName) else {
      if chip.rowsPassedOver == 0 {
        let reason =
          rows == 1
          ? "the library has no site '\(siteName)'" : "it runs along y"
        warn("this row is passed over, as others like it: \(reason)")
      }
      chip.rowsPassedOver += 1
      return
    }
    let site = library.sites[index]
    let turned = orientation.swapsSides
    let width = DatabaseUnits.length(turned ? site.height : site.width, perMicron: units())
    let height = DatabaseUnits.length(turned ? site.width : site.height, perMicron: units())
    chip.rows.append(
      PlacementRow(
        x: x, y: y, height: height, siteWidth: width,
        siteSpacing: columns > 1 ? step ?? width : width, siteCount: columns,
        orientation: orientation, siteName: siteName))
  }

  /// Reads `axis start DO count STEP step [MASK number [SAMEMASK]] [LAYER name ...] ;`.
  mutating func readTracks() throws(ParseError) {
    let lines = try readLines()
    var hasLayer = false
    while true {
      var word = try scanner.next("'LAYER' or ';'")
      if word.matches(";") { break }
      guard word.isKeyword("LAYER") else { continue }
      while true {
        word = try scanner.next("a layer's name or ';'")
        if word.matches(";") { break }
        hasLayer = true
        chip.grid.tracks.append(
          DEFRoutingGrid.Tracks(lines: lines, layer: String(decoding: word, as: UTF8.self)))
      }
      break
    }
    if !hasLayer { chip.grid.tracks.append(DEFRoutingGrid.Tracks(lines: lines, layer: nil)) }
  }

  mutating func readGridCells() throws(ParseError) {
    chip.grid.cells.append(try readLines())
    try scanner.expect(";")
  }

  private mutating func readLines() throws(ParseError) -> DEFRoutingGrid.Lines {
    let axis = try scanner.next("'X' or 'Y'")
    guard axis.isKeyword("X") || axis.isKeyword("Y") else { throw scanner.mismatch("'X' or 'Y'") }
    let isVertical = axis.isKeyword("X")
    let start = try scanner.number("the first line's coordinate")
    try scanner.expect("DO")
    let count = try scanner.integer("the number of lines", in: 1...Int(Int32.max))
    try scanner.expect("STEP")
    let step = try scanner.number("the distance of lines", atLeast: 0)
    return DEFRoutingGrid.Lines(isVertical: isVertical, start: start, count: count, step: step)
  }
}
