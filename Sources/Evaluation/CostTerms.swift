/// How the three parts of the proxy cost are weighed.
public struct CostWeights: Hashable, Sendable {
  /// The weight of the wirelength cost.
  public var wirelength: Double
  /// The weight of the density cost.
  public var density: Double
  /// The weight of the congestion cost.
  public var congestion: Double

  /// The TILOS weights, 1, 0.5 and 0.5, unless told otherwise.
  public init(wirelength: Double = 1, density: Double = 0.5, congestion: Double = 0.5) {
    self.wirelength = wirelength
    self.density = density
    self.congestion = congestion
  }
}

/// The three parts of the proxy cost of a placement.
public struct CostTerms: Hashable, Sendable, BitwiseCopyable {
  /// Half-perimeter wirelength over half the die's perimeter and the net count.
  public var wirelength: Double
  /// Half the mean density of the densest tenth of the cells.
  public var density: Double
  /// The mean congestion of the most congested twentieth of the cells, both directions together.
  public var congestion: Double

  /// Costs from their parts.
  public init(wirelength: Double, density: Double, congestion: Double) {
    self.wirelength = wirelength
    self.density = density
    self.congestion = congestion
  }

  /// The weighted sum.
  @inlinable public func proxy(_ weights: CostWeights) -> Double {
    weights.wirelength * wirelength + weights.density * density
      + weights.congestion * congestion
  }
}

/// How many times as many cells count in the density and congestion costs as in the proxy cost.
public struct CostTails: Hashable, Sendable {
  /// For density, whose cost is over the densest tenth of the cells.
  public var density: Double
  /// For congestion, whose cost is over the most congested twentieth.
  public var congestion: Double

  /// Tails from their factors, each 1 or more.
  public init(density: Double, congestion: Double) {
    self.density = density
    self.congestion = congestion
  }

  /// The proxy cost itself.
  public static let proxy = CostTails(density: 1, congestion: 1)
}
