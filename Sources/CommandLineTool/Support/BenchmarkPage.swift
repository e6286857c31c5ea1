import Benchmarking
import Foundation
import Statistics
import WebReport

/// The page of a benchmark's database.
enum BenchmarkPage {
  /// What runs must share to be compared.
  private struct Setting: Hashable {
    var suite: String
    var version: String
    var label: String
    var machine: String
    var threads: Int

    init(_ run: RunRecord) {
      (suite, version, label) = (run.suite, run.version, run.label)
      (machine, threads) = (run.machine, run.threads)
    }

    var text: String {
      [
        suite, "version \(version)" + (label.isEmpty ? "" : " (\(label))"),
        threads == 1 ? "1 thread" : "\(threads) threads", machine,
      ].joined(separator: ", ")
    }
  }

  /// The page of runs; those made by other versions, on other machines or with other numbers of threads
  /// are kept apart.
  static func document(_ runs: [RunRecord], title: String) -> ReportDocument {
    var settings: [Setting] = []
    for run in runs where !settings.contains(Setting(run)) { settings.append(Setting(run)) }
    var sections: [ReportSection] = []
    for setting in settings {
      let heading = settings.count > 1 ? ": \(setting.text)" : ""
      let (latest, older) = latest(runs.filter { Setting($0) == setting })
      let analysis = BenchmarkAnalysis(of: latest)
      sections.append(summaries(analysis, heading, older: older))
      if !analysis.comparisons.isEmpty { sections.append(comparisons(analysis, heading)) }
      sections += curves(analysis, heading)
    }
    sections.append(table(runs))
    let count = runs.count == 1 ? "1 run" : "\(FigureText.whole(runs.count)) runs"
    return ReportDocument(
      title: title, subtitle: settings.count == 1 ? "\(settings[0].text); \(count)" : count,
      sections: sections)
  }

  /// The latest of runs of the same name, which differ in a recipe's options or a design's files, and
  /// how many older ones there are.
  private static func latest(_ runs: [RunRecord]) -> (runs: [RunRecord], older: Int) {
    struct Name: Hashable {
      var design: String
      var recipe: String
      var budget: BenchmarkBudget
      var seed: Int64
    }
    var latest: [Name: RunRecord] = [:]
    func name(_ run: RunRecord) -> Name {
      Name(
        design: run.design, recipe: run.recipe, budget: run.benchmarkBudget, seed: run.seed)
    }
    for run in runs where latest[name(run)].map({ $0.started <= run.started }) ?? true {
      latest[name(run)] = run
    }
    let kept = runs.filter { latest[name($0)]?.key == $0.key }
    return (kept, runs.count - kept.count)
  }

  private static func summaries(
    _ analysis: BenchmarkAnalysis, _ heading: String, older: Int
  ) -> ReportSection {
    .table(
      TableSection(
        title: "Designs and recipes" + heading,
        columns: [
          .init("design"), .init("recipe"), .init("budget"), .init("compared by"), .init("runs"),
          .init("median"), .init("95 % from"), .init("to"), .init("least"), .init("greatest"),
          .init("seconds", decimals: 1), .init("not legal"),
        ],
        rows: analysis.summaries.map { summary in
          [
            .text(summary.group.design ?? ""), .text(summary.group.recipe),
            .text(summary.group.budget.description), .text(summary.metric.rawValue),
            .number(Double(summary.count)), .number(summary.median),
            .number(summary.interval.low), .number(summary.interval.high),
            .number(summary.minimum), .number(summary.maximum), .number(summary.medianSeconds),
            .number(Double(summary.illegalCount)),
          ]
        },
        note: "Medians over seeds with bootstrap intervals; less is better."
          + (older > 0
            ? " \(older) older runs of the same names, made with other options or files, are only in "
              + "the table of runs." : "")))
  }

  private static func comparisons(
    _ analysis: BenchmarkAnalysis, _ heading: String
  ) -> ReportSection {
    .table(
      TableSection(
        title: "Recipes against \(analysis.comparisons[0].reference)" + heading,
        columns: [
          .init("design"), .init("recipe"), .init("budget"), .init("pairs"),
          .init("median, %", decimals: 2), .init("95 % from", decimals: 2),
          .init("to", decimals: 2), .init("better in"), .init("p, signed ranks"),
          .init("p, signs"),
        ],
        rows: analysis.comparisons.map { comparison in
          let ratios = comparison.ratios
          let interval = comparison.intervalPercent
          return [
            .text(comparison.group.design ?? "all designs"), .text(comparison.group.recipe),
            .text(comparison.group.budget.description), .number(Double(ratios.count)),
            .number(comparison.medianPercent), .number(interval.low), .number(interval.high),
            .number(Double(ratios.wins)), .number(LoopPage.rounded(ratios.signedRankProbability)),
            .number(LoopPage.rounded(ratios.signProbability)),
          ]
        }, note: "Pairs have the same design and seed; below 0 the recipe is better."))
  }

  /// Medians by budget for designs that were placed with several budgets of a kind.
  private static func curves(_ analysis: BenchmarkAnalysis, _ heading: String) -> [ReportSection] {
    var designs: [String] = []
    for summary in analysis.summaries {
      guard let design = summary.group.design, !designs.contains(design) else { continue }
      designs.append(design)
    }
    return designs.flatMap { design in
      ["seconds", "moves"].compactMap { kind -> ReportSection? in
        let own = analysis.summaries.filter {
          $0.group.design == design && $0.group.budget.kind == kind
        }
        guard Set(own.map(\.group.budget)).count > 1 else { return nil }
        var recipes: [String] = []
        for summary in own where !recipes.contains(summary.group.recipe) {
          recipes.append(summary.group.recipe)
        }
        let series = recipes.map { recipe in
          let points = own.filter { $0.group.recipe == recipe }
          return CurvesSection.Series(
            name: recipe, x: points.map { $0.group.budget.amount ?? 0 }, y: points.map(\.median),
            lower: points.map(\.interval.low), upper: points.map(\.interval.high))
        }
        return .curves(
          CurvesSection(
            title: "\(design)\(heading)", xLabel: kind, yLabel: own[0].metric.rawValue,
            series: series, note: "Medians with their 95 % intervals."))
      }
    }
  }

  private static func table(_ runs: [RunRecord]) -> ReportSection {
    .table(
      TableSection(
        title: "Runs",
        columns: [
          .init("design"), .init("recipe"), .init("budget"), .init("seed"), .init("threads"),
          .init("proxy cost", decimals: 6), .init("half-perimeter"), .init("legal"),
          .init("seconds", decimals: 1), .init("moves"), .init("suite"), .init("version"),
          .init("started"),
        ],
        rows: runs.map { run in
          [
            .text(run.design), .text(run.recipe), .text(run.benchmarkBudget.description),
            .number(Double(run.seed)), .number(Double(run.threads)), .number(run.proxyCost),
            .number(run.hpwl), .text(run.legal ? "yes" : "no"), .number(run.seconds),
            .number(Double(run.moves)), .text(run.suite),
            .text(run.version + (run.label.isEmpty ? "" : " (\(run.label))")), .text(run.started),
          ]
        }))
  }
}
