import TestSupport
import Testing

@testable import Formats

@Suite struct LineScannerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func lines(_ bytes: [UInt8]) throws -> [[UInt8]] {
    var scanner = try LineScanner(file: try folder.write(bytes, to: "f"))
    var lines: [[UInt8]] = []
    while try scanner.nextLine() { lines.append(Array(scanner.wholeLine)) }
    return lines
  }

  /// Lines of all lengths around that of the scanner's buffer, whose ends fall on either side of
  /// where it is filled anew.
  @Test(arguments: [(1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
  func linesAcrossTheBufferAreWhole(_ length: Int) throws {
    let long = (0..<length).map { UInt8(0x61 + $0 % 26) }
    let expected: [[UInt8]] = [[0x61], long, [], Array(long.reversed()), [0x62, 0x63]]
    #expect(try lines(Array(expected.joined(separator: [0x0A]))) == expected)
    #expect(try lines(Array(expected.joined(separator: [0x0D, 0x0A])) + [0x0D, 0x0A]) == expected)
  }

  @Test func anyNumberOfCarriageReturnsEndsALine() throws {
    #expect(
      try lines(Array("a\r\r\nb\rc\r\n\r\n\r\r".utf8)).map { String(decoding: $0, as: UTF8.self) }
        == ["a", "b\rc", "", ""])
  }

  /// Words of all lengths around the eight bytes that are looked at in one step, with what they can end
  /// with, and with the control characters that end none.
  @Test(arguments: ["\n", "\r\n", ""])
  func wordsGoUpToTheNextBlankOrTheLinesEnd(_ lineEnd: String) throws {
    for length in 1...20 {
      let word = String("a;\u{0}b\u{1}\u{1F}~ü(#)\rxyz12345".unicodeScalars.prefix(length)) + "x"
      for blanks in [" ", "\t", " \t  \t"] {
        let text = blanks + word + blanks + word + lineEnd
        var scanner = try LineScanner(file: try folder.write(Array(text.utf8), to: "f"))
        #expect(try scanner.nextLine())
        #expect(Array(scanner.token()) == Array(word.utf8))
        #expect(scanner.column == 1 + blanks.utf8.count + word.utf8.count)
        #expect(Array(scanner.token(endingAt: { _ in false })) == Array(word.utf8))
        #expect(scanner.token().isEmpty && scanner.isAtLineEnd)
        #expect(try !scanner.nextLine())
      }
    }
  }

  @Test func aLineWithoutEndIsRefusedBeforeItFillsTheMemory() throws {
    let bytes = try Gzip.compress([UInt8](repeating: 0x20, count: LineScanner.longestLine + 1))
    let file = try folder.write(Array(bytes), to: "f.gz")
    let error = #expect(throws: ParseError.self) {
      var scanner = try LineScanner(file: file)
      while try scanner.nextLine() {}
    }
    #expect(error?.message.hasSuffix("found a line of over 67108864 bytes") == true)
  }

  @Test func controlCharactersOfAFileAreEscapedInErrors() {
    let error = ParseError(
      file: "f", line: 1, column: 2,
      message: "expected 'node', found '\u{1B}[2J\u{0}\r\u{9B}\u{FEFF}ü'")
    #expect(
      error.description
        == "f:1:2: error: expected 'node', found '\\u{1B}[2J\\0\\r\\u{009B}\\u{FEFF}ü'")
  }
}
