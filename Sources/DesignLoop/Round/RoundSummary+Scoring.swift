import Accelerator
import Foundation
import Recipes

extension RoundSummary {
  /// The summary of a round's layouts.
  ///
  /// - Parameters:
  ///   - before: what the round began with.
  ///   - after: that with the layouts added.
  init(
    _ before: LoopState, _ after: LoopState, _ layouts: [LayoutRecord],
    _ candidates: [CandidateRecord], goals: Goals
  ) {
    round = before.round
    comparisons = layouts.compactMap { layout in
      candidates.first { $0.id == layout.candidate }.map { candidate in
        Comparison(
          candidate: candidate.id, predicted: candidate.prediction.score,
          deviation: candidate.prediction.scoreDeviation, measured: layout.measurement.rawScore,
          violation: layout.measurement.violation)
      }
    }
    lengths = LengthScore(layouts, candidates)
    let leader = after.archive.best.flatMap { $0.score.isFinite ? $0 : nil }
    best = leader?.candidate
    bestObjective = leader.map { exp($0.score) }
    bestThroughput = leader.map { 1 / $0.figures.latency }
    let costs = layouts.compactMap(\.measurement.policyZeroShot)
    policyZeroShot = costs.isEmpty ? nil : costs.reduce(0, +) / Double(costs.count)
    recipe = after.recipes.championID
    verdict = ""
    verdict = words(before)
  }

  /// What came of the round, against what was expected.
  private func words(_ before: LoopState) -> String {
    let met = comparisons.filter { $0.violation == nil }
    guard let lowest = met.map(\.measured).min() else {
      return "Round \(round): no layout meets the constraints; "
        + (comparisons.first?.violation ?? "none was measured") + "."
    }
    let error = 100 * (exp(objectiveError) - 1)
    var text =
      "Round \(round): \(exp(lowest).rounded(to: 4)) measured, predictions off by "
      + "\(error.rounded(to: 2)) %"
    guard let old = before.archive.best?.score, old.isFinite else { return text + "." }
    let change = 100 * (exp(lowest - old) - 1)
    text += "; \(change < 0 ? "" : "+")\(change.rounded(to: 2)) % against the best before: "
    let expected = comparisons.map(\.predicted).min() ?? 0
    if change < 0 {
      return text + (expected < old ? "better, as expected." : "better, which was not expected.")
    }
    return text
      + (expected < old ? "no gain, where one was expected." : "no gain, and none expected.")
  }
}

extension RoundSummary.LengthScore {
  init(_ layouts: [LayoutRecord], _ candidates: [CandidateRecord]) {
    var squares = 0.0
    var priorSquares = 0.0
    covered = 0
    count = 0
    for layout in layouts {
      guard let candidate = candidates.first(where: { $0.id == layout.candidate }) else { continue }
      for expected in candidate.prediction.lengths {
        guard let index = BusClass.allCases.firstIndex(where: { $0.rawValue == expected.busClass }),
          let measured = layout.measurement.lengths[index], expected.priorLongest > 0,
          expected.priorTotal > 0
        else { continue }
        let pairs = [
          (measured.longest, expected.longest, expected.priorLongest, expected.longestDeviation),
          (measured.total, expected.total, expected.priorTotal, expected.totalDeviation),
        ]
        for (value, mean, prior, deviation) in pairs {
          let softened = SoftenedLength.soften(value, prior: prior)
          let error = log(softened / SoftenedLength.soften(mean, prior: prior))
          squares += error * error
          priorSquares += pow(log(softened / SoftenedLength.soften(prior, prior: prior)), 2)
          if abs(error) <= 1.6449 * deviation { covered += 1 }
          count += 1
        }
      }
    }
    error = (squares / Double(max(1, count))).squareRoot()
    priorError = (priorSquares / Double(max(1, count))).squareRoot()
  }
}
