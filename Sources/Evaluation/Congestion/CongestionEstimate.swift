/// How routing demand is foreseen from a placement.
public enum CongestionModel: String, Hashable, Sendable, CaseIterable {
  /// Each net's wires spread evenly over the box around its pins ("rectangular uniform wire
  /// density", Spindler & Johannes, DATE 2007).
  case rudy
  /// The routes by which the proxy cost estimates congestion.
  case routes
}

/// Routing demand over supply in each cell of a grid, macro blockage included.
public struct CongestionEstimate: Hashable, Sendable {
  /// The grid of cells.
  public var grid: CostGrid
  /// The horizontal demand of each cell over its horizontal supply.
  public var horizontal: [Double]
  /// The vertical demand of each cell over its vertical supply.
  public var vertical: [Double]

  /// An estimate from its two maps, row by row.
  public init(grid: CostGrid, horizontal: [Double], vertical: [Double]) {
    self.grid = grid
    self.horizontal = horizontal
    self.vertical = vertical
  }

  /// The mean of the most congested twentieth of all cells, both directions together: the proxy cost's
  /// congestion where the maps come from ``CongestionModel/routes``.
  public var topMean: Double {
    TopMean.congestionCost(horizontal: horizontal, vertical: vertical)
  }

  /// The largest demand over supply.
  public var peak: Double { max(horizontal.max() ?? 0, vertical.max() ?? 0) }

  /// The demand above supply, as a share of the supply of all cells, both directions alike.
  public var overflow: Double {
    var excess = 0.0
    for value in horizontal { excess += max(0, value - 1) }
    for value in vertical { excess += max(0, value - 1) }
    return excess / Double(max(1, horizontal.count + vertical.count))
  }

  /// The larger of both directions in a cell.
  @inlinable public func congestion(at cell: Int) -> Double {
    max(horizontal[cell], vertical[cell])
  }
}
