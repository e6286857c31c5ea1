import Accelerator
import Netlist
import PhysicalExtraction
import Testing

@testable import DesignLoop

/// The prior and the counts of a netlist small enough to work out by hand.
struct LengthPriorTests {
  /// Blocks of 4 × 4 on a die of 100 × 100. `stream` joins two of them with 8 bits, `control` three with
  /// 2 bits, another `control` two with 1 bit; a net has one pin, and one is driven by nothing known.
  private static var design: Design {
    var builder = NetlistBuilder(name: "small")
    let nodes = (0..<3).map { index in
      builder.addNode(
        .softMacro, symbol: builder.names.intern("block\(index)"), width: 4, height: 4)
    }
    func net(_ pin: String, _ joined: [Int], bits: Double) {
      let driver = builder.addPin(
        of: nodes[joined[0]], symbol: builder.names.intern("block\(joined[0])/\(pin)"))
      builder.connect(driver)
      for node in joined.dropFirst() { builder.connect(builder.addPin(of: nodes[node])) }
      builder.endNet(weight: bits, driver: driver)
    }
    net("input_stream_0", [0, 1], bits: 8)
    net("control_0", [0, 1, 2], bits: 2)
    net("control_1", [1, 2], bits: 1)
    net("fill_0", [0], bits: 4)
    net("unknown", [0, 2], bits: 16)
    let netlist = builder.build()
    return Design(
      netlist: netlist,
      floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: 100, maxY: 100)),
      placement: Placement(for: netlist))
  }

  private func index(_ busClass: BusClass) -> Int { BusClass.allCases.firstIndex(of: busClass)! }

  @Test func lengthsAreAsWorkedOutByHand() throws {
    let lengths = LengthPrior(Self.design, utilization: 0.5).lengths
    // Neighbours: 32 of area take 64, a square of side 8; two pins span 2/3 of half its perimeter.
    let stream = try #require(lengths[index(.inputStream)])
    #expect(abs(stream.longest - 16.0 / 3) < 1e-12)
    #expect(abs(stream.total - 8 * 16.0 / 3) < 1e-12)
    // Others: the mean of the blocks' room and the die, √(96 · 10⁴) and √(64 · 10⁴).
    let control = try #require(lengths[index(.control)])
    let three = (96.0 * 1e4).squareRoot().squareRoot()
    let two = 2.0 / 3 * (64.0 * 1e4).squareRoot().squareRoot()
    #expect(abs(control.longest - three) < 1e-9)
    #expect(abs(control.total - (2 * three + two)) < 1e-9)
    #expect(lengths[index(.fill)] == nil)
    #expect(lengths.compactMap(\.self).count == 2)
  }

  @Test func roomEndsAtTheDie() throws {
    let lengths = LengthPrior(Self.design, utilization: 1e-6).lengths
    let stream = try #require(lengths[index(.inputStream)])
    #expect(abs(stream.longest - 200.0 / 3) < 1e-9)
    let control = try #require(lengths[index(.control)])
    #expect(abs(control.longest - 100) < 1e-9)
  }

  @Test func countsAndBitsAreThoseOfTheNetlist() {
    var classes = [ClassWires?](repeating: nil, count: BusClass.allCases.count)
    classes[index(.control)] = ClassWires(longest: 30, total: 60)
    let lengths = NetStatistics(Self.design.netlist).lengths(classes)
    #expect(lengths.netCount[index(.control)] == 2)
    #expect(lengths.bits[index(.control)] == 3)
    #expect(lengths.bits[index(.inputStream)] == 8)
    #expect(lengths.netCount[index(.fill)] == 1)
    #expect(lengths.netCount[BusClass.index(of: nil)] == 1)
    #expect(lengths.bits[BusClass.index(of: nil)] == 16)
    #expect(lengths.longestPath[index(.control)] == 30)
    #expect(lengths.meanPath[index(.control)] == 20)
    #expect(lengths.totalSteiner == 60)
  }
}
