/// Structures of the C interface whose first field is their size: programs built with an older header
/// hand over shorter ones.
enum SizedStructures {
  /// The caller's structure, with defaults for the fields that its header did not have.
  static func read<Structure>(
    _ pointer: UnsafePointer<Structure>?, or defaults: Structure
  ) throws(ArgumentError) -> Structure {
    guard let pointer else { return defaults }
    let size = try checkedSize(UnsafeRawPointer(pointer), of: Structure.self)
    var result = defaults
    withUnsafeMutableBytes(of: &result) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: size))
    }
    return result
  }

  /// Writes the fields that the caller's structure has.
  static func write<Structure>(
    _ value: Structure, to pointer: UnsafeMutablePointer<Structure>?
  ) throws(ArgumentError) {
    guard let pointer else {
      throw ArgumentError(message: "expected a place for a \(Structure.self), found NULL")
    }
    let raw = UnsafeMutableRawPointer(pointer)
    let size = try checkedSize(UnsafeRawPointer(raw), of: Structure.self)
    let header = MemoryLayout<Int>.size
    withUnsafeBytes(of: value) {
      raw.advanced(by: header).copyMemory(
        from: $0.baseAddress!.advanced(by: header), byteCount: size - header)
    }
  }

  private static func checkedSize<Structure>(
    _ pointer: UnsafeRawPointer, of type: Structure.Type
  ) throws(ArgumentError) -> Int {
    let size = pointer.load(as: Int.self)
    guard size >= MemoryLayout<Int>.size, size <= MemoryLayout<Structure>.size else {
      throw ArgumentError(
        message: "\(type): expected a size of at most \(MemoryLayout<Structure>.size), found "
          + "\(size); it must be set before the call")
    }
    return size
  }
}

/// Numbers at an address that stays, for as long as the object lives.
final class StableArray<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: some Collection<Element>) {
    count = elements.count
    base = .allocate(capacity: max(count, 1))
    _ = UnsafeMutableBufferPointer(start: base, count: count).initialize(from: elements)
  }

  deinit { base.deallocate() }

  var view: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }
}
