/// Takes JSON (RFC 8259) apart, value by value, as its reader asks for them. Keeps nothing of what was
/// read, allocates nothing for a value, and knows line and column of each.
///
/// Of each value the reader asks for the kind, then takes it, goes into it or skips it; all of them are
/// checked alike:
///
///     try scanner.enterObject()
///     while let key = try scanner.nextKey() {
///       …
///       try scanner.skipValue()
///     }
///
/// Keys and texts are views into the scanner's buffer, valid until it is asked for more.
struct JSONScanner: ~Copyable {
  /// Deeper nesting is refused: no file of ours has it, and readers may call themselves for what is
  /// within a value.
  static let deepest = 32

  enum Kind {
    case object, array, text, number, boolean, null
  }

  let file: String
  /// The file; nil for a text that is whole in the buffer.
  private let stream: ByteStream?
  /// What is read of the text, and behind it ``padding`` bytes that are 0, which no value has: loops
  /// need no other bound.
  var buffer: UnsafeMutableRawBufferPointer
  private static let padding = 8
  var filled: Int
  private var reachedEnd: Bool
  private var line = 1
  /// Below 0 once the line's start has left the buffer.
  private var lineStart = 0
  var cursor = 0
  /// Where the last token begins. All from here on stays in the buffer.
  var tokenStart = 0
  var tokenEnd = 0
  private var depth = 0
  /// Whether nothing of the object or list was asked for yet, so that no comma comes next.
  private var isFirst = false
  /// Where the last key began.
  private(set) var keyPlace = FilePlace(line: 1, column: 1)

  /// Opens a file, gzip-compressed or not.
  init(file: String) throws(ParseError) {
    self.file = file
    stream = try ByteStream(file: file)
    buffer = .allocate(byteCount: 1 << 18 + Self.padding, alignment: 16)
    filled = 0
    reachedEnd = false
    endFilled()
  }

  /// Takes a text that is in memory.
  init(_ bytes: some Collection<UInt8>, file: String) {
    self.file = file
    stream = nil
    buffer = .allocate(byteCount: bytes.count + Self.padding, alignment: 16)
    buffer.copyBytes(from: bytes)
    filled = bytes.count
    reachedEnd = true
    endFilled()
  }

  deinit { buffer.deallocate() }

  private func endFilled() {
    buffer.storeBytes(of: 0, toByteOffset: filled, as: UInt64.self)
  }

