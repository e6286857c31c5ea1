import Evaluation

/// The cheapest way between two cells, whatever its form: Dijkstra's method with the distance to the end
/// as a lower bound of what is to come (A*), within the box around both grown by a margin.
struct MazeSearch {
  private struct Open {
    var estimate: Double
    var cell: Int32
  }

  private var costs: [Double]
  /// The edge by which each cell was reached.
  private var arrivals: [Int32]
  private var heap: [Open] = []

  init(cellCount: Int) {
    costs = [Double](repeating: .infinity, count: cellCount)
    arrivals = [Int32](repeating: -1, count: cellCount)
  }

  /// The edges of the way, from its end backwards.
  mutating func cheapest(
    from start: GridPoint, to end: GridPoint, routes: Double, margin: Int, on grid: RoutingGrid
  ) -> [Int32] {
    let columns = grid.grid.columns
    let rowRange =
      max(
        0, min(start.row, end.row) - margin)...min(
        grid.grid.rows - 1, max(start.row, end.row) + margin)
    let columnRange =
      max(
        0, min(start.column, end.column) - margin)...min(
        columns - 1, max(start.column, end.column) + margin)
    for row in rowRange {
      for column in columnRange { costs[row * columns + column] = .infinity }
    }
    func toGo(_ row: Int, _ column: Int) -> Double {
      Double(abs(row - end.row)) * grid.grid.cellHeight
        + Double(abs(column - end.column)) * grid.grid.cellWidth
    }
    heap.removeAll(keepingCapacity: true)
    let first = start.row * columns + start.column
    let goal = end.row * columns + end.column
    costs[first] = 0
    push(Open(estimate: toGo(start.row, start.column), cell: Int32(first)))
    while let open = pop() {
      let cell = Int(open.cell)
      if cell == goal { break }
      let (row, column) = (cell / columns, cell % columns)
      let cost = costs[cell]
      // An entry that a cheaper way has overtaken.
      if open.estimate > cost + toGo(row, column) * (1 + 1e-12) + 1e-12 { continue }
      for (nextRow, nextColumn, edge) in [
        (row, column + 1, grid.right(row, column)), (row, column - 1, grid.right(row, column - 1)),
        (row + 1, column, grid.up(row, column)), (row - 1, column, grid.up(row - 1, column)),
      ] where rowRange.contains(nextRow) && columnRange.contains(nextColumn) {
        let next = nextRow * columns + nextColumn
        let total = cost + grid.cost(edge, adding: routes)
        guard total < costs[next] else { continue }
        costs[next] = total
        arrivals[next] = Int32(edge)
        push(Open(estimate: total + toGo(nextRow, nextColumn), cell: Int32(next)))
      }
    }
    return way(from: first, to: goal, grid)
  }

  private func way(from first: Int, to goal: Int, _ grid: RoutingGrid) -> [Int32] {
    var edges: [Int32] = []
    var cell = goal
    while cell != first {
      let edge = Int(arrivals[cell])
      edges.append(Int32(edge))
      // An edge joins the lower of its cells with the next one.
      if edge < grid.horizontalCount {
        let low =
          edge / (grid.grid.columns - 1) * grid.grid.columns + edge % (grid.grid.columns - 1)
        cell = cell == low ? low + 1 : low
      } else {
        let low = edge - grid.horizontalCount
        cell = cell == low ? low + grid.grid.columns : low
      }
    }
    return edges
  }

  private static func precedes(_ a: Open, _ b: Open) -> Bool {
    (a.estimate, a.cell) < (b.estimate, b.cell)
  }

  private mutating func push(_ entry: Open) {
    heap.append(entry)
    var place = heap.count - 1
    while place > 0, Self.precedes(heap[place], heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func pop() -> Open? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < heap.count && Self.precedes(heap[child], heap[least]) {
        least = child
      }
      if least == place { return top }
      heap.swapAt(place, least)
      place = least
    }
  }
}
