public import Netlist

/// Reads what a ``BinaryWriter`` wrote, and believes nothing: each read is checked against what is left.
public struct BinaryReader: Sendable {
  private let bytes: [UInt8]
  private let file: String
  private let base: Int
  private var next = 0

  /// A reader of bytes.
  ///
  /// - Parameters:
  ///   - file: the file they came from, for errors.
  ///   - base: where in the file they begin.
  public init(_ bytes: [UInt8], file: String, base: Int = 0) {
    self.bytes = bytes
    self.file = file
    self.base = base
  }

  /// A fault where the reader stands.
  public func fault(_ message: String) -> ParseError {
    ParseError(file: file, message: "at byte \(base + next): \(message)")
  }

  /// The next whole number.
  public mutating func word() throws(ParseError) -> UInt64 {
    let bytes = try take(8, "a number")
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The next whole number, of a range.
  public mutating func integer(
    _ range: ClosedRange<Int> = 0...Int.max
  ) throws(ParseError) -> Int {
    let start = self
    let value = Int(Int64(bitPattern: try word()))
    guard range.contains(value) else {
      throw start.fault(
        "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(value)")
    }
    return value
  }

  /// The next number.
  public mutating func number() throws(ParseError) -> Double { Double(bitPattern: try word()) }

  /// The next truth value.
  public mutating func flag() throws(ParseError) -> Bool {
    let start = self
    let byte = try take(1, "a truth value").first!
    guard byte < 2 else { throw start.fault("expected a truth value, 0 or 1, found \(byte)") }
    return byte == 1
  }

  /// The next text.
  public mutating func text() throws(ParseError) -> String {
    let start = self
    guard let text = String(validating: try byteList(), as: UTF8.self) else {
      throw start.fault("expected text in UTF-8")
    }
    return text
  }

  /// The next list of bytes.
  ///
  /// - Parameter count: how many there must be; nil for any number.
  public mutating func byteList(count: Int? = nil) throws(ParseError) -> [UInt8] {
    Array(try list(count, size: 1))
  }

  /// The next list of numbers.
  public mutating func numbers(count: Int? = nil) throws(ParseError) -> [Double] {
    let part = try list(count, size: 8)
    return part.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 8).map {
        Double(
          bitPattern: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)))
      }
    }
  }

  /// The next list of numbers of single precision.
  public mutating func singles(count: Int? = nil) throws(ParseError) -> [Float] {
    let part = try list(count, size: 4)
    return part.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map {
        Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    }
  }

  /// The next placement, of so many nodes.
  public mutating func placement(nodeCount: Int) throws(ParseError) -> Placement {
    let places = self
    let x = try numbers(count: nodeCount)
    let y = try numbers(count: nodeCount)
    guard x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else {
      throw places.fault("expected finite numbers as places of nodes")
    }
    let start = self
    let orientations = try byteList(count: nodeCount).compactMap(Orientation.init)
    guard orientations.count == nodeCount else {
      throw start.fault("expected orientations from 0 to 7")
    }
    return Placement(
      x: x, y: y, orientations: orientations,
      isFixed: try byteList(count: nodeCount).map { $0 != 0 })
  }

  /// The next value that need not be there.
  public mutating func optional<Value>(
    _ read: (inout BinaryReader) throws(ParseError) -> Value
  ) throws(ParseError) -> Value? {
    try flag() ? try read(&self) : nil
  }

  /// Makes sure that nothing is left.
  public func finish() throws(ParseError) {
    guard next == bytes.count else {
      throw fault("expected the end, found \(bytes.count - next) bytes more")
    }
  }

  private mutating func list(_ count: Int?, size: Int) throws(ParseError) -> ArraySlice<UInt8> {
    let start = self
    let found = try integer()
    guard found == count ?? found, found <= (bytes.count - next) / size else {
      let expected = count.map { "\($0)" } ?? "at most \((bytes.count - next) / size)"
      throw start.fault("expected a list of \(expected) elements, found \(found)")
    }
    return try take(found * size, "a list")
  }

  private mutating func take(_ count: Int, _ what: String) throws(ParseError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - next else {
      throw fault("expected \(what) of \(count) bytes, found the end after \(bytes.count - next)")
    }
    defer { next += count }
    return bytes[next..<next + count]
  }
}
