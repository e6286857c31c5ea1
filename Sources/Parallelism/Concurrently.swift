/// Calls `body` with each number from 0 to `parts` - 1, all at the same time, each on a thread of its own,
/// and returns when all have returned. Part 0 has the calling thread.
///
/// Threads are kept for later calls. A call may stand inside of another, and on any thread; it never waits for
/// a thread that another call has.
///
/// - Precondition: `parts` is 0 or more, and the parts write to disjoint memory, which the compiler cannot see.
public func concurrently(_ parts: Int, _ body: (_ part: Int) -> Void) {
  guard parts > 1 else {
    if parts == 1 { body(0) }
    return
  }
  let helpers = HelperThreads.take(parts - 1)
  withoutActuallyEscaping(body) { body in
    nonisolated(unsafe) let body = body
    for (index, helper) in helpers.enumerated() {
      helper.begin(isAwaited: true) { body(index + 1) }
    }
    body(0)
    for helper in helpers { helper.waitForEnd() }
  }
  HelperThreads.giveBack(helpers)
}

/// Calls `body` for `parts` consecutive ranges that make up `0..<count`, each on a thread of its own.
///
/// The ranges depend on the two counts alone, so that results which are combined in the order of parts do not
/// depend on the machine. Some are empty where there are more parts than items.
///
/// - Precondition: As for ``concurrently(_:_:)``.
public func concurrently(
  _ count: Int, parts: Int, _ body: (_ part: Int, _ range: Range<Int>) -> Void
) {
  concurrently(parts) { body($0, partRange(of: count, part: $0, parts: parts)) }
}

/// Does `body` on a thread of its own, and does not wait for it.
///
/// The thread is kept for later calls.
public func inBackground(_ body: @escaping @Sendable () -> Void) {
  HelperThreads.take(1)[0].begin(isAwaited: false, body)
}

/// The `part`-th of `parts` consecutive ranges that make up `0..<count`.
public func partRange(of count: Int, part: Int, parts: Int) -> Range<Int> {
  (count * part / parts)..<(count * (part + 1) / parts)
}
