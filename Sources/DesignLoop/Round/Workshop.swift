import Accelerator
import Annealing
import ChipPlace
import Evaluation
import Foundation
import Netlist
import NeuralNetwork
import PhysicalExtraction
import Policy
import Recipes
import Technology

/// Generates, places and measures candidates.
struct Workshop: Sendable {
  let settings: LoopSettings
  let space: DesignSpace
  let appraiser: Appraiser
  /// How far features spread over the space's designs.
  let deviations: [Double]
  private let shippedPolicy: PolicyModel

  /// A workshop for a loop's settings.
  ///
  /// - Throws: ``LoopError`` if the technology, the workload or the policy cannot be read.
  init(_ settings: LoopSettings) throws(LoopError) {
    self.settings = settings
    space = DesignSpace(settings.goals.choices)
    do {
      shippedPolicy = try PolicyModel.shipped()
    } catch {
      throw .placement(error.description)
    }
    appraiser = try Appraiser(settings.goals, policy: shippedPolicy)
    deviations = try DesignFeatures.deviations(space, appraiser)
  }

  /// What the first round begins with.
  func beginning() throws(LoopError) -> LoopState {
    LoopState(
      round: 1,
      models: try LengthModels(
        [], deviations: deviations, seed: settings.seed, threads: 1),
      policy: shippedPolicy, recipes: try LoopRecipes(settings: settings, space: space).beginning())
  }

  /// The netlist, die and start of a candidate.
  func design(of candidate: CandidateRecord) throws(LoopError) -> Design {
    try appraiser.design(of: candidate.individual.architecture, seed: candidate.seed)
  }

  // MARK: - Placing

  /// Places a candidate and measures the layout.
  ///
  /// - Parameters:
  ///   - state: what the loop knew before the candidate's round, for what the recipe looks at and
  ///     the policy; for verifications what it knows now.
  ///   - run: 0 in its round; others place anew with other seeds.
  func place(
    _ candidate: CandidateRecord, _ state: LoopState, run: Int = 0, stop: StopFlag
  ) throws(LoopError) -> LayoutRecord {
    let began = ContinuousClock.now
    var random = SeededGenerator(seed: candidate.seed, stream: UInt64(run))
    let seed = random.next()
    let architecture = candidate.individual.architecture
    var design = try design(of: candidate)
    let appraisal = try appraiser.appraise(architecture, state.models, seed: settings.seed)
    let zeroShot = settings.teachesPolicy && run == 0 ? policyCost(design, state.policy) : nil
    let warm = run == 0 ? try warmStart(for: candidate, design, state) : nil
    if let warm { design.placement = warm.placement }
    let result: PlacementResult
    do {
      result = try state.recipes.champion.recipe.place(
        design, netVariables: appraiser.netVariables(design, appraisal),
        budget: .moves(settings.movesPerPlacement), seed: seed, threads: 1, model: state.policy,
        stop: stop)
    } catch {
      throw .placement("candidate \(candidate.id), \(architecture.summary): \(error)")
    }
    var measurement = try appraiser.measure(
      design, architecture, result, features: appraisal.features, prior: appraisal.prior)
    measurement.policyZeroShot = zeroShot.map { $0 / measurement.proxyCost }
    return LayoutRecord(
      candidate: candidate.id, run: run, seed: seed,
      provenance: Provenance(
        models: state.modelsRound, policy: state.policyRound,
        recipe: state.recipes.championID, warmStart: warm?.candidate),
      placement: PlacementBytes.data(result.placement), measurement: measurement,
      seconds: began.secondsToNow)
  }

  /// The proxy cost where the policy would put the memories, everything else at its start.
  private func policyCost(_ design: Design, _ policy: PolicyModel) -> Double? {
    let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    guard scene.isSuitable, !scene.hardMacros.isEmpty else { return nil }
    var options = RolloutOptions()
    options.count = 1
    return PolicyRollouts(scene, policy, options: options).run(from: design.placement).first?.cost
  }

  /// A start from the layout of the most similar accelerator measured before, where that costs less
  /// than the generator's start.
  private func warmStart(
    for candidate: CandidateRecord, _ design: Design, _ state: LoopState
  ) throws(LoopError) -> (placement: Placement, candidate: Int)? {
    guard let nearest = nearestLayout(to: candidate, state),
      space.distance(nearest.individual, candidate.individual) < Self.similar
    else { return nil }
    let earlier = try appraiser.design(of: nearest.individual.architecture, seed: 0)
    let layout = try PlacementBytes.placement(nearest.record.placement, like: earlier.placement)
    guard let start = WarmStart.placement(for: design, from: earlier, layout) else { return nil }
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    guard let warm = try? evaluator.evaluate(start),
      let cold = try? evaluator.evaluate(design.placement),
      warm.proxy < cold.proxy
    else { return nil }
    return (start, nearest.candidate)
  }

  /// The layout of the most similar accelerator measured before.
  func nearestLayout(to candidate: CandidateRecord, _ state: LoopState) -> LoopState.WarmLayout? {
    state.layouts.min {
      space.distance($0.individual, candidate.individual)
        < space.distance($1.individual, candidate.individual)
    }
  }

  /// The distance in genes up to which a layout is worth beginning from.
  private static let similar = 0.35
}
