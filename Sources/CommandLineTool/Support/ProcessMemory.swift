import Formats
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

/// Finds out before a long run whether its output can be written.
func requireWritable(_ file: String) throws(OutputError) {
  let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
  var isDirectory: ObjCBool = false
  if FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory),
    isDirectory.boolValue
  {
    throw OutputError(file: file, message: "a folder stands there")
  }
  guard access(folder, W_OK | X_OK) == 0 else {
    throw OutputError(file: file, message: "\(folder): \(String(cString: strerror(errno)))")
  }
}
