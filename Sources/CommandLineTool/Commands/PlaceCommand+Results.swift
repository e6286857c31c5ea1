import ChipPlace
import Evaluation
import Foundation
import Netlist
import Recipes
import Reporting
import WebReport

/// What follows placing: the objective, the files, the report.
extension PlaceCommand {
  /// Lowers the objective, if there is one beside the cost.
  func refine(
    _ result: inout PlacementResult, _ design: Design, _ stop: StopFlag
  ) throws -> RefinementReport? {
    guard let formula = try objectiveFormula() else { return nil }
    let begin = ContinuousClock.now
    let refined = ObjectiveRefiner(
      design,
      objective: PlacementObjective(
        formula, netlist: design.netlist, floorplan: design.floorplan,
        routingCapacity: routingCapacity ?? 1),
      slack: objectiveSlack ?? 0.001, halo: halo
    ).refine(result.placement, stop: stop)
    result.placement = refined.placement
    result.evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(refined.placement)
    result.legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(refined.placement)
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    result.seconds += seconds
    result.wasStopped = stop.isRaised
    return RefinementReport(
      formula: formula.description, before: refined.before, after: refined.after,
      moves: refined.moves, seconds: seconds)
  }

  /// Writes the placement and draws it.
  func finish(_ original: Design, _ placement: Placement, _ evaluation: Evaluation) throws {
    var design = original
    design.placement = placement
    try design.write(
      to: output, costs: evaluation.headerCosts, library: try self.design.library())
    for file in picture {
      try PictureSheet(
        design: design, placement: placement, evaluation: evaluation,
        title: URL(fileURLWithPath: output).lastPathComponent
      ).write(to: file)
    }
  }

  /// Writes the report's page, if one is asked for, and says what came of the run.
  func show(
    _ report: PlaceReport, _ design: Design, _ placement: Placement, _ evaluation: Evaluation,
    _ recorder: RunRecorder
  ) throws {
    if let file = self.report {
      try ReportPage(
        RunPage.document(
          report, design, placement, evaluation, netlist: self.design.netlist,
          frames: recorder.frames)
      ).write(to: file)
    }
    if json {
      try Results.show(json: report, besides: files)
    } else {
      try Results.show(report.text, besides: files)
    }
  }
}

extension Evaluation {
  /// The costs that a `.plc` header notes.
  var headerCosts: [(label: String, value: Double)] {
    [
      ("Wirelength", hpwl), ("Wirelength cost", terms.wirelength),
      ("Congestion cost", terms.congestion), ("Density cost", terms.density),
    ]
  }
}
