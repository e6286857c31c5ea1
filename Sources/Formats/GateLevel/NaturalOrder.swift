import Netlist

/// The order of names in which runs of digits count as numbers: `a[2]` before `a[10]`.
enum NaturalOrder {
  /// Whether one name comes before another; names alike but for leading zeros are ordered by their
  /// bytes, so that the order is total.
  static func precedes(_ left: String, _ right: String) -> Bool {
    var (left, right) = (left, right)
    return left.withUTF8 { left in
      right.withUTF8 { precedes(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer($0)) }
    }
  }

  /// The same for names given by their bytes.
  static func precedes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if isDigit(a[i]), isDigit(b[j]) {
        let (x, y) = (number(in: a, from: &i), number(in: b, from: &j))
        if x.count != y.count { return x.count < y.count }
        for (p, q) in zip(x, y) where a[p] != b[q] { return a[p] < b[q] }
      } else {
        if a[i] != b[j] { return a[i] < b[j] }
        i += 1
        j += 1
      }
    }
    if a.count - i != b.count - j { return a.count - i < b.count - j }
    return a.lexicographicallyPrecedes(b)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Takes a number; where its digits are, without leading zeros.
  private static func number(
    in bytes: UnsafeRawBufferPointer, from index: inout Int
  ) -> Range<Int> {
    var start = index
    while index < bytes.count, isDigit(bytes[index]) { index += 1 }
    while start < index, bytes[start] == 0x30 { start += 1 }
    return start..<index
  }
}

/// Something of a file that has a name.
protocol NamedItem {
  var name: Symbol { get }
  var place: FilePlace { get }
}

extension StringTable {
  /// Puts items, from one on, in the natural order of their names. Of several with one name, the last of
  /// the file stays.
  func sortByName<Item: NamedItem>(_ items: inout [Item], from first: Int = 0) {
    // Most come in order, once each.
    let isSorted = (first + 1..<max(items.count, first + 1)).allSatisfy {
      items[$0 - 1].name != items[$0].name && precedes(items[$0 - 1], items[$0])
    }
    if isSorted { return }
    let sorted = items[first...].sorted(by: precedes)
    items.removeSubrange(first...)
    for (index, item) in sorted.enumerated()
    where index + 1 == sorted.count || sorted[index + 1].name != item.name {
      items.append(item)
    }
  }

  /// Whether one item comes before another; those with one name are in the order of the file.
  private func precedes(_ left: some NamedItem, _ right: some NamedItem) -> Bool {
    if left.name == right.name {
      return (left.place.line, left.place.column) < (right.place.line, right.place.column)
    }
    return withBytes(of: left.name) { left in
      withBytes(of: right.name) { NaturalOrder.precedes(left, $0) }
    }
  }
}
