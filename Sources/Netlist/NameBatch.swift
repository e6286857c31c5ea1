/// Names that are to be looked up together, in order.
///
/// A lookup in a large table mostly waits for memory, once for the slot and once for the name's
/// record. Those of many names wait at the same time: see ``StringTable/find(_:)``.
public struct NameBatch: Sendable {
  private var bytes: [UInt8] = []
  fileprivate var names: [Name] = []
  /// The symbol of each name, as the last ``StringTable/find(_:)`` found them; -1 for none.
  public private(set) var symbols: [Symbol] = []

  fileprivate struct Name {
    /// Where it ends in ``bytes``.
    var end: Int
    var hash: UInt32
    /// The first symbol of a table with its hash, which is likely its own; -1 for none.
    var likely: Symbol = -1
    var slot: UInt64 = 0
  }

  /// No names.
  public init() {}

  /// The number of names.
  public var count: Int { names.count }

  /// The memory that all names take, in bytes.
  public var byteCount: Int { bytes.count }

  /// Adds a name; a copy of it is kept.
  @inline(__always)
  public mutating func append(_ name: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: name)
    names.append(Name(end: bytes.count, hash: StringTable.hash(name)))
  }

  /// Takes all names out.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    symbols.removeAll(keepingCapacity: true)
  }

  /// Calls `body` with the bytes of a name.
  public func withBytes<Result>(
    at index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let start = index == 0 ? 0 : names[index - 1].end
    return try bytes.withUnsafeBytes {
      try body(UnsafeRawBufferPointer(rebasing: $0[start..<names[index].end]))
    }
  }

  /// Keeps the symbols that `body` gives for the names, in order.
  @inline(__always)
  fileprivate mutating func setSymbols(_ body: (UnsafeRawBufferPointer, Name) -> Symbol) {
    symbols.removeAll(keepingCapacity: true)
    var start = 0
    for name in names {
      let symbol = bytes.withUnsafeBytes {
        body(UnsafeRawBufferPointer(rebasing: $0[start..<name.end]), name)
      }
      symbols.append(symbol)
      start = name.end
    }
  }
}

extension StringTable {
  /// Finds the symbols of all names of a batch.
  public func find(_ batch: inout NameBatch) {
    findLikely(&batch)
    batch.setSymbols { bytes, name in
      isLikely(name, bytes) ? name.likely : find(bytes, hash: name.hash) ?? -1
    }
  }

  /// Finds the symbols of all names of a batch, and adds those that are new, in order.
  ///
  /// - Precondition: as for ``intern(_:)-(UnsafeRawBufferPointer)``.
  public mutating func intern(_ batch: inout NameBatch) {
    findLikely(&batch)
    growRecords(names: batch.count, bytes: batch.byteCount)
    batch.setSymbols { bytes, name in
      isLikely(name, bytes) ? name.likely : intern(bytes, hash: name.hash)
    }
  }

  /// Brings the slots and records of all names near.
  ///
  /// Short loops, each over all names, in which no step needs what the one before brings: the
  /// processor has as many waits for memory under way as it can.
  private func findLikely(_ batch: inout NameBatch) {
    for index in batch.names.indices {
      batch.names[index].slot = firstSlot(of: batch.names[index].hash)
    }
    for index in batch.names.indices {
      let name = batch.names[index]
      batch.names[index].slot = slot(of: name.hash, first: name.slot)
    }
    for index in batch.names.indices {
      batch.names[index].likely = symbol(in: batch.names[index].slot)
    }
  }

  @inline(__always)
  private func isLikely(_ name: NameBatch.Name, _ bytes: UnsafeRawBufferPointer) -> Bool {
    name.likely >= 0 && isName(bytes, of: name.slot)
  }
}
