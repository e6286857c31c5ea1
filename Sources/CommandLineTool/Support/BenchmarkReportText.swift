import Benchmarking
import Foundation
import Statistics

extension BenchmarkReport {
  /// The report for a person: a table for each budget and design, then all designs together.
  var text: String {
    let suite = plan.suite
    var blocks: [String] = []
    var budgets: [BenchmarkBudget] = []
    for summary in analysis.summaries where !budgets.contains(summary.group.budget) {
      budgets.append(summary.group.budget)
    }
    for budget in budgets {
      for design in suite.designs {
        if let table = table(design, budget) { blocks.append(table) }
      }
      if let block = allDesigns(budget) { blocks.append(block) }
    }
    if let gate { blocks.append(gate.text) }
    if blocks.isEmpty { blocks.append("no runs") }
    return blocks.joined(separator: "\n\n")
  }

  private func table(_ design: BenchmarkDesign, _ budget: BenchmarkBudget) -> String? {
    let summaries = analysis.summaries.filter {
      $0.group.design == design.name && $0.group.budget == budget
    }
    guard let first = summaries.first else { return nil }
    let comparisons = analysis.comparisons.filter {
      $0.group.design == design.name && $0.group.budget == budget
    }
    var rows = [["recipe", "runs", "median", "95 % interval", "seconds", ""]]
    for summary in summaries {
      var notes: [String] = []
      if summary.illegalCount > 0 { notes.append("\(summary.illegalCount) not legal") }
      if let comparison = comparisons.first(where: { $0.group.recipe == summary.group.recipe }) {
        notes.append(comparison.text)
      }
      let metric = summary.metric
      rows.append([
        summary.group.recipe, "\(summary.count)", metric.text(summary.median),
        "\(metric.text(summary.interval.low)) – \(metric.text(summary.interval.high))",
        String(format: "%.1f", summary.medianSeconds), notes.joined(separator: "; "),
      ])
    }
    var text = "\(design.name), \(budget), \(first.metric.rawValue)\n" + Self.aligned(rows)
    let figures = published.filter { $0.design == design.name }
    if !figures.isEmpty {
      let rows = figures.map { item -> [String] in
        let value = item.figure.value(first.metric) ?? .nan
        return [
          item.figure.method, first.metric.text(value),
          String(format: "%+.1f %%", 100 * (value / first.median - 1)),
          item.figure.seconds.map { String(format: "%.0f s", $0) } ?? "",
          "[\(item.figure.source)]" + (item.figure.sameNetlist ? "" : " other netlist, for scale"),
        ]
      }
      text +=
        "\n  published, and by how much above the median of \(first.group.recipe)\n"
        + Self.aligned(rows, indent: 4)
    }
    return text
  }

  private func allDesigns(_ budget: BenchmarkBudget) -> String? {
    let comparisons = analysis.comparisons.filter {
      $0.group.design == nil && $0.group.budget == budget
    }
    guard !comparisons.isEmpty else { return nil }
    return "all designs, \(budget)\n"
      + Self.aligned(comparisons.map { [$0.group.recipe, $0.text] })
  }

  /// Rows with their columns one under the other, the first to the left.
  private static func aligned(_ rows: [[String]], indent: Int = 2) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      let line = String(repeating: " ", count: indent) + cells.joined(separator: "   ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}

extension RunRecord.Metric {
  /// A figure with as many digits as mean something.
  fileprivate func text(_ figure: Double) -> String {
    String(format: self == .proxyCost ? "%.6f" : "%.7g", figure)
  }
}

extension RunComparison {
  /// The comparison as a line.
  var text: String {
    let interval = intervalPercent
    let pairs = ratios.count == 1 ? "1 pair" : "\(ratios.count) pairs"
    let ties = ratios.ties > 0 ? ", \(ratios.ties) equal" : ""
    return String(
      format: "against %@: %+.2f %% (%+.2f to %+.2f), better in %d of %@%@, p %.3g "
        + "(signed ranks), %.3g (signs)", reference, medianPercent, interval.low, interval.high,
      ratios.wins, pairs, ties, ratios.signedRankProbability, ratios.signProbability)
  }
}

extension GateReport {
  /// The judgement for a person.
  var text: String {
    let groups = gate.judgements.map { judgement in
      let group = judgement.comparison.group
      let test =
        judgement.probability.map { String(format: "p %.3g beyond the tolerance", $0) }
        ?? "too few pairs to test"
      return "  \(judgement.isWorse ? "WORSE" : "ok   ")  \(group.text): "
        + "\(judgement.comparison.text); \(test)"
    }
    let lost = gate.lostLegality.map(Self.text)
    let verdict = passes ? "nothing became worse" : "became worse"
    var lines = [
      String(format: "against %@, tolerance %g %%: ", baseline, tolerancePercent) + verdict
    ]
    lines += groups + lost.map { "  WORSE  \($0)" }
    if unpaired > 0 { lines.append("  \(unpaired) runs have no partner in it") }
    return lines.joined(separator: "\n")
  }

  /// What became worse, a line each.
  var complaints: [String] {
    gate.judgements.filter(\.isWorse).map {
      String(
        format: "regression: %@: %+.2f %% in the median of %d pairs, more than %g %%",
        $0.comparison.group.text, $0.comparison.medianPercent, $0.comparison.ratios.count,
        tolerancePercent)
    } + gate.lostLegality.map { "regression: \(Self.text($0))" }
  }

  private static func text(_ lost: RegressionGate.LostLegality) -> String {
    "\(lost.design), \(lost.recipe), \(lost.budget), seed \(lost.seed): no longer legal"
  }
}

extension RunGroup {
  /// The group for a person.
  fileprivate var text: String { "\(design ?? "all designs"), \(recipe), \(budget)" }
}
