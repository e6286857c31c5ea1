import Netlist

// Vias: what they cover, for the pins that are drawn with them.

extension LEFReader {
  /// Reads a via from its name on.
  mutating func readVia() throws(ParseError) {
    let name = try scanner.name("the name of a via")
    try scanner.skipAll("DEFAULT", "GENERATED", "TOPOFSTACKONLY")
    var drawn: [CellLibrary.Shape] = []
    var generated: GeneratedVia?
    while let keyword = try scanner.next() {
      if try isEnd(keyword, of: name) {
        library.viaShapes[name] = generated?.shapes ?? drawn.filter { $0.box != Self.emptyBox }
        return
      }
      if keyword.isKeyword("LAYER") {
        drawn.append(CellLibrary.Shape(layer: try readLayerName(), box: Self.emptyBox))
        try scanner.endStatement()
      } else if keyword.isKeyword("RECT") || keyword.isKeyword("POLYGON") {
        let isRectangle = keyword.isKeyword("RECT")
        guard let last = drawn.indices.last else {
          throw scanner.error("expected a LAYER before the first shape")
        }
        _ = try skipMaskAndIterate()
        drawn[last].box.formUnion(isRectangle ? try readBox() : try readPolygonBox())
        try scanner.endStatement()
      } else if keyword.isKeyword("VIARULE") {
        generated = GeneratedVia()
        try scanner.skipStatement()
      } else if var via = generated {
        try readParameter(keyword, of: &via)
        generated = via
      } else {
        try scanner.skipStatement()
      }
    }
    throw scanner.error(expected: "'END \(name)'", found: nil)
  }

  /// Holds nothing, not even a point.
  private static var emptyBox: Box {
    Box(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
  }

  private mutating func readParameter(
    _ keyword: UnsafeRawBufferPointer, of via: inout GeneratedVia
  ) throws(ParseError) {
    if keyword.isKeyword("LAYERS") {
      via.layers = [try readLayerName(), try readLayerName(), try readLayerName()]
    } else if keyword.isKeyword("CUTSIZE") {
      via.cutSize = try readDistances("a width and a height of 0 or more micrometres")
    } else if keyword.isKeyword("CUTSPACING") {
      via.cutSpacing = try readDistances("spacings along x and y of 0 or more micrometres")
    } else if keyword.isKeyword("ENCLOSURE") {
      via.bottomEnclosure = try readPoint()
      via.topEnclosure = try readPoint()
    } else if keyword.isKeyword("ROWCOL") {
      via.rows = try scanner.integer("a number of rows", in: 1...Self.mostSteps)
      via.columns = try scanner.integer("a number of columns", in: 1...Self.mostSteps)
    } else if keyword.isKeyword("ORIGIN") {
      via.origin = try readPoint()
    } else if keyword.isKeyword("OFFSET") {
      via.bottomOffset = try readPoint()
      via.topOffset = try readPoint()
    } else {
      return try scanner.skipStatement()
    }
    try scanner.endStatement()
  }
}

extension LEFReader {
  /// Reads two distances.
  private mutating func readDistances(
    _ expected: StaticString
  ) throws(ParseError) -> (x: Double, y: Double) {
    let x = try scanner.number(expected, in: LEFLimits.distances)
    return (x, try scanner.number(expected, in: LEFLimits.distances))
  }
}

/// A via that is made by a rule (`VIARULE` in a `VIA`): rows and columns of cuts, centred at the
/// origin, between two metal rectangles that enclose them.
private struct GeneratedVia {
  /// Bottom, cut and top.
  var layers: [String] = []
  var cutSize = (x: 0.0, y: 0.0)
  var cutSpacing = (x: 0.0, y: 0.0)
  var bottomEnclosure = (x: 0.0, y: 0.0)
  var topEnclosure = (x: 0.0, y: 0.0)
  var rows = 1
  var columns = 1
  var origin = (x: 0.0, y: 0.0)
  var bottomOffset = (x: 0.0, y: 0.0)
  var topOffset = (x: 0.0, y: 0.0)

  var shapes: [CellLibrary.Shape] {
    guard layers.count == 3 else { return [] }
    let cutsX = Double(columns) * cutSize.x + Double(columns - 1) * cutSpacing.x
    let cutsY = Double(rows) * cutSize.y + Double(rows - 1) * cutSpacing.y
    func shape(
      _ layer: Int, _ enclosure: (x: Double, y: Double), _ offset: (x: Double, y: Double)
    ) -> CellLibrary.Shape {
      CellLibrary.Shape(
        layer: layers[layer],
        box: Box(
          centerX: origin.x + offset.x, centerY: origin.y + offset.y,
          // An enclosure can be negative; what is left of the metal cannot.
          width: max(cutsX + 2 * enclosure.x, 0), height: max(cutsY + 2 * enclosure.y, 0)))
    }
    return [
      shape(0, bottomEnclosure, bottomOffset), shape(1, (0, 0), (0, 0)),
      shape(2, topEnclosure, topOffset),
    ]
  }
}

extension Box {
  /// Grows to hold another box.
  mutating func formUnion(_ other: Box) {
    minX = min(minX, other.minX)
    minY = min(minY, other.minY)
    maxX = max(maxX, other.maxX)
    maxY = max(maxY, other.maxY)
  }
}
