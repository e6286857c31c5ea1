import Evaluation
import Foundation

/// What no legal placement can cost less than, and how far one placement is above it.
struct BoundReport: Encodable {
  /// The parts of the cost and their weighted sum.
  struct Costs: Encodable {
    var wirelength: Double
    var density: Double
    var congestion: Double
    var proxy: Double
  }

  var wirelength: Double
  var density: Double
  var congestion: Double
  var proxy: Double
  /// The placement's costs less the bounds. Below zero only where it is not legal.
  var gaps: Costs

  init(_ bound: CostLowerBound, below evaluation: Evaluation) {
    (wirelength, density) = (bound.terms.wirelength, bound.terms.density)
    (congestion, proxy) = (bound.terms.congestion, bound.proxy())
    gaps = Costs(
      wirelength: evaluation.terms.wirelength - wirelength,
      density: evaluation.terms.density - density,
      congestion: evaluation.terms.congestion - congestion, proxy: evaluation.proxy - proxy)
  }

  /// Lines for a person.
  var text: String {
    func line(_ name: String, _ bound: Double, _ gap: Double) -> String {
      let cost = bound + gap
      let share = cost > 0 ? String(format: ", %.1f %% of the cost", 100 * bound / cost) : ""
      return String(format: "    %@ %.6f   (%.6f below%@)", name, bound, gap, share)
    }
    return [
      "  bounds of any legal placement",
      line("proxy cost     ", proxy, gaps.proxy),
      line("wirelength cost", wirelength, gaps.wirelength),
      line("density cost   ", density, gaps.density),
      line("congestion cost", congestion, gaps.congestion),
    ].joined(separator: "\n")
  }
}
