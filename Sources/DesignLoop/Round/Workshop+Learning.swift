import Annealing
import Evaluation
import Foundation
import Netlist
import NeuralNetwork
import Policy
import PolicyTraining
import Recipes

/// What a round leaves to the next.
struct Lesson: Sendable {
  var summary: RoundSummary
  var versions: [VersionKind: Data]
  var decisions: [DecisionRecord]
}

extension Workshop {
  /// Learns from a round's layouts: the models are refitted, the policy is taught the best layout, and
  /// recipes are tried.
  ///
  /// - Returns: nil if stopped.
  func learn(
    from layouts: [LayoutRecord], _ candidates: [CandidateRecord], _ state: LoopState, threads: Int,
    stop: StopFlag
  ) throws(LoopError) -> Lesson? {
    var after = state
    for layout in layouts {
      guard let candidate = candidates.first(where: { $0.id == layout.candidate }) else { continue }
      try after.add(layout, of: candidate.individual, settings: settings)
    }
    var versions: [VersionKind: Data] = [:]
    var decisions: [DecisionRecord] = []
    if settings.feedback.learns {
      guard
        let models = try LengthModels(
          lessons(after.observations, round: state.round), deviations: deviations,
          seed: settings.seed &+ UInt64(state.round) << 16, threads: threads, unless: stop)
      else { return nil }
      versions[.models] = try data(models)
    }
    if settings.teachesPolicy, let best = bestLayout(layouts) {
      guard let policy = try taught(state.policy, best, candidates, stop) else { return nil }
      versions[.policy] = Data(policy.checkpoint.bytes)
    }
    if settings.recipesPerRound > 0 {
      guard let trials = try tryRecipes(&after, stop) else { return nil }
      versions[.recipes] = try data(after.recipes)
      decisions += trials
    }
    let summary = RoundSummary(
      state, after, layouts, candidates, goals: settings.goals)
    decisions.append(
      DecisionRecord(round: state.round, actor: "loop", text: "closed: \(summary.verdict)"))
    return Lesson(summary: summary, versions: versions, decisions: decisions)
  }

  private func data(_ value: some Encodable) throws(LoopError) -> Data {
    do { return try JSON.data(value) } catch {
      throw .ledger("cannot be written as JSON: \(error)")
    }
  }

  private func bestLayout(_ layouts: [LayoutRecord]) -> LayoutRecord? {
    layouts.min { $0.measurement.score(settings.goals) < $1.measurement.score(settings.goals) }
  }

  /// What the models are shown: the layouts as they are, or each design with another's ratio of
  /// measured to prior, so that there is as much to learn but nothing true of the design.
  private func lessons(_ observations: [LengthObservation], round: Int) -> [LengthObservation] {
    guard settings.feedback == .shuffled, observations.count > 1 else { return observations }
    var random = SeededGenerator(seed: settings.seed, stream: 0x5348_5546_0000 + UInt64(round))
    let order = observations.indices.shuffled(using: &random)
    return zip(observations, order).map { own, index in
      let other = observations[index]
      var shown = own
      shown.detour = other.detour
      for busClass in own.measured.indices {
        guard let prior = own.prior[busClass], own.measured[busClass] != nil else { continue }
        // Of a design without the class there is no ratio to take: the design's own stays out too.
        guard let otherPrior = other.prior[busClass], let otherMeasured = other.measured[busClass]
        else {
          shown.measured[busClass] = nil
          continue
        }
        shown.measured[busClass] = ClassWires(
          longest: prior.longest * otherMeasured.longest / otherPrior.longest,
          total: prior.total * otherMeasured.total / otherPrior.total)
      }
      return shown
    }
  }

  private func taught(
    _ policy: PolicyModel, _ layout: LayoutRecord, _ candidates: [CandidateRecord], _ stop: StopFlag
  ) throws(LoopError) -> PolicyModel? {
    guard let candidate = candidates.first(where: { $0.id == layout.candidate }) else {
      return policy
    }
    let design = try design(of: candidate)
    let start = try PlacementBytes.placement(layout.placement, like: design.placement)
    let scene = PolicyScene(design.netlist, design.floorplan, start)
    guard scene.isSuitable, !scene.hardMacros.isEmpty else { return policy }
    do {
      let tuned = try FineTuning(design, from: start, seed: layout.seed).run(
        policy, threads: 1, stop: stop
      ) { $0 < 1 }
      return stop.isRaised ? nil : tuned?.model ?? policy
    } catch {
      throw .placement("teaching the policy: \(error)")
    }
  }

  /// Tries children of the archive's recipes; tells what became of them. Nil if stopped.
  private func tryRecipes(
    _ state: inout LoopState, _ stop: StopFlag
  ) throws(LoopError) -> [DecisionRecord]? {
    let round = state.round
    let (models, policy) = (state.models, state.policy)
    do {
      let trials = try state.recipes.runRound(children: settings.recipesPerRound) {
        recipe, index, seed in
        if stop.isRaised { throw StoppedRecipes() }
        return try self.score(recipe, index, seed, models, policy, stop)
      }
      if stop.isRaised { return nil }
      return trials.map { trial in
        DecisionRecord(
          round: round, actor: "loop",
          text: "recipe \(trial.member.id), child of \(trial.member.parent ?? 0): "
            + trial.outcome.rawValue)
      }
    } catch is StoppedRecipes {
      return nil
    } catch {
      throw .placement("placer recipes: \(error)")
    }
  }

  private struct StoppedRecipes: Error {}

  /// The objective of a case's accelerator placed by a recipe.
  private func score(
    _ recipe: Recipe, _ index: Int, _ seed: UInt64, _ models: LengthModels, _ policy: PolicyModel,
    _ stop: StopFlag
  ) throws -> Double {
    let architecture = try LoopRecipes(settings: settings, space: space).architecture(of: index)
    let design = try appraiser.design(of: architecture, seed: 0)
    let appraisal = try appraiser.appraise(architecture, models, seed: settings.seed)
    let result = try recipe.place(
      design, netVariables: appraiser.netVariables(design, appraisal),
      budget: .moves(max(1000, settings.movesPerPlacement / Self.recipeBudgetDivisor)), seed: seed,
      threads: 1, model: policy, stop: stop)
    let measured = try appraiser.measure(
      design, architecture, result, features: appraisal.features, prior: appraisal.prior)
    return exp(measured.rawScore)
  }

  /// Recipes are judged by placements of a fraction of a candidate's moves.
  private static let recipeBudgetDivisor = 3
}
