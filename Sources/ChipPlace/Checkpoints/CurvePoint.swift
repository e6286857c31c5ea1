/// A point of the curve that a run took: in annealing the costs, in the flow of flat designs the
/// wirelength.
public struct CurvePoint: Codable, Hashable, Sendable {
  /// Seconds since the start.
  public var seconds: Double
  /// The moves proposed so far.
  public var moves: Int?
  /// The best proxy cost so far.
  public var bestCost: Double?
  /// The proxy cost of the best replica at that time.
  public var currentCost: Double?
  /// The half-perimeter wirelength, in the unit of the report.
  public var hpwl: Double?

  /// A point of what is known of it.
  public init(
    seconds: Double, moves: Int? = nil, bestCost: Double? = nil, currentCost: Double? = nil,
    hpwl: Double? = nil
  ) {
    self.seconds = seconds
    self.moves = moves
    self.bestCost = bestCost
    self.currentCost = currentCost
    self.hpwl = hpwl
  }
}
