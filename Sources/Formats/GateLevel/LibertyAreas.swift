import Netlist

/// The areas of the cells of a Liberty file.
///
/// Follows the group syntax of the Liberty User Guide (`name (arguments) { ... }`), of which it reads
/// `cell` groups and their `area` attributes and skips the rest.
public enum LibertyAreas {
  /// Reads the area of each cell, in the file's unit, which is square micrometres by custom.
  ///
  /// - Throws: ``ParseError`` if the file cannot be read, its groups do not close, or an area is no
  ///   number of 0 or more.
  public static func read(file: String) throws(ParseError) -> [String: Double] {
    var scanner = try LibertyScanner(file: file)
    var areas: [String: Double] = [:]
    /// The names of the cells around the place; nil for other groups.
    var groups: [String?] = []
    var isLibrary = false
    while let word = try scanner.next() {
      if word == "}" {
        guard groups.popLast() != nil else {
          throw scanner.error("expected a statement, found '}'")
        }
        continue
      }
      let first = try scanner.peek()
      guard first == 0x28 || first == 0x3A else { continue }
      if first == 0x28 {
        let argument = try scanner.arguments()
        guard try scanner.peek() == 0x7B else { continue }
        _ = try scanner.next()
        guard groups.count < 256 else {
          throw scanner.error("expected at most 256 groups in one another")
        }
        if groups.isEmpty {
          guard word == "library" else {
            throw scanner.error("expected a 'library' group, found '\(word)'")
          }
          isLibrary = true
        }
        groups.append(word == "cell" && groups.count == 1 ? argument : nil)
      } else {
        _ = try scanner.next()
        let isArea = word == "area"
        let value = try scanner.next() ?? ""
        guard isArea, let cell = groups.last ?? nil else { continue }
        guard let area = Double(value), area >= 0, area <= DecimalNumber.largest else {
          throw scanner.error("expected an area of 0 or more of '\(cell)', found '\(value)'")
        }
        areas[cell] = area
      }
    }
    guard isLibrary, groups.isEmpty else {
      throw scanner.error(
        isLibrary
          ? "expected '}', found the end of the file" : "expected a 'library' group, found none")
    }
    return areas
  }
}

/// Cuts Liberty into words, texts in quotes and single symbols.
private struct LibertyScanner: ~Copyable {
  private var lines: LineScanner
  private var isAtEnd = false
  private var place = FilePlace(line: 1, column: 1)

  init(file: String) throws(ParseError) { lines = try LineScanner(file: file) }

  func error(_ message: String) -> ParseError {
    ParseError(file: lines.file, place: place, message: message)
  }

  /// Moves to the next token and looks at its first byte; 0 at the end of the file.
  mutating func peek() throws(ParseError) -> UInt8 {
    while true {
      lines.skipBlanks()
      if lines.cursor < lines.lineEnd {
        let next = lines.cursor + 1 < lines.lineEnd ? lines.buffer[lines.cursor + 1] : 0
        switch lines.buffer[lines.cursor] {
        case 0x2F where next == 0x2A:
          try skipComment()
          continue
        case 0x2F where next == 0x2F:
          lines.skipRest()
          continue
        // A backslash joins lines.
        case 0x5C, 0x0D:
          lines.cursor += 1
          continue
        case let byte: return byte
        }
      }
      if isAtEnd { return 0 }
      isAtEnd = try !lines.nextLine()
    }
  }

  private mutating func skipComment() throws(ParseError) {
    let start = lines.error("expected '*/' that closes the comment, found the end of the file")
    lines.cursor += 2
    while true {
      while lines.cursor + 1 < lines.lineEnd {
        if lines.buffer[lines.cursor] == 0x2A, lines.buffer[lines.cursor + 1] == 0x2F {
          lines.cursor += 2
          return
        }
        lines.cursor += 1
      }
      lines.skipRest()
      guard try lines.nextLine() else { throw start }
    }
  }

  /// The next token, without quotes; nil at the end of the file.
  mutating func next() throws(ParseError) -> String? {
    let first = try peek()
    place = FilePlace(
      line: UInt32(clamping: max(lines.line, 1)), column: UInt32(clamping: lines.column))
    if isAtEnd { return nil }
    if first == 0x22 { return try quoted() }
    let start = lines.cursor
    if Self.isSymbol(first) {
      lines.cursor += 1
    } else {
      while lines.cursor < lines.lineEnd, lines.buffer[lines.cursor] > 0x20,
        !Self.isSymbol(lines.buffer[lines.cursor]), lines.buffer[lines.cursor] != 0x22
      {
        lines.cursor += 1
      }
      // A byte that begins no token of its own.
      if lines.cursor == start { lines.cursor += 1 }
    }
    return String(
      decoding: UnsafeRawBufferPointer(rebasing: lines.buffer[start..<lines.cursor]), as: UTF8.self)
  }

  private static func isSymbol(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x28, 0x29, 0x2C, 0x3A, 0x3B, 0x7B, 0x7D: true
    default: false
    }
  }

  /// A text in quotes, which goes on over the ends of lines.
  private mutating func quoted() throws(ParseError) -> String {
    var text: [UInt8] = []
    lines.cursor += 1
    while true {
      while lines.cursor < lines.lineEnd {
        let byte = lines.buffer[lines.cursor]
        lines.cursor += 1
        if byte == 0x22 { return String(decoding: text, as: UTF8.self) }
        text.append(byte)
      }
      guard try lines.nextLine() else {
        isAtEnd = true
        throw error(
          "expected '\"' that closes the text which begins here, found the end of the file")
      }
    }
  }

  /// Takes `(a, b, ...)`; the first argument.
  mutating func arguments() throws(ParseError) -> String {
    _ = try next()
    var first: String?
    while let word = try next() {
      if word == ")" { return first ?? "" }
      first = first ?? word
    }
    throw error("expected ')', found the end of the file")
  }
}
