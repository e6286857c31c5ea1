import Foundation

/// Cuts Verilog into tokens: identifiers, numbers, strings and single symbols. Comments, attributes
/// and the compiler directives that change no meaning are skipped.
///
/// Follows IEEE 1364-2005, clause 3.
struct VerilogScanner: ~Copyable {
  enum Kind: Equatable {
    case identifier
    case number
    case string
    case symbol
    case end
  }

  private var lines: LineScanner
  private var isAtEnd = false

  /// What the current token is.
  private(set) var kind = Kind.end
  /// The current token: an identifier without its escape. Valid until the scanner moves on.
  private(set) var text = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Whether the current token is an escaped identifier, and so no keyword.
  private(set) var isEscaped = false
  private var tokenLine = 1
  private var tokenColumn = 1

  /// Which bytes names are made of: letters, digits, `_` and `$`.
  private let isNameByte = InlineArray<256, Bool> { index in
    let byte = UInt8(index)
    return (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x24
  }

  /// Opens a file, gzip-compressed or not; the first token is reached by ``advance()``.
  init(file: String) throws(ParseError) { lines = try LineScanner(file: file) }

  /// The file's name.
  var file: String { lines.file }

  /// Where the current token begins.
  var place: FilePlace {
    FilePlace(line: UInt32(clamping: tokenLine), column: UInt32(clamping: tokenColumn))
  }

  /// Whether the current token is that symbol.
  @inline(__always)
  func isSymbol(_ byte: UInt8) -> Bool { kind == .symbol && text[0] == byte }

  /// Whether the current token is that keyword.
  @inline(__always)
  func isKeyword(_ word: StaticString) -> Bool {
    kind == .identifier && !isEscaped && text.matches(word)
  }

  /// Moves to the next token.
  mutating func advance() throws(ParseError) {
    let byte = try moveToToken()
    let start = lines.cursor
    tokenLine = max(lines.line, 1)
    tokenColumn = lines.column
    isEscaped = false
    if isNameByte[Int(byte)], byte &- 0x30 >= 10, byte != 0x24 {
      kind = .identifier
      skipName()
    } else if byte == 0x5C {
      return try advanceEscaped(from: start)
    } else if byte &- 0x30 < 10 || byte == 0x27 {
      kind = .number
      skipNumber()
    } else if byte == 0x22 {
      kind = .string
      text = try lines.quoted("a string")
      return
    } else if isAtEnd {
      kind = .end
      text = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    } else {
      kind = .symbol
      lines.cursor = start &+ 1
    }
    text = lines.view(from: start, to: lines.cursor)
  }

  /// Takes an escaped name, which goes on to the next blank.
  private mutating func advanceEscaped(from start: Int) throws(ParseError) {
    kind = .identifier
    isEscaped = true
    lines.cursor = lines.placeOfLowByte(from: start + 1)
    text = lines.view(from: start + 1, to: lines.cursor)
    if text.isEmpty { throw error(expected: "a name behind '\\'") }
  }

  @inline(__always)
  private mutating func skipName() {
    // What ends the line is no part of a name.
    var place = lines.cursor
    while isNameByte[Int(lines.buffer[place])] { place &+= 1 }
    lines.cursor = place
  }

  /// `12`, `4'b01xz`, `'h3f`.
  private mutating func skipNumber() {
    skipName()
    guard lines.peek == 0x27 else { return }
    lines.cursor += 1
    while lines.peek == 0x3F || (lines.peek | 0x20) &- 0x61 < 26 || lines.peek &- 0x30 < 10
      || lines.peek == 0x5F
    {
      lines.cursor += 1
    }
  }

  /// Moves to the next token and looks at its first byte; 0 at the end of the file.
  @inline(__always)
  private mutating func moveToToken() throws(ParseError) -> UInt8 {
    lines.skipBlanks()
    let byte = lines.buffer[lines.cursor]
    // Nothing else than these can begin what is to be skipped.
    guard byte <= 0x20 || byte == 0x28 || byte == 0x2F || byte == 0x60 else { return byte }
    try skipToToken()
    return isAtEnd ? 0 : lines.buffer[lines.cursor]
  }

  private mutating func skipToToken() throws(ParseError) {
    while true {
      lines.skipBlanks()
      guard lines.cursor < lines.lineEnd else {
        if isAtEnd { return }
        isAtEnd = try !lines.nextLine()
        continue
      }
      let next = lines.cursor + 1 < lines.lineEnd ? lines.buffer[lines.cursor + 1] : 0
      switch lines.buffer[lines.cursor] {
      case 0x2F where next == 0x2F: lines.skipRest()
      case 0x2F where next == 0x2A: try skip(through: 0x2A, 0x2F, "'*/'")
      case 0x28 where next == 0x2A: try skip(through: 0x2A, 0x29, "'*)'")
      case 0x60: try skipDirective()
      case 0x0B, 0x0C, 0x0D: lines.cursor += 1
      default: return
      }
    }
  }

  /// Skips two bytes and all up to two others, and those.
  private mutating func skip(
    through first: UInt8, _ second: UInt8, _ name: StaticString
  ) throws(ParseError) {
    let start = lines.error(
      "expected \(name) that closes what begins here, found the end of the file")
    let isAttribute = second == 0x29
    lines.cursor += 2
    var isQuoted = false
    while true {
      while lines.cursor + 1 < lines.lineEnd {
        let byte = lines.buffer[lines.cursor]
        if isAttribute, byte == 0x22 { isQuoted.toggle() }
        if byte == first, lines.buffer[lines.cursor + 1] == second, !isQuoted {
          lines.cursor += 2
          return
        }
        lines.cursor += isQuoted && byte == 0x5C ? 2 : 1
      }
      if isAttribute, lines.peek == 0x22 { isQuoted.toggle() }
      lines.skipRest()
      guard try lines.nextLine() else { throw start }
    }
  }

  /// Directives that leave the structure as it is.
  private static let directives: [StaticString] = [
    "timescale", "default_nettype", "celldefine", "endcelldefine", "resetall", "line", "pragma",
    "nounconnected_drive", "unconnected_drive", "define", "undef",
  ]

  private mutating func skipDirective() throws(ParseError) {
    let fault = lines.error(expected: "structural Verilog without conditions and macros")
    let start = lines.cursor + 1
    lines.cursor = start
    skipName()
    let word = UnsafeRawBufferPointer(rebasing: lines.buffer[start..<lines.cursor])
    guard Self.directives.contains(where: { word.matches($0) }) else { throw fault }
    lines.skipRest()
  }

  /// A fault at the current token: what was expected, and the token.
  func error(expected: String) -> ParseError {
    let shown = String(decoding: text.prefix(80), as: UTF8.self)
    return error(
      "expected \(expected), found "
        + (kind == .end ? "the end of the file" : kind == .string ? "\"\(shown)\"" : "'\(shown)'"))
  }

  /// A fault at the current token.
  func error(_ message: String) -> ParseError { error(message, at: place) }

  /// A fault at a place.
  func error(_ message: String, at place: FilePlace) -> ParseError {
    ParseError(file: file, place: place, message: message)
  }
}
