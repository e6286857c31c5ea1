import Formats
import Foundation

/// Results, on standard output; on standard error where a file takes standard output, as `plc:-` does.
enum Results {
  /// Writes text for a person, and a line's end.
  ///
  /// - Parameter files: what the command has written besides.
  /// - Throws: `OutputError` where standard output takes no more: a pipe nobody reads, a full disk.
  static func show(_ text: String, besides files: [String] = []) throws(OutputError) {
    try send(Array((text + "\n").utf8), besides: files)
  }

  /// Writes a value as JSON.
  ///
  /// - Throws: `OutputError` likewise; `EncodingError` for figures that JSON cannot hold.
  static func show(json value: some Encodable, besides files: [String] = []) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .throw
    try send(Array(encoder.encode(value) + [0x0A]), besides: files)
  }

  private static func send(_ bytes: [UInt8], besides files: [String]) throws(OutputError) {
    if files.contains(where: StandardOutput.isMeant) {
      Messages.write(bytes)
    } else {
      var output = FileOutput()
      bytes.withUnsafeBytes { output.write($0) }
      try output.save(to: "-")
    }
  }
}
