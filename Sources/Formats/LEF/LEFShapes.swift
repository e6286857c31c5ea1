import Netlist

// The shapes of ports and obstructions.

extension LEFReader {
  /// What one statement can make of a step pattern: more is a slip of the pen.
  static var mostSteps: Int { 1 << 20 }

  /// Reads the shapes of a `PORT` or `OBS` up to its `END` into ``shapes``.
  mutating func readShapes(of block: StaticString) throws(ParseError) {
    shapes.removeAll(keepingCapacity: true)
    var layer: String?
    var width: Double?
    while let keyword = try scanner.next() {
      if keyword.isKeyword("RECT") {
        try readRectangle(layer: layer)
      } else if keyword.isKeyword("END") {
        return
      } else if keyword.isKeyword("LAYER") {
        layer = try readLayerName()
        width = nil
        // EXCEPTPGNET, SPACING and DESIGNRULEWIDTH say what wires beside the shape must keep to.
        try scanner.skipStatement()
      } else if keyword.isKeyword("POLYGON") {
        try readPolygon(layer: layer)
      } else if keyword.isKeyword("PATH") {
        try readPath(layer: layer, width: width)
      } else if keyword.isKeyword("VIA") {
        try readPlacedVia()
      } else if keyword.isKeyword("WIDTH") {
        width = try scanner.number("a width in micrometres", in: LEFLimits.distances)
        try scanner.endStatement()
      } else if keyword.isKeyword("CLASS") || keyword.isKeyword("PROPERTY") {
        try scanner.skipStatement()
      } else {
        throw scanner.error(
          expected: "LAYER, WIDTH, RECT, POLYGON, PATH, VIA or 'END' of the \(block)",
          found: keyword)
      }
    }
    throw scanner.error(expected: "'END' of the \(block)", found: nil)
  }

  private mutating func readRectangle(layer: String?) throws(ParseError) {
    guard let layer else { throw scanner.error("expected a LAYER before the first shape") }
    let isStepped = try skipMaskAndIterate()
    let box = try readBox()
    if isStepped {
      try step([CellLibrary.Shape(layer: layer, box: box)])
    } else {
      shapes.append(CellLibrary.Shape(layer: layer, box: box))
    }
    try scanner.endStatement()
  }

  private mutating func readPolygon(layer: String?) throws(ParseError) {
    guard let layer else { throw scanner.error("expected a LAYER before the first shape") }
    let isStepped = try skipMaskAndIterate()
    let shape = CellLibrary.Shape(layer: layer, box: try readPolygonBox())
    if isStepped { try step([shape]) } else { shapes.append(shape) }
    try scanner.endStatement()
  }

  /// One rectangle for each straight part of the path, longer by half its width at both ends, as
  /// wires are.
  private mutating func readPath(layer: String?, width: Double?) throws(ParseError) {
    guard let layer else { throw scanner.error("expected a LAYER before the first shape") }
    let isStepped = try skipMaskAndIterate()
    let width = width ?? library.layerIndex(layer).flatMap { library.layers[$0].width }
    if width == nil {
      library.warnings.append(
        scanner.warning("the layer '\(layer)' has no WIDTH: the path is taken without one"))
    }
    let half = (width ?? 0) / 2
    var parts: [CellLibrary.Shape] = []
    var last = try readPoint()
    repeat {
      let next = try isAtPoint() ? try readPoint() : last
      let box = Box(
        minX: min(last.x, next.x) - half, minY: min(last.y, next.y) - half,
        maxX: max(last.x, next.x) + half, maxY: max(last.y, next.y) + half)
      parts.append(CellLibrary.Shape(layer: layer, box: box))
      last = next
    } while try isAtPoint()
    if isStepped { try step(parts) } else { shapes += parts }
    try scanner.endStatement()
  }

