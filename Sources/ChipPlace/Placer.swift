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
  ///   - interrupted: where a run with the same design and options stood, to go on from.
  ///   - stop: ends the run with the best so far when raised.
  ///   - progress: called from time to time while annealing.
  ///   - checkpoint: called with where the run stands, when its last annealing begins and after each of
  ///     that one's epochs. A run of the policy network alone has none.
  /// - Throws: ``PlacementError`` if the design cannot be placed, or the checkpoint is of another run.
  public func place(
    resuming interrupted: PlacementCheckpoint? = nil, stop: StopFlag = StopFlag(),
    progress: (AnnealingProgress) -> Void = { _ in },
    checkpoint: ((PlacementCheckpoint) -> Void)? = nil
  ) throws(PlacementError) -> PlacementResult {
    var inputs: RunInputs?
    if interrupted != nil || checkpoint != nil {
      inputs = RunInputs(design)
      inputs?.add(options, model)
    }
    let point = try interrupted?.annealing(of: design, options, inputs)
    var run = PlacementRun(design, options: options, resuming: point)
    let launch: AnnealingLaunch
    if let point {
      launch = point.launch
    } else {
      let start = try startPlacement(stop)
      try run.note(options.start == .analytical ? "analytical" : "start", start)
      guard options.engine != .policy else {
        let placed = try GuidedPlacement(design, options, model).policyAlone(
          from: start, run: &run, stop: stop)
        return try run.finish(placed, stop)
      }
      launch = try self.launch(from: start, &run, stop)
    }
    let book = point?.book ?? run.book
    let annealed = try annealer(launch).anneal(
      from: launch.start, resuming: point?.state, stop: stop, progress: progress,
      checkpoint: { state in
        guard let checkpoint, let inputs else { return }
        let point = AnnealingPoint(launch: launch, book: book, state: state)
        checkpoint(PlacementCheckpoint(inputs, .annealing(point)))
      })
    return try run.finish(annealed, stop)
  }

  /// How the run ends with annealing, after what comes before that.
  private func launch(
    from start: Placement, _ run: inout PlacementRun, _ stop: StopFlag
  ) throws(PlacementError) -> AnnealingLaunch {
    let temperature =
      options.start == .analytical
      ? AnalyticalStart.temperatureShare
        * AnalyticalStart(design, options: options).costScale(at: start) : nil
    if options.engine == .hybrid {
      return try GuidedPlacement(design, options, model).launch(
        from: start, temperature: temperature, run: &run, stop: stop)
    }
    return AnnealingLaunch(
      start: start, budget: run.budgetLeft,
      initialTemperature: options.annealing.initialTemperature ?? temperature)
  }

  private func annealer(_ launch: AnnealingLaunch) throws(PlacementError) -> Annealer {
    var annealing = options.annealing
    annealing.budget = launch.budget
    annealing.initialTemperature = launch.initialTemperature
    let makeProposer =
      options.engine == .hybrid
      ? try GuidedPlacement(design, options, launch.tuned ?? model).proposers(from: launch.start)
      : nil
    return Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: annealing,
      makeProposer: makeProposer)
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
