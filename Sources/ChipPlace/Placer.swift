public import Annealing
public import Evaluation
import Legalization
public import Netlist

/// Places macros: a start without overlap, then annealing on the exact proxy cost.
public struct Placer: Sendable {
  private let design: Design
  private let options: PlacementOptions

  /// A placer of one design.
  public init(_ design: Design, options: PlacementOptions) {
    self.design = design
    self.options = options
  }

  /// Places the design. The same design, options with a budget in moves, and thread count give the
  /// same placement.
  ///
  /// - Parameters:
  ///   - stop: ends the run with the best so far when raised.
  ///   - progress: called from time to time while annealing.
  /// - Throws: ``PlacementError`` if the design cannot be placed.
  public func place(
    stop: StopFlag = StopFlag(), progress: (AnnealingProgress) -> Void = { _ in }
  ) throws(PlacementError) -> PlacementResult {
    let clock = ContinuousClock()
    let begin = clock.now
    let evaluator = ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, weights: options.annealing.weights)
    let start = try startPlacement(stop)
    var stages = [
      PlacementStage(
        name: options.start == .analytical ? "analytical" : "start", seconds: begin.secondsToNow,
        proxyCost: try evaluator.cost(start).proxy)
    ]
    var annealing = options.annealing
    if case .time(let seconds) = annealing.budget {
      annealing.budget = .time(max(0, seconds - begin.secondsToNow))
    }
    if options.start == .analytical, annealing.initialTemperature == nil {
      annealing.initialTemperature =
        AnalyticalStart.temperatureShare
        * AnalyticalStart(design, options: options).costScale(at: start)
    }
    let annealed = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: annealing
    ).anneal(from: start, stop: stop, progress: progress)
    let evaluation = try evaluator.cost(annealed.placement)
    stages.append(
      PlacementStage(name: "anneal", seconds: annealed.seconds, proxyCost: evaluation.proxy))
    let legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(annealed.placement)
    return PlacementResult(
      placement: annealed.placement, evaluation: evaluation, legality: legality, stages: stages,
      moves: annealed.moves, moveStatistics: annealed.statistics, seconds: begin.secondsToNow,
      wasStopped: stop.isRaised)
  }

  private func startPlacement(_ stop: StopFlag) throws(PlacementError) -> Placement {
    let (netlist, floorplan) = (design.netlist, design.floorplan)
    let wished =
      switch options.start {
      case .given: design.placement
      case .spiral: MacroStarts.spiral(netlist, floorplan, like: design.placement)
      case .random:
        MacroStarts.random(
          netlist, floorplan, like: design.placement, seed: options.annealing.seed)
      case .analytical: try AnalyticalStart(design, options: options).best(stop: stop)
      }
    do throws(LegalizationError) {
      return try MacroLegalizer(
        netlist: netlist, floorplan: floorplan, halo: options.annealing.halo
      ).legalize(wished)
    } catch {
      throw PlacementError(message: error.message)
    }
  }
}

/// Why a design could not be placed.
public struct PlacementError: Error, Hashable, CustomStringConvertible {
  /// What stands in the way.
  public var message: String

  /// An error with its reason.
  public init(message: String) { self.message = message }

  /// The error as a line for a person.
  public var description: String { message }
}

extension ProxyEvaluator {
  /// The cost under the clamping edge rule, which every placement has.
  func cost(_ placement: Placement) throws(PlacementError) -> Evaluation {
    do throws(OutsideGridError) {
      return try evaluate(placement)
    } catch {
      throw PlacementError(message: error.description)
    }
  }
}
