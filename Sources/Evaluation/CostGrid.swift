public import Netlist

/// What happens to a point outside the grid of cost cells.
public enum GridEdgeRule: String, Hashable, Sendable, CaseIterable {
  /// It counts in the nearest cell, as in the macro-placement challenge's evaluator. The default.
  case clamp
  /// As in the unchanged TILOS evaluator: one past the last column is the first cell of the next
  /// row; anything else outside is an error.
  case raw
}

/// The grid of equal cells that density and congestion are counted on. Row 0 is at the bottom;
/// the flat index of a cell is `row * columns + column`.
public struct CostGrid: Hashable, Sendable {
  /// The number of columns.
  public let columns: Int
  /// The number of rows.
  public let rows: Int
  /// The left edge of column 0.
  public let originX: Double
  /// The lower edge of row 0.
  public let originY: Double
  /// The width of a cell.
  public let cellWidth: Double
  /// The height of a cell.
  public let cellHeight: Double

  /// The grid of a floorplan.
  public init(_ floorplan: Floorplan) {
    columns = floorplan.columns
    rows = floorplan.rows
    originX = floorplan.die.minX
    originY = floorplan.die.minY
    cellWidth = floorplan.die.width / Double(floorplan.columns)
    cellHeight = floorplan.die.height / Double(floorplan.rows)
  }

  /// The number of cells.
  @inlinable public var cellCount: Int { columns * rows }

  /// The column of an x coordinate, clamped to the grid. A point on a line is in the right cell.
  @inlinable public func column(_ x: Double) -> Int {
    Self.clamp((x - originX) / cellWidth, below: columns)
  }

  /// The row of a y coordinate, clamped to the grid. A point on a line is in the upper cell.
  @inlinable public func row(_ y: Double) -> Int {
    Self.clamp((y - originY) / cellHeight, below: rows)
  }

  /// The floor of `position`, clamped to `0 ..< bound`.
  @inlinable static func clamp(_ position: Double, below bound: Int) -> Int {
    position >= 1 ? (position < Double(bound) ? Int(position) : bound - 1) : 0
  }
}
