/// The assignment problem: to each of n rows a column of its own, at the least sum of costs.
///
/// Shortest augmenting paths (Jonker and Volgenant, Computing 38, 1987), O(n³).
struct Assignment {
  private let memory = BufferMemory()
  /// The cost of row `r` on column `c` is `costs[r * size + c]`.
  let costs: Buffer<Double>
  private let rowPotentials: Buffer<Double>
  private let columnPotentials: Buffer<Double>
  private let rowOfColumn: Buffer<Int>
  private let previous: Buffer<Int>
  private let slack: Buffer<Double>
  private let isDone: Buffer<Bool>
  /// The column of each row, after ``solve(size:)``.
  let columnOfRow: Buffer<Int>

  /// Room for up to `capacity` rows.
  init(capacity: Int) {
    costs = memory.buffer(repeating: 0, count: capacity * capacity)
    rowPotentials = memory.buffer(repeating: 0, count: capacity)
    columnPotentials = memory.buffer(repeating: 0, count: capacity)
    rowOfColumn = memory.buffer(repeating: -1, count: capacity)
    previous = memory.buffer(repeating: -1, count: capacity)
    slack = memory.buffer(repeating: 0, count: capacity)
    isDone = memory.buffer(repeating: false, count: capacity)
    columnOfRow = memory.buffer(repeating: -1, count: capacity)
  }

  /// Solves the problem in ``costs``, all of them finite; ``columnOfRow`` is the answer.
  func solve(size: Int) {
    for index in 0..<size {
      rowPotentials[index] = 0
      columnPotentials[index] = 0
      rowOfColumn[index] = -1
    }
    reduceColumns(size)
    for row in 0..<size where columnOfRow[row] < 0 { augment(from: row, size) }
  }

  /// Lowers each column by its least cost and takes a row for it where that is still free.
  private func reduceColumns(_ size: Int) {
    for row in 0..<size { columnOfRow[row] = -1 }
    for column in 0..<size {
      var best = 0
      for row in 1..<max(size, 1) where costs[row * size + column] < costs[best * size + column] {
        best = row
      }
      columnPotentials[column] = costs[best * size + column]
      if columnOfRow[best] < 0 {
        columnOfRow[best] = column
        rowOfColumn[column] = best
      }
    }
  }

  /// Finds the cheapest path from a free row to a free column and turns it over.
  private func augment(from start: Int, _ size: Int) {
    for column in 0..<size {
      slack[column] = .infinity
      isDone[column] = false
    }
    var (row, column, distance) = (start, -1, 0.0)
    repeat {
      let base = row * size
      let potential = rowPotentials[row] - distance
      var (nearest, least) = (-1, Double.infinity)
      for other in 0..<size where !isDone[other] {
        let reach = costs[base + other] - potential - columnPotentials[other]
        if reach < slack[other] {
          slack[other] = reach
          previous[other] = column
        }
        if slack[other] < least { (nearest, least) = (other, slack[other]) }
      }
      column = nearest
      distance = least
      isDone[column] = true
      row = rowOfColumn[column]
    } while row >= 0
    for other in 0..<size where isDone[other] && other != column {
      rowPotentials[rowOfColumn[other]] += distance - slack[other]
      columnPotentials[other] -= distance - slack[other]
    }
    rowPotentials[start] += distance
    while column >= 0 {
      let before = previous[column]
      let newRow = before >= 0 ? rowOfColumn[before] : start
      rowOfColumn[column] = newRow
      columnOfRow[newRow] = column
      column = before
    }
  }
}
