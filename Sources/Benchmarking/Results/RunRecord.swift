import Evaluation
import Foundation

/// A finished run, as the database keeps it.
public struct RunRecord: Codable, Hashable, Sendable {
  /// What two placements of a design are compared by; less is better.
  public enum Metric: String, Codable, Hashable, Sendable {
    /// The proxy cost, for clustered designs.
    case proxyCost = "proxy cost"
    /// The half-perimeter wirelength, for designs with cells on rows.
    case hpwl = "half-perimeter wirelength"
  }

  /// See ``PlannedRun/key``.
  public var key: String
  /// The suite that asked for it first.
  public var suite: String
  /// The design's name.
  public var design: String
  /// The hash of the design's content.
  public var designHash: String
  /// The recipe's name.
  public var recipe: String
  /// The options in full, as JSON.
  public var options: String
  /// The seed.
  public var seed: Int64
  /// The threads of the placement.
  public var threads: Int
  /// `none`, `seconds` or `moves`.
  public var budgetKind: String
  /// How many of them.
  public var budget: Double?
  /// The program's version.
  public var version: String
  /// What tells builds of a version apart.
  public var label: String
  /// The machine.
  public var machine: String
  /// How many placements ran side by side at most.
  public var jobs: Int
  /// When it began, in UTC by ISO 8601.
  public var started: String

  /// What to compare it by.
  public var metric: Metric
  /// The proxy cost and its three parts.
  public var proxyCost: Double
  /// See ``proxyCost``.
  public var wirelengthCost: Double
  /// See ``proxyCost``.
  public var densityCost: Double
  /// See ``proxyCost``.
  public var congestionCost: Double
  /// The half-perimeter wirelength, in the design's unit; for designs with cells on rows unweighted, and
  /// in micrometres for DEF.
  public var hpwl: Double
  /// The pairs of hard macros that share area.
  public var hardMacroOverlaps: Int
  /// The rules of placement on rows that are broken; nil for designs without rows.
  public var violations: Int?
  /// Whether the placement can be built.
  public var legal: Bool
  /// Seconds of wall-clock time that placing took.
  public var seconds: Double
  /// The moves that annealing proposed.
  public var moves: Int

  /// The figure that runs are compared by.
  public var figure: Double { metric == .proxyCost ? proxyCost : hpwl }

  /// The budget.
  public var benchmarkBudget: BenchmarkBudget {
    switch budgetKind {
    case "seconds": .seconds(budget ?? 0)
    case "moves": .moves(Int(budget ?? 0))
    default: .none
    }
  }
}

extension RunRecord {
  init(
    _ run: PlannedRun, suite: String, jobs: Int, started: Date,
    _ measurement: RunExecutor.Measurement
  ) {
    key = run.key
    self.suite = suite
    design = run.design.name
    designHash = run.designHash
    recipe = run.recipe.name
    options = run.options
    seed = Int64(run.seed)
    threads = run.threads
    budgetKind = run.budget.kind
    budget = run.budget.amount
    version = run.program.version
    label = run.program.label
    machine = run.program.machine
    self.jobs = jobs
    self.started = started.ISO8601Format()
    metric = run.isFlat ? .hpwl : .proxyCost
    proxyCost = measurement.evaluation.proxy
    wirelengthCost = measurement.evaluation.terms.wirelength
    densityCost = measurement.evaluation.terms.density
    congestionCost = measurement.evaluation.terms.congestion
    hpwl = measurement.hpwl
    hardMacroOverlaps = measurement.hardMacroOverlaps
    violations = measurement.violations
    legal = measurement.isLegal
    seconds = measurement.seconds
    moves = measurement.moves
  }
}
