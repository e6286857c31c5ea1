import Parallelism

/// Runs `work` for each of `parts` equal ranges of `0..<count`, each on a thread of its own; one after the
/// other where there is too little to do.
///
/// The ranges depend on the two counts alone, so results that are combined by part are reproducible.
func inParallel(_ count: Int, parts: Int, _ work: (_ part: Int, _ range: Range<Int>) -> Void) {
  if count < 512 {
    for part in 0..<parts { work(part, partRange(of: count, part: part, parts: parts)) }
  } else {
    concurrently(count, parts: parts, work)
  }
}
