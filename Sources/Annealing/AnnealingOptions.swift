public import Evaluation
public import Netlist

/// When annealing ends.
public enum AnnealingBudget: Hashable, Sendable {
  /// After so much wall-clock time, in seconds. What comes out depends on the machine.
  case time(Double)
  /// After so many proposed moves, all replicas together. Reproducible.
  case moves(Int)
}

/// What replicas have to do with each other.
public enum ReplicaCoupling: String, Hashable, Sendable, CaseIterable {
  /// Each goes its way, and a few times the worst go on from the best ones' placements.
  case winners
  /// They stand on a ladder of temperatures, on which neighbours change places after each epoch by the
  /// rule of Metropolis (parallel tempering).
  case tempering
}

/// Everything that steers annealing, with its default.
public struct AnnealingOptions: Hashable, Sendable {
  /// When to end.
  public var budget: AnnealingBudget
  /// The seed of all randomness.
  public var seed: UInt64
  /// The number of replicas, each on a thread of its own; of a run over several ranks, on each of them.
  public var threads: Int
  /// The weights of the cost parts.
  public var weights: CostWeights
  /// The clearance to keep between hard macros, beyond what single precision needs.
  public var halo: Double
  /// The temperature at the start, in units of the proxy cost. Nil takes a share of the design's cost
  /// scale, the mean change of cost when a random node goes to a random place.
  public var initialTemperature: Double?
  /// The temperature at the end, in the same units; nil takes a share of the cost scale.
  public var finalTemperature: Double?
  /// How much more slowly the temperature falls at the end than at the start: the rate at which its
  /// logarithm falls decays exponentially, to e to the power of minus this. With 0 it falls evenly.
  public var fallDecay: Double
  /// By how much the temperature at the start, however it is found, is raised or lowered.
  public var initialTemperatureFactor: Double
  /// The same for the temperature at the end.
  public var finalTemperatureFactor: Double
  /// How many more cells count in the density and congestion costs at the start than in the proxy
  /// cost.
  public var initialTails: CostTails
  /// The share of the budget after which only as many cells count as in the proxy cost.
  public var tailsEnd: Double
  /// How many times the temperature falls from its start to its end; each time after the first it
  /// starts lower.
  public var restarts: Int
  /// Into how many epochs the run is cut, at whose ends moves' shares adapt and progress is told. Nil
  /// takes about one a second of the budget.
  public var epochs: Int?
  /// What replicas have to do with each other.
  public var coupling: ReplicaCoupling
  /// How many times the worst replicas, an eighth of them and at least one, go on from the placements of
  /// as many best ones, for ``ReplicaCoupling/winners``.
  public var exchanges: Int
  /// With what shares of the kinds of moves a run begins, and how they follow gains.
  public var moveMix: MoveMixOptions

  /// The defaults, with a budget.
  public init(budget: AnnealingBudget, seed: UInt64 = 1, threads: Int = 1) {
    self.budget = budget
    self.seed = seed
    self.threads = threads
    weights = CostWeights()
    halo = 0
    fallDecay = 1
    initialTemperatureFactor = 1
    finalTemperatureFactor = 1
    initialTails = CostTails(density: 4, congestion: 3)
    tailsEnd = 0.6
    restarts = 1
    coupling = .winners
    exchanges = 9
    moveMix = MoveMixOptions()
  }
}

/// How annealing stands, told at the end of each epoch.
public struct AnnealingProgress: Sendable {
  /// The share of the budget that is spent, 0 to 1.
  public var fraction: Double
  /// Seconds since the start.
  public var seconds: Double
  /// The moves proposed so far, all replicas together.
  public var moves: Int
  /// The temperature.
  public var temperature: Double
  /// The share of the last epoch's moves that were accepted.
  public var acceptance: Double
  /// The best cost so far.
  public var bestCost: Double
  /// Its parts.
  public var bestTerms: CostTerms
  /// The placement that has it.
  public var bestPlacement: Placement
  /// The cost of the best replica now.
  public var currentCost: Double
  /// Where that replica is.
  public var currentPlacement: Placement
}
