import Evaluation
import Netlist

// What rounds for routability do to a run.

extension Descent {
  /// The positions the run has come to.
  var position: Coordinates { Coordinates(state.majorX, state.majorY) }

  /// Stores the positions of movable nodes the run has come to.
  func store(in placement: inout Placement) {
    problem.store(state.majorX, state.majorY, in: &placement)
  }

  /// Enlarges cells where they are congested now; whether that made a difference.
  func raise(
    _ inflation: inout CellInflation, by estimate: CongestionEstimate,
    options: RoutabilityOptions
  ) -> Bool {
    inflation.raise(
      problem, x: state.majorX, y: state.majorY, by: estimate, options: options)
  }

  /// Enlarges cells: density and its preconditioner see the new areas, wires the pins as they are.
  mutating func enlarge(by inflation: CellInflation) {
    for object in 0..<problem.objectCount {
      let isFiller = object >= problem.movableCount
      let fillerFactor = problem.territories[object] == 0 ? inflation.fillerFactor : 1
      let side = (isFiller ? fillerFactor : inflation.factors[object]).squareRoot()
      objective.setCharge(
        of: object, width: problem.widths[object] * side, height: problem.heights[object] * side,
        isMacro: problem.isMacro[object])
    }
    inflatedArea = problem.movableArea + inflation.gain
  }

  /// Goes on from other positions with cells enlarged. What was best for other areas no longer counts.
  mutating func restart(
    from position: Coordinates, densityWeight value: Double, _ inflation: CellInflation
  ) {
    enlarge(by: inflation)
    densityWeight.value = value
    objective.densityWeight = Float(value)
    best = BestPlacement(count: problem.objectCount + 1)
    state = NesterovState(
      startX: FloatBuffer(position.x), startY: FloatBuffer(position.y), threads: state.threads)
    begin()
  }
}
