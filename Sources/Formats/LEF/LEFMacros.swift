import Netlist

// Cells and their pins.

extension LEFReader {
  /// Reads a cell from its name on.
  mutating func readMacro() throws(ParseError) {
    let name = try scanner.name("the name of a macro")
    let place = scanner.place
    var macro = MacroParts()
    var symbols = StringTable()
    while let keyword = try scanner.next() {
      if keyword.isKeyword("PIN") {
        macro.pins.append(try readPin(symbols: &symbols))
      } else if keyword.isKeyword("OBS") {
        try readShapes(of: "OBS")
        macro.obstructions += shapes
      } else if try isEnd(keyword, of: name) {
        return finish(macro, name: name, place: place)
      } else {
        try readMacroStatement(keyword, into: &macro)
      }
    }
    throw scanner.error(expected: "'END \(name)'", found: nil)
  }

  /// What a macro has said so far.
  private struct MacroParts {
    var masterClass: CellLibrary.Master.Class?
    var subclass: String?
    var size: (width: Double, height: Double)?
    var origin = (x: 0.0, y: 0.0)
    var symmetry: Symmetry = []
    var site: String?
    var pins: [CellLibrary.Pin] = []
    var obstructions: [CellLibrary.Shape] = []
  }

  private mutating func readMacroStatement(
    _ keyword: UnsafeRawBufferPointer, into macro: inout MacroParts
  ) throws(ParseError) {
    if keyword.isKeyword("SIZE") {
      macro.size = try readSize()
    } else if keyword.isKeyword("CLASS") {
      let word = try scanner.token("a class of macro")
      guard
        let masterClass = CellLibrary.Master.Class(
          rawValue: String(decoding: word, as: UTF8.self).uppercased())
      else {
        throw scanner.error(
          expected: "COVER, RING, BLOCK, PAD, CORE or ENDCAP", found: word)
      }
      macro.masterClass = masterClass
      macro.subclass =
        try scanner.isAtStatementEnd() ? nil : try scanner.name("a class").uppercased()
      try scanner.endStatement()
    } else if keyword.isKeyword("ORIGIN") {
      macro.origin = try readPoint()
      try scanner.endStatement()
    } else if keyword.isKeyword("SYMMETRY") {
      macro.symmetry = try readSymmetry()
    } else if keyword.isKeyword("SITE") {
      // The first says which rows; a pattern of more sites may follow.
      let site = try scanner.name("the name of a site")
      macro.site = macro.site ?? site
      try scanner.skipStatement()
    } else if keyword.isKeyword("DENSITY") {
      try skipDensity()
    } else if keyword.isKeyword("TIMING") {
      try skipTable(endingWith: "TIMING")
    } else if keyword.isKeyword("BEGINEXT") {
      try scanner.skip(through: "ENDEXT")
    } else {
      try scanner.skipStatement()
    }
  }

  private mutating func skipDensity() throws(ParseError) {
    while let keyword = try scanner.next() {
      if keyword.isKeyword("END") { return }
      try scanner.skipStatement()
    }
    throw scanner.error(expected: "'END' of the densities", found: nil)
  }

  private mutating func finish(_ macro: consuming MacroParts, name: String, place: FilePlace) {
    let subject = "\(scanner.file):\(place.line):\(place.column): warning: macro '\(name)'"
    guard let size = macro.size else {
      library.mastersWithoutSize.insert(name)
      library.warnings.append("\(subject) has no SIZE and is left out")
      return
    }
    if macro.masterClass == nil {
      library.warnings.append("\(subject) has no CLASS and is taken for CORE")
    }
    if library.masterIndex(name) != nil {
      library.warnings.append("\(subject) takes the place of one read before")
    }
    if macro.origin != (0, 0) {
      macro.obstructions.shift(by: macro.origin)
      for pin in macro.pins.indices { macro.pins[pin].shapes.shift(by: macro.origin) }
    }
    library.mastersWithoutSize.remove(name)
    library.add(
      CellLibrary.Master(
        name: name, masterClass: macro.masterClass ?? .core, subclass: macro.subclass,
        width: size.width, height: size.height, symmetry: macro.symmetry, site: macro.site,
        pins: macro.pins, obstructions: macro.obstructions))
  }
}

// MARK: - Pins

extension LEFReader {
  /// Reads a pin from its name on. `symbols` has the names of the macro's pins.
  private mutating func readPin(
    symbols: inout StringTable
  ) throws(ParseError) -> CellLibrary.Pin {
    let token = try scanner.token("the name of a pin")
    let count = symbols.count
    guard Int(symbols.intern(token)) == count else {
      throw scanner.error(expected: "a pin of a new name", found: token)
    }
    var pin = CellLibrary.Pin(
      name: String(decoding: token, as: UTF8.self), direction: .unknown)
    while let keyword = try scanner.next() {
      if keyword.isKeyword("PORT") {
        try readShapes(of: "PORT")
        if pin.shapes.isEmpty { pin.shapes = shapes } else { pin.shapes += shapes }
      } else if try isEnd(keyword, of: pin.name) {
        return pin
      } else if keyword.isKeyword("DIRECTION") {
        pin.direction = try readDirection()
      } else if keyword.isKeyword("USE") {
        let word = try scanner.token("a use")
        guard
          let use = CellLibrary.Pin.Use(
            rawValue: String(decoding: word, as: UTF8.self).uppercased())
        else {
          throw scanner.error(
            expected: "SIGNAL, ANALOG, POWER, GROUND or CLOCK", found: word)
        }
        pin.use = use
        try scanner.endStatement()
      } else {
        try scanner.skipStatement()
      }
    }
    throw scanner.error(expected: "'END \(pin.name)'", found: nil)
  }

  private mutating func readDirection() throws(ParseError) -> PinDirection {
    let word = try scanner.token("a direction")
    let direction: PinDirection
    if word.isKeyword("INPUT") {
      direction = .input
    } else if word.isKeyword("OUTPUT") {
      _ = try scanner.skip(keyword: "TRISTATE")
      direction = .output
    } else if word.isKeyword("INOUT") {
      direction = .bidirectional
    } else if word.isKeyword("FEEDTHRU") {
      direction = .unknown
    } else {
      throw scanner.error(expected: "INPUT, OUTPUT, INOUT or FEEDTHRU", found: word)
    }
    try scanner.endStatement()
    return direction
  }
}

extension [CellLibrary.Shape] {
  /// Moves every shape.
  fileprivate mutating func shift(by offset: (x: Double, y: Double)) {
    for index in indices {
      self[index].box.minX += offset.x
      self[index].box.minY += offset.y
      self[index].box.maxX += offset.x
      self[index].box.maxY += offset.y
    }
  }
}
