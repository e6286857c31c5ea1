import Netlist
import Parallelism

/// Rectangular uniform wire density: each net's horizontal and vertical wire, as long as the box around
/// its pins is wide and high, spread evenly over that box (Spindler & Johannes, *Fast and Accurate
/// Routing Demand Estimation for Efficient Routability-driven Placement*, DATE 2007).
///
/// A box without height has its horizontal wire in one row of cells, one without width its vertical
/// wire in one column, so no wire is lost. Inside, lengths are in cells.
struct WireDensity {
  private let grid: CostGrid
  private let supply: RoutingSupply
  /// The wire in each cell: routes times the part of the cell that they cross.
  private(set) var horizontalWire: [Double]
  private(set) var verticalWire: [Double]
  /// The share of each cell that hard macros cover.
  private(set) var covered: [Double]

  init(_ floorplan: Floorplan) {
    grid = CostGrid(floorplan)
    supply = floorplan.routing
    horizontalWire = [Double](repeating: 0, count: grid.cellCount)
    verticalWire = horizontalWire
    covered = horizontalWire
  }

  /// Adds the wires of all nets. Each thread sums a range of nets; ranges are combined in order.
  mutating func add(_ netlist: Netlist, _ pins: PinPositions<Double>, threads: Int) {
    let (cellCount, netCount, grid) = (grid.cellCount, netlist.netCount, grid)
    let parts = netCount < 512 ? 1 : threads
    var maps = [Double](repeating: 0, count: 2 * parts * cellCount)
    maps.withUnsafeMutableBufferPointer { maps in
      guard let start = maps.baseAddress else { return }
      // Each part writes to maps of its own.
      concurrently(netCount, parts: parts) { part, nets in
        let sum = WireSum(
          grid: grid, horizontal: start + 2 * part * cellCount,
          vertical: start + (2 * part + 1) * cellCount)
        sum.add(nets, of: netlist, pins)
      }
    }
    for part in 0..<parts {
      for cell in 0..<cellCount {
        horizontalWire[cell] += maps[2 * part * cellCount + cell]
        verticalWire[cell] += maps[(2 * part + 1) * cellCount + cell]
      }
    }
  }

  /// Adds the routes that hard macros use up, in proportion to the area they cover. Where macros still
  /// overlap, as in global placement, no cell is covered more than once.
  mutating func addBlockage(_ netlist: Netlist, _ placement: Placement) {
    for node in netlist.nodes(.hardMacro) {
      let box = placement.box(of: node, in: netlist)
      let across = Span(
        (box.minX - grid.originX) / grid.cellWidth, (box.maxX - grid.originX) / grid.cellWidth,
        cells: grid.columns)
      let upward = Span(
        (box.minY - grid.originY) / grid.cellHeight, (box.maxY - grid.originY) / grid.cellHeight,
        cells: grid.rows)
      for row in upward.cells {
        let height = upward.overlap(row)
        for column in across.cells {
          let cell = row * grid.columns + column
          covered[cell] = min(1, covered[cell] + height * across.overlap(column))
        }
      }
    }
  }

  /// Demand over supply.
  var estimate: CongestionEstimate {
    CongestionEstimate(
      grid: grid,
      horizontal: utilization(
        horizontalWire, routes: supply.horizontal, used: supply.horizontalUsedByMacros,
        across: grid.cellHeight),
      vertical: utilization(
        verticalWire, routes: supply.vertical, used: supply.verticalUsedByMacros,
        across: grid.cellWidth))
  }

  private func utilization(
    _ wire: [Double], routes: Double, used: Double, across: Double
  ) -> [Double] {
    wire.indices.map { cell in
      let demand = wire[cell] + covered[cell] * used * across
      return demand == 0 ? 0 : demand / (routes * across)
    }
  }
}

/// An interval along one axis of the grid, in cells and limited to the grid.
private struct Span {
  let low: Double
  let high: Double
  let cells: ClosedRange<Int>

