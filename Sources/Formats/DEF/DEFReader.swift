internal import Netlist

/// Reads a file from statement to statement. What can come before the die, the regions or the units
/// that it needs is kept and put together in ``finish()``.
struct DEFReader: ~Copyable {
  var scanner: DEFScanner
  let library: CellLibrary
  var builder = NetlistBuilder()
  var recentNames = RecentNames()
  var warnings: [String] = []

  /// Database units per micrometre; nil until stated or needed.
  var unitsPerMicron: Double?
  var masters: DEFMasters?
  var chip = DEFChip()
  var components = DEFComponents()
  var ports = DEFPorts()
  var regions = DEFRegions()
  var nets = DEFNets()

  init(file: String, library: CellLibrary) throws(ParseError) {
    scanner = try DEFScanner(file: file)
    self.library = library
  }

  /// Reads everything up to `END DESIGN`.
  mutating func readStatements() throws(ParseError) {
    while true {
      let word = try scanner.next("a statement or 'END DESIGN'")
      if word.isKeyword("END") {
        try scanner.expect("DESIGN")
        return
      }
      try readStatement(word)
    }
  }

  private mutating func readStatement(_ word: UnsafeRawBufferPointer) throws(ParseError) {
    if word.isKeyword("COMPONENTS") {
      try readComponents()
    } else if word.isKeyword("NETS") {
      try readNets()
    } else if word.isKeyword("PINS") {
      try readPins()
    } else if word.isKeyword("ROW") {
      try readRow()
    } else if word.isKeyword("TRACKS") {
      try readTracks()
    } else if word.isKeyword("GCELLGRID") {
      try readGridCells()
    } else if word.isKeyword("DIEAREA") {
      try readDie()
    } else if word.isKeyword("BLOCKAGES") {
      try readBlockages()
    } else if word.isKeyword("REGIONS") {
      try readRegions()
    } else if word.isKeyword("GROUPS") {
      try readGroups()
    } else if word.isKeyword("DESIGN") {
      builder.name = String(decoding: try scanner.next("the design's name"), as: UTF8.self)
      try scanner.expect(";")
    } else if word.isKeyword("UNITS") {
      try readUnits()
    } else if word.isKeyword("VERSION") {
      try readVersion()
    } else if word.isKeyword("BEGINEXT") {
      try scanner.skipExtension()
    } else if let section = Self.sectionsPassedOver.first(where: { word.isKeyword($0) }) {
      try scanner.skipSection(section)
    } else if Self.statementsPassedOver.contains(where: { word.isKeyword($0) }) {
      try scanner.skipStatement()
    } else {
      throw scanner.mismatch("a statement of DEF")
    }
  }

  /// Sections of no concern to placement, from the keyword to `END` and the keyword.
  private static let sectionsPassedOver: [StaticString] = [
    "SPECIALNETS", "PROPERTYDEFINITIONS", "VIAS", "NONDEFAULTRULES", "STYLES", "SLOTS", "FILLS",
    "PINPROPERTIES", "SCANCHAINS", "CONSTRAINTS", "ASSERTIONS", "DEFAULTCAP", "IOTIMINGS",
    "PARTITIONS", "TIMINGDISABLES",
  ]

  /// Statements of no concern to placement, from the keyword to a semicolon.
  private static let statementsPassedOver: [StaticString] = [
    "NAMESCASESENSITIVE", "DIVIDERCHAR", "BUSBITCHARS", "TECHNOLOGY", "HISTORY",
    "COMPONENTMASKSHIFT", "ARRAY", "FLOORPLAN", "CANPLACE", "CANNOTOCCUPY",
  ]

  private mutating func readVersion() throws(ParseError) {
    let version = try scanner.number("a version from 5.0 to 5.8")
    guard version >= 5, version < 5.9 else {
      throw scanner.mismatch("a version from 5.0 to 5.8")
    }
    try scanner.expect(";")
  }

  private mutating func readUnits() throws(ParseError) {
    try scanner.expect("DISTANCE")
    try scanner.expect("MICRONS")
    let units = Double(try scanner.integer("database units per micrometre", in: 1...1_000_000))
    guard unitsPerMicron == nil || unitsPerMicron == units else {
      throw scanner.mismatch("one UNITS statement, ahead of what depends on it")
    }
    unitsPerMicron = units
    try scanner.expect(";")
  }

  /// The units, for a statement that depends on them: 100 where none are stated, as the language
  /// reference has it.
  mutating func units() -> Double {
    if let unitsPerMicron { return unitsPerMicron }
    warn("no UNITS ahead of this statement; 100 to a micrometre are assumed")
    unitsPerMicron = 100
    return 100
  }

  /// Notes something odd at the last token or an earlier one.
  mutating func warn(_ message: String, at place: FilePlace? = nil) {
    warnings.append(scanner.warning(message, at: place))
  }

  /// Reads the count that a section begins with; nil if there is none.
  mutating func sectionCount() throws(ParseError) -> StatedCount? {
    let word = try scanner.next("the number of entries")
    if word.matches(";") { return nil }
    scanner.putBack()
    let count = StatedCount(
      value: try scanner.integer("the number of entries"), line: Int(scanner.tokenPlace.line))
    try scanner.expect(";")
    return count
  }

  /// For how many entries to make room at the start of a section: as many as it states, but what is
  /// stated is not always there.
  static func room(for stated: StatedCount?) -> Int { min(stated?.value ?? 0, 1 << 20) }

  /// Moves to the next entry of a section; false at its end.
  @inline(__always)
  mutating func nextEntry(of section: StaticString) throws(ParseError) -> Bool {
    let word = try scanner.next("'-' or 'END \(section)'")
    if word.matches("-") { return true }
    guard word.isKeyword("END") else { throw scanner.mismatch("'-' or 'END \(section)'") }
    try scanner.expect(section)
    return false
  }

  /// The symbol of the current token.
  mutating func intern(_ name: UnsafeRawBufferPointer) throws(ParseError) -> Symbol {
    try checkRoomForNames()
    return recentNames.intern(name, in: &builder.names)
  }

  /// Makes sure that names have room for another, and for so many bytes that are still to be added.
  func checkRoomForNames(more: Int = 0) throws(ParseError) {
    guard builder.names.byteCount + more < LineScanner.mostNameBytes else {
      throw scanner.error("expected names of less than 4 GiB in all")
    }
  }

  /// The entry of a table by symbol, or -1.
  @inline(__always)
  static func get(_ symbol: Symbol, in table: [Int32]) -> Int32 {
    Int(symbol) < table.count ? table[Int(symbol)] : -1
  }

  /// Sets the entry of a table by symbol.
  @inline(__always)
  static func set(_ value: Int32, at symbol: Symbol, in table: inout [Int32]) {
    let index = Int(symbol)
    if index >= table.count {
      table.append(contentsOf: repeatElement(-1, count: max(index + 1 - table.count, 64)))
    }
    table[index] = value
  }
}
