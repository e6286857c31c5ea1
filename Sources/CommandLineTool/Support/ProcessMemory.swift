import Foundation

/// What the running process has used.
enum ProcessMemory {
  /// The most memory that was resident at any time.
  ///
  /// Linux tells it in `/proc`. What `getrusage` says includes the process that started this one, and is
  /// asked only where there is no such file.
  static var peakBytes: Int {
    if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = Int(line.filter(\.isNumber))
    {
      return kibibytes * 1024
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
