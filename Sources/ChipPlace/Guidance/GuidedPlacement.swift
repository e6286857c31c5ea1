import Annealing
import Distribution
import Evaluation
import Legalization
import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy
import PolicyTraining

/// Placement by the policy network, alone or with annealing.
struct GuidedPlacement: Sendable {
  private let design: Design
  private let options: PlacementOptions
  private let guidance: PolicyGuidance
  private let model: PolicyModel
  private let scene: PolicyScene

  /// - Parameter model: the network; nil takes the one that comes with the library.
  init(
    _ design: Design, _ options: PlacementOptions, _ model: PolicyModel?
  ) throws(PlacementError) {
    self.design = design
    self.options = options
    guidance = options.guidance
    scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    guard scene.isSuitable else {
      throw PlacementError(
        message: "the policy network needs a node to place and a canvas of at most "
          + "\(PolicyScene.largestSide) by \(PolicyScene.largestSide) cells, found "
          + "\(scene.grid.columns) by \(scene.grid.rows)")
    }
    if let model {
      self.model = model
    } else {
      do {
        self.model = try PolicyModel.shipped()
      } catch {
        throw PlacementError(message: error.description)
      }
    }
    // Replicas and parts of a batch have a thread each; products share none.
    BLAS.setThreadCount(1)
  }

  private func start(_ model: PolicyModel, _ annealing: AnnealingOptions) -> PolicyStart {
    PolicyStart(
      design, scene, model, guidance, rollouts: guidance.rollouts(for: options.engine), annealing)
  }

  /// The best of the policy's placements.
  func policyAlone(
    from start: Placement, run: inout PlacementRun, stop: StopFlag
  ) throws(PlacementError) -> Placement {
    guard !scene.hardMacros.isEmpty else {
      throw PlacementError(
        message: "the policy network places hard macros, found none that can move")
    }
    let model = try tuned(from: start, &run, stop)?.model ?? model
    let found = self.start(model, options.annealing).candidates(
      from: start, temperature: warmth(at: start), stop: stop)
    guard let best = found.first else {
      throw PlacementError(message: "the policy network found no place for the hard macros")
    }
    try run.note("policy", best.placement)
    return best.placement
  }

  /// Annealing from the policy's best placement, or the start if that proves better, with moves that
  /// the policy proposes.
  func launch(
    from start: Placement, temperature: Double?, run: inout PlacementRun, stop: StopFlag
  ) throws(PlacementError) -> AnnealingLaunch {
    let tuning = try tuned(from: start, &run, stop)
    var warmth = options.annealing.initialTemperature ?? temperature
    var begin = tuning?.best ?? start
    if guidance.rollouts(for: .hybrid) > 0, !scene.hardMacros.isEmpty {
      let best = self.start(tuning?.model ?? model, options.annealing).best(
        from: begin, temperature: warmth ?? self.warmth(at: start),
        budget: share(guidance.trialShare), stop: stop)
      run.spend(moves: best.moves)
      begin = best.placement
      warmth = warmth ?? self.warmth(at: begin)
      try run.note("policy", begin)
    }
    return AnnealingLaunch(
      start: begin, budget: run.budgetLeft(stop), initialTemperature: warmth, tuned: tuning?.model)
  }

  /// What makes a proposer for each replica; nil if the policy is to propose nothing.
  func proposers(from begin: Placement) -> (@Sendable (Int) -> any CellProposer)? {
    guard guidance.proposes else { return nil }
    let (scene, model) = (scene, model)
    let (halo, weights) = (options.annealing.halo, options.annealing.weights)
    return { _ in PolicyProposer(scene, model, start: begin, halo: halo, weights: weights) }
  }

  /// A temperature that improves a placement without first undoing it.
  private func warmth(at placement: Placement) -> Double {
    AnalyticalStart.temperatureShare
      * AnalyticalStart(design, options: options).costScale(at: placement)
  }

  /// A share of the whole budget.
  private func share(_ share: Double) -> AnnealingBudget {
    switch options.annealing.budget {
    case .time(let seconds): .time(seconds * share)
    case .moves(let moves): .moves(Int(Double(moves) * share))
    }
  }

  /// The policy taught the design at hand, and the better of the start and what that came by; nil
  /// without a round of it.
  private func tuned(
    from start: Placement, _ run: inout PlacementRun, _ stop: StopFlag
  ) throws(PlacementError) -> (model: PolicyModel, best: Placement)? {
    guard guidance.tuningShare > 0, !scene.hardMacros.isEmpty else { return nil }
    let budget = share(guidance.tuningShare)
    let tuning = FineTuning(design, from: start, seed: options.annealing.seed)
    let ending = TimedStop(stop, after: budget)
    func goesOn(_ round: Int) -> Bool {
      switch budget {
      case .time: return true
      case .moves(let moves): return moves >= (round + 1) * tuning.movesPerRound
      }
    }
    let result: FineTuningResult?
    do throws(TrainingError) {
      result = try withExtendedLifetime(ending) { () throws(TrainingError) in
        try tuning.run(model, threads: 1, stop: ending.flag, while: goesOn)
      }
    } catch {
      throw PlacementError(message: error.message)
    }
    guard let result else { return nil }
    run.spend(moves: result.moves)
    let best = better(of: start, result.best)
    try run.note("tune", best)
    return (result.model, best)
  }

  /// The start, or another placement that is better once the options' clearance is kept in it.
  private func better(of start: Placement, _ other: Placement) -> Placement {
    let legalizer = MacroLegalizer(
      netlist: design.netlist, floorplan: design.floorplan, halo: options.annealing.halo)
    guard let other = try? legalizer.legalize(other) else { return start }
    var evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: start,
      weights: options.annealing.weights)
    let cost = evaluator.cost
    evaluator.restore(other)
    return evaluator.cost < cost ? other : start
  }
}
