import Netlist

/// The congestion map of a placement, both directions, and the cost it makes, kept up to date route
/// by route and macro by macro.
struct CongestionState: ~Copyable, RunSink {
  private let grid: CostGrid
  private var top: TopSum
  /// Of macro blockage alone: what the cost would be if no net were routed.
  private var floor: TopSum
  private var horizontal: DemandMap
  private var vertical: DemandMap
  private let horizontalBlockagePerLength: Double
  private let verticalBlockagePerLength: Double
  private var savedState = TopSum.State()
  private var savedFloor = TopSum.State()
  private var isApplied = false

  init(_ grid: CostGrid, _ floorplan: Floorplan) {
    self.grid = grid
    let cells = grid.cellCount
    let routing = floorplan.routing
    let horizontalCapacity = grid.cellHeight * routing.horizontal
    let verticalCapacity = grid.cellWidth * routing.vertical
    horizontal = DemandMap(
      lineCount: grid.rows, length: grid.columns, capacity: horizontalCapacity,
      smoothing: floorplan.smoothingRange, valueBase: 0)
    vertical = DemandMap(
      lineCount: grid.columns, length: grid.rows, capacity: verticalCapacity,
      smoothing: floorplan.smoothingRange, valueBase: cells)
    horizontalBlockagePerLength = routing.horizontalUsedByMacros / horizontalCapacity
    verticalBlockagePerLength = routing.verticalUsedByMacros / verticalCapacity
    let topCount = TopMean.congestionCount(values: 2 * cells)
    top = TopSum(valueCount: 2 * cells, topCount: topCount)
    floor = TopSum(valueCount: 2 * cells, topCount: topCount)
  }

  /// The congestion cost, exact after ``settle()``.
  @inline(__always)
  var cost: Double { top.sum / Double(top.count) }

  /// The horizontal congestion of a cell.
  func horizontalValue(row: Int, column: Int) -> Double {
    top.values[row * grid.columns + column]
  }

  /// The vertical congestion of a cell.
  func verticalValue(row: Int, column: Int) -> Double {
    top.values[grid.cellCount + column * grid.rows + row]
  }

  /// The congestion that a cell must exceed to count in the cost.
  var threshold: Double { top.state.threshold }

  /// The least congestion that counts in the cost.
  var leastThatCounts: Double { top.leastThatCounts }

  /// Marks the state that ``revert()`` goes back to.
  @inline(__always)
  mutating func begin() {
    savedState = top.state
    savedFloor = floor.state
    isApplied = false
  }

  @inline(__always)
  mutating func addHorizontal(row: Int, from: Int, to: Int, demand: Double) {
    horizontal.addRun(line: row, from: from, to: to, demand: demand)
  }

  @inline(__always)
  mutating func addVertical(column: Int, from: Int, to: Int, demand: Double) {
    vertical.addRun(line: column, from: from, to: to, demand: demand)
  }

  /// Adds `sign` times the routes that a hard macro uses up.
  ///
  /// The reference's rule, `NodeShapes.addBlockage(to:)`, said shorter: the topmost row counts not
  /// in the vertical map if the macro covers its first or last row in part, or touches a column
  /// without overlap; likewise the rightmost column.
  mutating func addBlockage(_ shape: GridShape, sign: Double) {
    let (firstRow, lastRow) = (shape.firstRow, shape.lastRow)
    let (firstColumn, lastColumn) = (shape.firstColumn, shape.lastColumn)
    let touchesColumnOnly =
      shape.overlapX(firstColumn, grid) == 0 || shape.overlapX(lastColumn, grid) == 0
    let touchesRowOnly =
      shape.overlapY(firstRow, grid) == 0 || shape.overlapY(lastRow, grid) == 0
    func isPartial(_ overlap: Double, of side: Double) -> Bool {
      abs(overlap - side) > BlockageRule.tolerance
    }
    let dropsTopRow =
      firstRow != lastRow
      && (touchesColumnOnly || isPartial(shape.overlapY(firstRow, grid), of: grid.cellHeight)
        || isPartial(shape.overlapY(lastRow, grid), of: grid.cellHeight))
    let dropsRightColumn =
      firstColumn != lastColumn
      && (touchesRowOnly || isPartial(shape.overlapX(firstColumn, grid), of: grid.cellWidth)
        || isPartial(shape.overlapX(lastColumn, grid), of: grid.cellWidth))

    for row in firstRow...lastRow {
      let y = shape.overlapY(row, grid)
      for column in firstColumn...lastColumn {
        let x = shape.overlapX(column, grid)
        if x == 0 || y == 0 { continue }
        if !(dropsTopRow && row == lastRow) {
          vertical.addBlockage(
            line: column, position: row, amount: sign * x * verticalBlockagePerLength,
            in: &floor)
        }
        if !(dropsRightColumn && column == lastColumn) {
          horizontal.addBlockage(
            line: row, position: column, amount: sign * y * horizontalBlockagePerLength,
            in: &floor)
        }
      }
    }
  }

  /// Carries all that was added over to the map.
  mutating func apply() {
    horizontal.apply(to: &top, over: floor)
    vertical.apply(to: &top, over: floor)
    isApplied = true
  }

  /// Makes ``cost`` exact.
  @inline(__always)
  mutating func settle() { top.settle() }

  /// Keeps what was applied.
  mutating func commit() {
    floor.settle()
    horizontal.commit()
    vertical.commit()
  }

  /// Goes back to the state at ``begin()``.
  mutating func revert() {
    horizontal.revert(in: &top, &floor, wasApplied: isApplied)
    vertical.revert(in: &top, &floor, wasApplied: isApplied)
    top.restore(savedState)
    floor.restore(savedFloor)
    isApplied = false
  }

  /// Lets this many times as many values count.
  mutating func widenTail(by factor: Double) {
    let count = Int(Double(TopMean.congestionCount(values: 2 * grid.cellCount)) * factor)
    top.setCount(count)
    floor.setCount(count)
  }

  /// Forgets all routes and macros.
  mutating func clear() {
    horizontal.clear()
    vertical.clear()
    top.values.fill(0)
    floor.values.fill(0)
    rebuild()
  }

  /// Computes the top sums anew from the cells.
  mutating func rebuild() {
    top.rebuild()
    floor.rebuild()
  }

  /// What the cost would be if no net were routed: no move of soft macros can go below it.
  var blockageCost: Double { floor.sum / Double(floor.count) }
}