  /// Reads more behind what is there, and drops what is before the last token; false at the end.
  mutating func refill() throws(ParseError) -> Bool {
    if reachedEnd { return false }
    let shift = tokenStart
    let kept = filled - shift
    let capacity = buffer.count - Self.padding
    let old = buffer
    if kept == capacity {
      guard capacity < LineScanner.longestLine else {
        throw fault(
          "expected texts and blanks of at most \(LineScanner.longestLine) bytes, found more",
          at: place)
      }
      buffer = .allocate(byteCount: capacity * 2 + Self.padding, alignment: 16)
    }
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: old[shift..<filled]))
    if kept == capacity { old.deallocate() }
    filled = kept
    cursor -= shift
    lineStart -= shift
    tokenStart = 0
    tokenEnd -= shift
    let free = UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<(buffer.count - Self.padding)])
    let count = try stream?.read(into: free) ?? 0
    filled += count
    reachedEnd = count == 0
    endFilled()
    return count > 0
  }

  // MARK: - Bytes

  /// The next byte; 0 at the end of the text.
  @inline(__always)
  mutating func peek() throws(ParseError) -> UInt8 {
    let byte = buffer[cursor]
    if byte != 0 || cursor < filled { return byte }
    return try refill() ? buffer[cursor] : 0
  }

  /// Takes a byte if it comes next; whether it did.
  @inline(__always)
  mutating func skip(_ byte: UInt8) throws(ParseError) -> Bool {
    guard try peek() == byte, cursor < filled else { return false }
    cursor &+= 1
    return true
  }

  /// Moves over blanks; the byte behind them, 0 at the end of the text.
  @inline(__always)
  private mutating func skipBlanks() throws(ParseError) -> UInt8 {
    while true {
      let byte = buffer[cursor]
      if byte > 0x20 { return byte }
      guard try skipLowByte(byte) else { return byte }
    }
  }

  /// Moves over a blank, and those behind it; false if the byte is none.
  private mutating func skipLowByte(_ byte: UInt8) throws(ParseError) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0D:
      cursor &+= 1
    case 0x0A:
      cursor &+= 1
      line &+= 1
      lineStart = cursor
      // Most lines begin with many spaces.
      while case let word = self.word(at: cursor), word == 0x2020_2020_2020_2020 { cursor &+= 8 }
    default:
      return byte == 0 && cursor == filled ? try refill() : false
    }
    return true
  }

  @inline(__always)
  private func word(at place: Int) -> UInt64 {
    UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  /// Moves to the next token; its first byte, 0 at the end of the text.
  @inline(__always)
  private mutating func begin() throws(ParseError) -> UInt8 {
    tokenStart = cursor
    let byte = try skipBlanks()
    tokenStart = cursor
    return byte
  }

  /// The place of the next byte.
  var cursorPlace: FilePlace {
    FilePlace(line: UInt32(clamping: line), column: UInt32(clamping: cursor - lineStart + 1))
  }

  /// Where the last value begins that was asked for.
  var place: FilePlace {
    FilePlace(line: UInt32(clamping: line), column: UInt32(clamping: tokenStart - lineStart + 1))
  }

  // MARK: - Objects and lists

  /// What the next value is, by its first byte.
  @inline(__always)
  mutating func kind() throws(ParseError) -> Kind {
    switch try begin() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .text
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    default: throw error("a value")
    }
  }

  /// Goes into the object that comes next.
  mutating func enterObject() throws(ParseError) { try enter(UInt8(ascii: "{"), "an object") }

  /// Goes into the list that comes next.
  mutating func enterArray() throws(ParseError) { try enter(UInt8(ascii: "["), "a list") }

  private mutating func enter(_ opening: UInt8, _ expected: String) throws(ParseError) {
    guard try begin() == opening else { throw error(expected) }
    guard depth < Self.deepest else { throw error("no deeper nesting") }
    cursor += 1
    depth += 1
    isFirst = true
  }

  /// The next key of the object that was gone into, whose value comes next; nil behind the last.
  mutating func nextKey() throws(ParseError) -> UnsafeRawBufferPointer? {
    guard try hasNext(before: UInt8(ascii: "}"), "',' or '}'") else { return nil }
    guard try begin() == UInt8(ascii: "\"") else { throw error("a key in quotes") }
    keyPlace = place
    try takeText()
    guard try skipBlanks() == UInt8(ascii: ":") else { throw error("':'") }
    cursor += 1
    return token
  }

  /// Whether the list that was gone into has another value, which comes next.
  mutating func hasNextElement() throws(ParseError) -> Bool {
    try hasNext(before: UInt8(ascii: "]"), "',' or ']'")
  }

  @inline(__always)
  private mutating func hasNext(
    before closing: UInt8, _ expected: StaticString
  ) throws(ParseError) -> Bool {
    let byte = try begin()
    let isFirst = self.isFirst
    self.isFirst = false
    if byte == closing {
      cursor &+= 1
      depth &-= 1
      return false
    }
    if isFirst { return true }
    guard byte == UInt8(ascii: ",") else { throw error("\(expected)") }
    cursor &+= 1
    return true
  }

  /// Skips the next value, and checks it.
  mutating func skipValue() throws(ParseError) {
    switch try kind() {
    case .object:
      try enterObject()
      while try nextKey() != nil { try skipValue() }
    case .array:
      try enterArray()
      while try hasNextElement() { try skipValue() }
    case .text: try takeText()
    case .number: try takeNumber()
    case .boolean: _ = try boolean()
    case .null: try null()
    }
  }

  /// Makes sure that nothing comes behind the last value.
  mutating func end() throws(ParseError) {
    _ = try begin()
    if cursor < filled { throw error("the end of the file") }
  }

  // MARK: - Single values

  /// What the last token holds.
  var token: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[tokenStart + 1..<tokenEnd])
  }

  /// Takes the text that comes next; it stands between quotes, and its escapes are resolved.
  mutating func text() throws(ParseError) -> UnsafeRawBufferPointer {
    _ = try begin()
    try takeText()
    return token
  }

  /// Takes the number that comes next; one too large for a `Double` is infinite.
  mutating func number() throws(ParseError) -> Double {
    _ = try begin()
    try takeNumber()
    let digits = UnsafeRawBufferPointer(rebasing: buffer[tokenStart..<cursor])
    return DecimalNumber.parse(digits) ?? .infinity
  }

  /// Takes the `true` or `false` that comes next.
  mutating func boolean() throws(ParseError) -> Bool {
    let isTrue = try begin() == UInt8(ascii: "t")
    try take(isTrue ? "true" : "false")
    return isTrue
  }

  /// Takes the `null` that comes next.
  mutating func null() throws(ParseError) {
    _ = try begin()
    try take("null")
  }

  private mutating func take(_ word: String) throws(ParseError) {
    for byte in word.utf8 where try !skip(byte) { throw error("'\(word)'") }
  }

  private mutating func takeNumber() throws(ParseError) {
    _ = try skip(UInt8(ascii: "-"))
    if try !skip(UInt8(ascii: "0")) { try takeDigits() }
    if try skip(UInt8(ascii: ".")) { try takeDigits() }
    if try peek() | 0x20 == UInt8(ascii: "e") {
      cursor += 1
      if try !skip(UInt8(ascii: "+")) { _ = try skip(UInt8(ascii: "-")) }
      try takeDigits()
    }
  }

  private mutating func takeDigits() throws(ParseError) {
    guard try peek() &- 0x30 < 10 else { throw error("a digit") }
    repeat { cursor &+= 1 } while try peek() &- 0x30 < 10
  }

  /// Takes the text that begins at the cursor, which ``token`` then is.
  @inline(__always)
  private mutating func takeText() throws(ParseError) {
    var place = cursor &+ 1
    while true {
      let word = self.word(at: place)
      // The highest bit of a byte marks what is no plain character of a text. Subtractions borrow
      // from the bytes above those they mark alone: the lowest mark is right.
      let ones: UInt64 = 0x0101_0101_0101_0101
      let quotes = word ^ (ones &* 0x22)
      let escapes = word ^ (ones &* 0x5C)
      let marks =
        ((quotes &- ones) & ~quotes | (escapes &- ones) & ~escapes | (word &- ones &* 0x20) | word)
        & (ones &* 0x80)
      place &+= marks.trailingZeroBitCount / 8
      if marks != 0 { break }
    }
    if buffer[place] == UInt8(ascii: "\"") {
      tokenEnd = place
      cursor = place &+ 1
    } else {
      cursor = place
      try takeRestOfText()
    }
  }
}
