public import Evaluation
public import Netlist

/// Places nodes where wirelength and an even density want them, macros and cells together:
/// electrostatic analytical placement.
///
/// Minimizes wirelength + λ · density, with wirelength in the weighted-average model and density as
/// the energy of an electrostatic system, by Nesterov's method, while λ grows until the density is
/// even. After Lu et al., *ePlace*, TODAES 2015, and *ePlace-MS*, TCAD 2015; the schedules of the
/// smoothing and of λ follow Lin et al., *DREAMPlace*, TCAD 2020.
public struct GlobalPlacer: Sendable {
  private let design: Design
  private let options: GlobalPlacementOptions

  /// The iterations from one checkpoint to the next: each copies all positions and gradients.
  public static let checkpointIterations = 16

  /// A placer of one design.
  public init(design: Design, options: GlobalPlacementOptions = GlobalPlacementOptions()) {
    self.design = design
    self.options = options
  }

  /// A global placement of all nodes that `start` does not fix. The same design, start and options
  /// give the same placement.
  ///
  /// - Parameters:
  ///   - start: the positions of fixed nodes and, if ``GlobalPlacementOptions/start`` says so, where
  ///     to begin.
  ///   - interrupted: where a run of the same design, start and options stood, to go on from.
  ///   - stop: ends the run early when raised.
  ///   - progress: called after each iteration.
  ///   - snapshot: called after `progress` with what makes the placement of that iteration.
  ///   - checkpoint: called every ``checkpointIterations`` iterations with what tells where the run stands.
  /// - Throws: ``GlobalPlacementError`` if there is too little room, or the interrupted run was another.
  public func place(
    _ start: Placement, resuming interrupted: GlobalPlacementState? = nil,
    stop: StopFlag = StopFlag(),
    progress: (GlobalPlacementProgress) -> Void = { _ in },
    snapshot: (() -> Placement) -> Void = { _ in },
    checkpoint: (() -> GlobalPlacementState) -> Void = { _ in }
  ) throws(GlobalPlacementError) -> GlobalPlacementResult {
    let room = try PlacementRoom(design, start, options)
    guard room.movableCount > 0 else {
      return GlobalPlacementResult(
        placement: start, wirelength: 0, overflow: 0, densityWeight: 0, iterations: 0,
        targetDensity: room.territories[0].targetDensity)
    }
    let problem = PlacementProblem(
      design: design, placement: start, area: room.grid.area, territories: room.territories)
    var descent = Descent(problem, room: room, options: options, start: start)
    var routability = options.routability.map {
      RoutabilityRounds(
        descent.problem, design: design, start: start, options: $0, threads: options.threads)
    }
    var iteration = 0
    if let interrupted {
      guard interrupted.suits(descent.problem, routability: routability != nil) else {
        throw GlobalPlacementError(message: "the run to go on from is of another design")
      }
      iteration = interrupted.iteration
      if let rounds = interrupted.routability { routability?.resume(rounds) }
      descent.resume(interrupted.descent, routability?.inflation)
    }
    while iteration < options.iterationLimit, !stop.isRaisedAfterPause, !descent.isDone {
      descent.iterate(iteration)
      iteration += 1
      routability?.review(&descent, iteration: iteration)
      progress(
        GlobalPlacementProgress(
          iteration: iteration, wirelength: descent.wirelength * descent.problem.unit,
          overflow: descent.overflow))
      snapshot {
        var placement = start
        descent.store(in: &placement)
        return placement
      }
      if iteration % Self.checkpointIterations == 0 {
        checkpoint {
          GlobalPlacementState(
            iteration: iteration, descent: descent.point, routability: routability?.point)
        }
      }
    }
    var placement = start
    let found = descent.finish(&placement)
    return GlobalPlacementResult(
      placement: placement, wirelength: found.wirelength, overflow: found.overflow,
      densityWeight: descent.densityWeight.value, iterations: iteration,
      targetDensity: room.territories[0].targetDensity,
      routability: routability?.result(movableArea: descent.problem.movableArea),
      inflation: routability?.nodeFactors(descent.problem, count: design.netlist.nodeCount) ?? [])
  }
}
