import Testing

@testable import Reporting

@Suite struct LabelTests {
  @Test func roundLengthsAreOneTwoOrFive() {
    let lengths = [0.9, 1, 1.9, 2, 4.9, 5, 9.99, 308, 0.03]
    let expected = [0.5, 1, 1, 2, 2, 5, 5, 200, 0.02]
    for (length, round) in zip(lengths, expected) {
      #expect(abs(NumberLabels.roundLength(atMost: length) - round) < 1e-12 * round)
    }
    #expect(NumberLabels.roundLength(atMost: .nan) == 1)
  }

  @Test func ticksAreEvenRoundAndWithinTheRange() {
    #expect(
      NumberLabels.ticks(in: 0...1, count: 5).map(\.label) == [
        "0.0", "0.2", "0.4", "0.6", "0.8", "1.0",
      ])
    #expect(NumberLabels.ticks(in: -30...42, count: 5).map(\.label) == ["-20", "0", "20", "40"])
    for range in [0...1e-9, 3...3.001, -1e12...5e12, 0...1e300] {
      let ticks = NumberLabels.ticks(in: range, count: 6)
      #expect((3...12).contains(ticks.count))
      #expect(Set(ticks.map(\.label)).count == ticks.count)
    }
  }

  @Test func namesAreElidedInTheMiddleToFit() throws {
    let measure = TextMeasure()
    let name = "macro_mem[3].i_ram"
    let whole = measure.width(name, size: 10)
    #expect(measure.elided(name, size: 10, to: whole) == name)
    let half = try #require(measure.elided(name, size: 10, to: whole / 2))
    #expect(measure.width(half, size: 10) <= whole / 2)
    #expect(half.contains("…") && half.hasPrefix("mac") && half.hasSuffix("am"))
    #expect(measure.elided(name, size: 10, to: 5) == nil)
    #expect(measure.elided("", size: 10, to: 5) == "")
    #expect(MacroNames.shortName("a/b/c[1]") == "c[1]")
    #expect(MacroNames.shortName("/") == "/")
  }

  @Test func rampRisesEvenlyInLightness() {
    func luminance(_ color: Color) -> Double {
      0.2126 * color.red + 0.7152 * color.green + 0.0722 * color.blue
    }
    let values = ColorRamp.colors.map(luminance)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 + 1e-3 })
    #expect(values[0] < 0.15 && values[ColorRamp.levels - 1] > 0.8)
    #expect(ColorRamp.level(of: -5, in: 0...1) == 0)
    #expect(ColorRamp.level(of: 5, in: 0...1) == ColorRamp.levels - 1)
  }

  @Test func numbersInFilesAreShort() {
    #expect(SVGRenderer.number(1.005) == "1" || SVGRenderer.number(1.005) == "1.01")
    #expect(SVGRenderer.number(-0.5) == "-0.5")
    #expect(SVGRenderer.number(-0.001) == "0")
    #expect(SVGRenderer.number(12.04) == "12.04")
    #expect(SVGRenderer.number(.nan) == "0")
    #expect(SVGRenderer.number(1e300) == "10000000")
    #expect(NumberLabels.count(1_234_567) == "1,234,567")
    #expect(NumberLabels.count(12) == "12")
  }
}
