import Accelerator
import CostModels
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
    lengths = LengthScore(
      layouts.compactMap { layout in
        candidates.first { $0.id == layout.candidate }.map {
          ($0.prediction.lengths, layout.measurement.lengths)
        }
      })
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
  /// What was expected of a design's wires, and what was measured, by class.
  typealias Design = (expected: [Prediction.ClassLengths], measured: [ClassWires?])

  init(_ designs: [Design]) {
    var predictions: [CostModels.Prediction] = []
    var priors: [CostModels.Prediction] = []
    var outcomes: [Double] = []
    for design in designs {
      for expected in design.expected {
        guard let index = BusClass.allCases.firstIndex(where: { $0.rawValue == expected.busClass }),
          let measured = design.measured[index], expected.priorLongest > 0,
          expected.priorTotal > 0
        else { continue }
        for (value, mean, prior, deviation) in [
          (measured.longest, expected.longest, expected.priorLongest, expected.longestDeviation),
          (measured.total, expected.total, expected.priorTotal, expected.totalDeviation),
        ] {
          func soft(_ length: Double) -> Double { SoftenedLength.soften(length, prior: prior) }
          predictions.append(.init(logMean: log(soft(mean)), logDeviation: deviation))
          priors.append(.init(logMean: log(soft(prior)), logDeviation: deviation))
          outcomes.append(soft(value))
        }
      }
    }
    let score = PrequentialScore(
      predictions: predictions, outcomes: outcomes, probabilities: [0.9])
    count = score.count
    covered = Int(((score.coverage.first?.share ?? 0) * Double(count)).rounded())
    error = score.rootMeanSquareLogError ?? 0
    priorError =
      PrequentialScore(predictions: priors, outcomes: outcomes).rootMeanSquareLogError ?? 0
  }
}
