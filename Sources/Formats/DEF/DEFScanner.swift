internal import Netlist

/// The tokens of a DEF file, one of which can be put back, and what statements are made of.
struct DEFScanner: ~Copyable {
  private var tokens: StatementScanner
  private var last = UnsafeRawBufferPointer(start: nil, count: 0)
  private var isPutBack = false

  init(file: String) throws(ParseError) { tokens = try StatementScanner(file: file) }

  /// The file's name.
  var file: String { tokens.file }

  /// Where the last token begins.
  var tokenPlace: FilePlace { tokens.place }

  /// The place of the last token's first byte in the file, decompressed.
  var tokenOffset: Int { tokens.offset - last.count }

  /// The place behind the last token's last byte.
  var tokenEndOffset: Int { tokens.offset }

  /// Takes a token that must be there and stand in no quotes. Valid until the next is taken.
  @inline(__always)
  mutating func next(_ expected: @autoclosure () -> String) throws(ParseError)
    -> UnsafeRawBufferPointer
  {
    if isPutBack {
      isPutBack = false
      return last
    }
    guard let token = try tokens.next() else {
      throw tokens.error(expected: expected(), found: nil)
    }
    last = token
    if tokens.isQuoted { throw mismatch(expected()) }
    return token
  }

  /// The number of bytes of the file, decompressed, which is read to its end for it.
  mutating func byteCount() throws(ParseError) -> Int { try tokens.byteCount() }

  /// Makes the last token the next one again.
  mutating func putBack() { isPutBack = true }

  /// Takes a keyword or mark that must come next.
  mutating func expect(_ keyword: StaticString) throws(ParseError) {
    guard try next("'\(keyword)'").isKeyword(keyword) else { throw mismatch("'\(keyword)'") }
  }

  /// Takes a decimal number.
  @inline(__always)
  mutating func number(
    _ expected: @autoclosure () -> String, atLeast least: Double = -DecimalNumber.largest
  ) throws(ParseError) -> Double {
    let text = try next(expected())
    guard let value = DecimalNumber.parse(text), value >= least, value <= DecimalNumber.largest
    else { throw mismatch(expected()) }
    return value
  }

  /// Takes a whole number.
  mutating func integer(
    _ expected: @autoclosure () -> String, in range: ClosedRange<Int> = 0...Int(Int32.max)
  ) throws(ParseError) -> Int {
    let value = try number(expected())
    guard value == value.rounded(), value >= Double(range.lowerBound),
      value <= Double(range.upperBound)
    else { throw mismatch(expected()) }
    return Int(value)
  }

  /// Takes `( x y )`.
  @inline(__always)
  mutating func point(
    _ expected: @autoclosure () -> String
  ) throws(ParseError) -> (x: Double, y: Double) {
    guard try next("'(' and \(expected())").matches("(") else {
      throw mismatch("'(' and \(expected())")
    }
    let x = try number("the x coordinate of \(expected())")
    let y = try number("the y coordinate of \(expected())")
    guard try next("')'").matches(")") else { throw mismatch("')'") }
    return (x, y)
  }

  /// Takes two points, opposite corners of a box.
  mutating func box(_ expected: @autoclosure () -> String) throws(ParseError) -> Box {
    let first = try point(expected())
    let second = try point(expected())
    return RectilinearPolygon.boundingBox(of: [first, second])
  }

  /// Takes the name of an orientation.
  @inline(__always)
  mutating func orientation() throws(ParseError) -> Orientation {
    let word = try next("an orientation")
    // Rows alternate, and cells are mirrored on both.
    if word.matches("N") { return .north }
    if word.matches("FS") { return .flippedSouth }
    if word.matches("S") { return .south }
    if word.matches("FN") { return .flippedNorth }
    guard word.count <= 2,
      let orientation = Orientation(name: String(decoding: word, as: UTF8.self))
    else { throw mismatch("an orientation: N, S, E, W, FN, FS, FE or FW") }
    return orientation
  }

  /// Skips up to a `+` or `;`, which is the next token then.
  mutating func skipClause() throws(ParseError) {
    // What has just been taken can be the end already.
    if last.matches("+") || last.matches(";"), !tokens.isQuoted {
      isPutBack = true
      return
    }
    isPutBack = false
    while let token = try tokens.next() {
      last = token
      if tokens.isQuoted { continue }
      if token.matches("+") || token.matches(";") {
        isPutBack = true
        return
      }
    }
    throw tokens.error(expected: "'+' or ';'", found: nil)
  }

  /// Skips up to a `;`, and that.
  mutating func skipStatement() throws(ParseError) {
    if isPutBack {
      isPutBack = false
      if last.matches(";") { return }
    }
    try tokens.skipStatement()
  }

  /// Skips up to `END` and the section's keyword, and those.
  mutating func skipSection(_ keyword: StaticString) throws(ParseError) {
    while let token = try tokens.next() {
      guard !tokens.isQuoted, token.isKeyword("END") else { continue }
      if let name = try tokens.next(), name.isKeyword(keyword) { return }
    }
    throw tokens.error(expected: "'END \(keyword)'", found: nil)
  }

  /// Skips up to `ENDEXT`, and that.
  mutating func skipExtension() throws(ParseError) { try tokens.skip(through: "ENDEXT") }

  /// A fault at the last token: what was expected, and the token.
  func mismatch(_ expected: String) -> ParseError {
    tokens.error(expected: expected, found: last)
  }

  /// A fault at an earlier token: what was expected, and the token.
  func mismatch(
    _ expected: String, found: UnsafeRawBufferPointer, at place: FilePlace
  ) -> ParseError {
    tokens.error(expected: expected, found: found, at: place)
  }

  /// A fault at the last token.
  func error(_ message: String) -> ParseError { tokens.error(message) }

  /// A warning, as a line for a person, at the last token or an earlier one.
  func warning(_ message: String, at place: FilePlace?) -> String {
    tokens.warning(message, at: place)
  }
}
