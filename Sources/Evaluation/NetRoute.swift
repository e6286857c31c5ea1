/// A cell of the cost grid as row and column in one word, ordered by column, then row.
struct CellCode: Hashable, Comparable, BitwiseCopyable, Sendable {
  let bits: UInt32

  @inline(__always) init(row: Int, column: Int) {
    bits = UInt32(truncatingIfNeeded: column << 16 | row)
  }
  @inline(__always) var row: Int { Int(bits & 0xFFFF) }
  @inline(__always) var column: Int { Int(bits >> 16) }
  @inline(__always) static func < (left: CellCode, right: CellCode) -> Bool {
    left.bits < right.bits
  }
}

/// What takes the runs of routed nets: straight pieces over whole cells, each with the net's
/// demand.
protocol RunSink: ~Copyable {
  /// A horizontal run in `row` over the columns `from ..< to`.
  mutating func addHorizontal(row: Int, from: Int, to: Int, demand: Double)
  /// A vertical run in `column` over the rows `from ..< to`.
  mutating func addVertical(column: Int, from: Int, to: Int, demand: Double)
}

/// The routing pattern by which the proxy cost estimates congestion.
///
/// Follows the rules of the TILOS evaluator: a net over two cells is an L that leaves its driver
/// horizontally; over three cells an L, a double L or a T by their arrangement; over more, a star
/// of two-cell routes from the driver.
enum NetRoute {
  /// Routes a net over the distinct cells of its pins.
  ///
  /// - Parameters:
  ///   - source: the driver's cell, one of `cells`.
  ///   - cells: the distinct cells, in any order.
  @inline(__always)
  static func route<Sink: RunSink & ~Copyable>(
    source: CellCode, cells: UnsafeBufferPointer<CellCode>, demand: Double, into sink: inout Sink
  ) {
    switch cells.count {
    case 0, 1: break
    case 2:
      twoCells(
        source: source, target: cells[0] == source ? cells[1] : cells[0], demand: demand,
        into: &sink)
    case 3: threeCells(cells[0], cells[1], cells[2], demand: demand, into: &sink)
    default:
      for cell in cells where cell != source {
        twoCells(source: source, target: cell, demand: demand, into: &sink)
      }
    }
  }

  /// Horizontally in the source's row, then vertically in the target's column.
  @inline(__always)
  static func twoCells<Sink: RunSink & ~Copyable>(
    source: CellCode, target: CellCode, demand: Double, into sink: inout Sink
  ) {
    let (sourceColumn, targetColumn) = (source.column, target.column)
    if sourceColumn != targetColumn {
      sink.addHorizontal(
        row: source.row, from: min(sourceColumn, targetColumn),
        to: max(sourceColumn, targetColumn), demand: demand)
    }
    let (sourceRow, targetRow) = (source.row, target.row)
    if sourceRow != targetRow {
      sink.addVertical(
        column: targetColumn, from: min(sourceRow, targetRow), to: max(sourceRow, targetRow),
        demand: demand)
    }
  }

  /// The three-cell patterns, by the cells' order from left to right.
  static func threeCells<Sink: RunSink & ~Copyable>(
    _ a: CellCode, _ b: CellCode, _ c: CellCode, demand: Double, into sink: inout Sink
  ) {
    let low = min(a, b)
    let high = max(a, b)
    let first = min(low, c)
    let third = max(high, c)
    let second = max(low, min(high, c))
    let (x1, y1) = (first.column, first.row)
    let (x2, y2) = (second.column, second.row)
    let (x3, y3) = (third.column, third.row)

    if x1 < x2, x2 < x3, min(y1, y3) < y2, y2 < max(y1, y3) {
      sink.addHorizontal(row: y1, from: x1, to: x2, demand: demand)
      sink.addHorizontal(row: y2, from: x2, to: x3, demand: demand)
      sink.addVertical(column: x2, from: min(y1, y2), to: max(y1, y2), demand: demand)
      sink.addVertical(column: x3, from: min(y2, y3), to: max(y2, y3), demand: demand)
    } else if x2 == x3, x1 < x2, y1 < min(y2, y3) {
      sink.addHorizontal(row: y1, from: x1, to: x2, demand: demand)
      sink.addVertical(column: x2, from: y1, to: max(y2, y3), demand: demand)
    } else if y2 == y3 {
      sink.addHorizontal(row: y1, from: x1, to: x2, demand: demand)
      sink.addHorizontal(row: y2, from: x2, to: x3, demand: demand)
      sink.addVertical(column: x2, from: min(y1, y2), to: max(y1, y2), demand: demand)
    } else {
      tee(first, second, third, demand: demand, into: &sink)
    }
  }

  /// A horizontal trunk in the middle row, with a vertical branch to each of the other two.
  private static func tee<Sink: RunSink & ~Copyable>(
    _ first: CellCode, _ second: CellCode, _ third: CellCode, demand: Double, into sink: inout Sink
  ) {
    func isBelow(_ left: CellCode, _ right: CellCode) -> Bool {
      (left.row, left.column) < (right.row, right.column)
    }
    var (low, middle, high) = (first, second, third)
    if isBelow(middle, low) { swap(&low, &middle) }
    if isBelow(high, middle) { swap(&middle, &high) }
    if isBelow(middle, low) { swap(&low, &middle) }
    let left = min(first.column, second.column, third.column)
    let right = max(first.column, second.column, third.column)
    sink.addHorizontal(row: middle.row, from: left, to: right, demand: demand)
    sink.addVertical(column: low.column, from: low.row, to: middle.row, demand: demand)
    sink.addVertical(column: high.column, from: middle.row, to: high.row, demand: demand)
  }
}
