public import Evaluation

/// What steers a descent on the smooth proxy cost.
public struct ProxyDescentOptions: Hashable, Sendable {
  /// The number of iterations.
  public var iterations: Int
  /// The seconds after which the descent is to end, if any: everything that changes from its first to
  /// its last iteration then changes the faster, so that it ends as sharp. The result depends on the
  /// machine where that happens.
  public var seconds: Double?
  /// The weights of the cost parts.
  public var weights: CostWeights
  /// How far an iteration moves a node at most, about, at first, in cells of the cost grid.
  public var initialStep: Double
  /// The same in the last iteration.
  public var finalStep: Double
  /// How many times as many cells count in density and congestion at first as in the proxy cost.
  ///
  /// The proxy cost is flat where more cells are at the top than count; with wide tails they all do.
  public var initialTails: CostTails
  /// The share of the iterations after which only as many cells count as in the proxy cost.
  public var tailsEnd: Double

  /// The defaults.
  public init(
    iterations: Int = 1200, seconds: Double? = nil, weights: CostWeights = CostWeights(),
    initialStep: Double = 0.3,
    finalStep: Double = 0.02,
    initialTails: CostTails = CostTails(density: 4, congestion: 3), tailsEnd: Double = 0.6
  ) {
    self.iterations = iterations
    self.seconds = seconds
    self.weights = weights
    self.initialStep = initialStep
    self.finalStep = finalStep
    self.initialTails = initialTails
    self.tailsEnd = tailsEnd
  }
}

/// How far a descent is.
public struct ProxyDescentProgress: Hashable, Sendable {
  /// The iterations so far.
  public var iteration: Int
  /// The parts of the smooth cost, with its tails as they are now.
  public var terms: CostTerms
  /// The area of hard macros that overlap, in cells of the cost grid.
  public var overlap: Double
}
