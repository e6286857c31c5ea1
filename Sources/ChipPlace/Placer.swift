public import Annealing
public import Distribution
public import Evaluation
import Formats
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
  ///   - ranks: the processes that share the annealing, each with as many replicas as there are threads;
  ///     all of them call this, with the same design, and get the same placement. By default there is
  ///     one.
  ///   - interrupted: where a run with the same design and options stood, to go on from.
  ///   - stop: ends the run with the best so far when raised, on any rank.
  ///   - progress: called from time to time while annealing.
  ///   - checkpoint: called with where the run stands, when its last annealing begins and after each of
  ///     that one's epochs. A run of the policy network alone has none.
  /// - Throws: ``PlacementError`` if the design cannot be placed, or the checkpoint is of another run.
  public func place<Ranks: Communicator>(
    over ranks: Ranks = LocalCommunicator(), resuming interrupted: PlacementCheckpoint? = nil,
    stop: StopFlag = StopFlag(),
    progress: (AnnealingProgress) -> Void = { _ in },
    checkpoint: ((PlacementCheckpoint) -> Void)? = nil
  ) throws(PlacementError) -> PlacementResult {
    try design.requireSame(on: ranks)
    var inputs: RunInputs?
    if interrupted != nil || checkpoint != nil {
      inputs = RunInputs(design)
      inputs?.add(options, model)
    }
    let point = try interrupted?.annealing(of: design, options, inputs)
    var run = PlacementRun(design, options: options, resuming: point)
    var launch: AnnealingLaunch
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
      launch.alternative = AlternativeStart(design, options: options).start(
        replicas: ranks.count * max(options.annealing.threads, 1))
    }
    let book = point?.book ?? run.book
    let annealer = try annealer(launch)
    let annealed = try PlacementError.ofCommunication { () throws(Ranks.Failure) in
      try annealer.anneal(
        from: launch.start, alternative: launch.alternative, over: ranks, resuming: point?.state,
        stop: stop, progress: progress,
        checkpoint: { state in
          guard let checkpoint, let inputs else { return }
          let point = AnnealingPoint(launch: launch, book: book, state: state)
          checkpoint(PlacementCheckpoint(inputs, .annealing(point)))
        })
    }
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
    var launch = AnnealingLaunch(
      start: start, budget: run.budgetLeft(stop),
      initialTemperature: options.annealing.initialTemperature ?? temperature)
    if options.annealing.initialTemperature == nil, let temperature,
      let trial = TemperatureTrial(design, options: options.annealing).outcome(
        from: start, temperature: temperature, stop: stop)
    {
      run.spend(moves: trial.moves)
      try run.note("trial", trial.placement)
      launch.start = trial.placement
      launch.initialTemperature = trial.temperature
      launch.budget = run.budgetLeft(stop)
    }
    return launch
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
  /// Whether it is not the design, but that ranks could not talk to each other.
  public var isOfCommunication = false

  /// An error with its reason.
  public init(message: String) { self.message = message }

  /// The error as a line for a person.
  public var description: String { message }
}

extension PlacementError {
  /// Runs what talks to other ranks.
  static func ofCommunication<Value, Failure>(
    _ body: () throws(Failure) -> Value
  ) throws(PlacementError) -> Value {
    do throws(Failure) {
      return try body()
    } catch {
      var failure = PlacementError(message: "\(error)")
      failure.isOfCommunication = true
      throw failure
    }
  }
}

extension Design {
  /// - Throws: ``PlacementError`` if another rank has another design, as from files that differ between
  ///   machines.
  func requireSame(on ranks: some Communicator) throws(PlacementError) {
    guard ranks.count > 1 else { return }
    let sizes = zip(netlist.nodeWidths, netlist.nodeHeights).flatMap { [$0, $1] }
    let pins = zip(netlist.pinOffsetsX, netlist.pinOffsetsY).flatMap { [$0, $1] }
    var hash = SHA256()
    hash.update(placement.bytes)
    for numbers in [sizes, pins] {
      numbers.withUnsafeBytes { hash.update($0) }
    }
    netlist.netPins.elements.withUnsafeBytes { hash.update($0) }
    let own = Array(hash.finish().utf8)
    let all = try PlacementError.ofCommunication { try ranks.allGather(bytes: own) }
    if let other = all.firstIndex(where: { $0 != all[0] }) {
      throw PlacementError(
        message: "rank \(other) read another design than rank 0: the files differ")
    }
  }
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
