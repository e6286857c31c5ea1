public import Evaluation

/// How global placement makes room for wires: it enlarges cells where routing demand exceeds supply,
/// so that density drives them apart there.
public struct RoutabilityOptions: Hashable, Sendable {
  /// How congestion is estimated.
  public var model: CongestionModel
  /// The share of the routing tracks that is there for nets, above 0.
  public var capacity: Double
  /// The overflow of density under which congestion is looked at.
  public var densityOverflow: Double
  /// The most rounds of enlarging cells and placing on.
  public var rounds: Int
  /// In a round a cell grows by demand over supply to this power.
  public var exponent: Double
  /// The share of their own area that all cells together may grow by in a round; the most congested
  /// have it first.
  public var roundInflation: Double
  /// By how much a cell may grow in all rounds together, 1 or more.
  public var largestInflation: Double
  /// The share of the white space, below the target density, that all cells together may grow by.
  public var whiteSpaceShare: Double

  /// The defaults.
  public init(
    model: CongestionModel = .rudy, capacity: Double = 1, densityOverflow: Double = 0.1,
    rounds: Int = 4, exponent: Double = 1, roundInflation: Double = 0.05,
    largestInflation: Double = 2.5,
    whiteSpaceShare: Double = 0.5
  ) {
    self.model = model
    self.capacity = capacity
    self.densityOverflow = densityOverflow
    self.rounds = rounds
    self.exponent = exponent
    self.roundInflation = roundInflation
    self.largestInflation = largestInflation
    self.whiteSpaceShare = whiteSpaceShare
  }
}

/// Congestion in figures.
public struct CongestionFigures: Hashable, Sendable {
  /// The mean of the most congested twentieth of the grid's cells (``CongestionEstimate/topMean``).
  public var topMean: Double
  /// The largest demand over supply.
  public var peak: Double
  /// The demand above supply, as a share of all supply (``CongestionEstimate/overflow``).
  public var overflow: Double

  /// The figures of an estimate.
  public init(_ estimate: CongestionEstimate) {
    topMean = estimate.topMean
    peak = estimate.peak
    overflow = estimate.overflow
  }

  /// The figures as they were written down.
  public init(topMean: Double, peak: Double, overflow: Double) {
    self.topMean = topMean
    self.peak = peak
    self.overflow = overflow
  }
}

/// What was done for routability.
public struct RoutabilityResult: Hashable, Sendable {
  /// The rounds of enlarging cells, with the last if it did not help and was taken back.
  public var rounds: Int
  /// The rounds that were kept.
  public var keptRounds: Int
  /// By how much the cells were larger at the end, as a share of the area of all movable nodes.
  public var inflation: Double
  /// Congestion when it was first looked at.
  public var before: CongestionFigures
  /// Congestion after the rounds kept, at the same overflow of density.
  public var after: CongestionFigures

  /// A result from its parts.
  public init(
    rounds: Int, keptRounds: Int, inflation: Double, before: CongestionFigures,
    after: CongestionFigures
  ) {
    self.rounds = rounds
    self.keptRounds = keptRounds
    self.inflation = inflation
    self.before = before
    self.after = after
  }
}
