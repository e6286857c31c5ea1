import Testing

@testable import Reporting

@Suite struct ChartTicksTests {
  private func labels(_ ticks: ChartTicks) -> [String] {
    ticks.ticks.map(\.label).filter { !$0.isEmpty }
  }

  @Test func linearTicksAreOneTwoOrFiveApart() {
    let ticks = ChartTicks.linear(in: 0...1, count: 5)
    #expect(labels(ticks) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(ticks.exponent == 0)
    #expect(labels(.linear(in: -0.3...0.42, count: 5)) == ["-0.2", "0.0", "0.2", "0.4"])
    #expect(labels(.linear(in: 12...58, count: 6)) == ["20", "30", "40", "50"])
    #expect(
      labels(.linear(in: 0...2500, count: 6)) == ["0", "500", "1000", "1500", "2000", "2500"])
  }

  @Test func largeAndSmallNumbersLeaveOutAPowerOfTen() {
    let moves = ChartTicks.linear(in: 0...4.1e6, count: 5)
    #expect(labels(moves) == ["0", "1", "2", "3", "4"] && moves.exponent == 6)
    #expect(moves.axisLabel("moves") == "moves (×10⁶)")
    #expect(moves.axisLabel("") == "×10⁶")
    let rates = ChartTicks.linear(in: 0...3e-4, count: 3)
    #expect(labels(rates) == ["0", "100", "200", "300"] && rates.exponent == -6)
    #expect(rates.axisLabel("rate") == "rate (×10⁻⁶)")
    #expect(ChartTicks.linear(in: 0...9e4, count: 3).axisLabel("steps") == "steps")
    #expect(ChartTicks.power(-120) == "10⁻¹²⁰")
  }

  @Test func labelsDifferHoweverNarrowTheRange() {
    for range in [1e8...1.00001e8, 3...3.000001, -1e12...5e12, 0...1e300, 1e-9...2e-9] {
      for count in 2...10 {
        let labels = labels(.linear(in: range, count: count))
        #expect(!labels.isEmpty && labels.count <= 2 * count + 1)
        #expect(Set(labels).count == labels.count)
      }
    }
  }

  @Test func logarithmicTicksAreDecadesWithMarksBetween() {
    let seconds = ChartTicks.logarithmic(in: 0.5...2000, count: 6)
    #expect(labels(seconds) == ["1", "10", "100", "1000"])
    // 0.5 to 0.9, then 2 to 9 three times, then 2000.
    #expect(seconds.ticks.count { $0.label.isEmpty } == 5 + 24 + 1)
    #expect(
      labels(.logarithmic(in: 1...1e6, count: 7)) == [
        "10⁰", "10¹", "10²", "10³", "10⁴", "10⁵", "10⁶",
      ])
    #expect(labels(.logarithmic(in: 1e-12...1e12, count: 5)).count == 5)
    #expect(labels(.logarithmic(in: 1e-300...1e300, count: 4)).count <= 4)
  }

  @Test func shortLogarithmicRangesHaveValuesBetweenDecades() {
    #expect(
      labels(.logarithmic(in: 1...100, count: 8)) == ["1", "2", "5", "10", "20", "50", "100"])
    #expect(labels(.logarithmic(in: 15...60, count: 8)) == ["20", "50"])
    #expect(labels(.logarithmic(in: 2.1...4.2, count: 4)) == ["2.5", "3.0", "3.5", "4.0"])
    #expect(labels(.logarithmic(in: 1e6...2.5e6, count: 4)) == ["10⁶", "2×10⁶"])
  }

  @Test func rangesWithoutLengthHaveNoTicks() {
    #expect(ChartTicks.linear(in: 2...2, count: 5).ticks.isEmpty)
    #expect(ChartTicks.linear(in: 0...(.infinity), count: 5).ticks.isEmpty)
    #expect(ChartTicks.logarithmic(in: 0...10, count: 5).ticks.isEmpty)
    #expect(ChartTicks.linear(in: 0...1, count: 0).ticks.isEmpty)
  }

  @Test func axesShowAllValuesThatHaveAPlace() throws {
    let linear = try #require(
      ChartAxis(showing: [3, .nan, -1, .infinity, 1e305], scale: .linear, padding: 0))
    #expect(linear.range == -1...3)
    #expect(linear.share(of: 0) == 0.25)
    let logarithmic = try #require(
      ChartAxis(showing: [0, -5, 100, 0.01], scale: .logarithmic, padding: 0))
    #expect(logarithmic.range == 0.01...100)
    #expect(abs(logarithmic.share(of: 1) - 0.5) < 1e-12)
    // Room at the ends, but never across zero.
    let padded = try #require(ChartAxis(showing: [0.1, 10], scale: .linear, padding: 0.1))
    #expect(padded.range == 0...10.99)
    #expect(ChartAxis(showing: [.nan, -.infinity], scale: .linear, padding: 0) == nil)
    #expect(ChartAxis(showing: [0, -1], scale: .logarithmic, padding: 0) == nil)
  }

  @Test func equalValuesStandInTheMiddle() throws {
    for value in [7, 0, -3, 1e300, 1e-300] {
      let axis = try #require(ChartAxis(showing: [value, value], scale: .linear, padding: 0.1))
      #expect(abs(axis.share(of: value) - 0.5) < 1e-9)
      let ticks = axis.ticks(along: 300, most: 6) { _ in 17 }
      #expect(ticks.ticks.count >= 2)
    }
    let axis = try #require(ChartAxis(showing: [5, 5], scale: .logarithmic, padding: 0.1))
    #expect(abs(axis.share(of: 5) - 0.5) < 1e-9)
  }

  @Test func labelsOfAnAxisDoNotTouch() throws {
    for scale in [ChartScale.linear, .logarithmic] {
      let axis = try #require(ChartAxis(showing: [0.02, 7000], scale: scale, padding: 0))
      for length in stride(from: 30.0, through: 900, by: 17) {
        let ticks = axis.ticks(along: length, most: 10) { Double($0.count) * 7 + 10 }
        let labelled = ticks.ticks.filter { !$0.label.isEmpty }
        for (left, right) in zip(labelled, labelled.dropFirst()) {
          let distance = (axis.share(of: right.value) - axis.share(of: left.value)) * length
          #expect(distance >= Double(left.label.count + right.label.count) * 3.5 + 10)
        }
        #expect(!labelled.isEmpty)
        if length > 300 { #expect(labelled.count >= 3) }
      }
    }
  }

  @Test func rangesAskedForAreTakenIfTheyCanBeShown() {
    #expect(ChartAxis(range: 0...1, scale: .linear)?.range == 0...1)
    #expect(ChartAxis(range: 0...1, scale: .logarithmic) == nil)
    #expect(ChartAxis(range: 1...1, scale: .linear) == nil)
    #expect(ChartAxis(range: 0...(.infinity), scale: .linear) == nil)
  }
}
