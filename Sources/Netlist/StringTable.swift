/// The number of a name in a ``StringTable``.
public typealias Symbol = Int32

/// Names, each stored once, all in one run of memory, found again by hashing.
///
/// Parsers look names up by the bytes at hand, without making a `String`; a lookup allocates
/// nothing. Symbols count from 0 in order of first sight.
public struct StringTable: Sendable {
  /// A record for each name: a header, which is the symbol in the lower half of a word and the length
  /// in the upper, and the bytes in whole words, the last filled with 0. A lookup in a large table
  /// costs what it waits for memory, and so looks in two places alone: a slot and a record.
  private var records: [UInt64] = []
  /// Where the record of each symbol begins.
  private var starts: [UInt32] = []
  /// Hash in the upper half, start of the record in the lower: a lookup that passes over a slot need
  /// not look elsewhere. All ones where free.
  private var slots: [UInt64]
  private static let freeSlot = UInt64.max

  /// An empty table with room for about `capacity` names.
  public init(capacity: Int = 16) {
    var slotCount = 32
    while slotCount < capacity * 2 { slotCount *= 2 }
    slots = [UInt64](repeating: Self.freeSlot, count: slotCount)
  }

  /// Makes room for so many names more. Room for their bytes that is not used costs no memory.
  public mutating func reserve(_ count: Int) {
    let count = self.count + count
    starts.reserveLargePages(count)
    records.reserveLargePages(count * 4)
    var slotCount = slots.count
    while Self.isCrowded(slotCount, with: count) { slotCount *= 2 }
    if slotCount > slots.count { grow(to: slotCount) }
  }

  /// Makes room for the records of so many names more, which have so many bytes.
  mutating func growRecords(names: Int, bytes: Int) {
    starts.growLargePages(by: names)
    records.growLargePages(by: names * 2 + bytes / 8)
  }

  /// Whether so many names are too many for so many slots: searches get long.
  private static func isCrowded(_ slotCount: Int, with count: Int) -> Bool {
    count * 3 > slotCount * 2
  }

  /// The number of different names.
  public var count: Int { starts.count }

  /// The memory that all names take, in bytes.
  public var byteCount: Int { records.count * 8 }

  /// The name of a symbol.
  public func string(_ symbol: Symbol) -> String {
    withBytes(of: symbol) { String(decoding: $0, as: UTF8.self) }
  }

  /// Calls `body` with the bytes of a name.
  public func withBytes<Result>(
    of symbol: Symbol, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let start = Int(starts[Int(symbol)])
    let length = Int(records[start] >> 32)
    return try records.withUnsafeBytes { records in
      let first = (start + 1) * 8
      return try body(UnsafeRawBufferPointer(rebasing: records[first..<(first + length)]))
    }
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
    if likely >= 0, Int(likely) < count, isName(name, at: Int(starts[Int(likely)])) {
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
    intern(name, hash: Self.hash(name))
  }

  mutating func intern(_ name: UnsafeRawBufferPointer, hash: UInt32) -> Symbol {
    let (slot, known) = lookUp(name, hash: hash)
    if known >= 0 { return known }
    let symbol = Int32(starts.count)
    let start = UInt32(records.count)
    records.append(UInt64(name.count) << 32 | UInt64(symbol))
    Self.forEachWord(of: name) { records.append($0) }
    starts.append(start)
    slots[slot] = UInt64(hash) << 32 | UInt64(start)
    if Self.isCrowded(slots.count, with: starts.count) { grow(to: slots.count * 2) }
    return symbol
  }

  /// Whether the record that begins at a place is that of a name.
  @inline(__always)
  private func isName(_ name: UnsafeRawBufferPointer, at start: Int) -> Bool {
    guard Int(records[start] >> 32) == name.count else { return false }
    var place = start
    var difference: UInt64 = 0
    Self.forEachWord(of: name) { word in
      place &+= 1
      difference |= word ^ records[place]
    }
    return difference == 0
  }

  /// The slot where the name stands and its symbol, or the free slot where it belongs and -1.
  @inline(__always)
  private func lookUp(
    _ name: UnsafeRawBufferPointer, hash: UInt32
  ) -> (slot: Int, symbol: Symbol) {
    // Slots without a check of each access: the mask keeps to them.
    let slots = slots.span
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while true {
      let content = slots[unchecked: slot]
      if content == Self.freeSlot { return (slot, -1) }
      if UInt32(truncatingIfNeeded: content >> 32) == hash, isName(name, of: content) {
        return (slot, symbol(in: content))
      }
      slot = (slot &+ 1) & mask
    }
  }

  /// The content of the slot where the search for a hash begins.
  @inline(__always)
  func firstSlot(of hash: UInt32) -> UInt64 { slots[Int(hash) & (slots.count - 1)] }

  /// The content of the first slot with a hash, or of the free one before it, given that of the slot
  /// where the search begins.
  @inline(__always)
  func slot(of hash: UInt32, first: UInt64) -> UInt64 {
    var content = first
    var place = Int(hash)
    while content != Self.freeSlot, UInt32(truncatingIfNeeded: content >> 32) != hash {
      place &+= 1
      content = slots[place & (slots.count - 1)]
    }
    return content
  }

  /// The symbol of the record that a slot leads to; -1 for a free one.
  @inline(__always)
  func symbol(in slot: UInt64) -> Symbol {
    if slot == Self.freeSlot { return -1 }
    return Symbol(truncatingIfNeeded: records[Int(UInt32(truncatingIfNeeded: slot))])
  }

  /// Whether a slot that is not free leads to a name.
  @inline(__always)
  func isName(_ name: UnsafeRawBufferPointer, of slot: UInt64) -> Bool {
    isName(name, at: Int(UInt32(truncatingIfNeeded: slot)))
  }

  private mutating func grow(to slotCount: Int) {
    let old = slots
    slots = [UInt64](largeRepeating: Self.freeSlot, count: slotCount)
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
  /// Spreads the bits of a word over its upper half.
  static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Multiply and fold; the same on every run, so that timing and layout are.
  @inline(__always)
  static func hash(_ name: UnsafeRawBufferPointer) -> UInt32 {
    var state = UInt64(truncatingIfNeeded: name.count) &* multiplier
    forEachWord(of: name) { state = fold(state ^ $0, multiplier) }
    return UInt32(truncatingIfNeeded: state ^ (state >> 32))
  }

  @inline(__always)
  private static func fold(_ value: UInt64, _ multiplier: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }

  /// Calls `body` with the bytes as words, the last filled with 0.
  @inline(__always)
  static func forEachWord(of bytes: UnsafeRawBufferPointer, _ body: (UInt64) -> Void) {
    var offset = 0
    while offset + 8 <= bytes.count {
      body(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    if offset < bytes.count { body(tail(bytes, from: offset)) }
  }

  /// What is left behind the whole words. No byte is looked at that is not part of the name.
  @inline(__always)
  private static func tail(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> UInt64 {
    let count = bytes.count
    if offset > 0 {
      let word = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      return word >> UInt64(8 * (offset + 8 - count))
    }
    if count >= 4 {
      let low = bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
      let high = bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return UInt64(low) | UInt64(high) << UInt64(8 * (count - 4))
    }
    let (middle, last) = (count / 2, count - 1)
    return UInt64(bytes[0]) | UInt64(bytes[middle]) << UInt64(8 * middle)
      | UInt64(bytes[last]) << UInt64(8 * last)
  }
}
