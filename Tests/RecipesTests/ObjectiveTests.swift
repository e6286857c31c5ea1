import Evaluation
import LayoutQuality
import Netlist
import Recipes
import TestSupport
import Testing

/// Objectives as formulas, and the search that lowers them.
@Suite struct ObjectiveTests {
  private func objective(_ text: String, _ design: Design) throws -> PlacementObjective {
    PlacementObjective(
      try Formula(parsing: text), netlist: design.netlist, floorplan: design.floorplan)
  }

  @Test func valuesAreThoseOfTheEvaluatorAndTheMeasures() throws {
    let design = RandomDesign.make(seed: 3)
    let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
    let measures = LayoutMeasures(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    let routing = GlobalRouter(netlist: design.netlist, floorplan: design.floorplan)
      .route(design.placement)
    for (text, value) in [
      ("proxy", evaluation.proxy), ("wirelength", evaluation.terms.wirelength),
      ("density", evaluation.terms.density), ("congestion", evaluation.terms.congestion),
      ("overflow", routing.overflowShare), ("crowding", routing.averageCongestion[3]),
      ("channels", measures.channels),
      ("cutOff", measures.cutOff), ("blockedPins", measures.blockedPins),
      ("unaligned", measures.unaligned), ("boundary", measures.boundary),
      ("pinPeak", measures.pinPeak),
      ("proxy + 0.05 * channels", evaluation.proxy + 0.05 * measures.channels),
    ] {
      #expect(abs(try objective(text, design).value(design.placement) - value) < 1e-12, "\(text)")
    }
  }

  @Test func namesAreStrict() {
    #expect(throws: FormulaError.self) {
      try Formula<ObjectiveVariable>(parsing: "proxy + 0.05 * channel")
    }
  }

  /// One macro in the middle of a die with nothing else goes to the edge.
  @Test func aMacroGoesToTheEdge() throws {
    var builder = NetlistBuilder()
    let node = builder.addNode(
      .hardMacro, symbol: builder.names.intern("m"), width: 2, height: 2)
    let pin = builder.addPin(of: node)
    builder.connect(pin)
    builder.endNet(weight: 1, driver: pin)
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    (placement.x[0], placement.y[0]) = (4.5, 5.25)
    let design = Design(
      netlist: netlist,
      floorplan: Floorplan(
        die: Box(minX: 0, minY: 0, maxX: 10, maxY: 10), columns: 10, rows: 10),
      placement: placement)
    let result = ObjectiveRefiner(
      design, objective: try objective("boundary", design), slack: 10
    ).refine(placement)
    #expect(result.after == 0)
    #expect(result.moves >= 1)
    // Without slack it may not get worse by the cost.
    let strict = ObjectiveRefiner(
      design, objective: try objective("boundary", design), slack: 0
    ).refine(placement)
    #expect(strict.after <= strict.before)
  }

  @Test(arguments: ["channels + unaligned", "proxy + 0.1 * boundary", "overflow"])
  func theCostStaysWithinTheSlack(text: String) throws {
    var design = RandomDesign.make(seed: 8, hardMacros: 5)
    for (index, macro) in design.netlist.nodes(.hardMacro).enumerated() {
      design.placement.x[macro.index] = 2 + 4.3 * Double(index % 3)
      design.placement.y[macro.index] = 2.2 + 4.6 * Double(index / 3) + 0.3 * Double(index)
    }
    let checker = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
    #expect(checker.check(design.placement).overlappingPairs.isEmpty)
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    let before = try evaluator.evaluate(design.placement).proxy
    let result = ObjectiveRefiner(
      design, objective: try objective(text, design), slack: 0.02
    ).refine(design.placement)
    #expect(result.after < result.before)
    #expect(result.moves > 0)
    #expect(try evaluator.evaluate(result.placement).proxy <= before * 1.02 + 1e-9)
    #expect(checker.check(result.placement).overlappingPairs.isEmpty)
    let value = try objective(text, design).value(result.placement)
    #expect(abs(value - result.after) < 1e-9)
  }
}
