import CZlib
import Foundation

/// The bytes of a file in order, through a buffer; a gzip-compressed file, known by its first two
/// bytes, is decompressed on the way.
struct ByteStream: ~Copyable {
  let file: String
  private let handle: gzFile

  /// Opens a file.
  ///
  /// - Throws: ``ParseError`` if it cannot be opened or is a directory.
  init(file: String) throws(ParseError) {
    self.file = file
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
      throw ParseError(file: file, message: "no such file")
    }
    if isDirectory.boolValue {
      throw ParseError(file: file, message: "expected a file, found a directory")
    }
    // gzopen reads plain files as they are.
    guard let handle = gzopen(file, "rb") else {
      throw ParseError(
        file: file, message: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    gzbuffer(handle, 1 << 18)
    self.handle = handle
  }

  deinit { gzclose(handle) }

  /// Reads up to `buffer.count` bytes; 0 at the end of the file.
  ///
  /// - Throws: ``ParseError`` if the file cannot be read or its compressed data is damaged.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
    let wanted = UInt32(min(buffer.count, 1 << 30))
    let count = gzread(handle, buffer.baseAddress, wanted)
    var code: Int32 = Z_OK
    let text = gzerror(handle, &code)
    if count < 0 || (code != Z_OK && code != Z_STREAM_END) {
      let reason =
        code == Z_ERRNO
        ? String(cString: strerror(errno))
        : code == Z_BUF_ERROR
          ? "its compressed data ends too early"
          : "its compressed data is damaged (\(text.map { String(cString: $0) } ?? "zlib"))"
      throw ParseError(file: file, message: "cannot be read: \(reason)")
    }
    return Int(count)
  }
}