  /// A via at a point: its shape on each of its layers.
  private mutating func readPlacedVia() throws(ParseError) {
    let isStepped = try skipMaskAndIterate()
    let point = try readPoint()
    let name = try scanner.name("the name of a via")
    if library.viaShapes[name] == nil {
      library.warnings.append(
        scanner.warning("no via '\(name)' is defined up to here: it is left out"))
    }
    var placed = library.viaShapes[name] ?? []
    for index in placed.indices {
      placed[index].box.minX += point.x
      placed[index].box.minY += point.y
      placed[index].box.maxX += point.x
      placed[index].box.maxY += point.y
    }
    if isStepped { try step(placed) } else { shapes += placed }
    try scanner.endStatement()
  }

  /// Reads `DO columns BY rows STEP x y` and adds the shapes once for each step.
  private mutating func step(_ pattern: [CellLibrary.Shape]) throws(ParseError) {
    try scanner.expect(keyword: "DO")
    let columns = try scanner.integer("a number of columns", in: 1...Self.mostSteps)
    try scanner.expect(keyword: "BY")
    let rows = try scanner.integer("a number of rows", in: 1...Self.mostSteps)
    guard columns * rows * max(pattern.count, 1) <= Self.mostSteps else {
      throw scanner.error(
        "expected at most \(Self.mostSteps) shapes of one statement, found \(columns) by \(rows)")
    }
    try scanner.expect(keyword: "STEP")
    let stepX = try scanner.number("a step in micrometres", in: LEFLimits.coordinates)
    let stepY = try scanner.number("a step in micrometres", in: LEFLimits.coordinates)
    for row in 0..<rows {
      for column in 0..<columns {
        let (x, y) = (Double(column) * stepX, Double(row) * stepY)
        for shape in pattern {
          let box = shape.box
          shapes.append(
            CellLibrary.Shape(
              layer: shape.layer,
              box: Box(
                minX: box.minX + x, minY: box.minY + y, maxX: box.maxX + x, maxY: box.maxY + y)))
        }
      }
    }
  }
}

// MARK: - Points

extension LEFReader {
  /// Skips `MASK number` and `ITERATE`, both optional, in either order; whether the latter was there.
  mutating func skipMaskAndIterate() throws(ParseError) -> Bool {
    var isStepped = false
    // Nearly every shape begins with its numbers.
    while try scanner.peekByte() | 0x20 >= 0x61 {
      if try scanner.skip(keyword: "MASK") {
        _ = try scanner.integer("a number of a mask", in: 0...999)
      } else if try scanner.skip(keyword: "ITERATE") {
        isStepped = true
      } else {
        break
      }
    }
    return isStepped
  }

  /// Whether a point comes next.
  private mutating func isAtPoint() throws(ParseError) -> Bool {
    switch try scanner.peekByte() {
    case 0x28, 0x2B, 0x2D, 0x2E, 0x30...0x39: true
    default: false
    }
  }

  /// Reads a point, in parentheses or not.
  @inline(__always)
  mutating func readPoint() throws(ParseError) -> (x: Double, y: Double) {
    let inParentheses = try scanner.peekByte() == 0x28
    if inParentheses { try scanner.expect(keyword: "(") }
    let x = try scanner.number("a coordinate in micrometres", in: LEFLimits.coordinates)
    let y = try scanner.number("a coordinate in micrometres", in: LEFLimits.coordinates)
    if inParentheses { try scanner.expect(keyword: ")") }
    return (x, y)
  }

  /// Reads two corners.
  @inline(__always)
  mutating func readBox() throws(ParseError) -> Box {
    let first = try readPoint()
    let second = try readPoint()
    return Box(
      minX: min(first.x, second.x), minY: min(first.y, second.y),
      maxX: max(first.x, second.x), maxY: max(first.y, second.y))
  }

  /// Reads points up to something else; the box around them.
  mutating func readPolygonBox() throws(ParseError) -> Box {
    var box = try readBox()
    while try isAtPoint() {
      let point = try readPoint()
      box.formUnion(Box(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y))
    }
    return box
  }
}
