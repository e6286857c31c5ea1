import DesignLoop
import Foundation
import Statistics

/// What a design loop did, as text for people.
enum EvolveText {
  /// A candidate and what is expected of it.
  static func line(_ candidate: CandidateRecord) -> String {
    let prediction = candidate.prediction
    return "\(candidate.id): \(candidate.individual.architecture.summary); expected "
      + "\(figures(prediction.figures)), objective within "
      + String(format: "%.0f %%", 100 * (exp(1.6449 * prediction.scoreDeviation) - 1))
  }

  /// A candidate as expected and as measured.
  static func line(_ candidate: CandidateRecord, _ measurement: LayoutMeasurement) -> String {
    let change = exp(measurement.rawScore - candidate.prediction.score) - 1
    return "\(candidate.id): \(candidate.individual.architecture.summary): "
      + figures(measurement.figures)
      + String(format: " (objective %+.1f %% of expected)", 100 * change)
  }

  /// All rounds, a line each.
  static func summary(_ reports: [RoundReport]) -> String {
    var lines = ["round  objective   best so far  error  lengths (prior)  in 90 %  architecture"]
    for report in reports {
      lines.append(
        String(
          format: "%5d  %9.4g  %12@  %4.0f%%  %6.3f (%5.3f)  %6.0f%%  %@", report.round,
          report.objective, report.bestObjective.map { String(format: "%.4g", $0) } ?? "none",
          100 * report.modelError, report.lengthError, report.priorLengthError,
          100 * report.lengthCoverage, report.architecture.summary))
    }
    return lines.joined(separator: "\n")
  }

  /// A study: the objectives, and the closed loop against each other.
  static func summary(_ report: StudyReport) -> String {
    var lines = ["feedback    median objective  closed against it, 95 % interval   better on"]
    for row in report.rows {
      var line =
        row.feedback.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
        + String(format: "  %16.4g", row.median)
      if let pair = row.closedAgainstThis {
        line += String(
          format: "  %+6.1f %% (%+.1f to %+.1f)   %d of %d", 100 * (exp(pair.mean) - 1),
          100 * (exp(pair.meanInterval.low) - 1), 100 * (exp(pair.meanInterval.high) - 1),
          pair.wins, pair.count)
      }
      lines.append(line)
    }
    lines.append("")
    lines.append("closed loop: round, error of objectives, of lengths (prior), in 90 %, gain")
    if let curve = report.curves.first(where: { $0.feedback == .closed }) {
      for round in 0..<report.rounds {
        lines.append(
          String(
            format: "%5d  %5.1f %%  %.3f (%.3f)  %3.0f %%  %@", round + 1,
            100 * curve.modelError[round], curve.lengthError[round],
            curve.priorLengthError[round], 100 * curve.lengthCoverage[round],
            curve.recursionGain[round].map { String(format: "%.3f", $0) } ?? "–"))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func figures(_ figures: Figures) -> String {
    String(
      format: "%.3g ms at %.3f GHz, %.3g mJ, %.3g mm²", 1e3 * figures.latency, figures.clock,
      1e3 * figures.energy, figures.area)
  }
}
