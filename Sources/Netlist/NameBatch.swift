/// Names that are to be looked up together, in order.
///
/// A lookup in a large table mostly waits for memory, once for the slot and once for the name's
/// record. Those of many names wait at the same time: see ``StringTable/find(_:)``.
public struct NameBatch: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  fileprivate var hashes: [UInt32] = []
  /// The content of each name's first slot.
  fileprivate var slots: [UInt64] = []
  /// The symbol of each name, as the last ``StringTable/find(_:)`` found them; -1 for none.
  public fileprivate(set) var symbols: [Symbol] = []

  /// No names.
  public init() {}

  /// The number of names.
  public var count: Int { ends.count }

  /// The memory that all names take, in bytes.
  public var byteCount: Int { bytes.count }

  /// Adds a name; a copy of it is kept.
  @inline(__always)
  public mutating func append(_ name: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: name)
    ends.append(bytes.count)
    hashes.append(StringTable.hash(name))
  }

  /// Takes all names out.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    symbols.removeAll(keepingCapacity: true)
  }

  /// Calls `body` with the bytes of a name.
  public func withBytes<Result>(
    at index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let start = index == 0 ? 0 : ends[index - 1]
    return try bytes.withUnsafeBytes {
      try body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[index]]))
    }
  }
}

extension StringTable {
  /// Finds the symbols of all names of a batch.
  ///
  /// Three short loops, each over all names, in which no step needs what the one before brings: the
  /// processor has as many waits for memory under way as it can.
  public func find(_ batch: inout NameBatch) {
    batch.slots.removeAll(keepingCapacity: true)
    for hash in batch.hashes { batch.slots.append(firstSlot(of: hash)) }
    batch.symbols.removeAll(keepingCapacity: true)
    for slot in batch.slots { batch.symbols.append(symbol(in: slot)) }
    for index in 0..<batch.count {
      let likely = batch.symbols[index]
      let symbol = batch.withBytes(at: index) { name in
        likely >= 0 && isName(name, of: batch.slots[index])
          ? likely : find(name, hash: batch.hashes[index])
      }
      batch.symbols[index] = symbol ?? -1
    }
  }

  /// Finds the symbols of all names of a batch, and adds those that are new, in order.
  ///
  /// - Precondition: as for ``intern(_:)-(UnsafeRawBufferPointer)``.
  public mutating func intern(_ batch: inout NameBatch) {
    // This brings the slots near, the free ones too.
    find(&batch)
    for index in 0..<batch.count where batch.symbols[index] < 0 {
      batch.symbols[index] = batch.withBytes(at: index) { intern($0) }
    }
  }
}
