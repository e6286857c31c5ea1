import Formats
import Foundation

/// Results, on standard output.
enum Results {
  /// Writes text for a person, and a line's end.
  ///
  /// - Throws: `OutputError` where standard output takes no more: a pipe nobody reads, a full disk.
  static func show(_ text: String) throws(OutputError) { try send(Array((text + "\n").utf8)) }

  /// Writes a value as JSON.
  ///
  /// - Throws: `OutputError` likewise; `EncodingError` for figures that JSON cannot hold.
  static func show(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .throw
    try send(encoder.encode(value) + [0x0A])
  }

  /// Writes bytes with the system's own call: `print` tells of no failure, and
  /// `FileHandle.write(_:)` traps on one.
  private static func send(_ bytes: some DataProtocol) throws(OutputError) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw OutputError(file: "standard output", message: String(cString: strerror(errno)))
      }
    }
  }
}
