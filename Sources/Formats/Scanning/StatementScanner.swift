/// Reads LEF and DEF text: words between blanks and line ends, statements of them that end with
/// `;`, `#` comments and texts in double quotes. Allocates nothing for a token.
///
/// A token is a view into the scanner's buffer, valid until the scanner is asked for more. Follows
/// the lexical rules of the LEF/DEF 5.8 Language Reference; departs where real files do: a `;` at the
/// end of a word needs no blank before it (behind a backslash it is part of the word), and keywords
/// are known in any mix of cases.
struct StatementScanner: ~Copyable {
  private var lines: LineScanner
  private var isAtEnd = false
  private var tokenLine = 1
  private var tokenColumn = 1

  /// Whether the last token stood in double quotes, and so is no keyword.
  private(set) var isQuoted = false

  /// Opens a file, gzip-compressed or not.
  init(file: String) throws(ParseError) {
    lines = try LineScanner(file: file)
    lines.skipRest()
  }

  /// The file's name.
  var file: String { lines.file }

  /// Where the last token began.
  var place: FilePlace {
    FilePlace(line: UInt32(clamping: tokenLine), column: UInt32(clamping: tokenColumn))
  }

  /// The place in the file, decompressed, of the byte behind the last token.
  var offset: Int { lines.offset }

  /// The number of bytes of the file, decompressed; reads to its end.
  mutating func byteCount() throws(ParseError) -> Int {
    while try lines.nextLine() {}
    return lines.byteCount
  }

  /// Moves to the next token and looks at its first byte; 0 at the end of the file.
  @inline(__always)
  mutating func peekByte() throws(ParseError) -> UInt8 {
    // One blank or none is before nearly every token. A line ends with a lower byte than a blank.
    var byte = lines.buffer[lines.cursor]
    if byte == 0x20 {
      lines.cursor &+= 1
      byte = lines.buffer[lines.cursor]
    }
    return byte > 0x20 && byte != 0x23 ? byte : try peekFurther()
  }

  /// What ``peekByte()`` does, over any number of blanks, comments and line ends.
  private mutating func peekFurther() throws(ParseError) -> UInt8 {
    while true {
      lines.skipBlanks()
      if lines.cursor < lines.lineEnd {
        let byte = lines.buffer[lines.cursor]
        if byte != 0x23 { return byte }
      }
      if isAtEnd { return 0 }
      lines.skipRest()
      isAtEnd = try !lines.nextLine()
    }
  }

  /// Whether `;` comes next.
  @inline(__always)
  mutating func isAtStatementEnd() throws(ParseError) -> Bool { try peekByte() == 0x3B }

  /// Takes the next token: a word, a `;`, or what stands between double quotes; nil at the end of the
  /// file. A text in quotes that goes over several lines comes back empty.
  @inline(__always)
  mutating func next() throws(ParseError) -> UnsafeRawBufferPointer? {
    let first = try peekByte()
    tokenLine = max(lines.line, 1)
    tokenColumn = lines.column
    isQuoted = first == 0x22
    if isAtEnd { return nil }
    if isQuoted { return try quoted() }
    let start = lines.cursor
    var end = lines.endOfWord(from: start)
    if end > start + 1, lines.buffer[end - 1] == 0x3B, lines.buffer[end - 2] != 0x5C { end -= 1 }
    lines.cursor = end
    return lines.view(from: start, to: end)
  }

  private mutating func quoted() throws(ParseError) -> UnsafeRawBufferPointer {
    let start = lines.cursor + 1
    lines.cursor = start
    if skipPastQuote() {
      return UnsafeRawBufferPointer(rebasing: lines.buffer[start..<(lines.cursor - 1)])
    }
    // A view cannot go over line ends; what such texts say, as `PROPERTY LEF58_…` does, is for
    // routers.
    repeat {
      guard try lines.nextLine() else {
        isAtEnd = true
        throw error(
          "expected '\"' that closes the text which begins here, found the end of the file")
      }
    } while !skipPastQuote()
    return UnsafeRawBufferPointer(rebasing: lines.buffer[lines.cursor..<lines.cursor])
  }

  /// Moves behind the next `"` of the line; false, at the line's end, if there is none.
  private mutating func skipPastQuote() -> Bool {
    while lines.cursor < lines.lineEnd {
      let byte = lines.buffer[lines.cursor]
      lines.cursor += byte == 0x5C && lines.cursor + 1 < lines.lineEnd ? 2 : 1
      if byte == 0x22 { return true }
    }
    return false
  }
}

// MARK: - What statements are made of

extension StatementScanner {
  /// Takes a token that must be there and not be the end of the statement.
  @inline(__always)
  mutating func token(_ expected: StaticString) throws(ParseError) -> UnsafeRawBufferPointer {
    guard let token = try next() else { throw error(expected: "\(expected)", found: nil) }
    if token.count == 1, token[0] == 0x3B, !isQuoted {
      throw error(expected: "\(expected)", found: token)
    }
    return token
  }

  /// Takes a name as text.
  mutating func name(_ expected: StaticString) throws(ParseError) -> String {
    String(decoding: try token(expected), as: UTF8.self)
  }

  /// Takes a decimal number of at most ``DecimalNumber/largest`` in size.
  @inline(__always)
  mutating func number(_ expected: StaticString) throws(ParseError) -> Double {
    let text = try token(expected)
    guard !isQuoted, let value = DecimalNumber.parse(text), abs(value) <= DecimalNumber.largest
    else { throw error(expected: "\(expected)", found: text) }
    return value
  }

