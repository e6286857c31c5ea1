import Dispatch

/// Splits batches over threads: each part runs through the whole network by itself, with its own
/// workspace and gradients, and parts' gradients are added in their order. Products then take one
/// thread each (`BLAS.setThreadCount(1)`).
public enum BatchParts {
  /// Runs `work` for each of `parts` consecutive ranges of `0..<count`, each on a thread of its own.
  ///
  /// The ranges depend on the two counts alone. Some are empty where there are more parts than items.
  ///
  /// - Precondition: There is at least one part, and the parts write to disjoint memory.
  public static func run(
    _ count: Int, parts: Int, _ work: (_ part: Int, _ range: Range<Int>) -> Void
  ) {
    precondition(parts >= 1, "a batch in \(parts) parts")
    if parts == 1 { return work(0, 0..<count) }
    withoutActuallyEscaping(work) { work in
      // What the parts write is disjoint, which the compiler cannot see.
      nonisolated(unsafe) let work = work
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        work(part, (count * part / parts)..<(count * (part + 1) / parts))
      }
    }
  }
}
