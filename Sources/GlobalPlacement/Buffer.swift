/// Memory for numbers that kernels on several threads read and write in disjoint parts. Zero at
/// first; freed with its owner.
struct Buffer<Element: BitwiseCopyable & ExpressibleByIntegerLiteral>: ~Copyable {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    pointer = .allocate(capacity: max(count, 1))
    pointer.initialize(repeating: 0, count: max(count, 1))
    self.count = count
  }

  init(_ elements: [Element]) {
    self.init(count: elements.count)
    copy(from: elements)
  }

  deinit { pointer.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { pointer[index] }
    nonmutating set { pointer[index] = newValue }
  }

  func copy(from other: borrowing Buffer) {
    precondition(other.count == count)
    pointer.update(from: other.pointer, count: count)
  }

  func copy(from array: [Element]) {
    precondition(array.count == count)
    for (index, element) in array.enumerated() { pointer[index] = element }
  }

  func fill(_ value: Element) { pointer.update(repeating: value, count: count) }

  var array: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}

typealias FloatBuffer = Buffer<Float>
