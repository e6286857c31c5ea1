import Foundation
import Netlist

/// One run of global placement: the positions, and all that changes with an iteration.
struct Descent: ~Copyable {
  let problem: PlacementProblem
  private(set) var state: NesterovState
  private(set) var objective: Objective
  /// The weighted half-perimeter wirelength, in the problem's unit.
  private(set) var wirelength = 0.0
  /// The share of the movable area above the target density.
  private(set) var overflow = 1.0
  private var densityWeight: DensityWeight
  private let targetOverflow: Double

  init(
    _ problem: consuming PlacementProblem, room: PlacementRoom, options: GlobalPlacementOptions,
    start: Placement
  ) {
    let first = StartPositions(problem, room: room, options: options, start: start)
    state = NesterovState(startX: first.x, startY: first.y)
    objective = Objective(problem, room: room, threads: options.threads)
    targetOverflow = options.targetOverflow
    let balance = objective.gradientSizes(problem, first.x, first.y)
    densityWeight = DensityWeight(
      wirelengthGradient: balance.wirelength, densityGradient: balance.density,
      share: Double(ProcessInfo.processInfo.environment["SHARE"] ?? "8e-5")!, growth: options.densityWeightGrowth)
    objective.densityWeight = Float(densityWeight.value)
    self.problem = problem
    begin()
  }

  private mutating func begin() {
    state.begin(trial: 0.1, limits: problem) { x, y, gradientX, gradientY in
      objective.gradient(problem, x, y, gradientX, gradientY)
    }
    wirelength = objective.wirelength
    overflow = objective.overflow / problem.movableArea
  }

  /// Whether the density is even enough.
  var isDone: Bool { overflow < targetOverflow }

  /// A step of Nesterov's method, then the weights for the next.
  mutating func iterate(_ iteration: Int) {
    let before = wirelength
    objective.setSmoothing(overflow: overflow)
    state.iterate(longestStep: objective.longestStep, limits: problem) {
      x, y, gradientX, gradientY in
      objective.gradient(problem, x, y, gradientX, gradientY)
    }
    wirelength = objective.wirelength
    overflow = objective.overflow / problem.movableArea
    densityWeight.update(
      relativeChange: before > 0 ? (wirelength - before) / before : 0, iteration: iteration)
    objective.densityWeight = Float(densityWeight.value)
  }
}

/// Where objects begin.
private struct StartPositions: ~Copyable {
  let x: FloatBuffer
  let y: FloatBuffer

  init(
    _ problem: borrowing PlacementProblem, room: PlacementRoom, options: GlobalPlacementOptions,
    start: Placement
  ) {
    x = FloatBuffer(count: problem.objectCount + 1)
    y = FloatBuffer(count: problem.objectCount + 1)
    var random = SeededGenerator(seed: options.seed)
    for object in 0..<problem.objectCount {
      let (low, high) = (problem.lowestX[object], problem.highestX[object])
      let (bottom, top) = (problem.lowestY[object], problem.highestY[object])
      if object >= problem.movableCount {
        x[object] = Float.random(in: low...high, using: &random)
        y[object] = Float.random(in: bottom...top, using: &random)
      } else if options.start == .given {
        let node = problem.nodes[object].index
        let place = problem.position(x: start.x[node], y: start.y[node])
        x[object] = min(max(place.x, low), high)
        y[object] = min(max(place.y, bottom), top)
      } else {
        // A little apart, so that no two nodes are pushed alike for ever.
        let spread: Float = 0.002
        x[object] = min(
          max(
            problem.width * (0.5 + Float.random(in: -spread...spread, using: &random)), low), high)
        y[object] = min(
          max(
            problem.height * (0.5 + Float.random(in: -spread...spread, using: &random)), bottom),
          top)
      }
    }
  }
}
