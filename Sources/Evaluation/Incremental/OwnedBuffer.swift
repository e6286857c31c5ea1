/// Memory of fixed size with one owner: an array without reference counts, copies or, in release
/// builds, bounds checks. For state that changes a hundred thousand times a second and more.
package struct OwnedBuffer<Element: BitwiseCopyable>: ~Copyable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int

  @inlinable package init(repeating value: Element, count: Int) {
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: value, count: count)
    self.count = count
  }

  @inlinable package init(_ elements: [Element]) {
    base = .allocate(capacity: max(elements.count, 1))
    _ = UnsafeMutableBufferPointer(start: base, count: elements.count)
      .initialize(from: elements)
    count = elements.count
  }

  @inlinable deinit { base.deallocate() }

  @inlinable @inline(__always)
  package subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  /// A copy as an ordinary array.
  package var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }

  @inlinable package func fill(_ value: Element) { base.update(repeating: value, count: count) }
}

/// A list of fixed capacity in ``OwnedBuffer`` memory.
package struct OwnedList<Element: BitwiseCopyable>: ~Copyable {
  package let storage: OwnedBuffer<Element>
  package var count = 0

  @inlinable package init(capacity: Int, filler: Element) {
    storage = OwnedBuffer(repeating: filler, count: capacity)
  }

  @inlinable @inline(__always)
  package mutating func append(_ element: Element) {
    precondition(count < storage.count)
    storage.base[count] = element
    count += 1
  }

  @inlinable @inline(__always)
  package subscript(index: Int) -> Element {
    get { storage[index] }
    nonmutating set { storage[index] = newValue }
  }

  @inlinable @inline(__always)
  package mutating func removeAll() { count = 0 }

  @inlinable @inline(__always)
  package mutating func removeLast(_ number: Int) { count -= number }

  @inlinable @inline(__always)
  package var view: UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: storage.base, count: count)
  }
}

extension OwnedList where Element: Equatable {
  @inlinable @inline(__always)
  package func contains(_ element: Element) -> Bool {
    for index in 0..<count where self[index] == element { return true }
    return false
  }
}

/// What a cell of a map held before a change.
struct SavedCell: BitwiseCopyable {
  var index: Int32
  var value: Double
}
