import Evaluation
import Netlist

/// Nudges a soft macro or cell by one row or column out of a line of cells whose congestion counts in
/// the cost, so that the whole runs of its nets leave the line.
enum RouteShiftMove {
  private static let tries = 12

  static func propose(in chain: inout Chain) -> Proposal? {
    let grid = chain.field.grid
    for _ in 0..<tries {
      guard let node = chain.randomNode(soft: true) else { return nil }
      let (x, y) = chain.evaluator.position(of: node)
      let row = grid.row(y)
      let column = grid.column(x)
      let leavesRow = chain.evaluator.horizontalExcess(row: row, column: column) > 0
      let leavesColumn = chain.evaluator.verticalExcess(row: row, column: column) > 0
      if !leavesRow, !leavesColumn { continue }
      let sign = chain.random.index(below: 2) == 0 ? -1.0 : 1
      let alongY = leavesRow && (!leavesColumn || chain.random.index(below: 2) == 0)
      return Proposal(
        chain.step(
          node, x: alongY ? x : x + sign * grid.cellWidth,
          y: alongY ? y + sign * grid.cellHeight : y))
    }
    return nil
  }
}
