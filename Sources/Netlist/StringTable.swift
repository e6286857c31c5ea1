/// The number of a name in a ``StringTable``.
public typealias Symbol = Int32

/// Names, each stored once, all in one run of bytes, found again by hashing.
///
/// Parsers look names up by the bytes at hand, without making a `String`; a lookup allocates
/// nothing. Symbols count from 0 in order of first sight.
public struct StringTable: Sendable {
  /// A record for each name: its symbol, its length, its bytes. A lookup in a large table costs what
  /// it waits for memory, and so looks in two places alone: a slot and a record.
  private var records: [UInt8] = []
  /// Where the record of each symbol begins.
  private var starts: [UInt32] = []
  /// Hash in the upper half, start of the record in the lower: a lookup that passes over a slot need
  /// not look elsewhere. All ones where free.
  private var slots: [UInt64]
  private static let freeSlot = UInt64.max
  private static let headerSize = 8

  /// An empty table with room for about `capacity` names.
  public init(capacity: Int = 16) {
    var slotCount = 32
    while slotCount < capacity * 2 { slotCount *= 2 }
    slots = [UInt64](repeating: Self.freeSlot, count: slotCount)
  }

  /// Makes room for so many names more. Room for their bytes that is not used costs no memory.
  public mutating func reserve(_ count: Int) {
    let count = self.count + count
    starts.reserveCapacity(count)
    records.reserveCapacity(count * (Self.headerSize + 24))
    var slotCount = slots.count
    while Self.isCrowded(slotCount, with: count) { slotCount *= 2 }
    if slotCount > slots.count { grow(to: slotCount) }
  }

  /// Whether so many names are too many for so many slots: searches get long.
  private static func isCrowded(_ slotCount: Int, with count: Int) -> Bool {
    count * 3 > slotCount * 2
  }

  /// The number of different names.
  public var count: Int { starts.count }

  /// The memory that all names take, in bytes.
  public var byteCount: Int { records.count }

  /// The name of a symbol.
  public func string(_ symbol: Symbol) -> String {
    withBytes(of: symbol) { String(decoding: $0, as: UTF8.self) }
  }

  /// Calls `body` with the bytes of a name.
  public func withBytes<Result>(
    of symbol: Symbol, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let start = Int(starts[Int(symbol)])
    return try records.withUnsafeBytes { try body(Self.name(at: start, in: $0)) }
  }

  /// The symbol of a name, if the table has it.
  public func find(_ name: String) -> Symbol? {
    var name = name
    return name.withUTF8 { find(UnsafeRawBufferPointer($0)) }
  }

  /// The symbol of a name given by its bytes, if the table has it.
  public func find(_ name: UnsafeRawBufferPointer) -> Symbol? {
    find(name, hash: Self.hash(name))
  }

  /// The symbol of a name given by its bytes, if the table has it. Looks first whether it is that of a
  /// likely symbol: names often come in the order in which they came before.
  public func find(_ name: UnsafeRawBufferPointer, likely: Symbol) -> Symbol? {
    if likely >= 0, Int(likely) < count, withBytes(of: likely, { Self.areEqual(name, $0) }) {
      return likely
    }
    return find(name)
  }

  func find(_ name: UnsafeRawBufferPointer, hash: UInt32) -> Symbol? {
    let symbol = lookUp(name, hash: hash).symbol
    return symbol >= 0 ? symbol : nil
  }

  /// The symbol of a name, added if it is new.
  public mutating func intern(_ name: String) -> Symbol {
    var name = name
    return name.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
  }

  /// The symbol of a name given by its bytes, added if it is new.
  ///
  /// - Precondition: ``byteCount`` stays below 4 GiB, and the number of names below 2³¹.
  public mutating func intern(_ name: UnsafeRawBufferPointer) -> Symbol {
    let hash = Self.hash(name)
    let (slot, known) = lookUp(name, hash: hash)
    if known >= 0 { return known }
    let symbol = Int32(starts.count)
    let start = UInt32(records.count)
    withUnsafeBytes(of: (symbol, UInt32(name.count))) { records.append(contentsOf: $0) }
    records.append(contentsOf: name)
    starts.append(start)
    slots[slot] = UInt64(hash) << 32 | UInt64(start)
    if Self.isCrowded(slots.count, with: starts.count) { grow(to: slots.count * 2) }
    return symbol
  }

