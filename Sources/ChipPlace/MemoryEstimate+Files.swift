import Foundation
public import Formats

extension MemoryEstimate {
  /// The least memory that reading a netlist and writing its placement takes, by the size of the netlist's
  /// file alone, in bytes; nil where that says nothing.
  ///
  /// Readers keep no text, and what they keep of it the size does not tell. But a DEF file is held whole
  /// when new places are written into it. Of a compressed file it is not known how long it is.
  ///
  /// - Throws: `ParseError` for a file that cannot be read or holds no design.
  public static func leastBytes(
    netlist file: String, output: OutputFormat
  ) throws(ParseError) -> Int? {
    guard output == .def, try DesignFormat.detect(file: file) == .def,
      let handle = FileHandle(forReadingAtPath: file)
    else { return nil }
    defer { try? handle.close() }
    guard let start = try? handle.read(upToCount: 2), start != Data([0x1F, 0x8B]),
      let size = try? handle.seekToEnd()
    else { return nil }
    return Int(size)
  }
}
