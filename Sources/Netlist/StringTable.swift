/// The number of a name in a ``StringTable``.
public typealias Symbol = Int32

/// Names, each stored once, all in one run of bytes, found again by hashing.
///
/// Parsers look names up by the bytes at hand, without making a `String`; a lookup allocates
/// nothing. Symbols count from 0 in order of first sight.
public struct StringTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  /// Hash in the upper half, symbol in the lower: a lookup that passes over a slot need not look
  /// elsewhere, which would cost a cache miss. All ones where free.
  private var slots: [UInt64]
  private static let freeSlot = UInt64.max

  /// An empty table with room for about `capacity` names.
  public init(capacity: Int = 16) {
    var slotCount = 32
    while slotCount < capacity * 2 { slotCount *= 2 }
    slots = [UInt64](repeating: Self.freeSlot, count: slotCount)
  }

  /// The number of different names.
  public var count: Int { ends.count }

  /// The length of all names together.
  public var byteCount: Int { bytes.count }

  /// The name of a symbol.
  public func string(_ symbol: Symbol) -> String {
    withBytes(of: symbol) { String(decoding: $0, as: UTF8.self) }
  }

  /// Calls `body` with the bytes of a name.
  public func withBytes<Result>(
    of symbol: Symbol, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let range = byteRange(symbol)
    return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The symbol of a name, if the table has it.
  public func find(_ name: String) -> Symbol? {
    var name = name
    return name.withUTF8 { find(UnsafeRawBufferPointer($0)) }
  }

  /// The symbol of a name given by its bytes, if the table has it.
  public func find(_ name: UnsafeRawBufferPointer) -> Symbol? {
    let symbol = symbol(in: slot(of: name, hash: Self.hash(name)))
    return symbol >= 0 ? symbol : nil
  }

  /// The symbol of a name, added if it is new.
  public mutating func intern(_ name: String) -> Symbol {
    var name = name
    return name.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
  }

  /// The symbol of a name given by its bytes, added if it is new.
  ///
  /// - Precondition: all names together stay below 4 GiB and 2³¹ in number.
  public mutating func intern(_ name: UnsafeRawBufferPointer) -> Symbol {
    let hash = Self.hash(name)
    let slot = slot(of: name, hash: hash)
    let known = self.symbol(in: slot)
    if known >= 0 { return known }
    let symbol = Int32(ends.count)
    bytes.append(contentsOf: name)
    ends.append(UInt32(bytes.count))
    slots[slot] = UInt64(hash) << 32 | UInt64(symbol)
    if ends.count * 3 > slots.count * 2 { grow() }
    return symbol
  }

  /// Gives back the room that growing left over, once all names are in.
  public mutating func shrinkToFit() {
    if bytes.capacity > bytes.count { bytes = Self.copy(bytes) }
    if ends.capacity > ends.count { ends = Self.copy(ends) }
  }

  private static func copy<Element>(_ array: [Element]) -> [Element] {
    [Element](unsafeUninitializedCapacity: array.count) { buffer, count in
      _ = buffer.initialize(from: array)
      count = array.count
    }
  }

  private func byteRange(_ symbol: Symbol) -> Range<Int> {
    (symbol == 0 ? 0 : Int(ends[Int(symbol) - 1]))..<Int(ends[Int(symbol)])
  }

  /// The symbol in a slot; -1 in a free one.
  private func symbol(in slot: Int) -> Symbol { Int32(truncatingIfNeeded: slots[slot]) }

  /// The slot where the name stands, or the free one where it belongs.
  private func slot(of name: UnsafeRawBufferPointer, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    return bytes.withUnsafeBytes { bytes in
      while true {
        let content = slots[slot]
        if content == Self.freeSlot { return slot }
        if UInt32(truncatingIfNeeded: content >> 32) == hash {
          let range = byteRange(Int32(truncatingIfNeeded: content))
          if range.count == name.count,
            Self.areEqual(name, UnsafeRawBufferPointer(rebasing: bytes[range]))
          {
            return slot
          }
        }
        slot = (slot + 1) & mask
      }
    }
  }

  /// Whether two runs of equal length hold the same bytes; eight a step.
  private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer)
    -> Bool
  {
    var offset = 0
    while offset + 8 <= left.count {
      if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      {
        return false
      }
      offset += 8
    }
    while offset < left.count {
      if left[offset] != right[offset] { return false }
      offset += 1
    }
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: Self.freeSlot, count: old.count * 2)
    let mask = slots.count - 1
    for content in old where content != Self.freeSlot {
      var slot = Int(content >> 32) & mask
      while slots[slot] != Self.freeSlot { slot = (slot + 1) & mask }
      slots[slot] = content
    }
  }

  /// Eight bytes a step, multiply and fold; the same on every run, so that timing and layout are.
  private static func hash(_ name: UnsafeRawBufferPointer) -> UInt32 {
    let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    var state = UInt64(truncatingIfNeeded: name.count) &* multiplier
    var offset = 0
    while offset + 8 <= name.count {
      state = fold(state ^ name.loadUnaligned(fromByteOffset: offset, as: UInt64.self), multiplier)
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < name.count {
      tail = (tail << 8) | UInt64(name[offset])
      offset += 1
    }
    state = fold(state ^ tail, multiplier)
    return UInt32(truncatingIfNeeded: state ^ (state >> 32))
  }

  private static func fold(_ value: UInt64, _ multiplier: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }
}
