public import Annealing
public import Evaluation
import Legalization
public import Netlist
public import Policy

/// Places macros: a start without overlap, then annealing on the exact proxy cost, the policy network,
/// or both.
public struct Placer: Sendable {
  private let design: Design
  private let options: PlacementOptions

  private let model: PolicyModel?

  /// A placer of one design.
  ///
  /// - Parameter model: the policy network, for engines that have one; by default the one that comes
  ///   with the library.
  public init(_ design: Design, options: PlacementOptions, model: PolicyModel? = nil) {
    self.design = design
    self.options = options
    self.model = model
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
    var run = PlacementRun(design, options: options)
    let start = try startPlacement(stop)
    try run.note(options.start == .analytical ? "analytical" : "start", start)
    let temperature =
      options.start == .analytical
      ? AnalyticalStart.temperatureShare
        * AnalyticalStart(design, options: options).costScale(at: start) : nil
    switch options.engine {
    case .policy:
      let placed = try GuidedPlacement(design, options, model).policyAlone(
        from: start, run: &run, stop: stop)
      return try run.finish(placed, stop)
    case .hybrid:
      return try GuidedPlacement(design, options, model).hybrid(
        from: start, temperature: temperature, run: &run, stop: stop, progress: progress)
    case .anneal, .flow:
      var annealing = options.annealing
      annealing.budget = run.budgetLeft
      annealing.initialTemperature = annealing.initialTemperature ?? temperature
      let annealed = Annealer(
        netlist: design.netlist, floorplan: design.floorplan, options: annealing
      ).anneal(from: start, stop: stop, progress: progress)
      return try run.finish(annealed, stop)
    }
  }

  private func startPlacement(_ stop: StopFlag) throws(PlacementError) -> Placement {
    let (netlist, floorplan) = (design.netlist, design.floorplan)
    let wished =
      switch options.start {
      case .given: design.placement
      case .spiral:
        MacroStarts.spiral(
          netlist, floorplan, like: design.placement, order: options.spiralOrder)
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
