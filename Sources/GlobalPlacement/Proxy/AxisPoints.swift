/// Points along one axis of the cost grid, in cells from its origin, each shared softly between two
/// neighbouring cells.
///
/// A point belongs to the cell it is in, but within `halfWidth` of a grid line partly to the cell
/// across that line too, by a smooth step; with a half width near 0 it is in its cell alone. The share
/// of a point that is above the line between cells `c` and `c + 1` is then 1 for `c` below `low`,
/// `fraction` for `low` itself, and 0 above.
struct AxisPoints: ~Copyable {
  let cellCount: Int
  let coordinates: Buffer<Double>
  /// The cell that a point is in.
  let cells: Buffer<Int32>
  /// The lower of the two cells that share a point.
  let low: Buffer<Int32>
  /// The share of the upper one, and its slope by the coordinate.
  let fractions: Buffer<Double>
  let slopes: Buffer<Double>
  /// The slope of the cost by the coordinate.
  let gradients: Buffer<Double>

  init(count: Int, cellCount: Int) {
    self.cellCount = cellCount
    coordinates = Buffer(count: count)
    cells = Buffer(count: count)
    low = Buffer(count: count)
    fractions = Buffer(count: count)
    slopes = Buffer(count: count)
    gradients = Buffer(count: count)
  }

  var count: Int { coordinates.count }

  /// Puts a point somewhere.
  ///
  /// - Parameter halfWidth: above 0 and up to half a cell.
  @inline(__always)
  func set(_ point: Int, to coordinate: Double, halfWidth: Double) {
    coordinates[point] = coordinate
    let inside = min(max(coordinate, 0), Double(cellCount))
    cells[point] = Int32(min(Int(inside), cellCount - 1))
    let line = Int(inside + 0.5)
    if line <= 0 || cellCount == 1 {
      (low[point], fractions[point], slopes[point]) = (0, 0, 0)
    } else if line >= cellCount {
      (low[point], fractions[point], slopes[point]) = (Int32(cellCount - 2), 1, 0)
    } else {
      let position = min(max((inside - Double(line)) / (2 * halfWidth) + 0.5, 0), 1)
      low[point] = Int32(line - 1)
      fractions[point] = position * position * (3 - 2 * position)
      slopes[point] = 3 * position * (1 - position) / halfWidth
    }
  }
}
