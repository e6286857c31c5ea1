import Netlist

/// What density costs at least.
///
/// Every node lies inside the die with its whole rectangle, so the densities of all cells together are
/// the area of all nodes over that of a cell. And a node large enough covers some cells by more than
/// a share, wherever it is: by the product of its shares of columns and rows, which for either axis
/// alone, with any shares on the other, are as in ``AxisSpread``. ``TopMeanBound`` makes a bound of both.
///
/// With fewer than ten cells the cost is half the mean of the occupied ones: no less than half the mean
/// of all.
enum DensityBound {
  static func cost(_ shapes: BoundedShapes, _ grid: CostGrid) -> Double {
    let area = shapes.shapes.reduce(0) { $0 + $1.countedWidth * $1.countedHeight }
    let sum = area / (grid.cellWidth * grid.cellHeight)
    if grid.cellCount < 10 { return 0.5 * sum / Double(grid.cellCount) }
    var bound = TopMeanBound(
      valueCount: grid.cellCount, topCount: TopMean.densityCount(cells: grid.cellCount), sum: sum)
    for size in shapes.sizes(hardOnly: false) {
      let (width, height) = (size.width / grid.cellWidth, size.height / grid.cellHeight)
      // Smaller ones can be so spread that they contribute less to any cell than there is everywhere.
      guard max(width, height) >= 1, width * height >= 0.5 else { continue }
      var spreads: [[(value: Double, times: Double)]] = []
      for across in AxisSpread.ways(width).map(merged) {
        for upward in AxisSpread.ways(height).map(merged) {
          spreads.append(
            across.flatMap { column in
              upward.map { (column.value * $0.value, column.times * $0.times) }
            })
        }
      }
      bound.add(.init(count: Double(size.count), spreads: spreads))
    }
    return 0.5 * bound.mean
  }

  /// Shares with their multiplicities.
  static func merged(_ shares: [Double]) -> [(value: Double, times: Double)] {
    var merged: [(value: Double, times: Double)] = []
    for share in shares.sorted() {
      if let last = merged.last, last.value == share {
        merged[merged.count - 1].times += 1
      } else {
        merged.append((share, 1))
      }
    }
    return merged
  }
}
