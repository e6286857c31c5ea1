import Evaluation
import Netlist

// What rounds for routability do to a run.

extension Descent {
  /// The positions the run has come to.
  var position: (x: [Float], y: [Float]) { (state.majorX.array, state.majorY.array) }

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

  /// Goes on from other positions with cells enlarged: density and its preconditioner see the new
  /// areas, wires the pins as they are. What was best for other areas no longer counts.
  mutating func restart(
    x: borrowing FloatBuffer, y: borrowing FloatBuffer, densityWeight value: Double,
    _ inflation: CellInflation
  ) {
    for object in 0..<problem.objectCount {
      let isFiller = object >= problem.movableCount
      let side = (isFiller ? inflation.fillerFactor : inflation.factors[object]).squareRoot()
      objective.setCharge(
        of: object, width: problem.widths[object] * side, height: problem.heights[object] * side,
        isMacro: problem.isMacro[object])
    }
    inflatedArea = problem.movableArea + inflation.gain
    densityWeight.value = value
    objective.densityWeight = Float(value)
    best = BestPlacement(count: problem.objectCount + 1)
    state = NesterovState(startX: x, startY: y, threads: state.threads)
    begin()
  }
}
