import Evaluation
import Netlist
import Testing

/// The hand-made golden case of the cost's rule book, whose figures the reference evaluator gave.
@Suite struct GoldenCaseTests {
  static func design() -> Design {
    var builder = NetlistBuilder()
    func node(_ kind: NodeKind, _ name: String, _ width: Double, _ height: Double) -> NodeID {
      builder.addNode(kind, symbol: builder.names.intern(name), width: width, height: height)
    }
    let port = node(.port, "pA", 0, 0)
    let a = node(.hardMacro, "A", 5, 3)
    let b = node(.hardMacro, "B", 4, 4)
    let grp0 = node(.softMacro, "Grp_0", 2, 2)
    let grp1 = node(.softMacro, "Grp_1", 1.5, 1.5)
    let portPin = builder.addPin(of: port)
    let aIn = builder.addPin(of: a, offsetX: -2, offsetY: 1)
    let aOut = builder.addPin(of: a, offsetX: 2, offsetY: -1)
    let bIn = builder.addPin(of: b, offsetX: -1.5, offsetY: 1.5)
    let bOut = builder.addPin(of: b, offsetX: 1, offsetY: -1)
    let in0 = builder.addPin(of: grp0)
    let out0 = builder.addPin(of: grp0)
    let in1 = builder.addPin(of: grp1)
    let out1 = builder.addPin(of: grp1)
    for (weight, pins) in [
      (1.0, [portPin, aIn, in0]), (1, [aOut, in0, bIn, in1]), (2, [bOut, in1]),
      (3, [out0, bIn, aIn]), (1, [out1, in0]),
    ] {
      for pin in pins { builder.connect(pin) }
      builder.endNet(weight: weight, driver: pins[0])
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    placement.x = [0, 3.5, 9, 6.5, 11]
    placement.y = [5, 2.5, 7, 6.25, 1]
    return Design(
      netlist: netlist,
      floorplan: Floorplan(
        die: Box(minX: 0, minY: 0, maxX: 12, maxY: 10), columns: 6, rows: 5,
        routing: RoutingSupply(
          horizontal: 2, vertical: 3, horizontalUsedByMacros: 1, verticalUsedByMacros: 0.5),
        smoothingRange: 1),
      placement: placement)
  }

  @Test func costsAndMapsAreTheReferences() throws {
    let design = Self.design()
    let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
    #expect(evaluation.hpwl == 77)
    #expect(evaluation.netCount == 8)
    #expect(evaluation.terms.wirelength == 0.4375)
    #expect(evaluation.terms.density == 0.5)
    #expect(abs(evaluation.terms.congestion - 0.9722222222222223) < 1e-15)
    #expect(abs(evaluation.proxy - 1.1736111111111112) < 1e-15)
    #expect(
      evaluation.density == [
        0.25, 0.5, 0.5, 0, 0, 0.5625, 0.5, 1, 1, 0, 0, 0, 0, 0, 0.09375, 0.53125, 0.5, 0.25,
        0, 0, 0.15625, 0.96875, 1, 0.5, 0, 0, 0, 0.25, 0.5, 0.25,
      ])
    let vertical: [Double] = [
      0.083333, 0.166667, 0.333333, 0.166667, 0.333333, 0.166667,
      0.166667, 0.25, 0.5, 0.333333, 0.5, 0.166667,
      0, 0, 0.388889, 0.472222, 0.722222, 0.25,
      0, 0, 0.222222, 0.305556, 0.388889, 0.083333,
      0, 0, 0, 0, 0, 0,
    ]
    let horizontal: [Double] = [
      0.5, 0.5, 0.875, 0.25, 0.25, 0, 0.833333, 0.833333, 1.208333, 0.25, 0.25, 0,
      0.333333, 0.333333, 0.333333, 0.25, 0.25, 0, 0.083333, 0.083333, 0.083333, 0.5, 0.5, 0,
      0, 0, 0, 0.25, 0.25, 0,
    ]
    for cell in 0..<30 {
      #expect(abs(evaluation.verticalCongestion[cell] - vertical[cell]) < 1e-6)
      #expect(abs(evaluation.horizontalCongestion[cell] - horizontal[cell]) < 1e-6)
    }
  }

  @Test func incrementalStateAgrees() throws {
    let design = Self.design()
    let evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    #expect(abs(evaluator.cost - 1.1736111111111112) < 1e-12)
  }
}