  /// Takes a decimal number in a range.
  mutating func number(
    _ expected: StaticString, in range: ClosedRange<Double>
  ) throws(ParseError) -> Double {
    let text = try token(expected)
    guard !isQuoted, let value = DecimalNumber.parse(text), range.contains(value) else {
      throw error(expected: "\(expected)", found: text)
    }
    return value
  }

  /// Takes a whole number in a range.
  mutating func integer(
    _ expected: StaticString, in range: ClosedRange<Int>
  ) throws(ParseError) -> Int {
    let text = try token(expected)
    guard !isQuoted, let value = DecimalNumber.parse(text), value == value.rounded(),
      value >= Double(range.lowerBound), value <= Double(range.upperBound),
      abs(value) <= DecimalNumber.largest
    else { throw error(expected: "\(expected)", found: text) }
    return Int(value)
  }

  /// Takes the next token if it is a keyword, given in upper case; whether it was. Leaves any other
  /// token where it is.
  mutating func skip(keyword: StaticString) throws(ParseError) -> Bool {
    try skip { $0.isKeyword(keyword) }
  }

  /// Takes the next tokens as long as they are among some keywords, given in upper case.
  mutating func skipAll(_ keywords: StaticString...) throws(ParseError) {
    while try skip(if: { word in keywords.contains { word.isKeyword($0) } }) {}
  }

  /// Takes the next token if it is that name; whether it was. Leaves any other where it is.
  mutating func skip(name: String) throws(ParseError) -> Bool {
    try skip { $0.equals(name) }
  }

  private mutating func skip(
    if isWanted: (UnsafeRawBufferPointer) -> Bool
  ) throws(ParseError) -> Bool {
    guard try peekByte() != 0x22 else { return false }
    let start = lines.cursor
    guard let word = try next(), isWanted(word) else {
      lines.cursor = start
      return false
    }
    return true
  }

  /// Takes a keyword that must come next.
  mutating func expect(keyword: StaticString) throws(ParseError) {
    guard let word = try next(), word.isKeyword(keyword), !isQuoted else {
      throw unexpected(expected: "'\(keyword)'")
    }
  }

  /// Takes a `;` that must come next.
  @inline(__always)
  mutating func endStatement() throws(ParseError) {
    guard try isAtStatementEnd() else {
      _ = try next()
      throw unexpected(expected: "';'")
    }
    lines.cursor += 1
  }

  /// Skips everything up to a `;`, and that. An `END` on the way means that the `;` is missing.
  mutating func skipStatement() throws(ParseError) {
    let start = place
    while let token = try next() {
      if isQuoted { continue }
      if token.count == 1, token[0] == 0x3B { return }
      if token.isKeyword("END") {
        throw error(
          expected: "';' that ends the statement of line \(start.line)", found: token)
      }
    }
    throw error(
      expected: "';' that ends the statement of line \(start.line)", found: nil)
  }

  /// Skips everything up to a keyword, and that: what stands between `BEGINEXT` and `ENDEXT` keeps
  /// to no grammar.
  mutating func skip(through keyword: StaticString) throws(ParseError) {
    while let token = try next() {
      if token.isKeyword(keyword), !isQuoted { return }
    }
    throw error(expected: "'\(keyword)'", found: nil)
  }
}

// MARK: - Faults

extension StatementScanner {
  /// A fault at the last token.
  func error(_ message: String) -> ParseError {
    ParseError(file: file, line: tokenLine, column: tokenColumn, message: message)
  }

  /// A fault at a place.
  func error(_ message: String, at place: FilePlace) -> ParseError {
    ParseError(file: file, place: place, message: message)
  }

  /// A fault at the last token: what was expected, and the token, nil at the end of the file.
  func error(expected: String, found: UnsafeRawBufferPointer?) -> ParseError {
    guard let found else {
      return error("expected \(expected), found the end of the file")
    }
    return error(expected: expected, found: found, at: place)
  }

  /// A fault at a place: what was expected, and what stands there.
  func error(
    expected: String, found: UnsafeRawBufferPointer, at place: FilePlace
  ) -> ParseError {
    let shown = String(decoding: found.prefix(80), as: UTF8.self)
    return error("expected \(expected), found '\(shown)'", at: place)
  }

  /// A fault at the last token, which is shown as it stands in the current line.
  private func unexpected(expected: String) -> ParseError {
    if isAtEnd { return error(expected: expected, found: nil) }
    let line = lines.wholeLine
    let start = min(tokenColumn - 1, line.count)
    let end = max(min(lines.column - 1, line.count), start)
    return error(
      expected: expected, found: UnsafeRawBufferPointer(rebasing: line[start..<end]))
  }

  /// A warning, as a line for a person, at the last token or an earlier one.
  func warning(_ message: String, at earlier: FilePlace? = nil) -> String {
    let place = earlier ?? self.place
    return "\(file):\(place.line):\(place.column): warning: \(message)"
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are those of a text.
  func equals(_ text: String) -> Bool {
    count == text.utf8.count && elementsEqual(text.utf8)
  }

  /// Whether the bytes are those of a keyword, given in upper case, in any mix of cases.
  @inline(__always)
  func isKeyword(_ keyword: StaticString) -> Bool {
    guard count == keyword.utf8CodeUnitCount else { return false }
    for index in 0..<count {
      let byte = self[index]
      let upper = byte &- 0x61 < 26 ? byte & 0xDF : byte
      if upper != keyword.utf8Start[index] { return false }
    }
    return true
  }
}
