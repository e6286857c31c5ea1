import Foundation

/// Reads a text file line by line, and each line token by token, without allocating for either.
///
/// The tokens are views into the scanner's buffer, valid until the next call of ``nextLine()``.
/// Lines end with LF, any number of CR and LF, or the end of the file.
struct LineScanner: ~Copyable {
  /// A token longer than this, or a line, is refused: no real design file has one, and the scanner's
  /// memory stays bounded whatever the file holds.
  static let longestLine = 1 << 26
  /// All names together take less than this: a ``StringTable`` holds 4 GiB, and the next name can be
  /// as long as a line.
  static let mostNameBytes = Int(UInt32.max) - longestLine

  private let stream: ByteStream
  /// What is read of the file, and behind it ``padding`` bytes that are 0.
  // Not private, for the extensions in other files that take tokens of a format's own.
  var buffer: UnsafeMutableRawBufferPointer
  /// Behind every line stands a byte that ends words, behind the file's last at least one of these:
  /// searches need no other bound, and can look at several bytes at a time.
  private static let padding = 8
  private var filled = 0
  private var nextStart = 0
  private var reachedEnd = false
  /// How many bytes of the file, decompressed, were before those in the buffer.
  private var bytesBefore = 0
  private var lineStart = 0
  private(set) var lineEnd = 0
  var cursor = 0

  /// The number of the current line, from 1.
  private(set) var line = 0

  /// Opens a file; the first line is reached by ``nextLine()``.
  init(file: String) throws(ParseError) {
    stream = try ByteStream(file: file)
    buffer = .allocate(byteCount: 1 << 20 + Self.padding, alignment: 16)
    endFilled()
  }

  deinit { buffer.deallocate() }

  /// The file's name.
  var file: String { stream.file }

  /// The column of the next byte of the current line, from 1.
  var column: Int { cursor - lineStart + 1 }

  /// The line and column of the next byte.
  var place: FilePlace {
    FilePlace(line: UInt32(clamping: line), column: UInt32(clamping: column))
  }

  /// The place in the file, decompressed, of the next byte of the current line.
  var offset: Int { bytesBefore + cursor }

  /// How many bytes have been read, decompressed: all of the file once ``nextLine()`` is false.
  var byteCount: Int { bytesBefore + filled }

  /// Moves to the start of the next line; false at the end of the file.
  mutating func nextLine() throws(ParseError) -> Bool {
    var searched = nextStart
    while true {
      if let newline = memchr(buffer.baseAddress! + searched, 0x0A, filled - searched) {
        let end = newline - UnsafeMutableRawPointer(buffer.baseAddress!)
        begin(from: nextStart, to: end, next: end + 1)
        return true
      }
      searched = filled
      if reachedEnd {
        if nextStart == filled { return false }
        begin(from: nextStart, to: filled, next: filled)
        return true
      }
      searched -= try refill()
    }
  }

  private mutating func begin(from start: Int, to end: Int, next: Int) {
    lineStart = start
    lineEnd = end
    while lineEnd > start, buffer[lineEnd - 1] == 0x0D { lineEnd -= 1 }
    cursor = start
    nextStart = next
    line += 1
  }

  /// Moves the unread bytes to the buffer's start, reads more behind them, and returns how far they
  /// moved.
  private mutating func refill() throws(ParseError) -> Int {
    let shift = nextStart
    let kept = filled - nextStart
    let capacity = buffer.count - Self.padding
    if kept == capacity {
      guard capacity < Self.longestLine else {
        throw ParseError(
          file: file, line: line + 1, column: 1,
          message: "expected a line end, found a line of over \(Self.longestLine) bytes")
      }
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: capacity * 2 + Self.padding, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[nextStart..<filled]))
      buffer.deallocate()
      buffer = larger
    } else if nextStart > 0 {
      memmove(buffer.baseAddress!, buffer.baseAddress! + nextStart, kept)
    }
    bytesBefore += shift
    nextStart = 0
    filled = kept
    let count = try stream.read(
      into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<(buffer.count - Self.padding)]))
    filled += count
    endFilled()
    reachedEnd = count == 0
    return shift
  }

  private mutating func endFilled() {
    buffer.storeBytes(of: 0, toByteOffset: filled, as: UInt64.self)
  }
}

// MARK: - Tokens of the current line

