import Annealing
import ChipPlace
import Evaluation
import Formats
import Foundation
import GlobalPlacement
import Legalization
import Netlist
import Policy

/// Makes one planned placement and measures it.
struct RunExecutor {
  let run: PlannedRun
  let design: Design
  let model: PolicyModel?
  let stop: StopFlag

  /// What is worth keeping of a placement.
  struct Measurement {
    var evaluation: Evaluation
    var hpwl: Double
    var hardMacroOverlaps: Int
    var violations: Int?
    var isLegal: Bool
    var seconds: Double
    var moves: Int
    var wasStopped: Bool
  }

  /// Places.
  ///
  /// - Parameter progress: called from time to time with the share of the budget that is spent, where
  ///   one is, and the best figure so far.
  func place(_ progress: (Double?, Double) -> Void) throws -> Measurement {
    var weighted = design
    if let file = run.design.netWeights {
      weighted.netlist = design.netlist.replacingNetWeights(
        with: try NetWeightsFile.read(file: file, netlist: design.netlist))
    }
    return run.recipe.engine(isFlat: run.isFlat) == .flow && run.isFlat
      ? try flow(weighted, progress) : try anneal(weighted, progress)
  }

  private var budget: AnnealingBudget {
    switch run.budget {
    // For the policy alone, which asks for none.
    case .none: .time(60)
    case .seconds(let seconds): .time(seconds)
    case .moves(let moves): .moves(moves)
    }
  }

  private var annealingOptions: AnnealingOptions {
    var options = AnnealingOptions(budget: budget, seed: run.seed, threads: run.threads)
    options.halo = run.recipe.halo ?? 0
    options.restarts = run.recipe.restarts ?? 1
    return options
  }

  private func anneal(
    _ weighted: Design, _ progress: (Double?, Double) -> Void
  ) throws -> Measurement {
    let engine = run.recipe.engine(isFlat: run.isFlat)
    var options = PlacementOptions(
      budget: budget, seed: run.seed, threads: run.threads,
      start: run.recipe.start ?? engine.defaultStart)
    options.annealing = annealingOptions
    options.engine = engine
    options.guidance = run.recipe.guidance
    let result = try Placer(weighted, options: options, model: model).place(stop: stop) {
      progress($0.fraction, $0.bestCost)
    }
    // By the weights of the design, whatever the placer went by.
    let evaluation =
      run.design.netWeights == nil ? result.evaluation : try evaluate(result.placement)
    var measurement = Measurement(
      evaluation: evaluation, hpwl: evaluation.hpwl,
      hardMacroOverlaps: result.legality.hardMacroOverlaps, violations: nil,
      isLegal: result.legality.isLegal, seconds: result.seconds, moves: result.moves,
      wasStopped: result.wasStopped)
    if run.isFlat {
      // Judged as other placements of the design are.
      let report = RowLegalityChecker(design: design).check(result.placement)
      measurement.violations = report.count
      measurement.isLegal = report.isLegal
      measurement.hpwl =
        HalfPerimeter.wirelength(result.placement, design.netlist)
        / design.floorplan.unitsPerMicron
    }
    return measurement
  }

  private func flow(
    _ weighted: Design, _ progress: (Double?, Double) -> Void
  ) throws -> Measurement {
    let recipe = run.recipe
    var options = FlatPlacementOptions(seed: run.seed, threads: run.threads)
    if let density = recipe.density { options.global.targetDensity = density }
    options.global.routability = recipe.routability.map {
      RoutabilityOptions(model: $0, capacity: recipe.routingCapacity ?? 1)
    }
    options.legalization.macroSpacing = recipe.halo ?? 0
    if recipe.annealMacros == true { options.annealing = annealingOptions }
    let unit = design.floorplan.unitsPerMicron
    let result = try FlatPlacer(weighted, options: options).place(stop: stop) {
      progress(nil, $0.wirelength / unit)
    }
    let legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(result.placement)
    return Measurement(
      evaluation: try evaluate(result.placement), hpwl: result.wirelength / unit,
      hardMacroOverlaps: legality.hardMacroOverlaps, violations: result.legality.count,
      isLegal: result.legality.isLegal, seconds: result.seconds, moves: result.moves,
      wasStopped: result.wasStopped)
  }

  private func evaluate(_ placement: Placement) throws -> Evaluation {
    try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan).evaluate(placement)
  }
}
