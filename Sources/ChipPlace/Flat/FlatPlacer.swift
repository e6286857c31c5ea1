import Annealing
public import Distribution
public import Evaluation
import GlobalPlacement
import Legalization
public import Netlist

/// Places flat designs, macros and cells on rows: all together by electrostatics, then macros made
/// legal, cells once more around them if that moved macros far, cells onto rows, and cells improved in
/// place.
public struct FlatPlacer: Sendable {
  private let design: Design
  private let options: FlatPlacementOptions

  /// A placer of one design.
  public init(_ design: Design, options: FlatPlacementOptions = FlatPlacementOptions()) {
    self.design = design
    self.options = options
  }

  /// Whether a design is one for this placer: has cells, and rows to put them on.
  public static func suits(_ design: Design) -> Bool {
    !design.floorplan.placementRows.isEmpty
      && design.netlist.nodeKinds.contains(.standardCell)
  }

  /// Places the design. The same design, options and thread count give the same placement.
  ///
  /// - Parameters:
  ///   - ranks: the processes that share the annealing of macros, all of which call this with the same
  ///     design; the other stages each runs by itself. By default there is one.
  ///   - interrupted: where a run with the same design and options stood, to go on from.
  ///   - stop: cuts global and detailed placement short when raised; the result is still legal.
  ///   - progress: called from time to time.
  ///   - snapshot: called after `progress` with what makes the placement at that point, for those who want
  ///     to show it; until the end, macros and cells may overlap in it.
  ///   - stageEnded: called after each stage with the placement that it came to.
  ///   - checkpoint: called with where the run stands, after each stage, in global placement from time to
  ///     time, and while macros are annealed after each epoch. A run that goes on begins other stages anew.
  /// - Throws: ``PlacementError`` if there is too little room, or the checkpoint is of another run.
  public func place(
    over ranks: some Communicator = LocalCommunicator(),
    resuming interrupted: PlacementCheckpoint? = nil, stop: StopFlag = StopFlag(),
    progress: (FlatPlacementProgress) -> Void = { _ in },
    snapshot: (() -> Placement) -> Void = { _ in },
    stageEnded: (FlatStageResult, Placement) -> Void = { _, _ in },
    checkpoint: ((PlacementCheckpoint) -> Void)? = nil
  ) throws(PlacementError) -> FlatPlacementResult {
    try design.requireSame(on: ranks)
    var inputs: RunInputs?
    if interrupted != nil || checkpoint != nil {
      inputs = RunInputs(design)
      inputs?.add(options)
    }
    var run = FlatRun(design: design, options: options, stop: stop)
    if let interrupted { run.resume(try interrupted.flow(of: design, inputs)) }
    func keep(_ point: () -> FlatPoint) {
      // What was cut short is not what the whole run comes by.
      guard let checkpoint, let inputs, !stop.isRaised else { return }
      checkpoint(PlacementCheckpoint(inputs, .flow(point())))
    }
    while let stage = run.nextStage {
      stop.waitWhilePaused()
      switch stage {
      case .global: try run.placeGlobally(keep, progress, snapshot)
      case .annealing: try run.annealMacros(over: ranks, keep, progress, snapshot)
      case .macroLegalization: try run.legalizeMacros()
      case .cells: try run.placeCells(keep, progress, snapshot)
      case .legalization: try run.legalizeCells()
      case .detailed: try run.improve(progress, snapshot)
      }
      if let stage = run.stages.last { stageEnded(stage, run.current.placement) }
      keep { run.point() }
    }
    return run.result()
  }
}

/// One run through the stages.
private struct FlatRun {
  /// The design as it was given.
  let design: Design
  let options: FlatPlacementOptions
  let stop: StopFlag
  private var begin = ContinuousClock.now

  /// The design with, once they are legal, its macros fixed.
  var current: Design
  var globalWirelength = 0.0
  var legalWirelength = 0.0
  var overflow = 0.0
  var densityWeight = 0.0
  /// By how much global placement enlarged each node for the sake of wires.
  var inflation: [Float] = []
  /// Room at the sides of cells, after legalization.
  var padding: CellPadding?
  /// The placement that the padding was made for.
  private var paddedFrom: Placement?
  /// Where the annealing of macros stood when the run was interrupted.
  private var annealing: AnnealingState?
  /// Where global placement stood then.
  private var interrupted: GlobalPlacementState?
  var moves = 0
  var stages: [FlatStageResult] = []
  var stageBegin = ContinuousClock.now

  /// Keeps a point to go on from, if that is asked for, and makes it only then.
  typealias Keep = (() -> FlatPoint) -> Void

