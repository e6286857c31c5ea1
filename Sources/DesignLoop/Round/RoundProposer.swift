import CostModels
import Evaluation
import Foundation
import Netlist
import Statistics

/// Chooses what a round places.
struct RoundProposer: Sendable {
  let settings: LoopSettings
  let space: DesignSpace
  let appraiser: Appraiser
  let threads: Int

  /// A round's candidates, and what was decided on the way to them.
  struct Choice {
    var hypothesis: String
    var candidates: [CandidateRecord]
    var decisions: [DecisionRecord]
  }

  /// A candidate with what is expected of it.
  private struct Appraised: Sendable {
    var individual: Individual
    var appraisal: Result<Appraiser.Appraisal, LoopError>
    var gain = 0.0
  }

  /// Chooses; the result depends on the settings, the state and the outside proposals alone.
  ///
  /// - Parameter outside: architectures that the user's command proposes.
  /// - Returns: nil if stopped.
  func choose(
    _ state: LoopState, outside: [Architecture], stop: StopFlag
  ) throws(LoopError) -> Choice? {
    var random = SeededGenerator(seed: settings.seed, stream: 0x5250_0000 + UInt64(state.round))
    let wanted = settings.placements(in: state.round)
    var decisions: [DecisionRecord] = []
    var candidates: [CandidateRecord] = []
    var offered: [Individual] = []
    for architecture in outside {
      let individual = Individual(architecture: architecture, origin: .outside)
      let isRepeated = offered.contains { $0.architecture == architecture }
      let reason = isRepeated ? "it was proposed already" : refusal(of: architecture, state)
      if let reason {
        decisions.append(
          DecisionRecord(
            round: state.round, actor: "loop",
            text: "refused the command's proposal \(architecture.summary): \(reason)"))
      } else {
        offered.append(individual)
      }
    }
    let children = try self.children(state, wanted: wanted, using: &random)
    let pool =
      offered
      + children.filter { child in !offered.contains { $0.architecture == child.architecture } }
    guard let appraised = appraise(pool, state, stop) else { return nil }
    let unbuildable = appraised.count { if case .failure = $0.appraisal { true } else { false } }
    if unbuildable > 0 {
      decisions.append(
        DecisionRecord(
          round: state.round, actor: "loop",
          text: "\(unbuildable) of \(pool.count) candidates cannot be generated; the first because "
            + firstFailure(appraised)))
    }
    for chosen in choose(wanted, of: appraised, state) {
      guard case .success(let appraisal) = chosen.appraisal else { continue }
      candidates.append(
        CandidateRecord(
          id: state.nextCandidate + candidates.count, round: state.round,
          individual: chosen.individual, seed: random.next(), prediction: appraisal.prediction,
          acquisition: chosen.gain, decision: .place, reason: nil))
    }
    guard !candidates.isEmpty else {
      throw .noArchitecture(
        "round \(state.round): none of \(pool.count) candidates can be generated: "
          + firstFailure(appraised))
    }
    return Choice(
      hypothesis: hypothesis(candidates, state), candidates: candidates, decisions: decisions)
  }

  /// What the user's command is told before it proposes.
  func question(_ state: LoopState) -> OutsideProposer.State {
    OutsideProposer.State(
      round: state.round, wanted: settings.placements(in: state.round),
      choices: Dictionary(
        uniqueKeysWithValues: zip(Gene.allCases, space.choices).map { gene, values in
          (gene.rawValue, values.map { NamedValue($0, of: gene) })
        }),
      measured: state.archive.members.map {
        OutsideProposer.State.Measured(
          candidate: $0.candidate, architecture: $0.individual.architecture, figures: $0.figures,
          objective: $0.figures.objective(settings.goals))
      })
  }

  // MARK: - Where candidates come from

  private func children(
    _ state: LoopState, wanted: Int, using random: inout SeededGenerator
  ) throws(LoopError) -> [Individual] {
    let variation = Variation(space: space)
    switch settings.feedback {
    case .random: return try drawn(4 * wanted, state, using: &random)
    case _ where state.round == 1: return try drawn(4 * wanted, state, using: &random)
    case .evolution: return try variation.children(4 * wanted, of: state.archive, using: &random)
    case .closed, .frozen, .shuffled:
      return try variation.children(settings.poolSize, of: state.archive, using: &random)
    }
  }

  /// Different architectures, drawn evenly; some more than wanted, for those that prove unbuildable.
  private func drawn(
    _ count: Int, _ state: LoopState, using random: inout SeededGenerator
  ) throws(LoopError) -> [Individual] {
    var seen: Set<Architecture> = []
    var result: [Individual] = []
    for _ in 0..<20 * count where result.count < count {
      let architecture = try space.random(using: &random)
      if !state.archive.contains(architecture), seen.insert(architecture).inserted {
        result.append(Individual(architecture: architecture, origin: .random))
      }
    }
    return result
  }

