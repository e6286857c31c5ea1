/// Reads JSON (RFC 8259) and keeps the line and column of each value, so that a fault in what a value
/// says can be told as exactly as a fault in the text.
package struct JSONText {
  /// Deeper nesting is refused: no file of ours has it, and the reader's stack stays bounded.
  static let deepest = 32

  private static let digitBytes = UInt8(ascii: "0")...UInt8(ascii: "9")

  private let file: String
  private let bytes: [UInt8]
  private var cursor = 0
  private var line = 1
  private var lineStart = 0

  /// The value that a text holds.
  ///
  /// - Throws: ``ParseError`` at the first byte that is not as JSON has it.
  package static func parse(_ bytes: [UInt8], file: String) throws(ParseError) -> JSONNode {
    var text = JSONText(file: file, bytes: bytes)
    text.skipSpace()
    let node = try text.value(depth: 0)
    text.skipSpace()
    if text.cursor < bytes.count { throw text.error("the end of the file") }
    return node
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  private var place: FilePlace {
    FilePlace(line: UInt32(clamping: line), column: UInt32(clamping: cursor - lineStart + 1))
  }
  private var byte: UInt8? { cursor < bytes.count ? bytes[cursor] : nil }

  private func error(_ expected: String) -> ParseError {
    let found: String
    if let byte {
      found = byte > 0x20 && byte < 0x7F ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    } else {
      found = "the end of the file"
    }
    return ParseError(file: file, place: place, message: "expected \(expected), found \(found)")
  }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      cursor += 1
      if byte == 0x0A {
        line += 1
        lineStart = cursor
      }
    }
  }

  private mutating func skip(_ character: Character) -> Bool {
    guard byte == character.asciiValue else { return false }
    cursor += 1
    return true
  }

  private mutating func value(depth: Int) throws(ParseError) -> JSONNode {
    guard depth < Self.deepest else { throw error("no deeper nesting") }
    let start = place
    switch byte {
    case UInt8(ascii: "{"): return JSONNode(value: .object(try object(depth)), place: start)
    case UInt8(ascii: "["): return JSONNode(value: .array(try array(depth)), place: start)
    case UInt8(ascii: "\""): return JSONNode(value: .text(try string()), place: start)
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || Self.digitBytes.contains(byte):
      return JSONNode(value: .number(try number()), place: start)
    default: throw error("a value")
    }
  }

  private mutating func word(
    _ word: String, _ value: JSONNode.Value
  ) throws(ParseError) -> JSONNode {
    let start = place
    for character in word where !skip(character) { throw error("'\(word)'") }
    return JSONNode(value: value, place: start)
  }

  private mutating func object(_ depth: Int) throws(ParseError) -> [JSONNode.Member] {
    cursor += 1
    var members: [JSONNode.Member] = []
    var keys: Set<String> = []
    skipSpace()
    if skip("}") { return members }
    repeat {
      skipSpace()
      let keyPlace = place
      guard byte == UInt8(ascii: "\"") else { throw error("a key in quotes") }
      let key = try string()
      guard keys.insert(key).inserted else {
        throw ParseError(
          file: file, place: keyPlace, message: "expected each key once, found '\(key)' again")
      }
      skipSpace()
      guard skip(":") else { throw error("':'") }
      skipSpace()
      members.append(.init(key: key, keyPlace: keyPlace, node: try value(depth: depth + 1)))
      skipSpace()
    } while skip(",")
    guard skip("}") else { throw error("',' or '}'") }
    return members
  }

  private mutating func array(_ depth: Int) throws(ParseError) -> [JSONNode] {
    cursor += 1
    var nodes: [JSONNode] = []
    skipSpace()
    if skip("]") { return nodes }
    repeat {
      skipSpace()
      nodes.append(try value(depth: depth + 1))
      skipSpace()
    } while skip(",")
    guard skip("]") else { throw error("',' or ']'") }
    return nodes
  }

  private mutating func number() throws(ParseError) -> Double {
    let start = cursor
    _ = skip("-")
    if !skip("0") { try digits() }
    if skip(".") { try digits() }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<cursor], as: UTF8.self)
    // A number of this form always reads; one too large for a Double is infinite.
    return Double(text) ?? .infinity
  }

  private mutating func digits() throws(ParseError) {
    let start = cursor
    while let byte, Self.digitBytes.contains(byte) { cursor += 1 }
    if cursor == start { throw error("a digit") }
  }

  private mutating func string() throws(ParseError) -> String {
    cursor += 1
    var content: [UInt8] = []
    while true {
      guard let byte, byte >= 0x20 else { throw error("'\"' at the end of a text") }
      cursor += 1
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") {
        content.append(contentsOf: try escape().utf8)
      } else {
        content.append(byte)
      }
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw error("a text in UTF-8")
    }
    return text
  }

  private mutating func escape() throws(ParseError) -> String {
    guard let byte else { throw error("a character after '\\'") }
    let plain: [UInt8: String] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "n"): "\n", UInt8(ascii: "t"): "\t", UInt8(ascii: "r"): "\r",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}",
    ]
    if let text = plain[byte] {
      cursor += 1
      return text
    }
    guard skip("u") else { throw error("an escape of JSON") }
    var units = [try hexadecimal()]
    // Characters beyond the first 65,536 are written as two escapes.
    if UTF16.isLeadSurrogate(units[0]) {
      guard skip("\\"), skip("u") else { throw error("the escape of a character's second half") }
      units.append(try hexadecimal())
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw error("escapes of one character")
    }
    return text
  }

  private mutating func hexadecimal() throws(ParseError) -> UInt16 {
    let digits = bytes[cursor..<min(cursor + 4, bytes.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits") }
    cursor += 4
    return unit
  }
}
