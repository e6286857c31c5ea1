import Evaluation
import Netlist

/// Moves a soft macro or cell to the emptiest of a few random cells of the grid, by density and
/// congestion together.
enum RelocateMove {
  private static let candidates = 6

  static func propose(in chain: inout Chain) -> Proposal? {
    guard let node = chain.randomNode(soft: true) else { return nil }
    let grid = chain.field.grid
    var best = (row: 0, column: 0)
    var bestLoad = Double.infinity
    for _ in 0..<candidates {
      let row = chain.random.index(below: grid.rows)
      let column = chain.random.index(below: grid.columns)
      let load =
        chain.evaluator.density(row: row, column: column)
        + chain.evaluator.congestion(row: row, column: column)
      if load < bestLoad {
        bestLoad = load
        best = (row, column)
      }
    }
    let x = grid.originX + (Double(best.column) + chain.random.uniform()) * grid.cellWidth
    let y = grid.originY + (Double(best.row) + chain.random.uniform()) * grid.cellHeight
    return Proposal(chain.step(node, x: x, y: y))
  }
}
