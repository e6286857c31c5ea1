/// The area of macros and cells in each cell of the grid, and the density cost it makes, kept up to
/// date rectangle by rectangle.
struct DensityState: ~Copyable {
  private let grid: CostGrid
  private var top: TopSum
  private var saved: OwnedList<SavedCell>
  private var savedState = TopSum.State()

  init(_ grid: CostGrid) {
    self.grid = grid
    top = TopSum(
      valueCount: grid.cellCount, topCount: TopMean.densityCount(cells: grid.cellCount))
    saved = OwnedList(
      capacity: IncrementalEvaluator.largestMove * 2 * grid.cellCount + 16,
      filler: SavedCell(index: 0, value: 0))
  }

  /// The density of a cell.
  func density(_ cell: Int) -> Double { top.values[cell] / (grid.cellWidth * grid.cellHeight) }

  /// The density of the least dense cell that counts in the cost.
  var leastThatCounts: Double { top.leastThatCounts / (grid.cellWidth * grid.cellHeight) }

  /// The density cost of a grid of ten cells or more, exact after ``settle()``.
  @inline(__always)
  var cost: Double {
    0.5 * top.sum / (Double(top.count) * grid.cellWidth * grid.cellHeight)
  }

  /// Marks the state that ``revert()`` goes back to.
  @inline(__always)
  mutating func begin() {
    saved.removeAll()
    savedState = top.state
  }

  /// Adds `sign` times the area of a rectangle given relative to the grid's origin.
  @inline(__always)
  mutating func add(_ shape: GridShape, sign: Double) {
    for row in shape.firstRow...shape.lastRow {
      let height = sign * shape.overlapY(row, grid)
      if height == 0 { continue }
      for column in shape.firstColumn...shape.lastColumn {
        let width = shape.overlapX(column, grid)
        if width > 0 { change(row * grid.columns + column, by: width * height) }
      }
    }
  }

  @inline(__always)
  private mutating func change(_ cell: Int, by area: Double) {
    let old = top.values[cell]
    saved.append(SavedCell(index: Int32(truncatingIfNeeded: cell), value: old))
    top.change(cell, to: old + area)
  }

  /// Makes ``cost`` exact.
  @inline(__always)
  mutating func settle() { top.settle() }

  /// Goes back to the state at ``begin()``.
  mutating func revert() {
    for entry in stride(from: saved.count - 1, through: 0, by: -1) {
      top.values[Int(saved[entry].index)] = saved[entry].value
    }
    saved.removeAll()
    top.restore(savedState)
  }

  /// Lets this many times as many cells count.
  mutating func widenTail(by factor: Double) {
    top.setCount(Int(Double(TopMean.densityCount(cells: grid.cellCount)) * factor))
  }

  /// Forgets all rectangles.
  mutating func clear() {
    top.values.fill(0)
    saved.removeAll()
  }

  /// Computes the top sum anew from the cells.
  mutating func rebuild() { top.rebuild() }
}

/// A rectangle over the grid: its edges relative to the grid's origin, and the cells it touches.
struct GridShape: BitwiseCopyable {
  var left: Double
  var bottom: Double
  var right: Double
  var top: Double
  var firstColumn: Int
  var lastColumn: Int
  var firstRow: Int
  var lastRow: Int

  @inline(__always)
  init(x: Double, y: Double, width: Double, height: Double, _ grid: CostGrid) {
    left = x - grid.originX - width / 2
    right = x - grid.originX + width / 2
    bottom = y - grid.originY - height / 2
    top = y - grid.originY + height / 2
    firstColumn = CostGrid.clamp(left / grid.cellWidth, below: grid.columns)
    lastColumn = CostGrid.clamp(right / grid.cellWidth, below: grid.columns)
    firstRow = CostGrid.clamp(bottom / grid.cellHeight, below: grid.rows)
    lastRow = CostGrid.clamp(top / grid.cellHeight, below: grid.rows)
  }

  /// The width shared with a column, 0 if apart.
  @inline(__always)
  func overlapX(_ column: Int, _ grid: CostGrid) -> Double {
    let low = Double(column) * grid.cellWidth
    let high = Double(column + 1) * grid.cellWidth
    return max(0, min(right, high) - max(left, low))
  }

  /// The height shared with a row, 0 if apart.
  @inline(__always)
  func overlapY(_ row: Int, _ grid: CostGrid) -> Double {
    let low = Double(row) * grid.cellHeight
    let high = Double(row + 1) * grid.cellHeight
    return max(0, min(top, high) - max(bottom, low))
  }
}