  /// Gives back the room that growing left over, once all names are in.
  public mutating func shrinkToFit() {
    if records.capacity > records.count { records = Self.copy(records) }
    if starts.capacity > starts.count { starts = Self.copy(starts) }
  }

  private static func copy<Element>(_ array: [Element]) -> [Element] {
    [Element](unsafeUninitializedCapacity: array.count) { buffer, count in
      _ = buffer.initialize(from: array)
      count = array.count
    }
  }

  /// The name of the record that begins at a place.
  @inline(__always)
  private static func name(
    at start: Int, in records: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    let length = records.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)
    let first = start + headerSize
    return UnsafeRawBufferPointer(rebasing: records[first..<(first + Int(length))])
  }

  /// The slot where the name stands and its symbol, or the free slot where it belongs and -1.
  private func lookUp(
    _ name: UnsafeRawBufferPointer, hash: UInt32
  ) -> (slot: Int, symbol: Symbol) {
    // The bytes are at hand as plain memory, without a check of each access: the mask keeps to the
    // slots, and slots lead to records alone.
    let records = records.span.bytes
    let slots = slots.span
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while true {
      let content = slots[unchecked: slot]
      if content == Self.freeSlot { return (slot, -1) }
      if UInt32(truncatingIfNeeded: content >> 32) == hash {
        let start = Int(UInt32(truncatingIfNeeded: content))
        let symbol = records.withUnsafeBytes { records in
          Self.areEqual(name, Self.name(at: start, in: records))
            ? records.loadUnaligned(fromByteOffset: start, as: Symbol.self) : -1
        }
        if symbol >= 0 { return (slot, symbol) }
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// The content of the slot where the search for a hash begins.
  func firstSlot(of hash: UInt32) -> UInt64 { slots[Int(hash) & (slots.count - 1)] }

  /// The symbol of the record that a slot leads to; -1 for a free one.
  func symbol(in slot: UInt64) -> Symbol {
    if slot == Self.freeSlot { return -1 }
    return records.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: Int(UInt32(truncatingIfNeeded: slot)), as: Symbol.self)
    }
  }

  /// Whether a slot that is not free leads to a name.
  func isName(_ name: UnsafeRawBufferPointer, of slot: UInt64) -> Bool {
    records.withUnsafeBytes {
      Self.areEqual(name, Self.name(at: Int(UInt32(truncatingIfNeeded: slot)), in: $0))
    }
  }

  private mutating func grow(to slotCount: Int) {
    let old = slots
    slots = [UInt64](repeating: Self.freeSlot, count: slotCount)
    let mask = slots.count - 1
    for content in old where content != Self.freeSlot {
      var slot = Int(content >> 32) & mask
      while slots[slot] != Self.freeSlot { slot = (slot + 1) & mask }
      slots[slot] = content
    }
  }
}

// MARK: - Bytes, eight a step

extension StringTable {
  /// Whether two runs hold the same bytes.
  @inline(__always)
  private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer)
    -> Bool
  {
    guard left.count == right.count else { return false }
    var offset = 0
    while offset + 8 <= left.count {
      if word(left, offset) != word(right, offset) { return false }
      offset += 8
    }
    return tail(left, from: offset) == tail(right, from: offset)
  }

  /// Multiply and fold; the same on every run, so that timing and layout are.
  @inline(__always)
  static func hash(_ name: UnsafeRawBufferPointer) -> UInt32 {
    let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    var state = UInt64(truncatingIfNeeded: name.count) &* multiplier
    var offset = 0
    while offset + 8 <= name.count {
      state = fold(state ^ word(name, offset), multiplier)
      offset += 8
    }
    state = fold(state ^ tail(name, from: offset), multiplier)
    return UInt32(truncatingIfNeeded: state ^ (state >> 32))
  }

  @inline(__always)
  private static func fold(_ value: UInt64, _ multiplier: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// What is left behind the whole words, with bytes of those before it to fill one up; of runs
  /// shorter than a word, each byte once or more, so that no two of one length are alike.
  @inline(__always)
  private static func tail(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> UInt64 {
    let count = bytes.count
    if offset == count { return 0 }
    if count >= 8 { return word(bytes, count - 8) }
    if count >= 4 {
      let low = bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
      let high = bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return UInt64(high) << 32 | UInt64(low)
    }
    return UInt64(bytes[0]) | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1]) << 16
  }
}
