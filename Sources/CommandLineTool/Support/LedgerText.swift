import DesignLoop
import Foundation

/// What is in a ledger, as text for people.
enum LedgerText {
  /// The settings, the rounds, and what was decided.
  static func summary(_ ledger: Ledger) throws -> String {
    guard let settings = try ledger.settings() else { return "an empty ledger" }
    var lines = [
      "seed \(settings.seed), \(settings.feedback.rawValue) loop, "
        + "\(settings.placementsPerRound) placements a round of \(settings.movesPerPlacement) moves, "
        + "workload \(settings.goals.workload), technology \(settings.goals.technology)"
    ]
    let layouts = try ledger.layouts()
    for round in try ledger.rounds() {
      lines.append("")
      lines.append(round.hypothesis)
      for candidate in try ledger.candidates(round: round.number) {
        let layout = layouts.first { $0.candidate == candidate.id && $0.run == 0 }
        if let layout {
          lines.append("  " + EvolveText.line(candidate, layout.measurement))
        } else {
          let reason = candidate.reason.map { " \(candidate.decision.rawValue): \($0)" } ?? ""
          lines.append("  " + EvolveText.line(candidate) + reason)
        }
      }
      lines.append(round.summary?.verdict ?? "open")
    }
    let decisions = try ledger.decisions().filter { $0.actor != "loop" || $0.round == nil }
    if !decisions.isEmpty {
      lines.append("")
      for decision in decisions {
        lines.append("\(decision.actor), round \(decision.round ?? 0): \(decision.text)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// How wires of a region were predicted, and others.
  static func heldOut(_ report: HeldOutReport) -> String {
    func line(_ name: String, _ part: HeldOutReport.Part) -> String {
      let lengths = part.lengths
      return String(
        format: "%@ %7d %9d %6.3f %7.3f %7.0f%%",
        name.padding(toLength: 22, withPad: " ", startingAt: 0),
        part.learned, part.predicted, lengths.error, lengths.priorError, 100 * lengths.coverage)
    }
    return """
      Errors of predicted wire lengths (root mean square of logarithms), the analytical prior's, and the \
      share of lengths in their 90 % intervals.
      layouts                learned predicted  error   prior    in 90%
      \(line(report.region, report.heldOut))
      \(line("as many drawn evenly", report.drawn))
      """
  }
}
