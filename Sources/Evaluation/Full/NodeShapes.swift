import Netlist

/// The rectangles of all macros and cells over the grid: what they add to density and, for hard
/// macros, to congestion.
struct NodeShapes<Scalar: BinaryFloatingPoint> {
  private let grid: CostGrid
  private let cellWidth: Scalar
  private let cellHeight: Scalar
  private let edgeRule: GridEdgeRule
  private let shapes: [Shape]

  private struct Shape {
    var isHard: Bool
    var left: Scalar
    var bottom: Scalar
    var right: Scalar
    var top: Scalar
  }

  /// Width and height stay as drawn in every orientation, as in the reference evaluator.
  init(netlist: Netlist, floorplan: Floorplan, placement: Placement, edgeRule: GridEdgeRule) {
    grid = CostGrid(floorplan)
    cellWidth = Scalar(grid.cellWidth)
    cellHeight = Scalar(grid.cellHeight)
    self.edgeRule = edgeRule
    var shapes: [Shape] = []
    for node in 0..<netlist.nodeCount where netlist.nodeKinds[node] != .port {
      let x = Scalar(placement.x[node] - grid.originX)
      let y = Scalar(placement.y[node] - grid.originY)
      let halfWidth = Scalar(netlist.nodeWidths[node]) / 2
      let halfHeight = Scalar(netlist.nodeHeights[node]) / 2
      shapes.append(
        Shape(
          isHard: netlist.nodeKinds[node] == .hardMacro, left: x - halfWidth,
          bottom: y - halfHeight, right: x + halfWidth, top: y + halfHeight))
    }
    self.shapes = shapes
  }

  /// The columns or rows that an interval touches, limited to the grid; nil where the raw rule
  /// leaves the shape out because it ends before the grid begins.
  private func touched(
    _ low: Scalar, _ high: Scalar, size: Scalar, count: Int
  ) -> ClosedRange<Int>? {
    let last = (high / size).rounded(.down)
    if edgeRule == .raw, last < 0 { return nil }
    let first = (low / size).rounded(.down)
    let limit = Scalar(count - 1)
    return Int(max(0, min(first, limit)))...Int(max(0, min(last, limit)))
  }

  /// The overlap of an interval with a cell, negative if apart.
  private func overlap(_ low: Scalar, _ high: Scalar, cell: Int, size: Scalar) -> Scalar {
    min(high, Scalar(cell + 1) * size) - max(low, Scalar(cell) * size)
  }

  /// The density of each cell.
  func density() -> [Double] {
    var area = [Scalar](repeating: 0, count: grid.cellCount)
    for shape in shapes {
      guard
        let columns = touched(shape.left, shape.right, size: cellWidth, count: grid.columns),
        let rows = touched(shape.bottom, shape.top, size: cellHeight, count: grid.rows)
      else { continue }
      for row in rows {
        let height = overlap(shape.bottom, shape.top, cell: row, size: cellHeight)
        for column in columns where height > 0 {
          let width = overlap(shape.left, shape.right, cell: column, size: cellWidth)
          if width > 0 { area[row * grid.columns + column] += width * height }
        }
      }
    }
    let cellArea = cellWidth * cellHeight
    return area.map { Double($0 / cellArea) }
  }

  /// Adds the routes that hard macros use up, by the reference's literal rule: where a macro covers
  /// its topmost row of cells only in part, that row does not count in the vertical map, and
  /// where it covers its rightmost column in part, that column does not in the horizontal one. A
  /// macro whose edge lies on a grid line touches one row or column more, with no overlap, and
  /// that counts as covered in part on both axes.
  func addBlockage(to congestion: inout CongestionMap) {
    for shape in shapes where shape.isHard {
      guard
        let columns = touched(shape.left, shape.right, size: cellWidth, count: grid.columns),
        let rows = touched(shape.bottom, shape.top, size: cellHeight, count: grid.rows)
      else { continue }
      func overlaps(_ row: Int, _ column: Int) -> (x: Double, y: Double) {
        let x = overlap(shape.left, shape.right, cell: column, size: cellWidth)
        let y = overlap(shape.bottom, shape.top, cell: row, size: cellHeight)
        return x > 0 && y > 0 ? (Double(x), Double(y)) : (0, 0)
      }
      var partialRow = false
      var partialColumn = false
      for row in rows {
        for column in columns {
          let (x, y) = overlaps(row, column)
          congestion.addBlockage(row: row, column: column, x: x, y: y)
          if rows.count > 1, row == rows.lowerBound || row == rows.upperBound,
            abs(y - grid.cellHeight) > BlockageRule.tolerance
          {
            partialRow = true
          }
          if columns.count > 1, column == columns.lowerBound || column == columns.upperBound,
            abs(x - grid.cellWidth) > BlockageRule.tolerance
          {
            partialColumn = true
          }
        }
      }
      if partialRow {
        for column in columns {
          let (x, _) = overlaps(rows.upperBound, column)
          congestion.addBlockage(row: rows.upperBound, column: column, x: -x, y: 0)
        }
      }
      if partialColumn {
        for row in rows {
          let (_, y) = overlaps(row, columns.upperBound)
          congestion.addBlockage(row: row, column: columns.upperBound, x: 0, y: -y)
        }
      }
    }
  }
}

/// Constants of the reference's macro blockage rule.
enum BlockageRule {
  /// An overlap within this many length units of a cell's whole side counts as the whole side.
  static let tolerance = 1e-5
}
