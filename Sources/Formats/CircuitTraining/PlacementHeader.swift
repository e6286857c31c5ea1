internal import Netlist

/// The comment lines at the head of a `.plc` file: kept as they stand, and read for the fields that
/// make the floorplan.
struct PlacementHeader {
  private(set) var comments = HeaderComments()
  private(set) var columns: Int?
  private(set) var rows: Int?
  private(set) var width: Double?
  private(set) var height: Double?
  private var routes: (horizontal: Double, vertical: Double)?
  private var routesUsedByMacros: (horizontal: Double, vertical: Double)?
  private var smoothingRange: Int?
  private var overlapThreshold: Double?
  private var blockages: [Blockage] = []
  private var isInUserComments = false

  /// The most columns, rows or grid cells that are believed: evaluating on more takes minutes, and
  /// Circuit Training itself stops at 128 columns and rows.
  static let mostColumns = 1 << 12
  static let mostCells = 1 << 20

  /// The fields that make the floorplan, each with how its line begins.
  enum Field: CaseIterable {
    case grid, canvas, routes, routesUsedByMacros, smoothing, overlap, blockage

    /// The first words of the line, after `#`.
    var label: StaticString {
      switch self {
      case .grid: "Columns"
      case .canvas: "Width"
      case .routes: "Routes per micron"
      case .routesUsedByMacros: "Routes used by macros"
      case .smoothing: "Smoothing factor"
      case .overlap: "Overlap threshold"
      case .blockage: "Blockage"
      }
    }

    /// The field that a comment line is, given what stands behind its `#` and blanks.
    init?(_ text: UnsafeRawBufferPointer) {
      for field in Self.allCases where text.hasPrefix(field.label) {
        let rest = text.dropFirst(field.label.utf8CodeUnitCount)
        // Behind the label comes `:` or `,`: `Width of …` is a remark.
        guard let next = rest.first(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
        if next == 0x3A || next == 0x2C {
          self = field
          return
        }
      }
      return nil
    }
  }

  /// Reads one comment line; the scanner stands at its `#`.
  mutating func read(_ scanner: inout LineScanner) throws(ParseError) {
    try comments.add(lineOf: scanner)
    _ = scanner.skip(0x23)
    scanner.skipBlanks()
    if scanner.rest.hasPrefix("User comments") { isInUserComments = true }
    guard !isInUserComments, let field = Field(scanner.rest) else { return }
    let start = scanner.column
    scanner.cursor += field.label.utf8CodeUnitCount
    _ = scanner.skip(0x2C)
    if field != .blockage, isKnown(field) {
      throw ParseError(
        file: scanner.file, line: scanner.line, column: start,
        message: "expected '\(field.label)' once in the header, found it again")
    }
    try read(field, &scanner)
    guard scanner.isAtLineEnd else { throw scanner.error(expected: "the end of the line") }
  }

  private func isKnown(_ field: Field) -> Bool {
    switch field {
    case .grid: columns != nil
    case .canvas: width != nil
    case .routes: routes != nil
    case .routesUsedByMacros: routesUsedByMacros != nil
    case .smoothing: smoothingRange != nil
    case .overlap: overlapThreshold != nil
    case .blockage: false
    }
  }

  private mutating func read(_ field: Field, _ scanner: inout LineScanner) throws(ParseError) {
    let positive = DecimalNumber.smallestLength
    switch field {
    case .grid:
      let most = Self.mostColumns
      try Self.skipColon(&scanner)
      let columns = try scanner.integer("a number of columns from 1 to \(most)", in: 1...most)
      try Self.skipLabel("Rows", &scanner)
      let rows = try scanner.integer("a number of rows from 1 to \(most)", in: 1...most)
      guard columns * rows <= Self.mostCells else {
        throw scanner.error(
          "expected a grid of at most \(Self.mostCells) cells, found \(columns) by \(rows)")
      }
      self.columns = columns
      self.rows = rows
    case .canvas:
      try Self.skipColon(&scanner)
      width = try Self.number("a width above 0", from: positive, &scanner)
      try Self.skipLabel("Height", &scanner)
      height = try Self.number("a height above 0", from: positive, &scanner)
    case .routes:
      // Demand is divided by them.
      routes = try Self.routes("a number of routes above 0", from: positive, &scanner)
    case .routesUsedByMacros:
      routesUsedByMacros = try Self.routes("a number of routes of 0 or more", from: 0, &scanner)
    case .smoothing:
      try Self.skipColon(&scanner)
      smoothingRange = try scanner.integer(
        "a number of grid cells from 0 to \(Self.mostColumns)", in: 0...Self.mostColumns)
    case .overlap:
      try Self.skipColon(&scanner)
      overlapThreshold = try Self.number("a share of 0 or more", from: 0, &scanner)
    case .blockage:
      try Self.skipColon(&scanner)
      blockages.append(try Self.blockage(&scanner))
    }
  }

