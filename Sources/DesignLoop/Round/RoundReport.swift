import Foundation

/// What a closed round was about, for people and programs: its best candidate, as expected and as
/// measured, and how the loop stands.
public struct RoundReport: Hashable, Codable, Sendable {
  /// The round, from 1.
  public var round: Int
  /// The candidate of the round with the best measured objective.
  public var candidate: Int
  /// Its architecture.
  public var architecture: Architecture
  /// What was expected of it.
  public var predicted: Figures
  /// What was measured.
  public var measured: Figures
  /// Its measured objective.
  public var objective: Double
  /// The best objective of all rounds so far; nil while no architecture meets the constraints.
  public var bestObjective: Double?
  /// The candidate that has it.
  public var bestCandidate: Int?
  /// The mean absolute error of the round's predicted objectives, as a share: 0.1 is 10 %.
  public var modelError: Double
  /// The root mean square error of its predicted wire lengths, of logarithms.
  public var lengthError: Double
  /// The same of the analytical prior.
  public var priorLengthError: Double
  /// The share of wire lengths in their 90 % intervals.
  public var lengthCoverage: Double
  /// The share of objectives in their 90 % intervals.
  public var objectiveCoverage: Double
  /// Workloads a second of the best architecture so far.
  public var throughput: Double?
  /// That over what it was a round earlier: what the recursion gained.
  public var recursionGain: Double?
  /// The untaught policy's cost over annealing's on the round's designs; nil if no policy is taught.
  public var policyZeroShot: Double?
  /// The placer recipe in use after the round.
  public var recipe: Int
  /// What was expected of the round, in words.
  public var hypothesis: String
  /// What came of it.
  public var verdict: String
  /// Seconds of wall-clock time.
  public var seconds: Double
  /// All candidates of the round.
  public var candidates: [CandidateRecord]

  /// The reports of a ledger's closed rounds, the first first.
  ///
  /// - Throws: ``LoopError`` if the ledger cannot be read.
  public static func all(_ ledger: Ledger) throws(LoopError) -> [RoundReport] {
    let layouts = try ledger.layouts().filter { $0.run == 0 }
    let measured = Dictionary(uniqueKeysWithValues: layouts.map { ($0.candidate, $0.measurement) })
    let goals = try ledger.settings()?.goals ?? Goals()
    var reports: [RoundReport] = []
    for record in try ledger.rounds() {
      guard let summary = record.summary else { continue }
      let candidates = try ledger.candidates(round: record.number)
      let placed = candidates.compactMap { candidate in
        measured[candidate.id].map { (candidate: candidate, measurement: $0) }
      }
      guard
        let best = placed.min(by: { $0.measurement.score(goals) < $1.measurement.score(goals) })
      else { continue }
      let last = reports.last?.throughput
      reports.append(
        RoundReport(
          round: record.number, candidate: best.candidate.id,
          architecture: best.candidate.individual.architecture,
          predicted: best.candidate.prediction.figures, measured: best.measurement.figures,
          objective: best.measurement.figures.objective(goals),
          bestObjective: summary.bestObjective, bestCandidate: summary.best,
          modelError: exp(summary.objectiveError) - 1, lengthError: summary.lengths.error,
          priorLengthError: summary.lengths.priorError,
          lengthCoverage: summary.lengths.coverage,
          objectiveCoverage: Double(summary.objectivesCovered)
            / Double(max(1, summary.comparisons.count)),
          throughput: summary.bestThroughput,
          recursionGain: summary.bestThroughput.flatMap { now in last.map { now / $0 } },
          policyZeroShot: summary.policyZeroShot, recipe: summary.recipe,
          hypothesis: record.hypothesis, verdict: summary.verdict, seconds: record.seconds,
          candidates: candidates))
    }
    return reports
  }
}
