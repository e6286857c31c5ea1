import Foundation
import Netlist
import Testing

@testable import Formats

@Suite struct DecimalNumberTests {
  private func parse(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBytes { DecimalNumber.parse($0) }
  }

  @Test(arguments: [
    "0", "-0", "1", "+1.5", ".5", "5.", "5.8e-05", "1E10", "123456789012345678901234567890",
    "0.1", "2.2250738585072014e-308", "1433.405978506462", "0.000000000000000000000000001",
    "9007199254740993", "179769313486231570000e289",
  ])
  func readsWhatTheStandardLibraryReads(_ text: String) {
    #expect(parse(text) == Double(text) ?? Double(text + "0"))
  }

  @Test(arguments: ["", "-", ".", "e5", "1e", "1x", "nan", "inf", "0x10", "1 2", "--1"])
  func refusesWhatIsNoDecimalNumber(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func writesWithoutExponentAndReadsBackExactly() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let scale = pow(10, Double(random.index(below: 60)) - 30)
      let value = (random.uniform() - 0.5) * scale
      let text = DecimalNumber.plain(value)
      #expect(!text.contains("e") && parse(text) == value)
    }
    #expect(DecimalNumber.plain(1200) == "1200")
    #expect(DecimalNumber.plain(-5e-7) == "-0.0000005")
    #expect(DecimalNumber.plain(1e21) == "1000000000000000000000")
  }

  /// The short way to bytes and the long one by way of text give the same.
  @Test func writesTheBytesOfPlainText() {
    func written(_ value: Double) -> String {
      var bytes: [UInt8] = []
      DecimalNumber.write(value, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    var random = SeededGenerator(seed: 9)
    var values: [Double] = [
      0, -0.0, 1, -1, 0.5, -0.5, 0.001, 0.000001, 1e-7, 999_999_999_999_999, 1e15, 1e15 + 1, 1e16,
      0.1 + 0.2, 1 / 3.0, 100, 120.5, 1e21, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      4_503_599_627_370_495.5,
      99_999_999.999999, 999_999_999.999999, 1_234_567_890.123456,
    ]
    for _ in 0..<20_000 {
      let power = pow(10.0, Double(random.index(below: 8)))
      let digits = Double(random.index(below: 1 << (1 + random.index(below: 50))))
      values.append((random.index(below: 2) == 0 ? 1 : -1) * digits / power)
      values.append((random.uniform() - 0.5) * power)
    }
    for value in values { #expect(written(value) == DecimalNumber.plain(value)) }
  }
}
