import Evaluation
import Netlist

/// The cells of the die with an edge between each two neighbours: what routes take of the tracks that
/// cross it.
///
/// Edges are numbered: first the horizontal ones, from a cell to the next column, row by row; then the
/// vertical ones, from a cell to the next row.
struct RoutingGrid {
  let grid: CostGrid
  let horizontalCount: Int
  /// The tracks that cross each edge.
  private(set) var capacity: [Double]
  /// The routes that cross it.
  private(set) var demand: [Double]
  /// How much more it costs because it was too full before.
  private(set) var history: [Double]
  /// How long it is.
  private let width: Double
  private let height: Double
  /// What being above capacity costs.
  var pressure = 1.0

  /// The grid of a floorplan with hard macros. Where they cover half of the two cells that an edge joins,
  /// half of the tracks that they use up are gone.
  init(_ netlist: Netlist, _ floorplan: Floorplan, _ placement: Placement) {
    grid = CostGrid(floorplan)
    (width, height) = (grid.cellWidth, grid.cellHeight)
    let (columns, rows) = (grid.columns, grid.rows)
    horizontalCount = (columns - 1) * rows
    let count = horizontalCount + columns * (rows - 1)
    capacity = [Double](repeating: 0, count: count)
    demand = capacity
    history = capacity
    let covered = Self.coverage(netlist, placement, grid)
    let supply = floorplan.routing
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = row * columns + column
        if column + 1 < columns {
          let share = (covered[cell] + covered[cell + 1]) / 2
          capacity[right(row, column)] =
            max(0, supply.horizontal - share * supply.horizontalUsedByMacros) * height
        }
        if row + 1 < rows {
          let share = (covered[cell] + covered[cell + columns]) / 2
          capacity[up(row, column)] =
            max(0, supply.vertical - share * supply.verticalUsedByMacros) * width
        }
      }
    }
  }

  /// The share of each cell that hard macros cover.
  private static func coverage(
    _ netlist: Netlist, _ placement: Placement, _ grid: CostGrid
  ) -> [Double] {
    var covered = [Double](repeating: 0, count: grid.cellCount)
    for node in netlist.nodes(.hardMacro) {
      let box = placement.box(of: node, in: netlist)
      for row in grid.row(box.minY)...grid.row(box.maxY) {
        let bottom = grid.originY + Double(row) * grid.cellHeight
        let high = min(box.maxY, bottom + grid.cellHeight) - max(box.minY, bottom)
        for column in grid.column(box.minX)...grid.column(box.maxX) where high > 0 {
          let left = grid.originX + Double(column) * grid.cellWidth
          let wide = min(box.maxX, left + grid.cellWidth) - max(box.minX, left)
          let cell = row * grid.columns + column
          let share = max(0, wide) * high / (grid.cellWidth * grid.cellHeight)
          covered[cell] = min(1, covered[cell] + share)
        }
      }
    }
    return covered
  }

  /// The edge from a cell to the next column.
  @inline(__always)
  func right(_ row: Int, _ column: Int) -> Int { row * (grid.columns - 1) + column }

  /// The edge from a cell to the next row.
  @inline(__always)
  func up(_ row: Int, _ column: Int) -> Int { horizontalCount + row * grid.columns + column }

  var edgeCount: Int { capacity.count }

  /// The length of an edge.
  @inline(__always)
  func length(_ edge: Int) -> Double { edge < horizontalCount ? width : height }

  /// How far routes are above the tracks of an edge.
  @inline(__always)
  func overflow(_ edge: Int) -> Double { max(0, demand[edge] - capacity[edge]) }

  /// What it costs to lead so many more routes over an edge, for one of them.
  @inline(__always)
  func cost(_ edge: Int, adding routes: Double) -> Double {
    let excess = max(0, demand[edge] + routes - capacity[edge]) / max(1, capacity[edge])
    return length(edge) * (1 + history[edge] + pressure * excess)
  }

  /// Leads routes over edges, or takes them off with a negative number.
  mutating func add(_ routes: Double, over edges: [Int32]) {
    for edge in edges { demand[Int(edge)] += routes }
  }

  /// Makes edges that are too full cost more from now on.
  mutating func remember() {
    for edge in capacity.indices where overflow(edge) > 0 {
      history[edge] += min(1, 0.5 + overflow(edge) / max(1, capacity[edge]))
    }
  }

  /// All routes taken off.
  mutating func clear() {
    for edge in demand.indices { demand[edge] = 0 }
  }
}

/// A cell of the grid.
struct GridPoint: Hashable {
  var row: Int
  var column: Int
}
