public import Evaluation
public import Netlist

/// Detailed placement: makes a legal placement of standard cells in rows shorter in wire, and keeps
/// it legal.
///
/// Rounds of the moves of ``DetailedMove``, each accepted only if the exact half-perimeter wirelength
/// falls, until a round gains too little; before the first, annealing. Cells of the height of the most rows' cells move; macros,
/// ports, fixed cells and cells of other heights stay. Follows Pan, Viswanathan and Chu (ICCAD 2005)
/// and Chen, Jiang, Hsu, Chen and Chang (NTUplace3, TCAD 2008). A run depends on
/// the design, the placement and the options, the seed among them, alone.
public struct DetailedPlacer: Sendable {
  private let design: Design
  private let options: DetailedPlacementOptions

  /// A placer of one design; the design's own placement is not looked at.
  public init(design: Design, options: DetailedPlacementOptions = DetailedPlacementOptions()) {
    self.design = design
    self.options = options
  }

  /// Improves a placement.
  ///
  /// - Parameters:
  ///   - placement: a legal placement: every movable cell on sites of a row, clear of macros, closed
  ///     parts and each other, in its region.
  ///   - stop: ends the run early, with what has been gained so far.
  ///   - progress: told after each kind of move.
  ///   - snapshot: called after `progress` with what makes the placement at that point.
  /// - Throws: ``LegalizationError`` if the placement is not legal, the design has no rows, or an
  ///   option is out of range.
  public func improve(
    _ placement: Placement, stop: StopFlag = StopFlag(),
    progress: (DetailedPlacementProgress) -> Void = { _ in },
    snapshot: (() -> Placement) -> Void = { _ in }
  ) throws(LegalizationError) -> DetailedPlacementResult {
    try checkOptions()
    let start = try DetailedStart(design: design, placement: placement)
    var result = DetailedPlacementResult(
      placement: placement, wirelengthBefore: 0, wirelengthAfter: 0, steps: [], isStopped: false)
    result.wirelengthBefore = Self.wirelength(of: placement, in: design.netlist)
    result.wirelengthAfter = result.wirelengthBefore
    if start.cells.isEmpty { return result }
    var state = try start.makeState()
    if options.moves.contains(.annealing), options.annealingMoves > 0, options.rounds > 0,
      !stop.isRaised
    {
      let length = state.wires.totalLength
      state = try anneal(state, from: start, stop)
      result.steps.append(Self.step(.annealing, round: 1, from: length, state, progress))
      snapshot { placement.with(state) }
    }
    var passes = DetailedPasses(state, cells: mirroredCells(start.cells), options)
    for round in 1...max(options.rounds, 1) where options.rounds > 0 && !stop.isRaised {
      let before = state.wires.totalLength
      for move in DetailedMove.allCases
      where move != .annealing && options.moves.contains(move) && !stop.isRaised {
        let length = state.wires.totalLength
        passes.run(move, state, stop)
        result.steps.append(Self.step(move, round: round, from: length, state, progress))
        snapshot { placement.with(state) }
      }
      if before - state.wires.totalLength < options.minimumGain * before { break }
    }
    result.placement = placement.with(state)
    result.wirelengthAfter = Self.wirelength(of: result.placement, in: design.netlist)
    result.isStopped = stop.isRaised
    return result
  }

  /// The state after annealing; as it was at the start, should that be shorter.
  private func anneal(
    _ state: DetailedState, from start: DetailedStart, _ stop: StopFlag
  ) throws(LegalizationError) -> DetailedState {
    let length = state.wires.totalLength
    var annealing = RowAnnealing(
      movesPerCell: options.annealingMoves, seed: options.seed, for: state)
    annealing.run(state, stop: stop)
    return state.wires.totalLength <= length ? state : try start.makeState()
  }

  /// Tells of a step that is done.
  private static func step(
    _ move: DetailedMove, round: Int, from length: Double, _ state: DetailedState,
    _ progress: (DetailedPlacementProgress) -> Void
  ) -> DetailedPlacementProgress {
    let now = state.wires.totalLength
    let step = DetailedPlacementProgress(
      round: round, move: move, gain: length - now, wirelength: now)
    progress(step)
    return step
  }

  private func checkOptions() throws(LegalizationError) {
    guard (2...5).contains(options.reorderingWindow) else {
      throw LegalizationError(
        message: "a reordering window of \(options.reorderingWindow) cells: expected 2 to 5")
    }
    guard (2...256).contains(options.matchingSize) else {
      throw LegalizationError(
        message: "a matching of \(options.matchingSize) cells: expected 2 to 256")
    }
    guard (0...1_000_000).contains(options.annealingMoves) else {
      throw LegalizationError(
        message: "\(options.annealingMoves) moves of annealing a cell: expected 0 to 1000000")
    }
  }

  /// The cells that may be mirrored.
  private func mirroredCells(_ cells: [Int32]) -> [Int32] {
    guard options.mirroring == .whereSymmetric, !design.constraints.nodeSymmetries.isEmpty else {
      return []
    }
    return cells.filter { design.constraints.symmetry(of: NodeID($0)).contains(.y) }
  }

  /// The half-perimeter wirelength of a placement, each net times its weight, from scratch.
  public static func wirelength(of placement: Placement, in netlist: Netlist) -> Double {
    var sum = 0.0
    for net in 0..<netlist.netCount {
      var low = Point(repeating: .infinity)
      var high = Point(repeating: -.infinity)
      for pin in netlist.netPins[net] {
        let position = placement.position(of: pin, in: netlist)
        low = lower(low, Point(position.x, position.y))
        high = upper(high, Point(position.x, position.y))
      }
      if low.x <= high.x { sum += netlist.netWeights[net] * (high - low).sum() }
    }
    return sum
  }
}

extension Placement {
  /// The placement with cells where a state has them.
  fileprivate func with(_ state: DetailedState) -> Placement {
    var placement = self
    state.store(in: &placement)
    return placement
  }
}

/// The moves with the memory they work in.
private struct DetailedPasses {
  private var rowShift: RowShift
  private var globalSwap: CellSwap
  private var verticalSwap: CellSwap
  private var localReorder: LocalReorder
  private var setMatching: SetMatching
  private var mirroring: Mirroring

  init(
    _ state: DetailedState, cells mirrored: [Int32], _ options: DetailedPlacementOptions
  ) {
    rowShift = RowShift(for: state)
    globalSwap = CellSwap(.optimalRegion, for: state.wires)
    verticalSwap = CellSwap(.neighbourRows, for: state.wires)
    localReorder = LocalReorder(size: options.reorderingWindow, for: state)
    setMatching = SetMatching(size: options.matchingSize, for: state)
    mirroring = Mirroring(cells: mirrored, for: state.wires)
  }

  mutating func run(_ move: DetailedMove, _ state: DetailedState, _ stop: StopFlag) {
    switch move {
    case .annealing: break
    case .rowShift: rowShift.run(state, stop: stop)
    case .globalSwap: globalSwap.run(state, stop: stop)
    case .verticalSwap: verticalSwap.run(state, stop: stop)
    case .localReorder: localReorder.run(state, stop: stop)
    case .setMatching: setMatching.run(state, stop: stop)
    case .mirroring: mirroring.run(state, stop: stop)
    }
  }
}
