import Foundation

/// A kind of files that show any damage: eight bytes that name the kind; the version of its format and
/// the length of the content, as eight bytes each, lowest first; the SHA-256 of the content; the content.
public struct SealedFile: Sendable {
  private let magic: [UInt8]
  private let version: UInt64
  private let kind: String

  private static let headerLength = 56

  /// A kind of files.
  ///
  /// - Parameters:
  ///   - kind: what such a file is, for errors, such as "checkpoint".
  ///   - magic: eight ASCII characters that such files begin with.
  ///   - version: the version of the content's format.
  public init(kind: String, magic: String, version: UInt64) {
    precondition(magic.utf8.count == 8, "the magic of a sealed file has 8 bytes")
    self.kind = kind
    self.magic = Array(magic.utf8)
    self.version = version
  }

  /// Writes a file, whole or not at all.
  ///
  /// - Throws: ``OutputError`` if that fails; a file that stood there is then untouched.
  public func write(_ content: [UInt8], to file: String) throws(OutputError) {
    var header = BinaryWriter()
    header.write(version)
    header.write(content.count)
    var output = FileOutput(capacity: Self.headerLength + content.count)
    for part in [magic, header.bytes, SHA256.hash(content), content] {
      part.withUnsafeBytes { output.write($0) }
    }
    try output.save(to: file)
  }

  /// The content of a file.
  ///
  /// - Throws: ``ParseError`` if the file cannot be read, is of another kind or version, or is not as it
  ///   was written.
  public func read(_ file: String) throws(ParseError) -> BinaryReader {
    func fault(_ message: String) -> ParseError { ParseError(file: file, message: message) }
    // Foundation's errors do not say why in one line.
    guard access(file, R_OK) == 0, let data = FileManager.default.contents(atPath: file) else {
      throw fault("cannot be read: \(String(cString: strerror(errno)))")
    }
    let bytes = [UInt8](data)
    guard bytes.starts(with: magic) else {
      throw fault("expected a \(kind), found other content")
    }
    var header = BinaryReader(Array(bytes.prefix(Self.headerLength)), file: file)
    _ = try header.word()
    let found = try header.word()
    guard found == version else {
      throw fault("expected a \(kind) of version \(version), found version \(found)")
    }
    let length = try header.word()
    guard length == UInt64(max(bytes.count - Self.headerLength, 0)) else {
      throw fault(
        "the \(kind) is damaged: expected \(length) bytes of content, found "
          + "\(max(bytes.count - Self.headerLength, 0))")
    }
    let content = Array(bytes.dropFirst(Self.headerLength))
    guard SHA256.hash(content) == Array(bytes[24..<Self.headerLength]) else {
      throw fault("the \(kind) is damaged: its content does not have the checksum that it states")
    }
    return BinaryReader(content, file: file, base: Self.headerLength)
  }
}
