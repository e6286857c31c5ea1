// MARK: - Texts that are not plain

extension JSONScanner {
  /// Takes the rest of a text, in which something else than a plain character comes next. Moves it
  /// together over its escapes, which are never shorter than what they stand for.
  mutating func takeRestOfText() throws(ParseError) {
    tokenEnd = cursor
    while true {
      switch try peek() {
      case ..<0x20:
        throw error("'\"' at the end of a text")
      case UInt8(ascii: "\""):
        cursor += 1
        return
      case UInt8(ascii: "\\"):
        cursor += 1
        append(UTF8.encode(try escaped()).unsafelyUnwrapped)
      case ..<0x80:
        append(CollectionOfOne(buffer[cursor]))
        cursor += 1
      default:
        let character = try character()
        append(character)
        cursor += character.count
      }
    }
  }

  private mutating func append(_ bytes: some Collection<UInt8>) {
    for byte in bytes {
      buffer[tokenEnd] = byte
      tokenEnd += 1
    }
  }

  /// The bytes of the character that comes next.
  private mutating func character() throws(ParseError) -> UTF8.EncodedScalar {
    while filled - cursor < 4, try refill() {}
    var bytes = buffer[cursor..<filled].makeIterator()
    var parser = UTF8.ForwardParser()
    guard case .valid(let character) = parser.parseScalar(from: &bytes) else {
      throw error("a text in UTF-8")
    }
    return character
  }

  /// Takes what stands behind a `\`.
  private mutating func escaped() throws(ParseError) -> Unicode.Scalar {
    let plain: Unicode.Scalar
    switch try peek() {
    case UInt8(ascii: "u"):
      cursor += 1
      return try escapedByNumber()
    case let byte where byte == 0x22 || byte == 0x5C || byte == 0x2F: plain = Unicode.Scalar(byte)
    case UInt8(ascii: "n"): plain = "\n"
    case UInt8(ascii: "t"): plain = "\t"
    case UInt8(ascii: "r"): plain = "\r"
    case UInt8(ascii: "b"): plain = "\u{8}"
    case UInt8(ascii: "f"): plain = "\u{C}"
    default: throw error("an escape of JSON")
    }
    cursor += 1
    return plain
  }

  /// Takes what stands behind `\u`. Characters beyond the first 65,536 are written as two escapes.
  private mutating func escapedByNumber() throws(ParseError) -> Unicode.Scalar {
    var number = UInt32(try hexadecimal())
    if 0xD800...0xDBFF ~= number {
      guard try skip(UInt8(ascii: "\\")), try skip(UInt8(ascii: "u")) else {
        throw error("the escape of a character's second half")
      }
      let second = UInt32(try hexadecimal())
      guard 0xDC00...0xDFFF ~= second else { throw error("escapes of one character") }
      number = 0x10000 + (number - 0xD800) << 10 + (second - 0xDC00)
    }
    guard let character = Unicode.Scalar(number) else { throw error("escapes of one character") }
    return character
  }

  private mutating func hexadecimal() throws(ParseError) -> UInt16 {
    var number: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else {
        throw error("four hexadecimal digits")
      }
      number = number << 4 | UInt16(digit)
      cursor += 1
    }
    return number
  }
}

// MARK: - Faults

extension JSONScanner {
  /// A fault at a place.
  func fault(_ message: String, at place: FilePlace) -> ParseError {
    ParseError(file: file, place: place, message: message)
  }

  /// The fault that another byte was expected next.
  func error(_ expected: String) -> ParseError {
    let found: String
    if cursor < filled {
      let byte = buffer[cursor]
      found = byte > 0x20 && byte < 0x7F ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    } else {
      found = "the end of the file"
    }
    return fault("expected \(expected), found \(found)", at: cursorPlace)
  }

  /// The fault that something else was expected than the single value that was taken last.
  func refusal(_ expected: String) -> ParseError {
    let isText = buffer[tokenStart] == UInt8(ascii: "\"")
    let shown = isText ? token : UnsafeRawBufferPointer(rebasing: buffer[tokenStart..<cursor])
    let text = String(String(decoding: shown, as: UTF8.self).prefix(60))
    return fault("expected \(expected), found \(isText ? "\"\(text)\"" : text)", at: place)
  }

  /// Takes the next value if it is a single one, and gives the fault that something else was expected.
  mutating func mismatch(_ expected: String) throws(ParseError) -> ParseError {
    switch try kind() {
    case .object: return fault("expected \(expected), found an object", at: place)
    case .array: return fault("expected \(expected), found a list", at: place)
    case .text, .number, .boolean, .null:
      try skipValue()
      return refusal(expected)
    }
  }
}
