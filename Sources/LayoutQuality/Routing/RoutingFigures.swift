/// What a global routing came to.
public struct RoutingFigures: Hashable, Sendable {
  /// The length of all routes from cell to cell, each net as often as its weight above 1 says.
  public var wirelength: Double
  /// How often routes bend: vias between a horizontal and a vertical layer.
  public var bends: Double
  /// The routes above the tracks, over all edges between cells.
  public var totalOverflow: Double
  /// The same as a share of all routes over all edges.
  public var overflowShare: Double
  /// The most routes above the tracks of one edge.
  public var maximumOverflow: Double
  /// The mean of routes over tracks of the fullest 0.5, 1, 2 and 5 % of the edges (Wei et al., *GLARE*,
  /// DAC 2012: ACE).
  public var averageCongestion: [Double]
  /// How many rounds of taking up and leading anew there were.
  public var rounds: Int

  /// The shares of edges that ``averageCongestion`` is over.
  public static let shares = [0.005, 0.01, 0.02, 0.05]

  init(_ grid: RoutingGrid, bends: Double, rounds: Int) {
    self.bends = bends
    self.rounds = rounds
    (wirelength, totalOverflow, maximumOverflow) = (0, 0, 0)
    var demand = 0.0
    var congestion: [Double] = []
    for edge in 0..<grid.edgeCount {
      wirelength += grid.demand[edge] * grid.length(edge)
      demand += grid.demand[edge]
      totalOverflow += grid.overflow(edge)
      maximumOverflow = max(maximumOverflow, grid.overflow(edge))
      // An edge without tracks is as full as one route on one track would be.
      congestion.append(grid.demand[edge] / max(1, grid.capacity[edge]))
    }
    overflowShare = demand > 0 ? totalOverflow / demand : 0
    congestion.sort(by: >)
    averageCongestion = Self.shares.map { share in
      let count = min(congestion.count, max(1, Int((share * Double(congestion.count)).rounded())))
      return count == 0 ? 0 : congestion[..<count].reduce(0, +) / Double(count)
    }
  }
}