  @inline(__always)
  init(_ low: Double, _ high: Double, cells count: Int) {
    let limit = Double(count)
    // In this order of arguments, what is no number becomes the lowest place.
    self.low = min(max(0, low), limit)
    self.high = min(max(self.low, high), limit)
    let first = min(Int(self.low), count - 1)
    cells = first...max(first, min(Int(self.high), count - 1))
  }

  @inline(__always) var length: Double { high - low }

  /// How much of a cell lies inside.
  @inline(__always)
  func overlap(_ cell: Int) -> Double {
    max(0, min(high, Double(cell + 1)) - max(low, Double(cell)))
  }

  /// A cell's share of the interval; the first has all of an interval without length.
  @inline(__always)
  func share(_ cell: Int) -> Double {
    length > 0 ? overlap(cell) / length : (cell == cells.lowerBound ? 1 : 0)
  }
}

/// Sums the wires of a range of nets into two maps.
private struct WireSum {
  let grid: CostGrid
  let horizontal: UnsafeMutablePointer<Double>
  let vertical: UnsafeMutablePointer<Double>

  func add(_ nets: Range<Int>, of netlist: Netlist, _ pins: PinPositions<Double>) {
    let (inverseWidth, inverseHeight) = (1 / grid.cellWidth, 1 / grid.cellHeight)
    for net in nets {
      let netPins = netlist.netPins[net]
      guard netPins.count >= 2 else { continue }
      var (left, right) = (Double.infinity, -Double.infinity)
      var (bottom, top) = (Double.infinity, -Double.infinity)
      for pin in netPins {
        let (x, y) = (pins.x[pin.index], pins.y[pin.index])
        left = min(left, x)
        right = max(right, x)
        bottom = min(bottom, y)
        top = max(top, y)
      }
      let across = Span(left * inverseWidth, right * inverseWidth, cells: grid.columns)
      let upward = Span(bottom * inverseHeight, top * inverseHeight, cells: grid.rows)
      add(
        across, upward,
        routes: max(1, netlist.netWeights[net]) * SteinerFactor.of(pinCount: netPins.count))
    }
  }

  @inline(__always)
  private func add(_ across: Span, _ upward: Span, routes: Double) {
    for row in upward.cells {
      let (rowShare, rowLength) = (upward.share(row) * routes, upward.overlap(row) * routes)
      let line = row * grid.columns
      for column in across.cells {
        horizontal[line + column] += rowShare * across.overlap(column)
        vertical[line + column] += rowLength * across.share(column)
      }
    }
  }
}

/// By how much a tree over so many pins is longer, in the mean, than half the perimeter of the box around
/// them (Cheng, *RISA: Accurate and Efficient Placement Routability Modeling*, ICCAD 1994, table 1).
enum SteinerFactor {
  private static let table: [(pins: Int, factor: Double)] = [
    (3, 1), (4, 1.0828), (5, 1.1536), (6, 1.2206), (7, 1.2823), (8, 1.3385), (9, 1.3991),
    (10, 1.4493), (15, 1.6899), (20, 1.8924), (25, 2.0743), (30, 2.2334), (35, 2.3895),
    (40, 2.5356), (45, 2.6625), (50, 2.7933),
  ]

  /// The factor for each number of pins up to the table's last; between entries on a line.
  private static let factors: [Double] = {
    var factors = [Double](repeating: 1, count: 51)
    for (lower, upper) in zip(table, table.dropFirst()) {
      for pins in lower.pins...upper.pins {
        let share = Double(pins - lower.pins) / Double(upper.pins - lower.pins)
        factors[pins] = lower.factor + share * (upper.factor - lower.factor)
      }
    }
    return factors
  }()

  /// The factor of a net; the table's last for larger ones.
  static func of(pinCount: Int) -> Double { factors[min(max(pinCount, 0), 50)] }
}