  private func refusal(of architecture: Architecture, _ state: LoopState) -> String? {
    if let gene = space.firstStranger(in: architecture) {
      return "\(gene.rawValue) is \(NamedValue(architecture[gene], of: gene)), "
        + "which is not among the choices"
    }
    if state.archive.contains(architecture) { return "it was measured or refused already" }
    return architecture.refusal
  }

  // MARK: - Which of them

  private func appraise(
    _ pool: [Individual], _ state: LoopState, _ stop: StopFlag
  ) -> [Appraised]? {
    let best = state.archive.best?.score
    let (appraiser, models, seed) = (appraiser, state.models, settings.seed)
    return Workers(threads).map(pool, unless: stop) { individual in
      let appraisal = Result { () throws(LoopError) in
        try appraiser.appraise(individual.architecture, models, seed: seed)
      }
      var appraised = Appraised(individual: individual, appraisal: appraisal)
      if case .success(let appraisal) = appraisal {
        appraised.gain = expectedGain(appraisal.prediction, below: best)
      }
      return appraised
    }
  }

  /// How much a candidate is expected to lower the best score, times the chance that the constraints
  /// hold (Gardner et al. 2014). While nothing meets them, that chance alone.
  private func expectedGain(_ prediction: Prediction, below best: Double?) -> Double {
    guard let best, best.isFinite else { return prediction.feasibility }
    let score = NormalDistribution(
      mean: prediction.score, variance: prediction.scoreDeviation * prediction.scoreDeviation)
    return prediction.feasibility * ExpectedImprovement.value(of: score, below: best)
  }

  /// The first that can be built where no model chooses. Else, one after another, that of the largest
  /// expected gain, less for those near to ones chosen already; the last by the gain in hypervolume, so
  /// that the archive also grows where one of latency, energy and area is low.
  private func choose(
    _ wanted: Int, of pool: [Appraised], _ state: LoopState
  ) -> [Appraised] {
    var built = mayMeetConstraints(pool)
    guard settings.feedback.choosesByModel, state.round > 1 else {
      return Array(built.prefix(wanted))
    }
    let front = ObjectiveFront(state.archive.members.filter { $0.score.isFinite }.map(\.figures))
    var chosen: [Appraised] = []
    while chosen.count < wanted, !built.isEmpty {
      let isLast = wanted > 1 && chosen.count == wanted - 1
      let values = built.map { candidate in
        let nearest = chosen.map { space.distance($0.individual, candidate.individual) }.min() ?? 1
        let value =
          isLast ? hypervolumeGain(candidate, front) : candidate.gain
        return value * min(1, nearest / Self.distinct)
      }
      let index = values.indices.max { (values[$0], $1) < (values[$1], $0) }!
      chosen.append(built.remove(at: index))
    }
    return chosen
  }

  /// Those that can be built and may meet the constraints; if none is expected to, all that can be built.
  private func mayMeetConstraints(_ pool: [Appraised]) -> [Appraised] {
    let built = pool.compactMap { candidate in
      if case .success(let appraisal) = candidate.appraisal {
        (candidate: candidate, isFeasible: appraisal.prediction.feasibility > 0)
      } else {
        nil
      }
    }
    let feasible = built.filter(\.isFeasible)
    return (feasible.isEmpty ? built : feasible).map(\.candidate)
  }

  /// The distance in genes from which on two candidates of a round do not stand in each other's way.
  private static let distinct = 0.15

  private func hypervolumeGain(_ candidate: Appraised, _ front: ObjectiveFront) -> Double {
    guard case .success(let appraisal) = candidate.appraisal else { return 0 }
    return appraisal.prediction.feasibility * front.gain(appraisal.samples)
  }

  private func firstFailure(_ pool: [Appraised]) -> String {
    for candidate in pool {
      if case .failure(let error) = candidate.appraisal { return error.description }
    }
    return "of none"
  }

  // MARK: - What is expected

  private func hypothesis(_ candidates: [CandidateRecord], _ state: LoopState) -> String {
    let lowest = candidates.map(\.prediction.score).min() ?? 0
    guard let best = state.archive.best, best.score.isFinite else {
      return "Round \(state.round): \(candidates.count) architectures to learn from; "
        + "the best is expected at \(exp(lowest).rounded(to: 3))."
    }
    let change = 100 * (exp(lowest - best.score) - 1)
    let way =
      switch settings.feedback {
      case .closed: "models fitted to \(state.models.layouts) layouts"
      case .shuffled: "models fitted to \(state.models.layouts) shuffled layouts"
      case .frozen: "the analytical models"
      case .random: "chance"
      case .evolution: "variation alone"
      }
    return
      "Round \(state.round): by \(way), the best of \(candidates.count) architectures is expected at "
      + "\(exp(lowest).rounded(to: 3)), \(change < 0 ? "" : "+")\(change.rounded(to: 2)) % "
      + "against the best so far."
  }
}
