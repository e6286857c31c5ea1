import Netlist

/// What congestion costs at least.
///
/// *Blockage.* A hard macro takes `overlap width × routes used` of the vertical supply in every cell that
/// it touches, however little of the cell's height it covers. Where it covers a row in part, the rule
/// takes off its topmost row. If it is h rows high, h not whole, and begins a share f above a grid
/// line, it touches ⌊f + h⌋ + 1 rows and ⌊f + h⌋ ≥ ⌊h⌋ are left; if it is inside one row, that row
/// is left. With its top on a grid line the row that is taken off is empty, or at the upper edge of
/// the die a real one of h + f, which leaves ⌈h⌉ − 1 = ⌊h⌋. Covered whole to within the
/// tolerance, no row is taken off. So max(1, ⌊h⌋) rows are left, each with the overlap widths of
/// ``AxisSpread``; transposed for the horizontal supply.
///
/// *Routes.* A net of demand d over cells that are c columns and r rows apart adds at least `d c` cells of
/// horizontal runs and `d r` of vertical ones: every routing pattern spans its cells. Smoothing
/// spreads demand and loses none. Of fixed pins the cells are known; pins of macros that a distance
/// l apart must be, half-perimeter, are at least l − (cell width + height) apart by cells.
///
/// The sum of both directions and the blockage of single macros make the bound by ``TopMeanBound``.
enum CongestionBound {
  static func cost(
    _ shapes: BoundedShapes, _ nets: NetBounds, _ netlist: Netlist, _ floorplan: Floorplan
  ) -> Double {
    let grid = CostGrid(floorplan)
    let supply = floorplan.routing
    let blocked = (
      horizontal: supply.horizontalUsedByMacros / supply.horizontal,
      vertical: supply.verticalUsedByMacros / supply.vertical
    )
    guard supply.horizontal > 0, supply.vertical > 0, blocked.horizontal >= 0,
      blocked.vertical >= 0
    else { return 0 }
    let sizes = shapes.sizes(hardOnly: true)
    var sum = nets.routes(netlist, floorplan)
    for size in sizes {
      let (width, height) = (size.width / grid.cellWidth, size.height / grid.cellHeight)
      sum +=
        Double(size.count)
        * (width * remaining(height) * blocked.vertical
          + height * remaining(width) * blocked.horizontal)
    }
    let valueCount = 2 * grid.cellCount
    var bound = TopMeanBound(
      valueCount: valueCount, topCount: TopMean.congestionCount(values: valueCount), sum: sum)
    for size in sizes {
      let (width, height) = (size.width / grid.cellWidth, size.height / grid.cellHeight)
      let count = Double(size.count)
      bound.add(contribution(count, along: width, across: height, blocked.vertical))
      bound.add(contribution(count, along: height, across: width, blocked.horizontal))
    }
    return bound.mean
  }

  /// How many rows, or columns, of a macro count at least.
  private static func remaining(_ length: Double) -> Double {
    // What rounding may have made a whole number counts as the next lower one.
    max(1, (length - 1e-9).rounded(.down))
  }

  private static func contribution(
    _ count: Double, along length: Double, across: Double, _ blocked: Double
  ) -> TopMeanBound.Contribution {
    .init(
      count: count,
      spreads: AxisSpread.ways(length).map { shares in
        DensityBound.merged(shares).map {
          ($0.value * blocked, $0.times * remaining(across))
        }
      })
  }
}