  init(design: Design, options: FlatPlacementOptions, stop: StopFlag) {
    self.design = design
    self.options = options
    self.stop = stop
    current = design
  }

  /// The stage to do next, by those that are done; nil at the end.
  var nextStage: FlatStage? {
    switch stages.last?.stage {
    case nil: return .global
    case .global:
      guard hasMovableMacros else { return .legalization }
      return options.annealing != nil ? .annealing : .macroLegalization
    case .annealing: return .macroLegalization
    case .macroLegalization: return hasDisplacedMacros ? .cells : .legalization
    case .cells: return .legalization
    case .legalization: return .detailed
    case .detailed: return nil
    }
  }

  private var hasMovableMacros: Bool {
    design.netlist.nodeKinds.indices.contains {
      design.netlist.nodeKinds[$0] == .hardMacro && !design.placement.isFixed[$0]
    }
  }

  /// Whether legal places for macros were so far away that cells should follow. Otherwise they are
  /// better off where they stand: placed anew, with macros fixed, they spread further than they need.
  private var hasDisplacedMacros: Bool {
    options.annealing != nil || (stages.last?.wirelength ?? 0) > 1.03 * globalWirelength
  }

  var wirelength: Double { HalfPerimeter.wirelength(current.placement, design.netlist) }

  mutating func placeGlobally(
    _ keep: Keep, _ progress: (FlatPlacementProgress) -> Void,
    _ snapshot: (() -> Placement) -> Void
  ) throws(PlacementError) {
    try placeGlobally(.global, options.global, keep, progress, snapshot)
    globalWirelength = stages.last?.wirelength ?? 0
  }

  mutating func placeCells(
    _ keep: Keep, _ progress: (FlatPlacementProgress) -> Void,
    _ snapshot: (() -> Placement) -> Void
  ) throws(PlacementError) {
    var options = options.global
    options.start = .given(densityWeight: densityWeight)
    try placeGlobally(.cells, options, keep, progress, snapshot)
    globalWirelength = stages.last?.wirelength ?? 0
  }

  private mutating func placeGlobally(
    _ stage: FlatStage, _ options: GlobalPlacementOptions, _ keep: Keep,
    _ progress: (FlatPlacementProgress) -> Void, _ snapshot: (() -> Placement) -> Void
  ) throws(PlacementError) {
    do throws(GlobalPlacementError) {
      let result = try GlobalPlacer(design: current, options: options).place(
        current.placement, resuming: interrupted, stop: stop,
        progress: {
          progress(
            FlatPlacementProgress(
              stage: stage, step: $0.iteration, wirelength: $0.wirelength, overflow: $0.overflow))
        },
        snapshot: snapshot,
        checkpoint: { state in
          withoutActuallyEscaping(state) { state in keep { point(global: state()) } }
        })
      interrupted = nil
      current.placement = result.placement
      overflow = result.overflow
      densityWeight = result.densityWeight
      inflation = result.inflation
      finish(stage, steps: result.iterations, routability: result.routability)
    } catch {
      throw PlacementError(message: error.message)
    }
  }

  /// Anneals macros, if that is asked for.
  mutating func annealMacros(
    over ranks: some Communicator, _ keep: Keep,
    _ progress: (FlatPlacementProgress) -> Void, _ snapshot: (() -> Placement) -> Void
  ) throws(PlacementError) {
    guard let options = options.annealing else { return }
    let annealed = try MacroAnnealing.anneal(
      current, from: current.placement, options: options, over: ranks, resuming: annealing,
      stop: stop,
      progress: {
        progress(
          FlatPlacementProgress(
            stage: .annealing, step: $0.moves, wirelength: wirelength, overflow: nil))
      },
      snapshot: snapshot,
      checkpoint: { state in keep { point(annealing: state) } })
    annealing = nil
    current.placement = annealed.placement
    moves = annealed.moves
    finish(.annealing, steps: annealed.moves)
  }

  /// Makes macros legal, and fixes them.
  mutating func legalizeMacros() throws(PlacementError) {
    do throws(LegalizationError) {
      current.placement = try MacroRowLegalizer(
        design: current, options: options.legalization
      ).legalize(current.placement)
    } catch {
      throw PlacementError(message: error.message)
    }
    for node in design.netlist.nodes(.hardMacro) { current.placement.isFixed[node.index] = true }
    finish(.macroLegalization, steps: 0)
  }

