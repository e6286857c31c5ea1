import ChipPlace
import Evaluation
import Formats
import Foundation
import GlobalPlacement
import Netlist

/// What `evaluate` says of one placement.
struct CostReport: Encodable {
  var placement: String
  var hpwl: Double
  var wirelengthCost: Double
  var densityCost: Double
  var congestionCost: Double
  var proxyCost: Double
  var hardMacroOverlaps: Int
  var legal: Bool
  /// How many rules of placement on rows are broken; nil for designs without rows.
  var violations: Int?
  /// Congestion by rectangular uniform wire density; nil for designs without rows.
  var wireDensity: CongestionReport?
  /// What no legal placement can cost less than; nil unless asked for.
  var bound: BoundReport?
  /// What an engineer looks at beside the cost; nil unless asked for.
  var quality: QualityReport?

  private init(placement: String, _ evaluation: Evaluation, _ legality: LegalityReport) {
    self.placement = placement
    hpwl = evaluation.hpwl
    wirelengthCost = evaluation.terms.wirelength
    densityCost = evaluation.terms.density
    congestionCost = evaluation.terms.congestion
    proxyCost = evaluation.proxy
    hardMacroOverlaps = legality.hardMacroOverlaps
    legal = legality.isLegal
  }

  /// The report of a placement read from a file.
  ///
  /// - Throws: `ParseError` if its coordinates are so far apart that a cost is no finite number.
  init(
    placement: String, readFrom file: String, _ evaluation: Evaluation, _ legality: LegalityReport
  ) throws(ParseError) {
    guard evaluation.hpwl.isFinite, evaluation.proxy.isFinite else {
      throw ParseError(
        file: file, message: "expected coordinates within reach of the die: the cost has no value")
    }
    self.init(placement: placement, evaluation, legality)
  }

  /// Judges the placement by the rules of rows and cells, and states the wirelength as it is for flat
  /// designs: unweighted, in the file's own unit, or in micrometres for DEF.
  mutating func judge(flat report: RowLegalityReport, hpwl: Double, of design: Design) {
    legal = report.isLegal
    violations = report.count
    self.hpwl = hpwl / design.floorplan.unitsPerMicron
  }

  /// Adds congestion by wire density.
  ///
  /// - Parameter capacity: the share of the tracks that is there for nets.
  mutating func addWireDensity(of placement: Placement, in design: Design, capacity: Double) {
    let estimator = CongestionEstimator(
      netlist: design.netlist, floorplan: design.floorplan, capacity: capacity)
    wireDensity = CongestionReport(CongestionFigures(estimator.estimate(placement, by: .rudy)))
  }

  /// The report as a block of lines for a person.
  var text: String {
    String(
      format: """
        %@
          proxy cost        %.6f
          wirelength cost   %.6f   (half-perimeter %.6g)
          density cost      %.6f
          congestion cost   %.6f
          overlaps          %d
          legal             %@
        """, placement, proxyCost, wirelengthCost, hpwl, densityCost, congestionCost,
      hardMacroOverlaps, legal ? "yes" : violations.map { "no, \($0) violations" } ?? "no")
      + (wireDensity.map { "\n  wire density      \($0.text)" } ?? "")
      + (bound.map { "\n\($0.text)" } ?? "")
      + (quality.map { "\n\($0.text)" } ?? "")
  }
}
