import Evaluation

/// The cheapest way between two cells with at most two bends: an L or a Z.
struct PatternRoutes {
  /// What a bend costs, in lengths of the shorter side of a cell.
  static let bendCost = 0.5

  /// The edges of the way. Of equally cheap ones the first: with the bends nearest to `start`, and leaving
  /// it horizontally.
  static func cheapest(
    from start: GridPoint, to end: GridPoint, routes: Double, on grid: RoutingGrid
  ) -> [Int32] {
    if start.row == end.row || start.column == end.column {
      return straight(start, end, grid)
    }
    let bend = bendCost * min(grid.grid.cellWidth, grid.grid.cellHeight)
    var best: (cost: Double, corners: [GridPoint]) = (.infinity, [])
    func consider(_ corners: [GridPoint]) {
      var cost = Double(corners.count) * bend
      var place = start
      for corner in corners + [end] {
        cost += Self.cost(place, corner, routes, grid)
        place = corner
      }
      if cost < best.cost { best = (cost, corners) }
    }
    for column in steps(start.column, end.column) {
      let first = GridPoint(row: start.row, column: column)
      let second = GridPoint(row: end.row, column: column)
      consider(
        column == end.column ? [first] : column == start.column ? [second] : [first, second])
    }
    for row in steps(start.row, end.row).dropFirst().dropLast() {
      consider([
        GridPoint(row: row, column: start.column), GridPoint(row: row, column: end.column),
      ])
    }
    var edges: [Int32] = []
    var place = start
    for corner in best.corners + [end] {
      edges += straight(place, corner, grid)
      place = corner
    }
    return edges
  }

  private static func steps(_ from: Int, _ to: Int) -> [Int] {
    from <= to ? Array(from...to) : (to...from).reversed()
  }

  private static func cost(
    _ a: GridPoint, _ b: GridPoint, _ routes: Double, _ grid: RoutingGrid
  ) -> Double {
    var sum = 0.0
    for column in min(a.column, b.column)..<max(a.column, b.column) {
      sum += grid.cost(grid.right(a.row, column), adding: routes)
    }
    for row in min(a.row, b.row)..<max(a.row, b.row) {
      sum += grid.cost(grid.up(row, a.column), adding: routes)
    }
    return sum
  }

  /// The edges between two cells of one row or column.
  private static func straight(_ a: GridPoint, _ b: GridPoint, _ grid: RoutingGrid) -> [Int32] {
    (min(a.column, b.column)..<max(a.column, b.column)).map { Int32(grid.right(a.row, $0)) }
      + (min(a.row, b.row)..<max(a.row, b.row)).map { Int32(grid.up($0, a.column)) }
  }
}