  mutating func legalizeCells() throws(PlacementError) {
    if !inflation.isEmpty {
      paddedFrom = current.placement
      padding = CellPadding(design, placement: current.placement, factors: inflation)
    }
    do throws(LegalizationError) {
      do {
        try legalizePadded()
      } catch {
        // The room for wires is given up where cells find no place with it.
        guard padding != nil else { throw error }
        padding = nil
        paddedFrom = nil
        try legalizePadded()
      }
    } catch {
      throw PlacementError(message: error.message)
    }
    finish(.legalization, steps: 0)
    legalWirelength = stages.last?.wirelength ?? 0
  }

  private mutating func legalizePadded() throws(LegalizationError) {
    let design = paddedDesign
    let legal = try CellLegalizer(design: design, options: options.legalization)
      .legalize(design.placement)
    current.placement = padding?.unpadded(legal) ?? legal
  }

  /// The design with the cells' room at their sides.
  private var paddedDesign: Design {
    guard let padding else { return current }
    var design = current
    design.netlist = padding.netlist
    design.placement = padding.padded(current.placement)
    return design
  }

  mutating func improve(
    _ progress: (FlatPlacementProgress) -> Void, _ snapshot: (() -> Placement) -> Void
  ) throws(PlacementError) {
    do throws(LegalizationError) {
      let design = paddedDesign
      let result = try DetailedPlacer(design: design, options: options.detailed).improve(
        design.placement, stop: stop,
        progress: {
          progress(
            FlatPlacementProgress(
              stage: .detailed, step: $0.round, wirelength: $0.wirelength, overflow: nil))
        },
        snapshot: { improved in
          withoutActuallyEscaping(improved) { improved in
            snapshot { padding?.unpadded(improved()) ?? improved() }
          }
        })
      current.placement = padding?.unpadded(result.placement) ?? result.placement
      finish(.detailed, steps: result.steps.last?.round ?? 0)
    } catch {
      throw PlacementError(message: error.message)
    }
  }

  private mutating func finish(
    _ stage: FlatStage, steps: Int, routability: RoutabilityResult? = nil
  ) {
    stages.append(
      FlatStageResult(
        stage: stage, seconds: stageBegin.secondsToNow, wirelength: wirelength, steps: steps,
        routability: routability))
    stageBegin = .now
  }

  func result() -> FlatPlacementResult {
    var placement = current.placement
    placement.isFixed = design.placement.isFixed
    return FlatPlacementResult(
      placement: placement, globalWirelength: globalWirelength, legalWirelength: legalWirelength,
      wirelength: stages.last?.wirelength ?? 0, overflow: overflow,
      legality: RowLegalityChecker(design: design).check(placement), moves: moves,
      stages: stages,
      seconds: begin.secondsToNow, wasStopped: stop.isRaised)
  }

  /// Where the run stands between two stages, or in one that can be gone on with.
  func point(
    annealing: AnnealingState? = nil, global: GlobalPlacementState? = nil
  ) -> FlatPoint {
    FlatPoint(
      placement: current.placement, globalWirelength: globalWirelength,
      legalWirelength: legalWirelength, overflow: overflow, densityWeight: densityWeight,
      inflation: inflation, paddedFrom: paddedFrom, moves: moves, stages: stages,
      seconds: begin.secondsToNow, stageSeconds: stageBegin.secondsToNow, annealing: annealing,
      global: global)
  }

  /// Goes on from there.
  mutating func resume(_ point: FlatPoint) {
    current.placement = point.placement
    globalWirelength = point.globalWirelength
    legalWirelength = point.legalWirelength
    overflow = point.overflow
    densityWeight = point.densityWeight
    inflation = point.inflation
    paddedFrom = point.paddedFrom
    padding = paddedFrom.flatMap { CellPadding(design, placement: $0, factors: inflation) }
    moves = point.moves
    stages = point.stages
    annealing = point.annealing
    interrupted = point.global
    begin = .now - .seconds(point.seconds)
    stageBegin = .now - .seconds(point.stageSeconds)
  }
}

/// Where a run of ``FlatPlacer`` stands between two stages, in global placement, or in the annealing of
/// macros.
struct FlatPoint: Sendable {
  var placement: Placement
  var globalWirelength: Double
  var legalWirelength: Double
  var overflow: Double
  var densityWeight: Double
  var inflation: [Float]
  /// The placement that cells were padded for.
  var paddedFrom: Placement?
  var moves: Int
  var stages: [FlatStageResult]
  /// Seconds of wall-clock time, and those of them in the stage at hand.
  var seconds: Double
  var stageSeconds: Double
  var annealing: AnnealingState?
  var global: GlobalPlacementState?
}
