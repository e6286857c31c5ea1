/// Memory of fixed size, owned by a ``BufferMemory``: an array without reference counts, copies or, in
/// release builds, bounds checks.
struct Buffer<Element: BitwiseCopyable>: BitwiseCopyable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

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

  func fill(_ value: Element) { base.update(repeating: value, count: count) }
}

/// A list of fixed capacity in memory owned by a ``BufferMemory``.
struct BufferList<Element: BitwiseCopyable>: BitwiseCopyable {
  private let storage: Buffer<Element>
  private let counter: UnsafeMutablePointer<Int>

  fileprivate init(storage: Buffer<Element>, counter: UnsafeMutablePointer<Int>) {
    self.storage = storage
    self.counter = counter
  }

  var count: Int {
    @inline(__always) get { counter.pointee }
  }

  @inline(__always)
  func append(_ element: Element) {
    precondition(counter.pointee < storage.count)
    storage.base[counter.pointee] = element
    counter.pointee += 1
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { storage[index] }
    nonmutating set { storage[index] = newValue }
  }

  @inline(__always)
  func removeAll() { counter.pointee = 0 }

  @inline(__always)
  func removeLast() { counter.pointee -= 1 }
}

/// The owner of buffers: frees them all when it goes.
final class BufferMemory {
  private var blocks: [UnsafeMutableRawPointer] = []

  init() {}

  deinit {
    for block in blocks { block.deallocate() }
  }

  func buffer<Element: BitwiseCopyable>(
    repeating value: Element, count: Int
  ) -> Buffer<Element> {
    let base = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
    base.initialize(repeating: value, count: count)
    blocks.append(UnsafeMutableRawPointer(base))
    return Buffer(base: base, count: count)
  }

  func buffer<Element: BitwiseCopyable>(_ elements: [Element]) -> Buffer<Element> {
    let base = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    _ = UnsafeMutableBufferPointer(start: base, count: elements.count).initialize(from: elements)
    blocks.append(UnsafeMutableRawPointer(base))
    return Buffer(base: base, count: elements.count)
  }

  func list<Element: BitwiseCopyable>(capacity: Int, filler: Element) -> BufferList<Element> {
    BufferList(
      storage: buffer(repeating: filler, count: capacity),
      counter: buffer(repeating: 0, count: 1).base)
  }
}
