import Foundation

extension Array {
  /// Makes room for so many elements in all, as `reserveCapacity` does, in large pages where the system
  /// has them: memory that is used for the first time costs a call of the system for each page, and
  /// memory that is used in no order a look at each page's address.
  ///
  /// Room that is not used costs no memory, as before.
  package mutating func reserveLargePages(_ count: Int) {
    guard count > capacity else { return }
    guard count * MemoryLayout<Element>.stride >= largePageSize else {
      return reserveCapacity(count)
    }
    // The pages are chosen before anything stands on them.
    var larger: [Element] = []
    larger.reserveCapacity(count)
    larger.adviseLargePages()
    larger.append(contentsOf: self)
    self = larger
  }

  /// Asks for large pages for all room there is.
  private mutating func adviseLargePages() {
    #if os(Linux)
    let byteCount = capacity * MemoryLayout<Element>.stride
    withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      // Whole pages alone, so that nothing else is on them.
      let start = base.alignedUp(toMultipleOf: largePageSize)
      let end = (base + byteCount).alignedDown(toMultipleOf: largePageSize)
      // A system that has none goes on with small ones.
      if end > start { madvise(start, end - start, MADV_HUGEPAGE) }
    }
    #endif
  }

  /// Makes room for so many elements more where there is not, and for four times as many as before, so
  /// that few are copied. Leaves arrays that are too small for a large page to `append`.
  package mutating func growLargePages(by more: Int) {
    guard capacity - count < more else { return }
    let room = Swift.max(count + more, capacity * 4)
    if room * MemoryLayout<Element>.stride >= largePageSize { reserveLargePages(room) }
  }

  /// So many times the same element, in large pages where the system has them.
  package init(largeRepeating element: Element, count: Int) {
    self.init()
    reserveLargePages(count)
    append(contentsOf: repeatElement(element, count: count))
  }
}

/// That of the processors at hand with their usual small pages of 4 KiB.
private let largePageSize = 1 << 21
