import DesignLoop
import Foundation
import WebReport

extension LoopPage {
  /// How the loop went from round to round.
  static func curves(_ content: Content) -> [ReportSection] {
    let reports = content.reports
    guard !reports.isEmpty else { return [] }
    let rounds = reports.map { Double($0.round) }
    func series(
      _ name: String, _ style: CurvesSection.Style = .line, of value: (RoundReport) -> Double?
    ) -> CurvesSection.Series {
      .init(name: name, style: style, x: rounds, y: reports.map { value($0) ?? .nan })
    }
    func section(
      _ title: String, _ yLabel: String, _ series: [CurvesSection.Series], note: String = ""
    ) -> ReportSection {
      .curves(
        CurvesSection(title: title, xLabel: "round", yLabel: yLabel, series: series, note: note))
    }
    var sections = [
      section(
        "Objective", "objective, less is better",
        [
          series("best so far", of: \.bestObjective),
          series("best of the round", .points, of: \.objective),
        ]),
      predictions(content),
      section(
        "Error of wire lengths", "root mean square, of logarithms",
        [
          series("models", of: \.lengthError), series("analytical prior", of: \.priorLengthError),
        ], note: "Of lengths as predicted before the round's layouts were made."),
      section(
        "Coverage of 90 % intervals", "share inside, %",
        [
          series("wire lengths") { 100 * $0.lengthCoverage },
          series("objectives") { 100 * $0.objectiveCoverage },
          series("as it should be") { _ in 90 },
        ]),
      section(
        "Throughput", "workloads a second",
        [series("best architecture so far", of: \.throughput)]),
    ]
    if reports.contains(where: { $0.policyZeroShot != nil }) {
      sections.append(
        section(
          "Policy before it has seen a design", "cost over annealing's",
          [series("policy network", of: \.policyZeroShot)],
          note:
            "The cost of the layouts that the network makes at once, as a share of what annealing "
            + "reaches on the same designs: 1 is as good."))
    }
    return sections
  }

  /// What was measured over what was expected, by candidate.
  private static func predictions(_ content: Content) -> ReportSection {
    let placed = content.candidates.compactMap { candidate in
      content.measured[candidate.id].map { (candidate: candidate, score: $0.rawScore) }
    }
    let numbers = placed.map { Double($0.candidate.id) }
    let widths = placed.map { ninetyPercent * $0.candidate.prediction.scoreDeviation }
    return .curves(
      CurvesSection(
        title: "Objective: measured over predicted", xLabel: "candidate",
        yLabel: "measured / predicted",
        series: [
          .init(
            name: "predicted, with its 90 % interval", x: numbers, y: placed.map { _ in 1 },
            lower: widths.map { exp(-$0) }, upper: widths.map { exp($0) }),
          .init(
            name: "measured", style: .points, x: numbers,
            y: placed.map { exp($0.score - $0.candidate.prediction.score) }),
        ],
        note: "Candidates in the order of rounds; predictions are noted before anything is placed.")
    )
  }

  /// Standard deviations from the mean to the ends of a 90 % interval of the normal distribution.
  static let ninetyPercent = 1.6449
}
