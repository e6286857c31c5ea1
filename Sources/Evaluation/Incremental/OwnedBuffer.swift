/// Memory of fixed size with one owner: an array without reference counts, copies or, in release
/// builds, bounds checks. For the state that the annealer changes a hundred thousand times a second.
struct OwnedBuffer<Element: BitwiseCopyable>: ~Copyable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating value: Element, count: Int) {
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: value, count: count)
    self.count = count
  }

  init(_ elements: [Element]) {
    base = .allocate(capacity: max(elements.count, 1))
    _ = UnsafeMutableBufferPointer(start: base, count: elements.count)
      .initialize(from: elements)
    count = elements.count
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
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
  var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }

  func fill(_ value: Element) { base.update(repeating: value, count: count) }
}

/// A list of fixed capacity in ``OwnedBuffer`` memory.
struct OwnedList<Element: BitwiseCopyable>: ~Copyable {
  private let storage: OwnedBuffer<Element>
  private(set) var count = 0

  init(capacity: Int, filler: Element) {
    storage = OwnedBuffer(repeating: filler, count: capacity)
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    precondition(count < storage.count)
    storage.base[count] = element
    count += 1
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { storage[index] }
    nonmutating set { storage[index] = newValue }
  }

  @inline(__always)
  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func removeLast(_ number: Int) { count -= number }

  @inline(__always)
  var view: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: storage.base, count: count) }
}

extension OwnedList where Element: Equatable {
  @inline(__always)
  func contains(_ element: Element) -> Bool {
    for index in 0..<count where self[index] == element { return true }
    return false
  }
}

/// What a cell of a map held before a change.
struct SavedCell: BitwiseCopyable {
  var index: Int32
  var value: Double
}
