import Evaluation
import Foundation

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

  init(placement: String, _ evaluation: Evaluation, _ legality: LegalityReport) {
    self.placement = placement
    hpwl = evaluation.hpwl
    wirelengthCost = evaluation.terms.wirelength
    densityCost = evaluation.terms.density
    congestionCost = evaluation.terms.congestion
    proxyCost = evaluation.proxy
    hardMacroOverlaps = legality.hardMacroOverlaps
    legal = legality.isLegal
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
      hardMacroOverlaps, legal ? "yes" : "no")
  }
}
