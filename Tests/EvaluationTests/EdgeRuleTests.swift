import Netlist
import TestSupport
import Testing

@testable import Evaluation

/// Points on the far edges of the grid and beyond them.
@Suite struct EdgeRuleTests {
  /// A net from (1, 1) to a port, on a grid of 4 by 3 cells, one unit wide and high.
  private func evaluate(_ x: Double, _ y: Double, _ rule: GridEdgeRule) throws -> Evaluation {
    var builder = NetlistBuilder()
    let driver = builder.addNode(.port, symbol: builder.names.intern("in"), width: 0, height: 0)
    let sink = builder.addNode(.port, symbol: builder.names.intern("out"), width: 0, height: 0)
    let pins = [builder.addPin(of: driver), builder.addPin(of: sink)]
    for pin in pins { builder.connect(pin) }
    builder.endNet(driver: pins[0])
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    placement.x = [1, x]
    placement.y = [1, y]
    return try ProxyEvaluator(
      netlist: netlist,
      floorplan: Floorplan(
        die: Box(minX: 0, minY: 0, maxX: 4, maxY: 3), columns: 4, rows: 3,
        routing: RoutingSupply(
          horizontal: 1, vertical: 1, horizontalUsedByMacros: 0, verticalUsedByMacros: 0)),
      edgeRule: rule
    ).evaluate(placement)
  }

  @Test func insideBothRulesAgree() throws {
    let clamped = try evaluate(3.5, 2.5, .clamp)
    let raw = try evaluate(3.5, 2.5, .raw)
    #expect(clamped.horizontalCongestion == raw.horizontalCongestion)
    #expect(clamped.verticalCongestion == raw.verticalCongestion)
    #expect(raw.horizontalCongestion == [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])
    #expect(raw.verticalCongestion == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
  }

  /// One column past the last is the next row's first cell under the raw rule.
  @Test func theRightEdge() throws {
    let clamped = try evaluate(4, 0.5, .clamp)
    #expect(clamped.horizontalCongestion == [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])
    #expect(clamped.verticalCongestion == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    let raw = try evaluate(4, 0.5, .raw)
    #expect(raw.horizontalCongestion == [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0])
    #expect(raw.verticalCongestion == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    #expect(raw.hpwl == clamped.hpwl)
  }

  @Test(arguments: [(5.5, 1.0), (1, 3), (1, 3.5), (-0.5, 1), (1, -0.5), (.nan, 1), (1e300, 1)])
  func beyondThereIsNoCellUnderTheRawRule(x: Double, y: Double) throws {
    #expect(throws: OutsideGridError(nodeName: "out")) { try evaluate(x, y, .raw) }
    let clamped = try evaluate(x, y, .clamp)
    #expect(clamped.horizontalCongestion.allSatisfy { $0 == 0 || $0 == 1 })
  }
}
