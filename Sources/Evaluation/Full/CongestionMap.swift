import Netlist

/// Routing demand over supply, per cell and direction.
struct CongestionMap {
  private let grid: CostGrid
  private let horizontalCapacity: Double
  private let verticalCapacity: Double
  private let horizontalUsedByMacros: Double
  private let verticalUsedByMacros: Double

  /// Net routing, divided by capacity and smoothed; after ``combine()`` with macro blockage.
  private(set) var horizontal: [Double]
  private(set) var vertical: [Double]
  /// Macro blockage alone.
  private(set) var horizontalBlockage: [Double]
  private(set) var verticalBlockage: [Double]

  init(_ grid: CostGrid, _ floorplan: Floorplan) {
    self.grid = grid
    horizontalCapacity = grid.cellHeight * floorplan.routing.horizontal
    verticalCapacity = grid.cellWidth * floorplan.routing.vertical
    horizontalUsedByMacros = floorplan.routing.horizontalUsedByMacros
    verticalUsedByMacros = floorplan.routing.verticalUsedByMacros
    horizontal = [Double](repeating: 0, count: grid.cellCount)
    vertical = horizontal
    horizontalBlockage = horizontal
    verticalBlockage = horizontal
  }

  /// The map of nets over the cells of their pins, smoothed as the floorplan says, and of the hard
  /// macros among `shapes`.
  init<Scalar>(
    routing netlist: Netlist, cells: [CellCode], blockedBy shapes: NodeShapes<Scalar>,
    _ floorplan: Floorplan
  ) {
    self.init(CostGrid(floorplan), floorplan)
    routeNets(netlist, cells: cells)
    smooth(range: floorplan.smoothingRange)
    shapes.addBlockage(to: &self)
    combine()
  }

  /// Adds the routes of all nets. A net of weight below 1 demands a whole route.
  mutating func routeNets(_ netlist: Netlist, cells: [CellCode]) {
    var runs = Runs(horizontal: horizontal, vertical: vertical, columns: grid.columns)
    var distinct: [CellCode] = []
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins[net]
      guard let first = pins.first else { continue }
      distinct.removeAll(keepingCapacity: true)
      for pin in pins { distinct.append(cells[pin.index]) }
      distinct.sort()
      var kept = 0
      for cell in distinct where kept == 0 || distinct[kept - 1] != cell {
        distinct[kept] = cell
        kept += 1
      }
      let source = cells[(netlist.netDrivers[net] ?? first).index]
      distinct.withUnsafeBufferPointer {
        NetRoute.route(
          source: source, cells: UnsafeBufferPointer(rebasing: $0[..<kept]),
          demand: max(1, netlist.netWeights[net]), into: &runs)
      }
    }
    horizontal = runs.horizontal.map { $0 / horizontalCapacity }
    vertical = runs.vertical.map { $0 / verticalCapacity }
  }

  /// Spreads the vertical demand of each cell over the columns within `range`, and the horizontal
  /// over the rows: each equally over those of them that the grid has.
  mutating func smooth(range: Int) {
    guard range > 0 else { return }
    let (columns, rows) = (grid.columns, grid.rows)
    var smoothedVertical = [Double](repeating: 0, count: grid.cellCount)
    var smoothedHorizontal = smoothedVertical
    for row in 0..<rows {
      for column in 0..<columns {
        let window = max(0, column - range)...min(columns - 1, column + range)
        let share = vertical[row * columns + column] / Double(window.count)
        for target in window { smoothedVertical[row * columns + target] += share }
        let rowWindow = max(0, row - range)...min(rows - 1, row + range)
        let rowShare = horizontal[row * columns + column] / Double(rowWindow.count)
        for target in rowWindow { smoothedHorizontal[target * columns + column] += rowShare }
      }
    }
    vertical = smoothedVertical
    horizontal = smoothedHorizontal
  }

  /// Adds the routes that a macro uses up in one cell, for overlap lengths `x` and `y`.
  mutating func addBlockage(row: Int, column: Int, x: Double, y: Double) {
    verticalBlockage[row * grid.columns + column] += x * verticalUsedByMacros / verticalCapacity
    horizontalBlockage[row * grid.columns + column] +=
      y * horizontalUsedByMacros / horizontalCapacity
  }

  /// Adds macro blockage to the net demand.
  mutating func combine() {
    for cell in 0..<grid.cellCount {
      horizontal[cell] += horizontalBlockage[cell]
      vertical[cell] += verticalBlockage[cell]
    }
  }

  /// Sums runs cell by cell.
  private struct Runs: RunSink {
    var horizontal: [Double]
    var vertical: [Double]
    let columns: Int

    mutating func addHorizontal(row: Int, from: Int, to: Int, demand: Double) {
      for column in from..<to { horizontal[row * columns + column] += demand }
    }

    mutating func addVertical(column: Int, from: Int, to: Int, demand: Double) {
      // One column past the last, possible under the raw rule, is the next row's first cell;
      // past the last row there is none.
      for row in from..<to where row * columns + column < vertical.count {
        vertical[row * columns + column] += demand
      }
    }
  }
}
