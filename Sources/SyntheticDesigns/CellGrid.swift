import Netlist

/// A grid of equal cells without gaps, row by row from the bottom; the last row may be part full. On
/// it the shortest nets are known.
struct CellGrid {
  let count: Int
  let columns: Int
  /// The width and height of a cell.
  let width: Double
  let height: Double

  var rows: Int { (count + columns - 1) / columns }

  /// The shape of a box of cells.
  struct Shape: Hashable {
    var columns: Int
    var rows: Int
  }

  /// The least half-perimeter of a net that joins the centres of `pins` equal cells which stand on
  /// rows without overlap, and the shapes of the boxes that have it.
  ///
  /// In a box of width X and height Y there are centres on no more than Y / height + 1 rows, and no
  /// more than X / width + 1 on each. So b rows and a cells a row, with a·b at least the number of
  /// pins, need (a − 1)·width + (b − 1)·height, and full boxes need no more.
  static func shortestNet(
    pins: Int, width: Double, height: Double
  ) -> (length: Double, shapes: [Shape]) {
    var best = (length: Double.infinity, shapes: [Shape]())
    for rows in 1...max(pins, 1) {
      let columns = (pins + rows - 1) / rows
      let length = Double(columns - 1) * width + Double(rows - 1) * height
      if length < best.length { best = (length, []) }
      if length == best.length { best.shapes.append(Shape(columns: columns, rows: rows)) }
    }
    return best
  }

  /// Fields for a net of `pins` cells, one of them `field`, in a shortest box, or nil if no such box
  /// around it has so many. All boxes that have are equally likely.
  func fields(
    around field: Int, pins: Int, shapes: [Shape], random: inout SeededGenerator
  ) -> [Int]? {
    let (row, column) = (field / columns, field % columns)
    // One draw does nearly always; the list of all is for the edges.
    for _ in 0..<4 {
      let shape = shapes[random.index(below: shapes.count)]
      let corner = (
        row - random.index(below: shape.rows), column - random.index(below: shape.columns)
      )
      if let box = box(at: corner, shape, atLeast: pins) {
        return draw(pins, of: box, keeping: field, random: &random)
      }
    }
    var boxes: [[Int]] = []
    for shape in shapes {
      for bottom in (row - shape.rows + 1)...row {
        for left in (column - shape.columns + 1)...column {
          if let box = box(at: (bottom, left), shape, atLeast: pins) { boxes.append(box) }
        }
      }
    }
    if boxes.isEmpty { return nil }
    return draw(pins, of: boxes[random.index(below: boxes.count)], keeping: field, random: &random)
  }

  /// The fields with cells in a box that lies on the grid, if there are enough.
  private func box(
    at corner: (row: Int, column: Int), _ shape: Shape, atLeast pins: Int
  ) -> [Int]? {
    guard corner.row >= 0, corner.column >= 0, corner.row + shape.rows <= rows,
      corner.column + shape.columns <= columns
    else { return nil }
    var fields: [Int] = []
    for row in corner.row..<(corner.row + shape.rows) {
      for column in corner.column..<(corner.column + shape.columns) {
        let field = row * columns + column
        if field < count { fields.append(field) }
      }
    }
    return fields.count >= pins ? fields : nil
  }

  /// `pins` of the fields, `kept` first.
  private func draw(
    _ pins: Int, of box: [Int], keeping kept: Int, random: inout SeededGenerator
  ) -> [Int] {
    var box = box
    box.swapAt(0, box.firstIndex(of: kept)!)
    for place in 1..<max(pins, 1) {
      box.swapAt(place, place + random.index(below: box.count - place))
    }
    return Array(box.prefix(pins))
  }
}

extension CellGrid {
  /// A grid near an aspect ratio whose last row is as full as can be had nearby.
  init(count: Int, aspectRatio: Double, width: Double, height: Double) {
    let ideal = (Double(count) * aspectRatio * height / width).squareRoot()
    let middle = Int(max(2, min(ideal.rounded(), Double(count / 2))))
    func gap(_ columns: Int) -> Int { (columns - count % columns) % columns }
    let near = (max(2, middle - 3)...min(max(2, count / 2), middle + 3))
    let columns = near.min { (gap($0), abs($0 - middle)) < (gap($1), abs($1 - middle)) } ?? middle
    self.init(count: count, columns: columns, width: width, height: height)
  }
}
