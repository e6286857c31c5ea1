import Netlist

/// What all Bookshelf files share: a `UCLA kind version` line, comment lines that begin with `#`,
/// keywords in any case, counts stated ahead of the things counted, and `:` with or without blanks
/// around it.
enum BookshelfSyntax {
  static let colon: UInt8 = 0x3A
  static let hash: UInt8 = 0x23
  static let slash: UInt8 = 0x2F

  /// Whether a token is a keyword, given in lower case, in any mix of cases.
  @inline(__always)
  static func matches(_ token: UnsafeRawBufferPointer, _ keyword: StaticString) -> Bool {
    guard token.count == keyword.utf8CodeUnitCount else { return false }
    for index in 0..<token.count {
      let byte = token[index]
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      if lower != keyword.utf8Start[index] { return false }
    }
    return true
  }

  /// A token as text, for messages and for short words.
  static func text(_ token: UnsafeRawBufferPointer) -> String {
    String(decoding: token, as: UTF8.self)
  }

  /// The orientation of a name in any case, or nil.
  static func orientation(_ token: UnsafeRawBufferPointer) -> Orientation? {
    // Nearly every line of a placement says N.
    if token.count == 1, token[0] == 0x4E { return .north }
    return token.count > 2 ? nil : Orientation(name: text(token).uppercased())
  }
}

/// A number that a header states, and where.
struct StatedCount {
  var value: Int
  var line: Int

  /// A warning if the count is another, as headers of real files often are.
  static func check(
    _ stated: StatedCount?, _ keyword: String, against counted: Int, file: String,
    warnings: inout [String]
  ) {
    guard let stated, stated.value != counted else { return }
    warnings.append(
      "\(file):\(stated.line): warning: \(keyword) states \(stated.value), the file has \(counted)")
  }
}

extension LineScanner {
  /// Moves to the next line that is neither blank nor a comment, and to its first token; false at
  /// the end of the file.
  mutating func nextContentLine() throws(ParseError) -> Bool {
    while try nextLine() {
      if !isAtLineEnd, peek != BookshelfSyntax.hash { return true }
    }
    return false
  }

  /// Reads the `UCLA kind 1.0` line that every Bookshelf file begins with.
  mutating func bookshelfHeader(
    _ kind: StaticString, or alternative: StaticString? = nil
  ) throws(ParseError) {
    let expected = "'UCLA \(kind) 1.0'"
    guard try nextContentLine() else { throw endOfFile(expected: expected) }
    let family = token()
    guard BookshelfSyntax.matches(family, "ucla") else {
      throw mismatch(expected: expected, found: family)
    }
    let found = token()
    guard
      BookshelfSyntax.matches(found, kind)
        || alternative.map({ BookshelfSyntax.matches(found, $0) }) ?? false
    else { throw mismatch(expected: "'\(kind)'", found: found) }
    if !isAtLineEnd {
      let version = token()
      guard version.first == 0x31, DecimalNumber.parse(version) != nil else {
        throw mismatch(expected: "version 1.0", found: version)
      }
      try endLine()
    }
  }

  /// The count that stands behind `word` and a `:` if `word`, the first of its line, is `keyword`;
  /// nil if it is anything else, such as the name of a node.
  mutating func statedCount(
    _ keyword: StaticString, at word: UnsafeRawBufferPointer
  ) throws(ParseError) -> StatedCount? {
    var word = word
    var value: UnsafeRawBufferPointer?
    if let place = word.firstIndex(of: BookshelfSyntax.colon) {
      let glued = UnsafeRawBufferPointer(rebasing: word[(place + 1)...])
      word = UnsafeRawBufferPointer(rebasing: word[..<place])
      guard BookshelfSyntax.matches(word, keyword) else { return nil }
      if !glued.isEmpty { value = glued }
    } else {
      guard BookshelfSyntax.matches(word, keyword), skip(BookshelfSyntax.colon) else { return nil }
    }
    let text = value ?? token()
    guard let number = DecimalNumber.parse(text), number >= 0, number <= Double(Int32.max),
      number == number.rounded()
    else { throw mismatch(expected: "a count", found: text) }
    try endLine()
    return StatedCount(value: Int(number), line: line)
  }

  /// Takes a length or coordinate, up to a blank or `:`.
  @inline(__always)
  mutating func length(
    _ expected: String, atLeast lowest: Double = -DecimalNumber.largest
  ) throws(ParseError) -> Double {
    let text = token(endingAt: { $0 == BookshelfSyntax.colon })
    guard let value = DecimalNumber.parse(text), value >= lowest,
      value <= DecimalNumber.largest
    else { throw mismatch(expected: expected, found: text) }
    return value
  }

  /// Makes sure that names have room for another, and for so many bytes that are still to be added.
  func checkRoom(for names: borrowing StringTable, more: Int) throws(ParseError) {
    guard names.byteCount + more < Self.mostNameBytes else {
      throw error("expected names of less than 4 GiB in all")
    }
  }

  /// Accepts the end of the line or a comment, nothing else.
  mutating func endLine() throws(ParseError) {
    if isAtLineEnd || peek == BookshelfSyntax.hash { return }
    throw mismatch(expected: "the end of the line", found: token())
  }

  /// A fault at a token just taken from the current line.
  func mismatch(expected: String, found: UnsafeRawBufferPointer) -> ParseError {
    if found.isEmpty { return error(expected: expected) }
    let shown = BookshelfSyntax.text(UnsafeRawBufferPointer(rebasing: found.prefix(80)))
    return error("expected \(expected), found '\(shown)'", at: found)
  }

  /// A fault at the end of the file.
  func endOfFile(expected: String) -> ParseError {
    ParseError(
      file: file, line: line + 1, column: 1,
      message: "expected \(expected), found the end of the file")
  }
}
