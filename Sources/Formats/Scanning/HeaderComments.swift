/// The comment lines at the head of a file, kept as they stand, up to a limit: they stay in memory
/// with the design.
struct HeaderComments {
  /// The most bytes that all lines have together.
  static let mostBytes = 1 << 24

  /// The lines, without line ends.
  private(set) var lines: [String] = []
  private var byteCount = 0

  /// Adds the scanner's current line.
  mutating func add(lineOf scanner: borrowing LineScanner) throws(ParseError) {
    let line = scanner.wholeLine
    byteCount += line.count + 1
    guard byteCount <= Self.mostBytes else {
      throw ParseError(
        file: scanner.file, line: scanner.line, column: 1,
        message: "expected at most \(Self.mostBytes) bytes of comments at the head of the file")
    }
    lines.append(String(decoding: line, as: UTF8.self))
  }
}
