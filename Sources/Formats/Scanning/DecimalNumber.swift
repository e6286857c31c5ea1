import Foundation

/// Decimal numbers, read from bytes and written as bytes, both exact.
enum DecimalNumber {
  /// The largest length, coordinate or weight accepted. Beyond it doubles no longer hold tenths, and
  /// sums and products of what is below it stay finite everywhere.
  static let largest = 1e15
  /// The smallest length accepted where there must be one: areas of such sides are not 0 yet, and
  /// what is divided by them stays finite.
  static let smallestLength = 1e-15

  // Written out, so that the compiler lays them down as data: a computed table costs a check for
  // its first use with every number.
  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The double nearest to a decimal number with optional sign, point and exponent; nil if the
  /// bytes are anything else. `inf` and `nan` are not numbers here.
  ///
  /// Up to 15 digits with a small power of ten are exact in one rounding (Clinger 1990); all else
  /// goes to `strtod`.
  static func parse(_ text: UnsafeRawBufferPointer) -> Double? {
    parseShort(text) ?? parseAny(text)
  }

  /// The value of a number that needs no care, as nearly all do: few digits without an exponent. Nil
  /// for any other.
  @inline(__always)
  private static func parseShort(_ text: UnsafeRawBufferPointer) -> Double? {
    // 18 digits, a sign and a point: the mantissa stays within 64 bits.
    guard let first = text.first, text.count <= 20 else { return nil }
    var index = first == 0x2D ? 1 : 0
    let start = index
    var mantissa: UInt64 = 0
    addDigits(of: text, from: &index, to: &mantissa)
    var digits = index &- start
    var decimals = 0
    if index < text.count, text[index] == 0x2E {
      index &+= 1
      let point = index
      addDigits(of: text, from: &index, to: &mantissa)
      decimals = index &- point
      digits &+= decimals
    }
    guard index == text.count, digits > 0, digits <= 18, mantissa < 1 << 53 else { return nil }
    let value = Double(mantissa)
    let scaled = decimals > 0 ? value / powersOfTen[decimals] : value
    return first == 0x2D ? -scaled : scaled
  }

  /// Adds digits to a number's end, and moves behind them.
  @inline(__always)
  private static func addDigits(
    of text: UnsafeRawBufferPointer, from index: inout Int, to mantissa: inout UInt64
  ) {
    var place = index
    while place < text.count, case let digit = text[place] &- 0x30, digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      place &+= 1
    }
    index = place
  }

  private static func parseAny(_ text: UnsafeRawBufferPointer) -> Double? {
    var index = 0
    let count = text.count
    var negative = false
    if index < count, text[index] == 0x2D || text[index] == 0x2B {
      negative = text[index] == 0x2D
      index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var exponent = 0
    while index < count, case let digit = text[index] &- 0x30, digit < 10 {
      if significant > 0 || digit > 0 { significant += 1 }
      if significant <= 18 { mantissa = mantissa &* 10 &+ UInt64(digit) } else { exponent += 1 }
      digits += 1
      index += 1
    }
    if index < count, text[index] == 0x2E {
      index += 1
      while index < count, case let digit = text[index] &- 0x30, digit < 10 {
        if significant > 0 || digit > 0 { significant += 1 }
        if significant <= 18 {
          mantissa = mantissa &* 10 &+ UInt64(digit)
          exponent -= 1
        }
        digits += 1
        index += 1
      }
    }
    guard digits > 0 else { return nil }
    if index < count, text[index] | 0x20 == 0x65 {
      index += 1
      guard let written = signedInteger(text, from: &index) else { return nil }
      exponent += written
    }
    guard index == count else { return nil }
    if mantissa == 0 { return negative ? -0.0 : 0 }
    if significant <= 18, mantissa < 1 << 53, abs(exponent) <= 22 {
      let value = Double(mantissa)
      let scaled =
        exponent < 0 ? value / powersOfTen[-exponent] : value * powersOfTen[exponent]
      return negative ? -scaled : scaled
    }
    return Double(String(decoding: text, as: UTF8.self))
  }

  private static func signedInteger(
    _ text: UnsafeRawBufferPointer, from index: inout Int
  ) -> Int? {
    var negative = false
    if index < text.count, text[index] == 0x2D || text[index] == 0x2B {
      negative = text[index] == 0x2D
      index += 1
    }
    let start = index
    var value = 0
    while index < text.count, case let digit = text[index] &- 0x30, digit < 10 {
      value = min(value * 10 + Int(digit), 100_000)
      index += 1
    }
    return index > start ? (negative ? -value : value) : nil
  }

  /// The shortest decimal that reads back as the same double, without an exponent, which some
  /// readers of `.plc` and protobuf text do not know.
  static func plain(_ value: Double) -> String {
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return text }
    let exponent = Int(text[text.index(after: mark)...]) ?? 0
    var mantissa = text[..<mark]
    let sign = mantissa.first == "-" ? "-" : ""
    if !sign.isEmpty { mantissa = mantissa.dropFirst() }
    let parts = mantissa.split(separator: ".", maxSplits: 1)
    var digits = String(parts[0]) + (parts.count > 1 ? String(parts[1]) : "")
    var point = parts[0].count + exponent
    if point <= 0 {
      digits = String(repeating: "0", count: 1 - point) + digits
      point = 1
    }
    if point >= digits.count {
      return sign + digits + String(repeating: "0", count: point - digits.count)
    }
    let whole = digits.prefix(point)
    let fraction = digits.dropFirst(point)
    return fraction.allSatisfy { $0 == "0" } ? sign + whole : sign + whole + "." + fraction
  }

  /// Adds the bytes of ``plain(_:)``. Whole numbers and those of few decimals, which is what designs
  /// hold, take no detour over text.
  static func write(_ value: Double, to bytes: inout [UInt8]) {
    guard let (digits, decimals) = shortDecimal(value.magnitude) else {
      var text = plain(value)
      return text.withUTF8 { bytes.append(contentsOf: $0) }
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
      var place = buffer.count
      var rest = digits
      var written = 0
      // Right to left; a number below 1 has a 0 before its point.
      repeat {
        if written == decimals, decimals > 0 {
          place -= 1
          buffer[place] = 0x2E
        }
        let quotient = rest / 10
        place -= 1
        buffer[place] = 0x30 + UInt8(truncatingIfNeeded: rest - quotient * 10)
        rest = quotient
        written += 1
      } while rest > 0 || written <= decimals
      if value.sign == .minus {
        place -= 1
        buffer[place] = 0x2D
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[place...]))
    }
  }

  /// The number as digits over a power of ten, if it is one of at most 15 digits and 6 decimals.
  ///
  /// Decimals of up to 15 digits are all different as doubles, so that there is no shorter one.
  private static func shortDecimal(_ value: Double) -> (digits: UInt64, decimals: Int)? {
    guard value < 1e15 else { return nil }
    let whole = value.rounded(.towardZero)
    if whole == value { return (UInt64(whole), 0) }
    for decimals in stride(from: 3, through: 6, by: 3) {
      let scaled = (value * powersOfTen[decimals]).rounded()
      guard scaled < 1e15, scaled / powersOfTen[decimals] == value else { continue }
      var digits = UInt64(scaled)
      var count = decimals
      while digits.isMultiple(of: 10) {
        digits /= 10
        count -= 1
      }
      return (digits, count)
    }
    return nil
  }
}
