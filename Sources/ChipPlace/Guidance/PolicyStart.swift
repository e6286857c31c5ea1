import Annealing
import Evaluation
import Legalization
import Netlist
import Policy

/// Starts for annealing by the policy: it places all hard macros some times over, the value network
/// or the cost chooses a few of the results, and a short annealing of each decides.
struct PolicyStart: Sendable {
  private let design: Design
  private let scene: PolicyScene
  private let model: PolicyModel
  private let guidance: PolicyGuidance
  private let rollouts: Int
  private let annealing: AnnealingOptions

  init(
    _ design: Design, _ scene: PolicyScene, _ model: PolicyModel, _ guidance: PolicyGuidance,
    rollouts: Int, _ annealing: AnnealingOptions
  ) {
    self.rollouts = rollouts
    self.design = design
    self.scene = scene
    self.model = model
    self.guidance = guidance
    self.annealing = annealing
  }

  /// A placement without overlap, and what the policy or annealing says of it.
  struct Candidate: Sendable {
    var placement: Placement
    var cost: Double
    /// The cost that is expected after annealing; the cost itself where nobody expects anything.
    var expectedCost: Double
  }

  /// The policy's placements without overlap, the most promising first.
  func candidates(from start: Placement, temperature: Double, stop: StopFlag) -> [Candidate] {
    guard rollouts > 0, !scene.hardMacros.isEmpty else { return [] }
    var options = RolloutOptions()
    options.count = rollouts
    options.seed = annealing.seed
    options.weights = annealing.weights
    options.halo = annealing.halo
    options.temperature = temperature
    let made = PolicyRollouts(scene, model, options: options).run(from: start, stop: stop)
    var result: [Candidate] = []
    for rollout in made {
      guard let legal = legalized(rollout.placement) else { continue }
      // Rollouts that were stopped, or had no room for a macro, overlap.
      let cost = legal == rollout.placement ? rollout.cost : cost(of: legal)
      let gain = guidance.filtersByValue ? rollout.expectedGain : 0
      result.append(Candidate(placement: legal, cost: cost, expectedCost: cost - gain))
    }
    return result.enumerated().sorted {
      ($0.element.expectedCost, $0.offset) < ($1.element.expectedCost, $1.offset)
    }.map(\.element)
  }

  /// The best start after trials, of the start itself and the policy's best, and the moves of all
  /// trials.
  ///
  /// - Parameter budget: what all trials together may take.
  func best(
    from start: Placement, temperature: Double, budget: AnnealingBudget, stop: StopFlag
  ) -> (placement: Placement, moves: Int) {
    let chosen = candidates(from: start, temperature: temperature, stop: stop).prefix(
      max(guidance.trials, 1))
    if chosen.isEmpty { return (start, 0) }
    let runs = [start] + chosen.map(\.placement)
    var best = (placement: start, cost: Double.infinity)
    var moves = 0
    for (index, run) in runs.enumerated() {
      if stop.isRaised, index > 0 { break }
      var options = annealing
      options.budget = Self.share(of: budget, runs.count)
      options.initialTemperature = temperature
      options.exchanges = 0
      options.epochs = 20
      let result = Annealer(
        netlist: design.netlist, floorplan: design.floorplan, options: options
      ).anneal(from: run, stop: stop)
      moves += result.moves
      if result.cost < best.cost { best = (result.placement, result.cost) }
    }
    return (best.placement, moves)
  }

  private static func share(of budget: AnnealingBudget, _ parts: Int) -> AnnealingBudget {
    switch budget {
    case .time(let seconds): .time(seconds / Double(parts))
    case .moves(let moves): .moves(moves / parts)
    }
  }

  private func legalized(_ placement: Placement) -> Placement? {
    try? MacroLegalizer(
      netlist: design.netlist, floorplan: design.floorplan, halo: annealing.halo
    ).legalize(placement)
  }

  private func cost(of placement: Placement) -> Double {
    IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: placement,
      weights: annealing.weights
    ).cost
  }
}
