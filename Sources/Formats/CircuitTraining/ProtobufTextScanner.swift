import Foundation

/// Reads protobuf text: fields `name: value` and `name { … }`, over any number of lines.
///
/// Takes what the text format allows and a netlist can need: `#` comments, `<>` for `{}`, a colon
/// before `{` or none, `,` or `;` after a field, either quote, escapes. Strings that stand side by
/// side to be joined, and lists in brackets, are refused.
struct ProtobufTextScanner: ~Copyable {
  private var lines: LineScanner
  private var isAtEnd = false

  /// Opens a file.
  init(file: String) throws(ParseError) {
    lines = try LineScanner(file: file)
  }

  /// The file's name.
  var file: String { lines.file }

  /// Where the next byte is.
  var place: FilePlace {
    FilePlace(
      line: UInt32(clamping: max(lines.line, 1)), column: UInt32(clamping: lines.column))
  }

  /// Where a field's name began that was read last.
  func place(before name: String) -> FilePlace {
    var place = place
    place.column -= min(UInt32(clamping: name.utf8.count), place.column - 1)
    return place
  }

  /// Skips blanks, comments and line ends, and looks at the next byte; 0 at the end of the file.
  @inline(__always)
  private mutating func peek() throws(ParseError) -> UInt8 {
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

  /// The name of the next field of a message, or nil at the message's end, which is skipped. A
  /// view, valid until the scanner is asked for more.
  ///
  /// - Parameter close: The byte that ends the message; nil for the file itself.
  @inline(__always)
  mutating func field(
    before close: UInt8?, _ expected: StaticString
  ) throws(ParseError) -> UnsafeRawBufferPointer? {
    var byte = try peek()
    if byte == 0x2C || byte == 0x3B {
      lines.cursor += 1
      byte = try peek()
    }
    if byte == close {
      lines.cursor += 1
      return nil
    }
    if close == nil, isAtEnd { return nil }
    let start = lines.cursor
    while lines.cursor < lines.lineEnd, Self.isNameByte(lines.buffer[lines.cursor]) {
      lines.cursor += 1
    }
    guard lines.cursor > start else {
      throw error(expected: close == nil ? "\(expected)" : "\(expected) or '}'")
    }
    return UnsafeRawBufferPointer(rebasing: lines.buffer[start..<lines.cursor])
  }

  @inline(__always)
  private static func isNameByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
  }

  /// Skips the `{` that begins a message, with a colon before it or none.
  ///
  /// - Returns: The byte that ends the message.
  @inline(__always)
  mutating func openMessage() throws(ParseError) -> UInt8 {
    var byte = try peek()
    if byte == 0x3A {
      lines.cursor += 1
      byte = try peek()
    }
    guard byte == 0x7B || byte == 0x3C else { throw error(expected: "'{'") }
    lines.cursor += 1
    return byte == 0x7B ? 0x7D : 0x3E
  }

  /// Skips the colon after a field's name and moves to the value.
  @inline(__always)
  mutating func skipColon() throws(ParseError) {
    guard try peek() == 0x3A else { throw error(expected: "':'") }
    lines.cursor += 1
    _ = try peek()
  }

  /// Takes a number, which must be finite; its text is a view, valid until the scanner is asked for
  /// more.
  mutating func number() throws(ParseError) -> (value: Double, text: UnsafeRawBufferPointer) {
    let start = lines.cursor
    while lines.cursor < lines.lineEnd, Self.isNumberByte(lines.buffer[lines.cursor]) {
      lines.cursor += 1
    }
    var end = lines.cursor
    // Protobuf text lets a float end in `f`, as C does.
    if end > start + 1, lines.buffer[end - 1] | 0x20 == 0x66 { end -= 1 }
    let text = UnsafeRawBufferPointer(rebasing: lines.buffer[start..<end])
    guard let value = DecimalNumber.parse(text), value.isFinite else {
      lines.cursor = start
      throw error(expected: "a finite number")
    }
    return (value, text)
  }

  @inline(__always)
  private static func isNumberByte(_ byte: UInt8) -> Bool {
    isNameByte(byte) || byte == 0x2E || byte == 0x2D || byte == 0x2B
  }

  /// Takes a word such as `true`.
  mutating func word() -> String {
    let start = lines.cursor
    while lines.cursor < lines.lineEnd, Self.isNumberByte(lines.buffer[lines.cursor]) {
      lines.cursor += 1
    }
    return String(decoding: lines.buffer[start..<lines.cursor], as: UTF8.self)
  }

