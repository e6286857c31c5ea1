import LayoutQuality
import Netlist
import Testing

/// Measures of layouts drawn by hand.
@Suite struct LayoutMeasuresTests {
  private func measure(_ layout: HandMadeLayout, channel: Double = 1) -> LayoutMeasures {
    LayoutMeasures(
      netlist: layout.netlist, floorplan: layout.floorplan, placement: layout.placement,
      channelWidth: channel)
  }

  private func isClose(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-9 } ?? false }

  @Test func aChannelBetweenTwoMacros() {
    let layout = HandMadeLayout(macros: [(1, 4, 2, 2), (3.5, 4, 2, 2)])
    let measures = measure(layout)
    #expect(isClose(measures.narrowestGap, 0.5))
    #expect(isClose(measures.channels, 0.01))
    #expect(measures.cutOff == 0)
    // Wide enough for less.
    #expect(measure(layout, channel: 0.5).channels == 0)
    // A tenth of the side.
    #expect(
      isClose(
        LayoutMeasures(
          netlist: layout.netlist, floorplan: layout.floorplan, placement: layout.placement
        ).channelWidth, 0.2))
  }

  @Test func macrosThatTouchHaveNoGap() {
    let measures = measure(HandMadeLayout(macros: [(0, 0, 2, 5), (2, 0, 2, 5)]))
    #expect(isClose(measures.narrowestGap, 5))
    #expect(measures.channels == 0)
    #expect(measure(HandMadeLayout()).narrowestGap == nil)
  }

  /// A step between two macros is a notch, open at one side.
  @Test func aNotch() {
    let measures = measure(
      HandMadeLayout(macros: [(0, 0, 3, 4), (3, 0, 0.5, 2), (3.5, 0, 3, 4)]))
    #expect(isClose(measures.channels, 0.5 * 2 / 100))
  }

  /// A wall that leaves too narrow a way cuts the smaller side off.
  @Test func aWallCutsOff() {
    let measures = measure(HandMadeLayout(macros: [(4, 0, 1, 9.5)]))
    #expect(isClose(measures.channels, 0.005))
    #expect(isClose(measures.cutOff, 0.4))
    #expect(measure(HandMadeLayout(macros: [(4, 0, 1, 8)])).cutOff == 0)
  }

  @Test func pinsBeforeMacrosAndEdgesAreBlocked() {
    let sides = [(-1.0, 0.0), (1, 0), (0, -1), (0, 1)]
    let nets = [(pins: [0, 1, 2, 3], weight: 1.0)]
    let free = measure(
      HandMadeLayout(macros: [(4, 4, 2, 2)], pins: [sides], nets: nets))
    #expect(free.blockedPins == 0)
    // To the right, a macro at less than a channel.
    let right = measure(
      HandMadeLayout(macros: [(4, 4, 2, 2), (6.2, 4, 2, 2)], pins: [sides], nets: nets))
    #expect(right.blockedPins == 0.25)
    // One that is beside the way out blocks nothing.
    let beside = measure(
      HandMadeLayout(macros: [(4, 4, 2, 2), (6.2, 5.5, 2, 2)], pins: [sides], nets: nets))
    #expect(beside.blockedPins == 0)
    let corner = measure(HandMadeLayout(macros: [(0, 0, 2, 2)], pins: [sides], nets: nets))
    #expect(corner.blockedPins == 0.5)
    // Pins that no net has do not count.
    let unconnected = measure(
      HandMadeLayout(macros: [(0, 0, 2, 2)], pins: [sides], nets: [([1, 3], 1)]))
    #expect(unconnected.blockedPins == 0)
  }

  @Test func macrosOfOneSizeInLine() {
    func unaligned(_ macros: [(Double, Double, Double, Double)]) -> Double {
      measure(HandMadeLayout(macros: macros)).unaligned
    }
    #expect(unaligned([(1, 1, 2, 2), (4, 1, 2, 2)]) == 0)
    #expect(unaligned([(1, 1, 2, 2), (4, 1.5, 2, 2)]) == 1)
    #expect(unaligned([(1, 1, 2, 2), (4, 1.01, 2, 2)]) == 0)
    // The third has the second in its column; the fourth has none of its size.
    #expect(unaligned([(0, 0, 2, 2), (4, 1.5, 2, 2), (4, 4, 2, 2), (7, 7, 1, 2)]) == 1.0 / 3)
  }

  @Test func distanceFromTheEdge() {
    #expect(measure(HandMadeLayout(macros: [(0, 3, 2, 2), (5, 8, 2, 2)])).boundary == 0)
    #expect(isClose(measure(HandMadeLayout(macros: [(4, 4, 2, 2)])).boundary, 0.8))
    // By area: 4 of 4.5 at a distance of 4.
    #expect(
      isClose(
        measure(HandMadeLayout(macros: [(4, 4, 2, 2), (0, 0, 1, 0.5)])).boundary, 0.8 * 4 / 4.5))
    #expect(measure(HandMadeLayout()).boundary == 0)
  }

  @Test func pinsInOneCell() {
    let measures = measure(
      HandMadeLayout(ports: [(1, 1), (1.5, 1), (9, 9)], nets: [([0, 1, 2], 1)]))
    #expect(isClose(measures.pinPeak, 2.0 * 25 / 3))
  }
}
