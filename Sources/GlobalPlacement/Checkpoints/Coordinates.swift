import Formats

/// A number by x and one by y for each object.
struct Coordinates: Sendable {
  var x: [Float]
  var y: [Float]

  init(_ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer) {
    self.x = x.array
    self.y = y.array
  }

  /// How many numbers there are by x and by y.
  var counts: [Int] { [x.count, y.count] }

  func copy(toX x: borrowing FloatBuffer, y: borrowing FloatBuffer) {
    x.copy(from: self.x)
    y.copy(from: self.y)
  }

  func write(to writer: inout BinaryWriter) {
    writer.write(x)
    writer.write(y)
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    x = try reader.singles()
    y = try reader.singles()
  }
}
