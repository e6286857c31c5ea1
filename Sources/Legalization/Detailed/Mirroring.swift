import Evaluation

/// Mirrors cells about their vertical axis where that shortens wires.
struct Mirroring {
  private let cells: [Int32]
  private var nets: CellNets

  /// - Parameter cells: the cells that may be mirrored.
  init(cells: [Int32], for wires: CellWires) {
    self.cells = cells
    nets = CellNets(for: wires)
  }

  /// One pass over all cells.
  mutating func run(_ state: DetailedState, stop: StopFlag) {
    for (number, cell) in cells.enumerated() {
      if number & 1023 == 0, stop.isRaisedAfterPause { return }
      improve(Int(cell), state)
    }
  }

  private mutating func improve(_ cell: Int, _ state: DetailedState) {
    nets.load(cell, from: state.wires)
    let (center, sign) = (state.wires.centers[cell], state.wires.signs[cell])
    let current = nets.length(at: center, sign: sign)
    guard nets.length(at: center, sign: sign * Point(-1, 1)) < current - state.noise else { return }
    state.rows.mirrors[cell] = -state.rows.mirrors[cell]
    state.plan.removeAll()
    state.planMove(
      cell, segment: Int(state.rows.cellSegments[cell]), site: state.rows.cellSites[cell],
      isShift: true)
    if state.tryPlan() < -state.noise {
      state.keepPlan()
    } else {
      state.dropPlan()
      state.rows.mirrors[cell] = -state.rows.mirrors[cell]
    }
  }
}
