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
      share: options.start == .center ? 8e-5 : Double(ProcessInfo.processInfo.environment["SHARE"] ?? "0.1")!, growth: options.densityWeightGrowth)
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
