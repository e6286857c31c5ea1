public import Annealing
public import ChipPlace
public import Evaluation
public import Netlist
public import Policy

extension Recipe {
  /// Places a design by the recipe. The same recipe, design, variables, seed, budget in moves and number
  /// of threads give the same placement.
  ///
  /// - Parameters:
  ///   - netVariables: what the net-weight formula can look at beside the netlist.
  ///   - budget: what all stages together may take.
  ///   - halo: the clearance to keep between hard macros.
  ///   - model: the policy network, for hybrid stages; by default the one that comes with the library.
  ///   - stop: ends the run with the best so far when raised.
  ///   - progress: called from time to time while annealing, with figures of the stage at hand.
  /// - Returns: the placement. Its ``ChipPlace/PlacementResult/evaluation`` is by the design's own net
  ///   weights and the usual cost weights, whatever the recipe's; the costs of
  ///   ``ChipPlace/PlacementResult/stages`` are those that each stage was decided by.
  /// - Throws: ``RecipeError`` for a recipe out of bounds or variables that do not fit the design,
  ///   `PlacementError` if the design cannot be placed.
  public func place(
    _ design: Design, netVariables: NetVariables = NetVariables(), budget: AnnealingBudget,
    seed: UInt64, threads: Int = 1, halo: Double = 0, model: PolicyModel? = nil,
    stop: StopFlag = StopFlag(), progress: (AnnealingProgress) -> Void = { _ in }
  ) throws -> PlacementResult {
    try validate()
    var weighted = design
    if let weights = try netWeights(design.netlist, netVariables) {
      weighted.netlist = design.netlist.replacingNetWeights(with: weights)
    }
    let costWeights = costWeights(design)
    let clock = StageBudget(budget, shares: stages.map(\.share))
    var results: [PlacementResult] = []
    for (index, stage) in stages.enumerated() {
      if index > 0, stop.isRaised { break }
      var staged = stage.weighsNets ? weighted : design
      if let last = results.last { staged.placement = last.placement }
      var options = PlacementOptions(
        budget: clock.budget(of: index, movesSpent: results.reduce(0) { $0 + $1.moves }),
        seed: index == 0 ? seed : Self.seed(seed, stage: index), threads: threads)
      stage.apply(to: &options)
      options.annealing.moveMix = moves
      options.annealing.weights = costWeights
      options.annealing.halo = halo
      options.start = index == 0 ? placementStart : .given
      if index == 0, start == .spiral { options.spiralOrder = spiralOrder(design) }
      results.append(
        try Placer(staged, options: options, model: model).place(stop: stop, progress: progress))
    }
    return try Self.combined(results, design)
  }

  private var placementStart: PlacementStart {
    switch start {
    case .given: .given
    case .analytical: .analytical
    case .spiral: .spiral
    }
  }

  /// The seed of a later stage, which is not to repeat the draws of the first.
  private static func seed(_ seed: UInt64, stage: Int) -> UInt64 {
    var random = SeededGenerator(seed: seed, stream: 0x5354_4147_4500 + UInt64(stage))
    return random.next()
  }

  /// The last stage's result, with the books of all.
  private static func combined(
    _ results: [PlacementResult], _ design: Design
  ) throws -> PlacementResult {
    var result = results[results.count - 1]
    result.stages = results.flatMap(\.stages)
    result.moves = results.reduce(0) { $0 + $1.moves }
    result.seconds = results.reduce(0) { $0 + $1.seconds }
    result.moveStatistics = combinedStatistics(results.map(\.moveStatistics))
    result.evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(result.placement)
    result.legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(result.placement)
    return result
  }

  /// What each kind of move did in all stages, by the order of kinds; shares are those at the end of the
  /// last stage.
  private static func combinedStatistics(_ stages: [[MoveStatistics]]) -> [MoveStatistics] {
    MoveKind.allCases.compactMap { kind in
      let own = stages.flatMap { $0 }.filter { $0.kind == kind.name }
      guard var sum = own.first else { return nil }
      for next in own.dropFirst() {
        sum.proposed += next.proposed
        sum.accepted += next.accepted
        sum.gain += next.gain
      }
      sum.share = stages.last?.first { $0.kind == kind.name }?.share ?? 0
      return sum
    }
  }
}

extension RecipeStage {
  /// Sets the options that a stage decides.
  fileprivate func apply(to options: inout PlacementOptions) {
    options.engine =
      switch engine {
      case .anneal: .anneal
      case .hybrid: .hybrid
      }
    options.annealing.initialTemperatureFactor = initialTemperature
    options.annealing.finalTemperatureFactor = finalTemperature
    options.annealing.restarts = restarts
    options.annealing.initialTails = CostTails(density: densityTail, congestion: congestionTail)
    options.annealing.tailsEnd = tailsEnd
    options.annealing.exchanges = exchanges
  }
}

/// Deals out a budget to stages by their shares. The last has all that is left.
private struct StageBudget {
  private let budget: AnnealingBudget
  private let shares: [Double]
  private let begin = ContinuousClock.now

  init(_ budget: AnnealingBudget, shares: [Double]) {
    self.budget = budget
    self.shares = shares
  }

  func budget(of stage: Int, movesSpent: Int) -> AnnealingBudget {
    let share = shares[stage] / shares[stage...].reduce(0, +)
    switch budget {
    case .moves(let total):
      let left = max(0, total - movesSpent)
      return .moves(stage == shares.count - 1 ? left : Int((Double(left) * share).rounded()))
    case .time(let seconds):
      guard stage > 0 else { return .time(seconds * share) }
      let left = max(0, seconds - (ContinuousClock.now - begin) / .seconds(1))
      return .time(left * share)
    }
  }
}
