import Evaluation
import Foundation
import Netlist

/// A distribution over places of one node: a cell of the grid by its weight, then a uniform place in
/// the part of the cell that the node's centre may be in.
///
/// Where the centre has no freedom along an axis, the density is over the other axis alone.
struct CellDistribution {
  private let grid: CostGrid
  private var columns: CellSpan
  private var rows: CellSpan
  /// By cell; -infinity for a cell that is not possible.
  private(set) var logWeights: [Float]
  /// The sum of the weights of all cells up to each one.
  private var cumulative: [Double]

  init(_ grid: CostGrid) {
    self.grid = grid
    columns = CellSpan(low: 0, high: 0, origin: 0, size: 1, first: 0, last: 0)
    rows = columns
    logWeights = [Float](repeating: -.infinity, count: grid.cellCount)
    cumulative = [Double](repeating: 0, count: grid.cellCount)
  }

  /// Takes the weights of all cells for a node with this range; false if no cell is possible.
  ///
  /// - Parameter evenShare: the part of the whole that goes to all cells of the range evenly, those
  ///   without weight among them.
  mutating func set(
    _ logProbabilities: UnsafeMutableBufferPointer<Float>, range: CenterRange,
    evenShare: Double = 0
  ) -> Bool {
    setSpans(range)
    var greatest = -Float.infinity
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let cell = row * grid.columns + column
        let value = logProbabilities[cell]
        let isPossible =
          columns.contains(cell: column) && rows.contains(cell: row) && value.isFinite
        logWeights[cell] = isPossible ? value : -.infinity
        greatest = max(greatest, logWeights[cell])
      }
    }
    guard greatest.isFinite else { return false }
    if evenShare > 0 { addEvenly(evenShare, greatest: &greatest) }
    accumulate(greatest: greatest)
    return true
  }

  /// Takes the ``logWeights`` that a distribution of a node with this range had.
  mutating func set(logWeights: [Float], range: CenterRange) {
    setSpans(range)
    self.logWeights = logWeights
    accumulate(greatest: logWeights.max() ?? -.infinity)
  }

  private mutating func setSpans(_ range: CenterRange) {
    columns = CellSpan(
      low: range.minX, high: range.maxX, origin: grid.originX, size: grid.cellWidth,
      first: grid.column(range.minX), last: grid.column(range.maxX))
    rows = CellSpan(
      low: range.minY, high: range.maxY, origin: grid.originY, size: grid.cellHeight,
      first: grid.row(range.minY), last: grid.row(range.maxY))
  }

  private mutating func accumulate(greatest: Float) {
    var sum = 0.0
    for cell in logWeights.indices {
      if logWeights[cell].isFinite { sum += exp(Double(logWeights[cell]) - Double(greatest)) }
      cumulative[cell] = sum
    }
  }

  /// Lets a share of the whole be even over the cells of the range.
  private mutating func addEvenly(_ share: Double, greatest: inout Float) {
    var total = 0.0
    for weight in logWeights where weight.isFinite {
      total += exp(Double(weight) - Double(greatest))
    }
    var cells = 0
    for row in 0..<grid.rows where rows.contains(cell: row) {
      for column in 0..<grid.columns where columns.contains(cell: column) { cells += 1 }
    }
    let even = share / Double(max(cells, 1))
    var most = -Float.infinity
    for row in 0..<grid.rows where rows.contains(cell: row) {
      for column in 0..<grid.columns where columns.contains(cell: column) {
        let cell = row * grid.columns + column
        let own = logWeights[cell].isFinite ? exp(Double(logWeights[cell]) - Double(greatest)) : 0
        logWeights[cell] = Float(log((1 - share) * own / total + even))
        most = max(most, logWeights[cell])
      }
    }
    greatest = most
  }

  /// The logarithm of the density at a place, up to a constant of the distribution; -infinity where
  /// no place is drawn.
  func logDensity(x: Double, y: Double) -> Double {
    guard columns.contains(x), rows.contains(y) else { return -.infinity }
    let (column, row) = (columns.clamped(grid.column(x)), rows.clamped(grid.row(y)))
    return Double(logWeights[row * grid.columns + column])
      - log(columns.length(column) * rows.length(row))
  }

  /// Draws a place, at single-precision coordinates.
  ///
  /// - Returns: nil where rounding takes the place to another cell than the one drawn. To count that
  ///   as a rejected move keeps the density what ``logDensity(x:y:)`` says.
  func sample(using random: inout SeededGenerator) -> (x: Double, y: Double)? {
    let cell = firstCell(above: random.uniform() * cumulative[cumulative.count - 1])
    let (row, column) = (cell / grid.columns, cell % grid.columns)
    let x = columns.place(column, random.uniform())
    let y = rows.place(row, random.uniform())
    guard columns.clamped(grid.column(x)) == column, rows.clamped(grid.row(y)) == row else {
      return nil
    }
    return (x, y)
  }

  /// The first cell up to which the weights sum to more than this, by bisection.
  private func firstCell(above sum: Double) -> Int {
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > sum { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The columns, or rows, of the grid that an interval of coordinates meets in more than a point.
struct CellSpan {
  private let low: Double
  private let high: Double
  private let origin: Double
  private let size: Double
  private(set) var first: Int
  private(set) var last: Int

  /// The span of the interval from `low`, in cell `first`, to `high`, in cell `last`.
  init(low: Double, high: Double, origin: Double, size: Double, first: Int, last: Int) {
    self.low = low
    self.high = high
    self.origin = origin
    self.size = size
    self.first = first
    self.last = last
    // An end on a line between cells, or within rounding of it, is the end of the cell next to it.
    while self.first < self.last, length(self.first) <= 0 { self.first += 1 }
    while self.first < self.last, length(self.last) <= 0 { self.last -= 1 }
  }

  /// Whether a coordinate is in the interval.
  func contains(_ coordinate: Double) -> Bool { coordinate >= low && coordinate <= high }

  /// Whether a cell is in the span.
  func contains(cell: Int) -> Bool { cell >= first && cell <= last }

  /// The cell of the span nearest to one.
  func clamped(_ cell: Int) -> Int { min(max(cell, first), last) }

  /// How much of the interval is in a cell of the span; 1 where the interval is a point, which has
  /// nothing to share out.
  func length(_ cell: Int) -> Double {
    low == high ? 1 : end(cell) - start(cell)
  }

  /// The single-precision coordinate in the interval next to a share, 0 to 1, of the way through its
  /// part in a cell.
  func place(_ cell: Int, _ share: Double) -> Double {
    let wished = start(cell) + share * (end(cell) - start(cell))
    return min(max(Double(Float(wished)), low), high)
  }

  private func start(_ cell: Int) -> Double {
    cell == first ? low : origin + Double(cell) * size
  }

  private func end(_ cell: Int) -> Double {
    cell == last ? high : origin + Double(cell + 1) * size
  }
}
