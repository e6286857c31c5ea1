import Dispatch

/// Runs `work` for each of `parts` equal ranges of `0..<count`, each on a thread of its own.
///
/// The ranges depend on the two counts alone, so results that are combined by part are reproducible.
func inParallel(_ count: Int, parts: Int, _ work: (_ part: Int, _ range: Range<Int>) -> Void) {
  if parts == 1 || count < 512 {
    for part in 0..<parts { work(part, share(of: count, part: part, parts: parts)) }
    return
  }
  withoutActuallyEscaping(work) { work in
    // The parts write to disjoint memory, which the compiler cannot see.
    nonisolated(unsafe) let work = work
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      work(part, share(of: count, part: part, parts: parts))
    }
  }
}

/// The `part`-th of `parts` consecutive ranges that make up `0..<count`.
private func share(of count: Int, part: Int, parts: Int) -> Range<Int> {
  (count * part / parts)..<(count * (part + 1) / parts)
}
