public import Annealing
public import Evaluation
public import Netlist

/// What places a design.
public enum PlacementEngine: String, Hashable, Sendable, CaseIterable {
  /// Annealing of macros on the exact proxy cost: ``Placer``.
  case anneal
  /// The policy network alone: it places all hard macros, the largest first: ``Placer``.
  case policy
  /// Annealing to which the policy network proposes moves and, if asked to, starts: ``Placer``.
  case hybrid
  /// Analytical placement of macros and cells, legalization and detailed placement: ``FlatPlacer``.
  case flow

  /// What it starts from unless told otherwise.
  public var defaultStart: PlacementStart {
    switch self {
    case .anneal, .hybrid, .flow: .analytical
    case .policy: .given
    }
  }
}

/// What annealing starts from.
public enum PlacementStart: String, Hashable, Sendable, CaseIterable {
  /// The placement that the design has, freed from overlap by minimal pushing.
  case given
  /// Hard macros on a spiral from the die's edge inwards, the largest first.
  case spiral
  /// Hard macros at random, freed from overlap.
  case random
  /// The better of two descents on a smooth proxy cost, from the given placement unless that is a
  /// heap, freed from overlap. In long runs every second replica starts from the given placement.
  case analytical
}

/// Everything that steers placement, with its default.
public struct PlacementOptions: Hashable, Sendable {
  /// What to start from.
  public var start: PlacementStart
  /// How to anneal, and how long.
  public var annealing: AnnealingOptions
  /// Who places: ``PlacementEngine/anneal``, `policy` or `hybrid`.
  public var engine = PlacementEngine.anneal
  /// What the policy network does, for the latter two.
  public var guidance = PolicyGuidance()
  /// The order in which a spiral takes hard macros, for ``PlacementStart/spiral``. Those that it does not
  /// name come last, the largest first, as all do by default.
  public var spiralOrder: [NodeID] = []

  /// The defaults, with a budget for annealing.
  public init(
    budget: AnnealingBudget, seed: UInt64 = 1, threads: Int = 1, start: PlacementStart = .analytical
  ) {
    self.start = start
    annealing = AnnealingOptions(budget: budget, seed: seed, threads: threads)
  }
}

/// One stage of placement, as it went.
public struct PlacementStage: Hashable, Sendable {
  /// `start` (or `analytical`, if the start is by descent), `tune`, `policy` or `anneal`.
  public var name: String
  /// Seconds of wall-clock time.
  public var seconds: Double
  /// The proxy cost at its end.
  public var proxyCost: Double
  /// The moves that annealing proposed in it.
  public var moves: Int
}

/// A finished placement and what it is worth.
public struct PlacementResult: Sendable {
  /// Where everything is.
  public var placement: Placement
  /// Its cost, computed from scratch.
  public var evaluation: Evaluation
  /// Whether it can be built, checked independently of the placer.
  public var legality: LegalityReport
  /// The stages it went through.
  public var stages: [PlacementStage]
  /// The moves that annealing proposed, all stages together.
  public var moves: Int
  /// The temperature that the last annealing began with, in units of the proxy cost; nil where none
  /// was annealed.
  public var initialTemperature: Double?
  /// What each kind of move did.
  public var moveStatistics: [MoveStatistics]
  /// Seconds of wall-clock time, all stages together.
  public var seconds: Double
  /// Whether it was ended early by a stop flag.
  public var wasStopped: Bool
}
