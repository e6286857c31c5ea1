import Netlist

// Layers and sites.

extension LEFReader {
  /// Reads a layer from its name on.
  mutating func readLayer() throws(ParseError) {
    let name = try scanner.name("the name of a layer")
    let place = scanner.place
    var layer = CellLibrary.Layer(name: name, purpose: .routing)
    var hasPurpose = false
    while let keyword = try scanner.next() {
      if try isEnd(keyword, of: name) {
        guard hasPurpose else {
          throw scanner.error("expected a TYPE in the layer '\(name)', found none", at: place)
        }
        library.add(layer)
        return
      }
      if keyword.isKeyword("TYPE") {
        layer.purpose = try readPurpose()
        hasPurpose = true
      } else {
        try readLayerStatement(keyword, into: &layer)
      }
    }
    throw scanner.error(expected: "'END \(name)'", found: nil)
  }

  private mutating func readPurpose() throws(ParseError) -> CellLibrary.Layer.Purpose {
    let word = try scanner.token("a type of layer")
    guard
      let purpose = CellLibrary.Layer.Purpose(
        rawValue: String(decoding: word, as: UTF8.self).uppercased())
    else {
      throw scanner.error(
        expected: "ROUTING, CUT, OVERLAP, MASTERSLICE or IMPLANT", found: word)
    }
    try scanner.endStatement()
    return purpose
  }

  private mutating func readLayerStatement(
    _ keyword: UnsafeRawBufferPointer, into layer: inout CellLibrary.Layer
  ) throws(ParseError) {
    if keyword.isKeyword("DIRECTION") {
      let direction = try scanner.token("a direction")
      if direction.isKeyword("HORIZONTAL") {
        layer.isHorizontal = true
      } else if direction.isKeyword("VERTICAL") {
        layer.isHorizontal = false
      } else if !direction.isKeyword("DIAG45"), !direction.isKeyword("DIAG135") {
        throw scanner.error(
          expected: "HORIZONTAL, VERTICAL, DIAG45 or DIAG135", found: direction)
      }
      try scanner.endStatement()
    } else if keyword.isKeyword("PITCH") {
      let x = try scanner.number("a pitch in micrometres", in: LEFLimits.lengths)
      let y =
        try scanner.isAtStatementEnd()
        ? x : try scanner.number("a pitch in micrometres", in: LEFLimits.lengths)
      layer.pitch = (x, y)
      try scanner.endStatement()
    } else if keyword.isKeyword("WIDTH") {
      layer.width = try scanner.number("a width in micrometres", in: LEFLimits.distances)
      try scanner.endStatement()
    } else if keyword.isKeyword("SPACING") {
      let spacing = try scanner.number("a spacing in micrometres", in: LEFLimits.distances)
      // What follows in other forms says when the spacing holds.
      if try scanner.isAtStatementEnd() {
        layer.spacing = min(layer.spacing ?? spacing, spacing)
        try scanner.endStatement()
      } else {
        try scanner.skipStatement()
      }
    } else if keyword.isKeyword("RESISTANCE") {
      layer.resistance = try readQuantity(behind: "RPERSQ") ?? layer.resistance
    } else if keyword.isKeyword("CAPACITANCE") {
      layer.capacitance = try readQuantity(behind: "CPERSQDIST") ?? layer.capacitance
    } else if keyword.isKeyword("EDGECAPACITANCE") {
      layer.edgeCapacitance = try scanner.number("a capacitance", in: LEFLimits.quantities)
      try scanner.endStatement()
    } else if keyword.isKeyword("ACCURRENTDENSITY") || keyword.isKeyword("DCCURRENTDENSITY") {
      try skipCurrentDensity()
    } else {
      try scanner.skipStatement()
    }
  }

  /// Skips a current density, which can be a table by statements of their own, some with the
  /// keywords of others.
  private mutating func skipCurrentDensity() throws(ParseError) {
    _ = try scanner.token("PEAK, AVERAGE or RMS")
    let isTable = try scanner.peekByte() | 0x20 >= 0x61
    guard isTable else { return try scanner.skipStatement() }
    while try !scanner.skip(keyword: "TABLEENTRIES") { try scanner.skipStatement() }
    try scanner.skipStatement()
  }

  /// The number behind a keyword; nil for a statement without the keyword, or with a table by width
  /// (`PWL`) behind it.
  private mutating func readQuantity(
    behind keyword: StaticString
  ) throws(ParseError) -> Double? {
    guard try scanner.skip(keyword: keyword), try !scanner.skip(keyword: "PWL") else {
      try scanner.skipStatement()
      return nil
    }
    let value = try scanner.number("a number of 0 or more", in: LEFLimits.quantities)
    try scanner.endStatement()
    return value
  }

  /// Reads a site from its name on.
  mutating func readSite() throws(ParseError) {
    let name = try scanner.name("the name of a site")
    let place = scanner.place
    var isPad = false
    var size: (width: Double, height: Double)?
    var symmetry: Symmetry = []
    while let keyword = try scanner.next() {
      if try isEnd(keyword, of: name) {
        guard let size else {
          throw scanner.error("expected a SIZE in the site '\(name)', found none", at: place)
        }
        library.add(
          CellLibrary.Site(
            name: name, isPad: isPad, width: size.width, height: size.height, symmetry: symmetry))
        return
      }
      if keyword.isKeyword("CLASS") {
        let word = try scanner.token("CORE or PAD")
        isPad = word.isKeyword("PAD")
        guard isPad || word.isKeyword("CORE") else {
          throw scanner.error(expected: "CORE or PAD", found: word)
        }
        try scanner.endStatement()
      } else if keyword.isKeyword("SIZE") {
        size = try readSize()
      } else if keyword.isKeyword("SYMMETRY") {
        symmetry = try readSymmetry()
      } else {
        try scanner.skipStatement()
      }
    }
    throw scanner.error(expected: "'END \(name)'", found: nil)
  }

  /// Reads `width BY height ;`.
  mutating func readSize() throws(ParseError) -> (width: Double, height: Double) {
    let width = try scanner.number(
      "a width of 0.00001 to 10000000 micrometres", in: LEFLimits.lengths)
    try scanner.expect(keyword: "BY")
    let height = try scanner.number(
      "a height of 0.00001 to 10000000 micrometres", in: LEFLimits.lengths)
    try scanner.endStatement()
    return (width, height)
  }

  /// Reads `X Y R90 ;`, each optional.
  mutating func readSymmetry() throws(ParseError) -> Symmetry {
    var symmetry: Symmetry = []
    while try !scanner.isAtStatementEnd() {
      let word = try scanner.token("X, Y, R90 or ';'")
      if word.isKeyword("X") {
        symmetry.insert(.x)
      } else if word.isKeyword("Y") {
        symmetry.insert(.y)
      } else if word.isKeyword("R90") {
        symmetry.insert(.rotation90)
      } else {
        throw scanner.error(expected: "X, Y, R90 or ';'", found: word)
      }
    }
    try scanner.endStatement()
    return symmetry
  }
}
