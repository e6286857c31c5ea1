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
}
