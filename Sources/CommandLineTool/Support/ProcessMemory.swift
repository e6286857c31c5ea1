import Foundation

/// What the running process has used.
enum ProcessMemory {
  /// The most memory that was resident at any time.
  static var peakBytes: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
