import Netlist

/// One run of global placement: the positions, and all that changes with an iteration.
struct Descent: ~Copyable {
  let problem: PlacementProblem
  var state: NesterovState
  var objective: Objective
  var best: BestPlacement
  /// The weighted half-perimeter wirelength, in the problem's unit.
  private(set) var wirelength = 0.0
  /// The share of the movable area above the target density.
  private(set) var overflow = 1.0
  var densityWeight: DensityWeight
  /// The area of movable nodes as density sees it.
  var inflatedArea: Double
  private let targetOverflow: Double

  init(
    _ problem: consuming PlacementProblem, room: PlacementRoom, options: GlobalPlacementOptions,
    start: Placement
  ) {
    let first = StartPositions(problem, room: room, options: options, start: start)
    state = NesterovState(startX: first.x, startY: first.y, threads: options.threads)
    objective = Objective(problem, room: room, threads: options.threads)
    best = BestPlacement(count: problem.objectCount + 1)
    targetOverflow = options.targetOverflow
    inflatedArea = problem.movableArea
    densityWeight = DensityWeight(
      balance: objective.gradientSizes(problem, first.x, first.y), start: options.start,
      growth: options.densityWeightGrowth)
    objective.densityWeight = Float(densityWeight.value)
    self.problem = problem
    begin()
  }

  mutating func begin() {
    state.begin(trial: 0.1, limits: problem) { x, y, gradientX, gradientY in
      objective.gradient(problem, x, y, gradientX, gradientY)
    }
    measure()
  }

  /// Goes on from a point, with objects enlarged as they were there.
  mutating func resume(_ point: Point, _ inflation: CellInflation?) {
    if let inflation { enlarge(by: inflation) }
    state.resume(point.state)
    best.resume(point.best)
    wirelength = point.wirelength
    overflow = point.overflow
    inflatedArea = point.inflatedArea
    densityWeight = point.densityWeight
    objective.densityWeight = Float(densityWeight.value)
  }

  /// Whether the density is even enough, or cannot be made so.
  var isDone: Bool { hasArrived || best.isStuck || !wirelength.isFinite }

  private var hasArrived: Bool { overflow < targetOverflow && wirelength.isFinite }

  /// A step of Nesterov's method, then the weights for the next.
  mutating func iterate(_ iteration: Int) {
    let before = wirelength
    objective.setSmoothing(overflow: overflow)
    state.iterate(longestStep: objective.longestStep, limits: problem) {
      x, y, gradientX, gradientY in
      objective.gradient(problem, x, y, gradientX, gradientY)
    }
    measure()
    densityWeight.update(
      relativeChange: before > 0 ? (wirelength - before) / before : 0, iteration: iteration)
    objective.densityWeight = Float(densityWeight.value)
  }

  private mutating func measure() {
    wirelength = objective.wirelength
    overflow = overflowShare
    best.consider(
      state.majorX, state.majorY, wirelength: wirelength, overflow: overflow,
      densityWeight: densityWeight.value)
  }

  /// Stores the placement that the run came to; its wirelength, in the design's unit, and overflow.
  mutating func finish(_ placement: inout Placement) -> (wirelength: Double, overflow: Double) {
    if hasArrived || !best.overflow.isFinite {
      objective.measure(problem, state.majorX, state.majorY)
      problem.store(state.majorX, state.majorY, in: &placement)
    } else {
      objective.measure(problem, best.x, best.y)
      problem.store(best.x, best.y, in: &placement)
    }
    return (objective.wirelength * problem.unit, overflowShare)
  }

  private var overflowShare: Double {
    inflatedArea > 0 ? objective.overflow / inflatedArea : 0
  }
}
