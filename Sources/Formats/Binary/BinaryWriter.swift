public import Netlist

/// Values as bytes, one after the other, for ``BinaryReader`` to read in the same order.
///
/// Whole numbers and numbers of double precision take eight bytes, lowest first, those of single
/// precision four; texts and lists are their count and their elements. Nothing says what a value is:
/// reader and writer must agree, which a version of the format takes care of.
public struct BinaryWriter: Sendable {
  /// What was written so far.
  public private(set) var bytes: [UInt8] = []

  /// A writer of nothing so far.
  public init() {}

  /// Adds a whole number.
  public mutating func write(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  /// Adds a whole number.
  public mutating func write(_ value: Int) { write(UInt64(bitPattern: Int64(value))) }

  /// Adds a number, to the last bit.
  public mutating func write(_ value: Double) { write(value.bitPattern) }

  /// Adds a truth value.
  public mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

  /// Adds a text.
  public mutating func write(_ value: String) { write(Array(value.utf8)) }

  /// Adds a list of bytes.
  public mutating func write(_ values: [UInt8]) {
    write(values.count)
    bytes += values
  }

  /// Adds a list of numbers, to the last bit.
  public mutating func write(_ values: [Double]) {
    write(values.count)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values { write(value.bitPattern) }
  }

  /// Adds a list of numbers of single precision, to the last bit.
  public mutating func write(_ values: [Float]) {
    write(values.count)
    bytes.reserveCapacity(bytes.count + 4 * values.count)
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
  }

  /// Adds a placement.
  public mutating func write(_ placement: Placement) {
    write(placement.x)
    write(placement.y)
    write(placement.orientations.map(\.rawValue))
    write(placement.isFixed.map { UInt8($0 ? 1 : 0) })
  }

  /// Adds whether there is a value, and the value.
  public mutating func write<Value>(
    optional value: Value?, _ write: (Value, inout BinaryWriter) -> Void
  ) {
    self.write(value != nil)
    if let value { write(value, &self) }
  }
}
