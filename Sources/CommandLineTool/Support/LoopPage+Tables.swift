import DesignLoop
import Foundation
import WebReport

extension LoopPage {
  /// What each round expected and what came of it.
  static func rounds(_ content: Content) -> ReportSection {
    let reports = Dictionary(uniqueKeysWithValues: content.reports.map { ($0.round, $0) })
    return .table(
      TableSection(
        title: "Rounds",
        columns: [
          .init("round"), .init("hypothesis"), .init("verdict"), .init("objective", best: .least),
          .init("error, %", decimals: 1), .init("gain", decimals: 3), .init("recipe"),
          .init("seconds", decimals: 0),
        ],
        rows: content.rounds.map { round in
          let report = reports[round.number]
          return [
            .number(Double(round.number)), .text(unnumbered(round.hypothesis)),
            .text(round.summary.map { unnumbered($0.verdict) } ?? "open"),
            TableCell(report.map { rounded($0.objective) }),
            TableCell(report.map { 100 * $0.modelError }), TableCell(report?.recursionGain),
            TableCell(report.map { Double($0.recipe) }), .number(round.seconds),
          ]
        },
        note:
          "The objective is the best of the round, the error the mean of its predictions' errors, "
          + "the gain that of the best architecture so far in workloads a second against a round "
          + "earlier."))
  }

  /// All candidates: what was expected, what was measured, and their parameters.
  static func candidates(_ content: Content) -> ReportSection {
    // Where layouts break constraints, the least objective may not be the best.
    let best: TableSection.Column.Best =
      content.measured.values.contains { $0.violation != nil } ? .none : .least
    var columns: [TableSection.Column] = [
      .init("candidate"), .init("round"), .init("origin"), .init("decision"),
      .init("predicted"), .init("measured", best: best), .init("error, %", decimals: 1),
      .init("in 90 %"), .init("latency, ms", decimals: 3, best: .least),
      .init("energy, mJ", decimals: 3, best: .least), .init("area, mm²", decimals: 3, best: .least),
      .init("clock, GHz", decimals: 3, best: .greatest),
    ]
    columns += Gene.allCases.map { .init(heading($0)) }
    return .table(
      TableSection(
        title: "Candidates", columns: columns,
        rows: content.candidates.map { row($0, content.measured[$0.id]) },
        note: "Predicted and measured are objectives; the error is that of the prediction."))
  }

  private static func row(
    _ candidate: CandidateRecord, _ measured: LayoutMeasurement?
  ) -> [TableCell] {
    let prediction = candidate.prediction
    let error = measured.map { prediction.score - $0.rawScore }
    let figures = measured?.figures
    let cells: [TableCell] = [
      .number(Double(candidate.id)), .number(Double(candidate.round)),
      .text(origin(candidate.individual)), .text(decision(candidate, measured)),
      .number(rounded(exp(prediction.score))),
      TableCell(measured.map { rounded(exp($0.rawScore)) }),
      TableCell(error.map { 100 * (exp($0) - 1) }),
      error.map { abs($0) <= ninetyPercent * prediction.scoreDeviation ? "yes" : "no" } ?? .empty,
      TableCell(figures.map { 1e3 * $0.latency }), TableCell(figures.map { 1e3 * $0.energy }),
      TableCell(figures?.area), TableCell(figures?.clock),
    ]
    return cells
      + Gene.allCases.map { gene in
        let value = candidate.individual.architecture[gene]
        return gene.kinds.map { .text($0[Int(value)]) } ?? .number(value)
      }
  }

  private static func origin(_ individual: Individual) -> String {
    let parents = individual.parents.map(String.init).joined(separator: ", ")
    return individual.origin.rawValue + (parents.isEmpty ? "" : " of \(parents)")
  }

  /// What became of a candidate; a layout beyond a constraint is told as such.
  private static func decision(
    _ candidate: CandidateRecord, _ measured: LayoutMeasurement?
  ) -> String {
    if let violation = measured?.violation { return "placed; \(violation)" }
    if measured != nil { return "placed" }
    let decision = candidate.decision == .place ? "to be placed" : candidate.decision.rawValue
    return decision + (candidate.reason.map { ": \($0)" } ?? "")
  }

  /// A gene's name as a heading: `inputBanks` as "input banks".
  private static func heading(_ gene: Gene) -> String {
    gene.rawValue.reduce(into: "") { text, letter in
      text += letter.isUppercase ? " " + letter.lowercased() : String(letter)
    }
  }

  /// What was decided on the way, if anything was.
  static func decisions(_ content: Content) -> [ReportSection] {
    guard !content.decisions.isEmpty else { return [] }
    return [
      .table(
        TableSection(
          title: "Decisions", columns: [.init("round"), .init("who"), .init("decision")],
          rows: content.decisions.map {
            [TableCell($0.round.map(Double.init)), .text($0.actor), .text($0.text)]
          }))
    ]
  }

  /// A round's hypothesis or verdict without the number that it begins with: tables have that beside.
  private static func unnumbered(_ text: String) -> String {
    guard text.hasPrefix("Round "), let colon = text.firstIndex(of: ":") else { return text }
    let rest = text[text.index(after: colon)...].drop { $0 == " " }
    return rest.prefix(1).uppercased() + rest.dropFirst()
  }

  /// Four digits of a number: more would be noise, and hard to compare by eye.
  static func rounded(_ value: Double) -> Double { Double(number(value)) ?? value }
}
