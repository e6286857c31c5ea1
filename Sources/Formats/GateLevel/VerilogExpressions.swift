import Netlist

// What stands in connections and assignments: nets, parts of them, constants, and rows of these.

extension VerilogReader {
  /// How deep braces may stand in one another.
  private static var deepestNesting: Int { 64 }

  /// Reads an expression; its bits, from the right.
  mutating func readExpression() throws(ParseError) -> [Int32] {
    try readExpression(depth: 0)
  }

  private mutating func readExpression(depth: Int) throws(ParseError) -> [Int32] {
    switch scanner.kind {
    case .identifier: return Array(try readNet())
    case .number: return try readConstant()
    case .symbol where scanner.isSymbol(0x7B): return try readConcatenation(depth: depth + 1)
    default:
      throw scanner.error(
        expected: "a net, a constant or '{' (structural Verilog alone is read)")
    }
  }

  /// Reads a net or a part of it, the bits of which are in a row.
  mutating func readNet() throws(ParseError) -> Range<Int32> {
    let place = scanner.place
    let name = try takeName("a net")
    let vector = try vector(of: name, place: place)
    return try nets(of: vector, try readSelection())
  }

  /// The bits of a net that stand behind its name.
  struct Selection {
    var range: GateModule.BitRange
    var place: FilePlace
  }

  /// Reads `[index]` or `[left:right]`, or nothing.
  mutating func readSelection() throws(ParseError) -> Selection? {
    guard try take(0x5B) else { return nil }
    let place = scanner.place
    let left = try takeIndex()
    let right = try take(0x3A) ? try takeIndex() : left
    try expect(0x5D, "':' or ']'")
    return Selection(range: GateModule.BitRange(left: left, right: right), place: place)
  }

  /// The nets of a vector, or of those of its bits that are selected.
  func nets(
    of vector: GateModule.Vector, _ selection: Selection?
  ) throws(ParseError) -> Range<Int32> {
    guard let selection else {
      return vector.firstNet..<(vector.firstNet + Int32(vector.count))
    }
    let (left, right) = (selection.range.left, selection.range.right)
    guard let range = vector.range, let first = range.bit(at: left),
      let last = range.bit(at: right), first >= last
    else {
      throw scanner.error(
        "expected bits that '\(names.string(vector.name))' has, found [\(left)"
          + (left == right ? "]" : ":\(right)]"), at: selection.place)
    }
    return (vector.firstNet + Int32(last))..<(vector.firstNet + Int32(first) + 1)
  }

  private mutating func readConcatenation(depth: Int) throws(ParseError) -> [Int32] {
    guard depth <= Self.deepestNesting else {
      throw scanner.error(expected: "at most \(Self.deepestNesting) braces in one another")
    }
    try scanner.advance()
    if scanner.kind == .number, scanner.text.allSatisfy({ $0 &- 0x30 < 10 }) {
      let place = scanner.place
      let count = try takeIndex()
      if scanner.isSymbol(0x7B) {
        let part = try readConcatenation(depth: depth + 1)
        try expect(0x7D, "'}'")
        guard count > 0, count * max(part.count, 1) <= GateModule.mostBits else {
          throw scanner.error(
            "expected a number of repetitions that makes 1 to \(GateModule.mostBits) bits",
            at: place)
        }
        return (0..<count).flatMap { _ in part }
      }
      throw scanner.error(expected: "'{' behind a number of repetitions")
    }
    var parts: [[Int32]] = []
    var count = 0
    repeat {
      parts.append(try readExpression(depth: depth))
      count += parts[parts.count - 1].count
      guard count <= GateModule.mostBits else {
        throw scanner.error(expected: "at most \(GateModule.mostBits) bits")
      }
    } while try take(Self.comma)
    try expect(0x7D, "',' or '}'")
    return parts.reversed().flatMap { $0 }
  }

  /// `4'b01xz`, `8'hff`, `3'd5`, or a plain number, which is taken for one bit: all bits above it
  /// are constant as well.
  private mutating func readConstant() throws(ParseError) -> [Int32] {
    let text = scanner.text
    let expected = "a constant such as 1'b0"
    guard let tick = text.firstIndex(of: 0x27) else {
      guard let value = DecimalNumber.parse(text), value >= 0 else {
        throw scanner.error(expected: expected)
      }
      let isOdd = (text.last ?? 0x30) & 1 == 1
      try scanner.advance()
      return [isOdd ? GateModule.Constant.one : GateModule.Constant.zero]
    }
    var rest = text[(tick + 1)...]
    if let sign = rest.first, sign | 0x20 == 0x73 { rest = rest.dropFirst() }
    guard let base = rest.popFirst(), !rest.isEmpty else { throw scanner.error(expected: expected) }
    let size = DecimalNumber.parse(UnsafeRawBufferPointer(rebasing: text[..<tick]))
    guard tick == 0 || size.map({ $0 >= 1 && $0 <= Double(GateModule.mostBits) }) == true,
      var bits = Self.bits(of: rest, base: base | 0x20)
    else { throw scanner.error(expected: expected) }
    if let size {
      // What is short is filled with 0, or with an unknown leftmost digit.
      let fill =
        bits.last == GateModule.Constant.none ? GateModule.Constant.none : GateModule.Constant.zero
      while bits.count > Int(size) { bits.removeLast() }
      while bits.count < Int(size) { bits.append(fill) }
    }
    try scanner.advance()
    return bits
  }

  /// The bits of digits, from the right; nil if one is none of the base.
  private static func bits(of digits: Slice<UnsafeRawBufferPointer>, base: UInt8) -> [Int32]? {
    let width: Int
    switch base {
    case 0x62: width = 1
    case 0x6F: width = 3
    case 0x68: width = 4
    case 0x64:
      // Sizes above 64 have their digits in other bases.
      guard let value = UInt64(String(decoding: digits.filter { $0 != 0x5F }, as: UTF8.self))
      else { return nil }
      return (0..<64).map {
        value >> UInt64($0) & 1 == 1 ? GateModule.Constant.one : GateModule.Constant.zero
      }
    default: return nil
    }
    var bits: [Int32] = []
    for digit in digits.reversed() where digit != 0x5F {
      if digit | 0x20 == 0x78 || digit | 0x20 == 0x7A || digit == 0x3F {
        for _ in 0..<width { bits.append(GateModule.Constant.none) }
        continue
      }
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue, value < 1 << width else {
        return nil
      }
      for bit in 0..<width {
        bits.append(value >> bit & 1 == 1 ? GateModule.Constant.one : GateModule.Constant.zero)
      }
      guard bits.count <= GateModule.mostBits else { return nil }
    }
    return bits
  }
}
