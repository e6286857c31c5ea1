import DesignLoop
import Formats
import Foundation
import Statistics
import WebReport

/// The page of a study: kinds of loops, compared.
enum StudyPage {
  /// Reads what `evolve --study --json` printed.
  ///
  /// - Throws: `ParseError` for a file that holds anything else, with the member that is missing or
  ///   wrong.
  static func read(file: String) throws(ParseError) -> StudyReport {
    do {
      return try JSONDecoder().decode(
        StudyReport.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    } catch let error as DecodingError {
      throw ParseError(
        file: file,
        message: "expected a study of 'chipplace evolve --study --json': \(error.reason)")
    } catch {
      throw ParseError(file: file, message: error.localizedDescription)
    }
  }

  /// The page.
  static func document(_ report: StudyReport, title: String? = nil) -> ReportDocument {
    let seeds = Set(report.outcomes.map(\.arm.seed)).count
    return ReportDocument(
      title: title ?? "Kinds of design loops",
      subtitle: "\(report.rows.count) kinds, \(seeds) seeds, \(report.rounds) rounds each",
      sections: [figures(report), kinds(report)] + curves(report) + [loops(report)])
  }

  private static func figures(_ report: StudyReport) -> ReportSection {
    var figures: [ReportFigure] = []
    if let closed = report.rows.first(where: { $0.feedback == .closed }) {
      figures.append(
        ReportFigure(
          "Closed loop", LoopPage.number(closed.median), detail: "median objective"))
    }
    for row in report.rows {
      guard let pair = row.closedAgainstThis else { continue }
      figures.append(
        ReportFigure(
          "Against \(row.feedback.rawValue)", String(format: "%+.1f %%", percent(pair.mean)),
          detail: String(
            format: "%+.1f to %+.1f", percent(pair.meanInterval.low),
            percent(pair.meanInterval.high))))
    }
    return .figures(FiguresSection(figures: figures))
  }

  private static func kinds(_ report: StudyReport) -> ReportSection {
    .table(
      TableSection(
        title: "Kinds of loops",
        columns: [
          .init("kind"), .init("loops"), .init("median objective", best: .least),
          .init("closed against it, %", decimals: 1), .init("95 % from", decimals: 1),
          .init("to", decimals: 1), .init("closed is better in"), .init("p, signed ranks"),
        ],
        rows: report.rows.map { row in
          let pair = row.closedAgainstThis
          return [
            .text(row.feedback.rawValue), .number(Double(row.objectives.count)),
            .number(LoopPage.rounded(row.median)), TableCell(pair.map { percent($0.mean) }),
            TableCell(pair.map { percent($0.meanInterval.low) }),
            TableCell(pair.map { percent($0.meanInterval.high) }),
            pair.map { .text("\($0.wins) of \($0.count)") } ?? .empty,
            TableCell(pair.map { LoopPage.rounded($0.signedRankProbability) }),
          ]
        },
        note: "Objectives are those of each loop's best architecture placed anew with fresh seeds. "
          + "Loops of the same seed are pairs: by how much the closed loop's objective differs, as a "
          + "geometric mean with its bootstrap interval; below 0 it is better."))
  }

  private static func curves(_ report: StudyReport) -> [ReportSection] {
    func section(
      _ title: String, _ yLabel: String, note: String = "",
      also: [CurvesSection.Series] = [], of value: (StudyReport.Curve) -> [Double?]
    ) -> ReportSection? {
      let series = report.curves.compactMap { curve -> CurvesSection.Series? in
        let values = value(curve)
        guard values.contains(where: { $0 != nil }) else { return nil }
        return .init(
          name: curve.feedback.rawValue, x: values.indices.map { Double($0 + 1) },
          y: values.map { $0 ?? .nan })
      }
      guard !series.isEmpty else { return nil }
      return .curves(
        CurvesSection(
          title: title, xLabel: "round", yLabel: yLabel, series: series + also, note: note))
    }
    let prior = report.curves.first { $0.feedback == .closed }.map { curve in
      CurvesSection.Series(
        name: "prior, on the closed loop's designs",
        x: curve.priorLengthError.indices.map { Double($0 + 1) }, y: curve.priorLengthError)
    }
    return [
      section(
        "Best objective so far", "geometric mean over seeds", of: \.bestObjective),
      section("Error of predicted objectives", "mean, %") { $0.modelError.map { 100 * $0 } },
      section(
        "Error of wire lengths", "root mean square, of logarithms",
        also: prior.map { [$0] } ?? []
      ) { $0.lengthError },
      section("Coverage of 90 % intervals of lengths", "share inside, %") {
        $0.lengthCoverage.map { 100 * $0 }
      },
      section(
        "Recursion gain", "throughput over a round earlier", note: "A geometric mean over seeds.",
        of: \.recursionGain),
      section(
        "Policy before it has seen a design", "cost over annealing's", of: \.policyZeroShot),
    ].compactMap { $0 }
  }

  private static func loops(_ report: StudyReport) -> ReportSection {
    .table(
      TableSection(
        title: "Loops",
        columns: [
          .init("kind"), .init("seed"), .init("objective, placed anew", best: .least),
          .init("in its round", best: .least), .init("throughput / s", best: .greatest),
          .init("best architecture"), .init("seconds", decimals: 0),
        ],
        rows: report.outcomes.map { outcome in
          let last = outcome.reports.last
          let best = outcome.reports.lazy.flatMap(\.candidates).first {
            $0.id == last?.bestCandidate
          }
          return [
            .text(outcome.arm.feedback.rawValue), .number(Double(outcome.arm.seed)),
            .number(LoopPage.rounded(outcome.objective)),
            TableCell(last?.bestObjective.map(LoopPage.rounded)),
            TableCell(last?.throughput.map(LoopPage.rounded)),
            best.map { .text($0.individual.architecture.summary) } ?? .empty,
            .number(outcome.reports.reduce(0) { $0 + $1.seconds }),
          ]
        }))
  }

  /// What a logarithm of a ratio is in percent of change.
  private static func percent(_ logarithm: Double) -> Double { 100 * (exp(logarithm) - 1) }
}
