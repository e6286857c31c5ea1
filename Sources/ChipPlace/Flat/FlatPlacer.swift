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
  ///   - stop: cuts global and detailed placement short when raised; the result is still legal.
  ///   - progress: called from time to time.
  ///   - stageEnded: called after each stage with the placement that it came to.
  /// - Throws: ``PlacementError`` if there is too little room.
  public func place(
    over ranks: some Communicator = LocalCommunicator(), stop: StopFlag = StopFlag(),
    progress: (FlatPlacementProgress) -> Void = { _ in },
    stageEnded: (FlatStageResult, Placement) -> Void = { _, _ in }
  ) throws(PlacementError) -> FlatPlacementResult {
    try design.requireSame(on: ranks)
    var run = FlatRun(design: design, options: options, stop: stop)
    func tell() {
      if let stage = run.stages.last { stageEnded(stage, run.current.placement) }
    }
    try run.placeGlobally(progress)
    tell()
    if run.hasMovableMacros {
      if options.annealing != nil {
        try run.annealMacros(over: ranks, progress)
        tell()
      }
      try run.legalizeMacros()
      tell()
      if run.hasDisplacedMacros {
        try run.placeCells(progress)
        tell()
      }
    }
    try run.legalizeCells()
    tell()
    try run.improve(progress)
    tell()
    return run.result()
  }
}

/// One run through the stages.
private struct FlatRun {
  /// The design as it was given.
  let design: Design
  let options: FlatPlacementOptions
  let stop: StopFlag
  let begin = ContinuousClock.now

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
  var moves = 0
  var stages: [FlatStageResult] = []
  var stageBegin = ContinuousClock.now

  init(design: Design, options: FlatPlacementOptions, stop: StopFlag) {
    self.design = design
    self.options = options
    self.stop = stop
    current = design
  }

  var hasMovableMacros: Bool {
    design.netlist.nodeKinds.indices.contains {
      design.netlist.nodeKinds[$0] == .hardMacro && !design.placement.isFixed[$0]
    }
  }

  /// Whether legal places for macros were so far away that cells should follow. Otherwise they are
  /// better off where they stand: placed anew, with macros fixed, they spread further than they need.
  var hasDisplacedMacros: Bool {
    options.annealing != nil || (stages.last?.wirelength ?? 0) > 1.03 * globalWirelength
  }

  var wirelength: Double { HalfPerimeter.wirelength(current.placement, design.netlist) }

  mutating func placeGlobally(
    _ progress: (FlatPlacementProgress) -> Void
  ) throws(PlacementError) {
    try placeGlobally(.global, options.global, progress)
    globalWirelength = stages.last?.wirelength ?? 0
  }

  mutating func placeCells(_ progress: (FlatPlacementProgress) -> Void) throws(PlacementError) {
    var options = options.global
    options.start = .given(densityWeight: densityWeight)
    try placeGlobally(.cells, options, progress)
    globalWirelength = stages.last?.wirelength ?? 0
  }

  private mutating func placeGlobally(
    _ stage: FlatStage, _ options: GlobalPlacementOptions,
    _ progress: (FlatPlacementProgress) -> Void
  ) throws(PlacementError) {
    do throws(GlobalPlacementError) {
      let result = try GlobalPlacer(design: current, options: options).place(
        current.placement, stop: stop
      ) {
        progress(
          FlatPlacementProgress(
            stage: stage, step: $0.iteration, wirelength: $0.wirelength, overflow: $0.overflow))
      }
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
    over ranks: some Communicator, _ progress: (FlatPlacementProgress) -> Void
  ) throws(PlacementError) {
    guard let annealing = options.annealing else { return }
    let annealed = try MacroAnnealing.anneal(
      current, from: current.placement, options: annealing, over: ranks, stop: stop
    ) {
      progress(
        FlatPlacementProgress(
          stage: .annealing, step: $0.moves, wirelength: wirelength, overflow: nil))
    }
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
      padding = CellPadding(design, placement: current.placement, factors: inflation)
    }
    do throws(LegalizationError) {
      do {
        try legalizePadded()
      } catch {
        // The room for wires is given up where cells find no place with it.
        guard padding != nil else { throw error }
        padding = nil
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

  mutating func improve(_ progress: (FlatPlacementProgress) -> Void) throws(PlacementError) {
    do throws(LegalizationError) {
      let design = paddedDesign
      let result = try DetailedPlacer(design: design, options: options.detailed).improve(
        design.placement, stop: stop
      ) {
        progress(
          FlatPlacementProgress(
            stage: .detailed, step: $0.round, wirelength: $0.wirelength, overflow: nil))
      }
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
}
