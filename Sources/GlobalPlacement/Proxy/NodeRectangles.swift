import Netlist

/// The rectangles of nodes on the cost grid, as far as they are inside it: lengths in cells.
struct NodeRectangles: ~Copyable {
  let widths: Buffer<Double>
  let heights: Buffer<Double>

  /// The rectangles of some nodes, as drawn in every orientation, as the proxy cost takes them.
  init(_ nodes: [NodeID], _ netlist: Netlist, scaleX: Double, scaleY: Double) {
    widths = Buffer(nodes.map { netlist.nodeWidths[$0.index] * scaleX })
    heights = Buffer(nodes.map { netlist.nodeHeights[$0.index] * scaleY })
  }

  var count: Int { widths.count }
}

/// The cells that an interval covers along one axis.
struct Cover {
  private let low: Double
  private let high: Double
  /// The first and the last cell; the latter is less if the interval is outside the grid.
  let first: Int
  let last: Int

  @inline(__always)
  init(center: Double, length: Double, cellCount: Int) {
    low = max(center - length / 2, 0)
    high = min(center + length / 2, Double(cellCount))
    first = Int(low)
    last = high > low ? min(Int(high.rounded(.up)), cellCount) - 1 : first - 1
    lowMoves = center - length / 2 > 0
    highMoves = center + length / 2 < Double(cellCount)
  }

  private let lowMoves: Bool
  private let highMoves: Bool

  /// How much of a cell from ``first`` to ``last`` is covered.
  @inline(__always)
  func length(_ cell: Int) -> Double {
    min(high, Double(cell + 1)) - max(low, Double(cell))
  }

  /// The slope of that by the interval's centre.
  @inline(__always)
  func slope(_ cell: Int) -> Double {
    (cell == last && highMoves ? 1 : 0) - (cell == first && lowMoves ? 1 : 0)
  }
}
