import Evaluation
import Netlist

/// The rounds of one run in which cells are enlarged where they are hard to route (in the manner of
/// Cheng et al., *RePlAce*, TCAD 2019, and Lin et al., *DREAMPlace*, TCAD 2020): once density is about
/// even, congestion is estimated, cells where it is too high grow, and the descent goes on until density
/// is as even again. That is repeated while congestion falls; if it does not, the last round is taken
/// back.
struct RoutabilityRounds {
  private let options: RoutabilityOptions
  private let estimator: CongestionEstimator
  /// A placement to estimate from.
  private var placement: Placement
  private(set) var inflation: CellInflation
  private var first: CongestionFigures?
  private var best: Checkpoint?
  private var rounds = 0
  private var isFinished = false
  /// The iteration before which a round has not shown what it does.
  private var earliest = 0

  /// A state of the descent to return to.
  struct Checkpoint: Sendable {
    var position: Coordinates
    var densityWeight: Double
    var inflation: CellInflation.Point
    var wirelength: Double
    var figures: CongestionFigures
    var rounds: Int
  }

  /// The iterations that a round takes at least.
  private static let shortestRound = 20
  /// By how much more overflow must fall than wirelength grows for a round to be kept, relatively.
  private static let leastGain = 0.02

  init(
    _ problem: borrowing PlacementProblem, design: Design, start: Placement,
    options: RoutabilityOptions, threads: Int
  ) {
    self.options = options
    estimator = CongestionEstimator(
      netlist: design.netlist, floorplan: design.floorplan, capacity: options.capacity,
      threads: threads)
    placement = start
    inflation = CellInflation(problem, options: options)
  }

  /// Where the rounds stand between two iterations.
  struct Point: Sendable {
    var inflation: CellInflation.Point
    var first: CongestionFigures?
    var best: Checkpoint?
    var rounds: Int
    var isFinished: Bool
    var earliest: Int
  }

  /// Where they stand.
  var point: Point {
    Point(
      inflation: inflation.point, first: first, best: best, rounds: rounds, isFinished: isFinished,
      earliest: earliest)
  }

  /// Goes on from there.
  mutating func resume(_ point: Point) {
    inflation.resume(point.inflation)
    first = point.first
    best = point.best
    rounds = point.rounds
    isFinished = point.isFinished
    earliest = point.earliest
  }

  /// Looks at congestion if it is time to, and begins or takes back a round.
  mutating func review(_ descent: inout Descent, iteration: Int) {
    guard !isFinished, iteration >= earliest, descent.overflow < options.densityOverflow else {
      return
    }
    descent.store(in: &placement)
    let estimate = estimator.estimate(placement, by: options.model)
    let figures = CongestionFigures(estimate)
    if let best, !Self.isWorthIt(figures, descent.wirelength, than: best) {
      isFinished = true
      inflation.resume(best.inflation)
      descent.restart(
        from: best.position, densityWeight: best.densityWeight, inflation)
      return
    }
    if first == nil { first = figures }
    let position = descent.position
    best = Checkpoint(
      position: position, densityWeight: descent.densityWeight.value,
      inflation: inflation.point, wirelength: descent.wirelength, figures: figures, rounds: rounds)
    guard rounds < options.rounds,
      descent.raise(
        &inflation, by: estimate, options: options)
    else {
      if let best { inflation.resume(best.inflation) }
      isFinished = true
      return
    }
    rounds += 1
    earliest = iteration + Self.shortestRound
    descent.restart(
      from: position, densityWeight: descent.densityWeight.value, inflation)
  }

  /// Whether a round has lowered overflow by enough for the wirelength it cost.
  private static func isWorthIt(
    _ figures: CongestionFigures, _ wirelength: Double, than best: Checkpoint
  ) -> Bool {
    let longer = max(0, wirelength / best.wirelength - 1)
    return figures.overflow
      < best.figures.overflow * (1 - leastGain - longer)
  }

  /// The factor on the area of each node; empty if all are 1.
  func nodeFactors(_ problem: borrowing PlacementProblem, count: Int) -> [Float] {
    guard inflation.gain > 0 else { return [] }
    var factors = [Float](repeating: 1, count: count)
    for (object, node) in problem.nodes.enumerated() {
      factors[node.index] = inflation.factors[object]
    }
    return factors
  }

  /// What the rounds came to; nil if density never was even enough to look.
  func result(movableArea: Double) -> RoutabilityResult? {
    guard let first, let best else { return nil }
    return RoutabilityResult(
      rounds: rounds, keptRounds: isFinished ? best.rounds : rounds,
      inflation: movableArea > 0 ? inflation.gain / movableArea : 0, before: first,
      after: best.figures)
  }
}
