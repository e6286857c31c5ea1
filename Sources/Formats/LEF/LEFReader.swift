import Netlist

/// Reads one LEF file, statement by statement.
struct LEFReader: ~Copyable {
  var scanner: StatementScanner
  var library = CellLibrary()

  /// The names of layers that shapes are on, each made a `String` once.
  private var layerSymbols = StringTable()
  private var layerNames: [String] = []

  /// The shapes of the port or obstruction at hand.
  var shapes: [CellLibrary.Shape] = []

  init(scanner: consuming StatementScanner) { self.scanner = scanner }

  /// Reads the whole file.
  mutating func readLibrary() throws(ParseError) {
    while let keyword = try scanner.next() {
      if keyword.isKeyword("END") {
        try scanner.expect(keyword: "LIBRARY")
      } else {
        try readStatement(keyword)
      }
    }
  }

  private mutating func readStatement(_ keyword: UnsafeRawBufferPointer) throws(ParseError) {
    if keyword.isKeyword("MACRO") {
      try readMacro()
    } else if keyword.isKeyword("LAYER") {
      try readLayer()
    } else if keyword.isKeyword("VIA") {
      try readVia()
    } else if keyword.isKeyword("SITE") {
      try readSite()
    } else if keyword.isKeyword("UNITS") {
      try readUnits()
    } else if keyword.isKeyword("MANUFACTURINGGRID") {
      library.manufacturingGrid = try scanner.number(
        "a grid in micrometres", in: LEFLimits.lengths)
      try scanner.endStatement()
    } else if keyword.isKeyword("NONDEFAULTRULE") {
      try skipNonDefaultRule()
    } else if keyword.isKeyword("VIARULE") || keyword.isKeyword("ARRAY") {
      let isArray = keyword.isKeyword("ARRAY")
      let name = try scanner.name("a name")
      if !isArray { try scanner.skipAll("GENERATE", "DEFAULT") }
      try skipBlock(named: name, nested: isArray ? "FLOORPLAN" : nil)
    } else if keyword.isKeyword("BEGINEXT") {
      try scanner.skip(through: "ENDEXT")
    } else if let block = Self.blocks.first(where: { keyword.isKeyword($0) }) {
      try skipTable(endingWith: block)
    } else if Self.statements.contains(where: { keyword.isKeyword($0) }) || keyword.first == 0x26 {
      // `&` begins the aliases of old files.
      try scanner.skipStatement()
    } else {
      throw scanner.error(expected: "a LEF statement", found: keyword)
    }
  }

  /// What ends with `END` and its own keyword.
  private static let blocks: [StaticString] = [
    "PROPERTYDEFINITIONS", "SPACING", "NOISETABLE", "CORRECTIONTABLE", "IRDROP",
  ]

  /// What ends with `;` and says nothing that ``CellLibrary`` holds.
  private static let statements: [StaticString] = [
    "VERSION", "BUSBITCHARS", "DIVIDERCHAR", "NAMESCASESENSITIVE", "FIXEDMASK",
    "NOWIREEXTENSIONATPIN", "USEMINSPACING", "CLEARANCEMEASURE", "MAXVIASTACK", "MINFEATURE",
    "DIELECTRIC", "UNIVERSALNOISEMARGIN", "EDGERATETHRESHOLD1", "EDGERATETHRESHOLD2",
    "EDGERATESCALEFACTOR", "CORRECTIONFACTOR", "INPUTPINANTENNASIZE", "OUTPUTPINANTENNASIZE",
    "INOUTPINANTENNASIZE", "ANTENNAINPUTGATEAREA", "ANTENNAINOUTDIFFAREA",
    "ANTENNAOUTPUTDIFFAREA",
  ]

  private mutating func readUnits() throws(ParseError) {
    while let keyword = try scanner.next() {
      if keyword.isKeyword("END") { return try scanner.expect(keyword: "UNITS") }
      guard keyword.isKeyword("DATABASE") else {
        try scanner.skipStatement()
        continue
      }
      try scanner.expect(keyword: "MICRONS")
      let units = try scanner.integer(
        "a whole number of database units from 1 to 1000000", in: 1...1_000_000)
      if let known = library.databaseUnitsPerMicron, known != units {
        library.warnings.append(
          scanner.warning("\(units) database units to a micrometre; \(known), read before, stay"))
      } else {
        library.databaseUnitsPerMicron = units
      }
      try scanner.endStatement()
    }
    throw scanner.error(expected: "'END UNITS'", found: nil)
  }

  /// The name of a layer, which is the next token.
  mutating func readLayerName() throws(ParseError) -> String {
    let token = try scanner.token("the name of a layer")
    let symbol = Int(layerSymbols.intern(token))
    if symbol == layerNames.count { layerNames.append(String(decoding: token, as: UTF8.self)) }
    return layerNames[symbol]
  }
}

// MARK: - Blocks

extension LEFReader {
  /// Whether the keyword just taken is the `END` of a block, whose name must come next.
  mutating func isEnd(
    _ keyword: UnsafeRawBufferPointer, of name: String
  ) throws(ParseError) -> Bool {
    guard keyword.isKeyword("END") else { return false }
    let token = try scanner.next()
    if let token, token.equals(name) { return true }
    throw scanner.error(expected: "'\(name)' behind 'END'", found: token)
  }

  /// Skips statements up to `END name`, and blocks in between that begin with `nested` and a name.
  private mutating func skipBlock(named name: String, nested: StaticString?) throws(ParseError) {
    while let keyword = try scanner.next() {
      if try isEnd(keyword, of: name) { return }
      if let nested, keyword.isKeyword(nested) {
        try skipBlock(named: try scanner.name("a name"), nested: nil)
      } else {
        try scanner.skipStatement()
      }
    }
    throw scanner.error(expected: "'END \(name)'", found: nil)
  }

  /// Skips statements up to `END` and the keyword, over whatever other `END`s stand between.
  mutating func skipTable(endingWith block: StaticString) throws(ParseError) {
    var afterEnd = false
    while let token = try scanner.next() {
      if scanner.isQuoted { continue }
      if afterEnd, token.isKeyword(block) { return }
      if afterEnd, token.isKeyword("LIBRARY") {
        throw scanner.error(expected: "'\(block)' behind 'END'", found: token)
      }
      afterEnd = token.isKeyword("END")
    }
    throw scanner.error(expected: "'END \(block)'", found: nil)
  }

  /// Skips a rule other than the default, but not its vias. The name behind its `END` is optional.
  private mutating func skipNonDefaultRule() throws(ParseError) {
    let name = try scanner.name("the name of a rule")
    while let keyword = try scanner.next() {
      if keyword.isKeyword("END") {
        _ = try scanner.skip(name: name)
        return
      }
      if keyword.isKeyword("LAYER") {
        try skipBlock(named: try scanner.name("the name of a layer"), nested: nil)
      } else if keyword.isKeyword("VIA") {
        try readVia()
      } else if keyword.isKeyword("SPACING") {
        try skipTable(endingWith: "SPACING")
      } else {
        try scanner.skipStatement()
      }
    }
    throw scanner.error(expected: "'END \(name)'", found: nil)
  }
}