  /// Takes a string in quotes, on one line; a view, valid until the scanner is asked for more.
  @inline(__always)
  mutating func string() throws(ParseError) -> UnsafeRawBufferPointer {
    let quote = lines.peek
    guard quote == 0x22 || quote == 0x27 else { throw error(expected: "a string in quotes") }
    let open = lines.cursor
    var cursor = open + 1
    let end = lines.lineEnd
    while cursor < end, lines.buffer[cursor] != quote, lines.buffer[cursor] != 0x5C { cursor += 1 }
    guard cursor < end, lines.buffer[cursor] == quote else {
      return try stringWithEscapes(quote: quote)
    }
    lines.cursor = cursor + 1
    return UnsafeRawBufferPointer(rebasing: lines.buffer[(open + 1)..<cursor])
  }

  /// Undoes the escapes where they stand: the text only gets shorter, and is not read again.
  private mutating func stringWithEscapes(
    quote: UInt8
  ) throws(ParseError) -> UnsafeRawBufferPointer {
    let open = lines.cursor
    var read = open + 1
    var write = read
    while read < lines.lineEnd, lines.buffer[read] != quote {
      var byte = lines.buffer[read]
      read += 1
      if byte == 0x5C {
        lines.cursor = read - 1
        byte = try escapedByte(&read)
      }
      lines.buffer[write] = byte
      write += 1
    }
    guard read < lines.lineEnd else {
      lines.cursor = open
      throw lines.error(
        "expected a string that ends on its line, found '\(Character(Unicode.Scalar(quote)))' "
          + "without its second")
    }
    lines.cursor = read + 1
    return UnsafeRawBufferPointer(rebasing: lines.buffer[(open + 1)..<write])
  }

  /// The byte that an escape stands for; `read` is behind the backslash and moves behind the escape.
  private func escapedByte(_ read: inout Int) throws(ParseError) -> UInt8 {
    guard read < lines.lineEnd else { throw error(expected: "an escape sequence") }
    let letter = lines.buffer[read]
    read += 1
    switch letter {
    case 0x22, 0x27, 0x5C, 0x3F: return letter
    case 0x61: return 0x07
    case 0x62: return 0x08
    case 0x66: return 0x0C
    case 0x6E: return 0x0A
    case 0x72: return 0x0D
    case 0x74: return 0x09
    case 0x76: return 0x0B
    case 0x30...0x37:
      read -= 1
      return try digits(&read, radix: 8, most: 3)
    case 0x78, 0x58: return try digits(&read, radix: 16, most: 2)
    default: throw error(expected: "an escape sequence")
    }
  }

  private func digits(_ read: inout Int, radix: Int, most: Int) throws(ParseError) -> UInt8 {
    var value = 0
    var count = 0
    while count < most, read < lines.lineEnd,
      let digit = Character(Unicode.Scalar(lines.buffer[read])).hexDigitValue, digit < radix
    {
      value = value * radix + digit
      count += 1
      read += 1
    }
    guard count > 0, value < 256 else { throw error(expected: "an escape sequence for one byte") }
    return UInt8(value)
  }

  /// Skips the value of a field that a netlist does not use: a scalar, a list, or a message of any
  /// depth.
  mutating func skipValue() throws(ParseError) {
    if try peek() == 0x3A { lines.cursor += 1 }
    var depth = 0
    repeat {
      switch try peek() {
      case 0x7B, 0x3C, 0x5B:
        depth += 1
        lines.cursor += 1
      case 0x7D, 0x3E, 0x5D:
        depth -= 1
        guard depth >= 0 else { throw error(expected: "a value") }
        lines.cursor += 1
      case 0x22, 0x27: _ = try string()
      case let byte where Self.isNumberByte(byte): _ = word()
      case 0x3A, 0x2C, 0x3B:
        guard depth > 0 else { throw error(expected: "a value") }
        lines.cursor += 1
      default: throw error(expected: depth > 0 ? "'}'" : "a value")
      }
    } while depth > 0
  }

  /// A fault at the current place: what was expected, and what stands there.
  func error(expected: String) -> ParseError {
    if isAtEnd { return lines.error("expected \(expected), found the end of the file") }
    return lines.error(expected: expected)
  }

  /// A fault at a place.
  func error(_ message: String, at place: FilePlace) -> ParseError {
    ParseError(file: file, place: place, message: message)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are those of a word.
  @inline(__always)
  func matches(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount, let baseAddress else { return false }
    return memcmp(baseAddress, word.utf8Start, count) == 0
  }

  /// Whether the bytes begin with those of a word.
  func hasPrefix(_ word: StaticString) -> Bool {
    guard count >= word.utf8CodeUnitCount, let baseAddress else { return false }
    return memcmp(baseAddress, word.utf8Start, word.utf8CodeUnitCount) == 0
  }
}
