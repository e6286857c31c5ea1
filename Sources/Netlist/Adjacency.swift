/// Lists of elements, one list a row, in compressed sparse row form: all lists end to end in one
/// array, and the offset at which each begins.
public struct Adjacency<Element: Sendable>: Sendable {
  /// `offsets[row] ..< offsets[row + 1]` is where the list of `row` stands in ``elements``; one
  /// more entry than rows.
  public let offsets: [Int32]
  /// All lists, end to end.
  public let elements: [Element]

  /// Wraps lists that are already in this form.
  ///
  /// - Precondition: `offsets` begins with 0, never falls, and ends with `elements.count`.
  public init(offsets: [Int32], elements: [Element]) {
    precondition(offsets.first == 0 && Int(offsets.last!) == elements.count)
    self.offsets = offsets
    self.elements = elements
  }

  /// The number of lists.
  @inlinable public var rowCount: Int { offsets.count - 1 }

  /// The list of one row.
  @inlinable public subscript(row: Int) -> ArraySlice<Element> {
    elements[Int(offsets[row])..<Int(offsets[row + 1])]
  }

  /// The length of one row's list.
  @inlinable public func count(row: Int) -> Int { Int(offsets[row + 1] - offsets[row]) }
}

extension Adjacency where Element == Int32 {
  /// Groups `0 ..< keys.count` by key: row `k` lists, in rising order, every `i` with
  /// `keys[i] == k`. Negative keys are left out. A counting sort: linear time.
  public init(groupingBy keys: [Int32], rowCount: Int) {
    self.init(groupingBy: keys, rowCount: rowCount) { $0 }
  }
}

extension Adjacency {
  /// Groups `0 ..< keys.count` by key, and lists what `element` makes of each.
  @inline(__always)
  init(groupingBy keys: some Collection<Int32>, rowCount: Int, element: (Int32) -> Element) {
    var offsets = [Int32](repeating: 0, count: rowCount + 1)
    for key in keys where key >= 0 { offsets[Int(key) + 1] += 1 }
    for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
    var next = offsets
    let total = Int(offsets[rowCount])
    let elements = [Element](unsafeUninitializedCapacity: total) { elements, count in
      for (index, key) in keys.enumerated() where key >= 0 {
        elements.initializeElement(
          at: Int(next[Int(key)]), to: element(Int32(truncatingIfNeeded: index)))
        next[Int(key)] += 1
      }
      count = total
    }
    self.init(offsets: offsets, elements: elements)
  }
}
