public import ChipPlace
public import Evaluation

/// What a benchmark runs: every recipe on every design, with every seed and budget.
public struct BenchmarkSuite: Sendable {
  /// The name of the suite.
  public var name: String
  /// The file or folder that it was read from.
  public var source: String
  /// The designs, with names of their own.
  public var designs: [BenchmarkDesign]
  /// The recipes, with names of their own. Unless told otherwise, the others are compared with the
  /// first.
  public var recipes: [BenchmarkRecipe]
  /// The seeds.
  public var seeds: [UInt64]
  /// The budgets of annealing.
  public var budgets: [BenchmarkBudget]
  /// The threads of each placement.
  public var threads: Int
  /// What was left out of a folder, and why.
  public var warnings: [String] = []

  /// The seeds of suites that name none.
  public static let defaultSeeds: [UInt64] = [1, 2, 3]
  /// The budgets of suites that name none, as `place` has it.
  public static let defaultBudgets: [BenchmarkBudget] = [.seconds(60)]

  /// A suite in memory.
  public init(
    name: String, source: String, designs: [BenchmarkDesign], recipes: [BenchmarkRecipe],
    seeds: [UInt64] = defaultSeeds, budgets: [BenchmarkBudget] = defaultBudgets, threads: Int = 1
  ) {
    self.name = name
    self.source = source
    self.designs = designs
    self.recipes = recipes
    self.seeds = seeds
    self.budgets = budgets
    self.threads = threads
  }
}

/// A design of a suite: files, and how to read them.
public struct BenchmarkDesign: Hashable, Sendable {
  /// The name under which results are kept.
  public var name: String
  /// The netlist file.
  public var netlist: String
  /// The placement to start from, if it is a file of its own.
  public var placement: String?
  /// How to read them.
  public var reading: ReadingOptions
  /// A file with weights of nets for the placer.
  public var netWeights: String?
  /// The name under which published figures are found.
  public var published: String

  /// A design; its published figures are found by its name.
  public init(
    name: String, netlist: String, placement: String? = nil,
    reading: ReadingOptions = ReadingOptions()
  ) {
    self.name = name
    self.netlist = netlist
    self.placement = placement
    self.reading = reading
    published = name
  }
}

/// How long to anneal.
public enum BenchmarkBudget: Hashable, Sendable, CustomStringConvertible {
  /// No annealing, or none that a budget bounds.
  case none
  /// Seconds of wall-clock time.
  case seconds(Double)
  /// Proposed moves, all threads together.
  case moves(Int)

  /// `none`, `seconds` or `moves`.
  public var kind: String {
    switch self {
    case .none: "none"
    case .seconds: "seconds"
    case .moves: "moves"
    }
  }

  /// How many of them; nil for none.
  public var amount: Double? {
    switch self {
    case .none: nil
    case .seconds(let seconds): seconds
    case .moves(let moves): Double(moves)
    }
  }

  /// The budget for a person.
  public var description: String {
    switch self {
    case .none: "no budget"
    case .seconds(let seconds):
      (seconds == seconds.rounded() && seconds < 1e9 ? "\(Int(seconds))" : "\(seconds)") + " s"
    case .moves(let moves): "\(moves) moves"
    }
  }
}

/// A way to place: the options of `place`, under a name.
public struct BenchmarkRecipe: Hashable, Sendable {
  /// The name under which results are kept.
  public var name: String
  /// The names of the designs that it is for; nil for all.
  public var designs: [String]?
  /// Who places; nil for what suits the design, as `place` chooses.
  public var engine: PlacementEngine?
  /// What annealing starts from.
  public var start: PlacementStart?
  /// The clearance to keep between hard macros.
  public var halo: Double?
  /// How many times the temperature falls.
  public var restarts: Int?
  /// Whether the flow anneals macros, for the budget; if not, its runs have no budget.
  public var annealMacros: Bool?
  /// How full the flow may make any part of the chip.
  public var density: Double?
  /// By what the flow foresees congestion.
  public var routability: CongestionModel?
  /// The share of the tracks that is there for nets.
  public var routingCapacity: Double?
  /// The file of the policy network.
  public var model: String?
  /// How many times the network places all hard macros.
  public var policyStarts: Int?
  /// How many of these are tried by a short annealing.
  public var policyTrials: Int?
  /// Whether the value network chooses among them.
  public var policyFilter: Bool?
  /// Whether the network proposes moves.
  public var policyMoves: Bool?
  /// The share of the budget that goes into teaching the network.
  public var fineTune: Double?

  /// A recipe of defaults.
  public init(name: String) { self.name = name }

  /// The recipe of folders.
  public static let standard = BenchmarkRecipe(name: "default")
}
