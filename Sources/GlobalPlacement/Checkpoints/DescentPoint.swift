import Formats

extension Descent {
  /// Where a descent stands between two iterations.
  struct Point: Sendable {
    var state: NesterovState.Point
    var best: BestPlacement.Point
    var wirelength: Double
    var overflow: Double
    var inflatedArea: Double
    var densityWeight: DensityWeight
  }

  /// Where the descent stands.
  var point: Point {
    Point(
      state: state.point, best: best.point, wirelength: wirelength, overflow: overflow,
      inflatedArea: inflatedArea, densityWeight: densityWeight)
  }
}

extension Descent.Point {
  func write(to writer: inout BinaryWriter) {
    state.write(to: &writer)
    best.write(to: &writer)
    for value in [
      wirelength, overflow, inflatedArea, densityWeight.value, densityWeight.growth,
      densityWeight.limit,
    ] { writer.write(value) }
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    state = try NesterovState.Point(from: &reader)
    best = try BestPlacement.Point(from: &reader)
    wirelength = try reader.number()
    overflow = try reader.number()
    inflatedArea = try reader.number()
    densityWeight = DensityWeight(
      value: try reader.number(), growth: try reader.number(), limit: try reader.number())
  }
}

extension NesterovState.Point {
  func write(to writer: inout BinaryWriter) {
    for coordinates in [major, reference, gradient] { coordinates.write(to: &writer) }
    writer.write(caution)
    writer.write([acceleration, step])
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    major = try Coordinates(from: &reader)
    reference = try Coordinates(from: &reader)
    gradient = try Coordinates(from: &reader)
    caution = try reader.singles()
    let lengths = try reader.singles(count: 2)
    (acceleration, step) = (lengths[0], lengths[1])
  }
}

extension BestPlacement.Point {
  func write(to writer: inout BinaryWriter) {
    position.write(to: &writer)
    for value in [wirelength, overflow, foundWeight, densityWeight] { writer.write(value) }
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    position = try Coordinates(from: &reader)
    wirelength = try reader.number()
    overflow = try reader.number()
    foundWeight = try reader.number()
    densityWeight = try reader.number()
  }
}
