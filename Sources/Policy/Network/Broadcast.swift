import LinearAlgebra

/// One row for each item of a batch, and many rows of maps for the same item.
enum Broadcast {
  /// Sets all rows of an item's map to the item's row.
  static func spread(_ items: MatrixView, over maps: MatrixView) {
    let cells = maps.rows / items.rows
    for item in 0..<items.rows {
      let source = items.row(item)
      for cell in item * cells..<(item + 1) * cells {
        maps.row(cell).update(from: source, count: items.columns)
      }
    }
  }

  /// Sums all rows of each item's map.
  static func collect(_ maps: MatrixView, into items: MatrixView) {
    items.fill(0)
    let cells = maps.rows / items.rows
    for item in 0..<items.rows {
      let target = items.row(item)
      for cell in item * cells..<(item + 1) * cells {
        let source = maps.row(cell)
        for column in 0..<items.columns { target[column] += source[column] }
      }
    }
  }

  /// The mean of all rows of each item's map.
  static func average(_ maps: MatrixView, into items: MatrixView) {
    collect(maps, into: items)
    let share = Float(items.rows) / Float(maps.rows)
    for item in 0..<items.rows {
      let target = items.row(item)
      for column in 0..<items.columns { target[column] *= share }
    }
  }

  /// The way back of ``average(_:into:)``.
  static func addAverage(of items: MatrixView, to maps: MatrixView) {
    let cells = maps.rows / items.rows
    let share = 1 / Float(cells)
    for item in 0..<items.rows {
      let source = items.row(item)
      for cell in item * cells..<(item + 1) * cells {
        let target = maps.row(cell)
        for column in 0..<items.columns { target[column] += share * source[column] }
      }
    }
  }
}
