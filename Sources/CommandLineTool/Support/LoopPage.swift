import DesignLoop
import Foundation
import WebReport

/// The page of a design loop.
enum LoopPage {
  /// Everything that a ledger tells.
  struct Content {
    var settings: LoopSettings
    var rounds: [RoundRecord]
    /// Of the closed rounds.
    var reports: [RoundReport]
    var candidates: [CandidateRecord]
    /// What was measured in the rounds, by candidate.
    var measured: [Int: LayoutMeasurement]
    /// How many layouts were made to verify others.
    var verifications: Int
    var decisions: [DecisionRecord]

    init(_ ledger: Ledger) throws(LoopError) {
      guard let settings = try ledger.settings() else {
        throw .ledger("\(ledger.file): expected a loop, found an empty ledger")
      }
      self.settings = settings
      rounds = try ledger.rounds()
      reports = try RoundReport.all(ledger)
      candidates = try ledger.candidates()
      decisions = try ledger.decisions()
      let layouts = try ledger.layouts()
      measured = Dictionary(
        uniqueKeysWithValues: layouts.filter { $0.run == 0 }.map { ($0.candidate, $0.measurement) })
      verifications = layouts.count { $0.run > 0 }
    }

    /// The candidate with the best objective so far.
    var best: CandidateRecord? {
      reports.last?.bestCandidate.flatMap { best in candidates.first { $0.id == best } }
    }
  }

  /// The page of a ledger.
  ///
  /// - Parameter layouts: whether layouts are shown, which are made anew for that.
  static func document(
    _ ledger: Ledger, title: String? = nil, layouts showsLayouts: Bool = true
  ) throws -> ReportDocument {
    let content = try Content(ledger)
    var layouts = showsLayouts ? try layouts(content, LedgerExport(ledger)) : []
    let first = layouts.isEmpty ? [] : [layouts.removeFirst()]
    let sections =
      [figures(content)] + first + curves(content) + [rounds(content), candidates(content)]
      + layouts + decisions(content)
    return ReportDocument(
      title: title ?? "Design loop", subtitle: subtitle(content.settings), sections: sections)
  }

  private static func subtitle(_ settings: LoopSettings) -> String {
    let goals = settings.goals
    return "\(settings.feedback.rawValue) loop, seed \(settings.seed), "
      + "\(settings.placementsPerRound) placements a round of "
      + "\(FigureText.whole(settings.movesPerPlacement)) moves, workload \(goals.workload), "
      + "technology \(goals.technology); objective \(objective(goals.weights)), less is better"
  }

  /// What the objective is the product of: `s · J · mm²` with equal weights.
  private static func objective(_ weights: Goals.Weights) -> String {
    let factors = [("s", weights.latency), ("J", weights.energy), ("mm²", weights.area)]
    return factors.filter { $0.1 != 0 }
      .map { $0.1 == 1 ? $0.0 : "(\($0.0))^\(FigureText.plain($0.1))" }.joined(separator: " · ")
  }

  private static func figures(_ content: Content) -> ReportSection {
    let reports = content.reports
    let last = reports.last
    var figures = [
      ReportFigure(
        "Best objective", last?.bestObjective.map { number($0) } ?? "none",
        detail: content.best.map { "candidate \($0.id), round \($0.round)" }
          ?? (reports.isEmpty ? "no round is closed yet" : "no layout meets the constraints"))
    ]
    if let throughput = last?.throughput {
      figures.append(
        ReportFigure(
          "Throughput", "\(number(throughput)) / s",
          detail: "workloads a second of the best architecture"))
    }
    let throughputs = reports.compactMap(\.throughput)
    if throughputs.count > 1, let first = throughputs.first, let last = throughputs.last {
      figures.append(
        ReportFigure(
          "Recursion gain", String(format: "× %.2f", last / first),
          detail: "in throughput, from \(number(first)) / s"))
    }
    let open = content.rounds.count - reports.count
    figures.append(
      ReportFigure(
        "Rounds", FigureText.whole(reports.count), detail: open > 0 ? "and \(open) open" : ""))
    figures.append(
      ReportFigure(
        "Placements", FigureText.whole(content.measured.count),
        detail: content.verifications > 0 ? "and \(content.verifications) to verify" : ""))
    let seconds = content.rounds.reduce(0) { $0 + $1.seconds }
    figures.append(
      ReportFigure(
        "Time",
        seconds < 600
          ? FigureText.decimal(seconds, 0) + " s" : FigureText.decimal(seconds / 60, 0) + " min"))
    return .figures(FiguresSection(figures: figures))
  }

  /// Four digits, for quantities of any size.
  static func number(_ value: Double) -> String { String(format: "%.4g", value) }
}
