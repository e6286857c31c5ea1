import Annealing
import Evaluation
import Netlist

/// What a placement came to by the end of a stage.
struct PlacementBook: Sendable {
  var stages: [PlacementStage]
  /// The moves of annealing in them.
  var moves: Int
  /// Seconds of wall-clock time.
  var seconds: Double
}

/// The run of one placement: its clock, the stages it went through, what it came to.
struct PlacementRun: ~Copyable {
  private let design: Design
  private let options: PlacementOptions
  private let evaluator: ProxyEvaluator
  private let begin: ContinuousClock.Instant
  private var stageBegin: ContinuousClock.Instant
  private var stages: [PlacementStage]
  /// The moves of annealing so far.
  private(set) var moves: Int
  /// Those of the stages that ended.
  private var notedMoves: Int

  /// - Parameter point: where in its last annealing the run was interrupted.
  init(_ design: Design, options: PlacementOptions, resuming point: AnnealingPoint? = nil) {
    self.design = design
    self.options = options
    let book = point?.book ?? PlacementBook(stages: [], moves: 0, seconds: 0)
    let now = ContinuousClock.now
    stageBegin = now - .seconds(point?.state.seconds ?? 0)
    begin = stageBegin - .seconds(book.seconds)
    stages = book.stages
    moves = book.moves
    notedMoves = book.moves
    evaluator = ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, weights: options.annealing.weights)
  }

  /// Ends a stage with a placement.
  mutating func note(_ stage: String, _ placement: Placement) throws(PlacementError) {
    stages.append(
      PlacementStage(
        name: stage, seconds: stageBegin.secondsToNow,
        proxyCost: try evaluator.cost(placement).proxy, moves: moves - notedMoves))
    stageBegin = .now
    notedMoves = moves
  }

  /// Counts moves towards the budget.
  mutating func spend(moves count: Int) { moves += count }

  /// What is left of the budget, in which pauses do not count.
  func budgetLeft(_ stop: StopFlag) -> AnnealingBudget {
    switch options.annealing.budget {
    case .time(let seconds):
      .time(max(0, seconds - begin.secondsToNow + stop.pausedTime / .seconds(1)))
    case .moves(let total): .moves(max(0, total - moves))
    }
  }

  /// Seconds of wall-clock time so far.
  var seconds: Double { begin.secondsToNow }

  /// What the run came to before the stage at hand.
  var book: PlacementBook {
    PlacementBook(
      stages: stages, moves: notedMoves, seconds: seconds - stageBegin.secondsToNow)
  }

  /// The result of a run that ended with annealing.
  mutating func finish(
    _ annealed: AnnealingResult, _ stop: StopFlag
  ) throws(PlacementError) -> PlacementResult {
    spend(moves: annealed.moves)
    try note("anneal", annealed.placement)
    return try result(annealed.placement, annealed, stop)
  }

  /// The result of a run that ended without annealing.
  mutating func finish(
    _ placement: Placement, _ stop: StopFlag
  ) throws(PlacementError) -> PlacementResult {
    try result(placement, nil, stop)
  }

  private func result(
    _ placement: Placement, _ annealed: AnnealingResult?, _ stop: StopFlag
  ) throws(PlacementError) -> PlacementResult {
    let legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(placement)
    return PlacementResult(
      placement: placement, evaluation: try evaluator.cost(placement), legality: legality,
      stages: stages, moves: moves, initialTemperature: annealed?.initialTemperature,
      moveStatistics: annealed?.statistics ?? [], seconds: begin.secondsToNow,
      wasStopped: stop.isRaised)
  }
}