extension LineScanner {
  /// What is left of the current line.
  var rest: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[cursor..<lineEnd])
  }

  /// The whole current line, without its end.
  var wholeLine: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[lineStart..<lineEnd])
  }

  /// The next byte of the line, or 0 at its end.
  var peek: UInt8 { cursor < lineEnd ? buffer[cursor] : 0 }

  /// Whether nothing but blanks is left of the line. Skips them.
  var isAtLineEnd: Bool {
    mutating get {
      skipBlanks()
      return cursor == lineEnd
    }
  }

  /// Skips spaces and tabs.
  @inline(__always)
  mutating func skipBlanks() {
    // What stands behind the line is none of these.
    var place = cursor
    while buffer[place] == 0x20 || buffer[place] == 0x09 { place &+= 1 }
    cursor = place
  }

  /// Skips blanks, then `byte` if it comes next; whether it did.
  mutating func skip(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard peek == byte, cursor < lineEnd else { return false }
    cursor += 1
    return true
  }

  /// Drops the rest of the line.
  mutating func skipRest() { cursor = lineEnd }

  /// Skips blanks and takes the bytes up to the next blank; empty at the end of the line.
  @inline(__always)
  mutating func token() -> UnsafeRawBufferPointer {
    skipBlanks()
    let start = cursor
    cursor = endOfWord(from: start)
    return view(from: start, to: cursor)
  }

  /// Skips blanks and takes the bytes up to the next blank or to a byte for which `isEnd` holds; empty
  /// at the end of the line.
  @inline(__always)
  mutating func token(endingAt isEnd: (UInt8) -> Bool) -> UnsafeRawBufferPointer {
    skipBlanks()
    let start = cursor
    var place = start
    while place < lineEnd {
      let byte = buffer[place]
      if byte == 0x20 || byte == 0x09 || isEnd(byte) { break }
      place &+= 1
    }
    cursor = place
    return view(from: start, to: place)
  }

  /// The place of the next blank from a place on, or the line's end.
  @inline(__always)
  func endOfWord(from place: Int) -> Int {
    var place = place
    while true {
      place = placeOfLowByte(from: place)
      let byte = buffer[place]
      if byte == 0x20 || byte == 0x09 || place == lineEnd { return place }
      // Other control characters are parts of words.
      place &+= 1
    }
  }

  /// The place of the first byte from a place on that is 0x20 or lower, eight bytes a step.
  @inline(__always)
  func placeOfLowByte(from place: Int) -> Int {
    var place = place
    while true {
      let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      // The subtraction sets the highest bit of bytes that are lower than 0x21, and borrows from those
      // above these alone: the lowest mark is right.
      let marks = (word &- 0x2121_2121_2121_2121) & ~word & 0x8080_8080_8080_8080
      if marks != 0 { return place &+ marks.trailingZeroBitCount / 8 }
      place &+= 8
    }
  }

  /// The bytes between two places.
  @inline(__always)
  func view(from start: Int, to end: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: buffer.baseAddress.unsafelyUnwrapped + start, count: end &- start)
  }

  /// Takes a text in double quotes, on one line, with `\"` and `\\` left as they stand.
  mutating func quoted(_ expected: String) throws(ParseError) -> UnsafeRawBufferPointer {
    guard skip(0x22) else { throw error(expected: expected) }
    let start = cursor
    while cursor < lineEnd, buffer[cursor] != 0x22 {
      cursor += buffer[cursor] == 0x5C && cursor + 1 < lineEnd ? 2 : 1
    }
    guard cursor < lineEnd else { throw error(expected: "'\"' that closes \(expected)") }
    cursor += 1
    return UnsafeRawBufferPointer(rebasing: buffer[start..<(cursor - 1)])
  }

  /// Takes a decimal number that is at most ``DecimalNumber/largest`` in size.
  @inline(__always)
  mutating func number(
    _ expected: @autoclosure () -> String, endingAt isEnd: (UInt8) -> Bool = { _ in false }
  ) throws(ParseError) -> Double {
    skipBlanks()
    let start = cursor
    let text = token(endingAt: isEnd)
    guard let value = DecimalNumber.parse(text), abs(value) <= DecimalNumber.largest else {
      cursor = start
      throw error(expected: expected())
    }
    return value
  }

  /// Takes a whole number in the given range.
  mutating func integer(
    _ expected: String, in range: ClosedRange<Int> = 0...Int(Int32.max),
    endingAt isEnd: (UInt8) -> Bool = { _ in false }
  ) throws(ParseError) -> Int {
    skipBlanks()
    let start = cursor
    let value = try number(expected, endingAt: isEnd)
    guard value == value.rounded(), value >= Double(range.lowerBound),
      value <= Double(range.upperBound)
    else {
      cursor = start
      throw error(expected: expected)
    }
    return Int(value)
  }

  /// A fault at the current place: what was expected, and what stands there.
  func error(expected: String) -> ParseError {
    var end = cursor
    while end < lineEnd, end - cursor < 40, buffer[end] != 0x20, buffer[end] != 0x09 { end += 1 }
    let found =
      end == cursor
      ? (cursor == lineEnd ? "the end of the line" : "a blank")
      : "'\(String(decoding: buffer[cursor..<end], as: UTF8.self))'"
    return error("expected \(expected), found \(found)")
  }

  /// A fault at the current place, or at a token of the current line.
  func error(_ message: String, at token: UnsafeRawBufferPointer? = nil) -> ParseError {
    var place = cursor
    if let base = token?.baseAddress {
      place = base - UnsafeRawPointer(buffer.baseAddress!)
    }
    return ParseError(
      file: file, line: max(line, 1), column: place - lineStart + 1, message: message)
  }
}
