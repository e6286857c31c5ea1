import Foundation
import GlobalPlacement

/// Congestion as demand over supply.
struct CongestionReport: Encodable {
  /// The mean of the most congested twentieth of the grid.
  var topMean: Double
  var peak: Double
  /// The demand above supply, as a share of all supply.
  var overflow: Double

  init(_ figures: CongestionFigures) {
    topMean = figures.topMean
    peak = figures.peak
    overflow = figures.overflow
  }

  var text: String {
    String(
      format: "%.6f   (peak %.4f, %.2f %% above supply)", topMean, peak, 100 * overflow)
  }
}

/// What a stage of placement did for routability.
struct RoutabilityReport: Encodable {
  var rounds: Int
  var keptRounds: Int
  /// The area that cells were enlarged by, as a share of that of all movable nodes.
  var inflation: Double
  var before: CongestionReport
  var after: CongestionReport

  init(_ result: RoutabilityResult) {
    rounds = result.rounds
    keptRounds = result.keptRounds
    inflation = result.inflation
    before = CongestionReport(result.before)
    after = CongestionReport(result.after)
  }

  /// Lines for a person, to stand under the stage's.
  var text: String {
    String(
      format: """
            routability       %d of %d rounds kept, cells enlarged by %.2f %%
              congestion      %@
              before          %@
        """, keptRounds, rounds, 100 * inflation, after.text, before.text)
  }
}
