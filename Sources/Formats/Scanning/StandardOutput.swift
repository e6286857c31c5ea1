import Foundation

/// Standard output in place of a file: `-` where there is one format only, or a format and `:-`, as in
/// `plc:-` or `pb.txt.gz:-`. `/dev/stdout` is the same as `-`.
public enum StandardOutput {
  /// Whether a file's name means standard output.
  public static func isMeant(by file: String) -> Bool {
    file == "-" || file.hasSuffix(":-") || file == "/dev/stdout"
  }

  /// A name whose end tells the format: `-.plc` for `plc:-`, and any other name itself.
  public static func formatName(of file: String) -> String {
    file.hasSuffix(":-") ? "-.\(file.dropLast(2))" : file
  }

  /// Writes bytes to standard output.
  ///
  /// The system's own call is used: `print` tells of no failure, and `FileHandle.write(_:)` traps on one.
  ///
  /// - Throws: ``OutputError`` where standard output takes no more: a pipe nobody reads, a full disk.
  static func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    guard FileOutput.write(bytes, to: STDOUT_FILENO) else {
      throw OutputError(file: "standard output", message: String(cString: strerror(errno)))
    }
  }
}
