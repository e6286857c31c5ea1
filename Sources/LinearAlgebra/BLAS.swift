import COpenBLAS

/// The state that all products of a process share: OpenBLAS keeps it, globally.
public enum BLAS {
  /// Sets how many threads share one product, for the whole process and until it is set again.
  ///
  /// OpenBLAS starts with as many as there are processors. Set it once, before other threads use
  /// this library: to one where products run in parallel with each other, to more where they run
  /// one after the other. Sums are grouped by threads, so the last bits of results depend on it.
  ///
  /// - Precondition: There is at least one thread. OpenBLAS takes no more than it was built for.
  public static func setThreadCount(_ count: Int) {
    precondition(count >= 1, "\(count) threads: there must be at least one")
    openblas_set_num_threads(Int32(clamping: count))
  }

  /// How many threads share one product.
  public static var threadCount: Int { Int(openblas_get_num_threads()) }

  /// The processor that OpenBLAS's kernels are for, such as `Haswell`.
  public static var processor: String { String(cString: openblas_get_corename()) }
}