  private static func routes(
    _ expected: String, from least: Double, _ scanner: inout LineScanner
  ) throws(ParseError) -> (horizontal: Double, vertical: Double) {
    try skipLabel("hor", &scanner)
    let horizontal = try number(expected, from: least, &scanner)
    try skipLabel("ver", &scanner)
    return (horizontal, try number(expected, from: least, &scanner))
  }

  private static func blockage(_ scanner: inout LineScanner) throws(ParseError) -> Blockage {
    let minX = try scanner.number("the left edge of a blockage")
    let minY = try scanner.number("the lower edge of a blockage")
    let maxX = try scanner.number("the right edge of a blockage")
    guard minX <= maxX else { throw scanner.error("expected a right edge not left of the left") }
    let maxY = try scanner.number("the upper edge of a blockage")
    guard minY <= maxY else { throw scanner.error("expected an upper edge not below the lower") }
    scanner.skipBlanks()
    let column = scanner.column
    let density = try scanner.number("the share that is blocked, from 0 to 1")
    guard (0...1).contains(density) else {
      throw ParseError(
        file: scanner.file, line: scanner.line, column: column,
        message: "expected the share that is blocked, from 0 to 1, found \(density)")
    }
    return Blockage(box: Box(minX: minX, minY: minY, maxX: maxX, maxY: maxY), density: density)
  }

  private static func skipColon(_ scanner: inout LineScanner) throws(ParseError) {
    guard scanner.skip(0x3A) else { throw scanner.error(expected: "':'") }
  }

  private static func skipLabel(
    _ label: StaticString, _ scanner: inout LineScanner
  ) throws(ParseError) {
    scanner.skipBlanks()
    guard scanner.rest.hasPrefix(label) else { throw scanner.error(expected: "'\(label)'") }
    scanner.cursor += label.utf8CodeUnitCount
    try skipColon(&scanner)
  }

  private static func number(
    _ expected: String, from least: Double, _ scanner: inout LineScanner
  ) throws(ParseError) -> Double {
    scanner.skipBlanks()
    let start = scanner.cursor
    let value = try scanner.number(expected)
    if value < least {
      scanner.cursor = start
      throw scanner.error(expected: expected)
    }
    return value
  }

  /// The floorplan with what the header says in place of what it said before.
  ///
  /// - Throws: ``ParseError`` if the header lacks the grid or the canvas.
  func apply(to floorplan: Floorplan, file: String) throws(ParseError) -> Floorplan {
    guard let columns, let rows else {
      throw ParseError(
        file: file, message: "expected a line '# Columns : …  Rows : …' in the header, found none")
    }
    guard let width, let height else {
      throw ParseError(
        file: file, message: "expected a line '# Width : …  Height : …' in the header, found none")
    }
    let frame = FileFrame(floorplan)
    let units = floorplan.unitsPerMicron
    var floorplan = floorplan
    floorplan.columns = columns
    floorplan.rows = rows
    floorplan.die = frame.design(Box(minX: 0, minY: 0, maxX: width, maxY: height))
    if let routes {
      floorplan.routing.horizontal = routes.horizontal / units
      floorplan.routing.vertical = routes.vertical / units
    }
    if let routesUsedByMacros {
      floorplan.routing.horizontalUsedByMacros = routesUsedByMacros.horizontal / units
      floorplan.routing.verticalUsedByMacros = routesUsedByMacros.vertical / units
    }
    if let smoothingRange { floorplan.smoothingRange = smoothingRange }
    if let overlapThreshold { floorplan.overlapThreshold = overlapThreshold }
    floorplan.blockages = blockages.map {
      Blockage(box: frame.design($0.box), density: $0.density)
    }
    return floorplan
  }
}
