import Benchmarking
import Foundation
import Statistics

/// What the results of a benchmark are compared with.
enum BenchmarkReference {
  /// A recipe of the suite.
  case recipe(String)
  /// The runs of an earlier benchmark.
  case baseline(file: String, runs: [RunRecord])
}

/// What `benchmark` says.
struct BenchmarkReport: Encodable {
  struct Failure: Encodable {
    var design: String
    var recipe: String
    var seed: UInt64
    var message: String
  }

  struct Budget: Encodable {
    var kind: String
    var amount: Double?

    init(_ budget: BenchmarkBudget) {
      kind = budget.kind
      amount = budget.amount
    }
  }

  struct Interval: Encodable {
    var low: Double
    var high: Double
  }

  struct Summary: Encodable {
    var design: String
    var recipe: String
    var budget: Budget
    var metric: String
    var runs: Int
    var illegalRuns: Int
    var median: Double
    var interval: Interval
    var minimum: Double
    var maximum: Double
    var medianSeconds: Double
  }

  struct Comparison: Encodable {
    /// Nil for all designs together.
    var design: String?
    var recipe: String
    var budget: Budget
    var against: String
    var pairs: Int
    var unpaired: Int
    /// Ratios less one, in percent.
    var medianPercent: Double
    var intervalPercent: Interval
    var meanPercent: Double
    var wins: Int
    var losses: Int
    var ties: Int
    var signedRankProbability: Double
    var signProbability: Double
  }

  struct Published: Encodable {
    var design: String
    var metric: String
    var figure: PublishedFigures.Figure
    var source: PublishedFigures.Source?
  }

  var suite: String
  var source: String
  var version: String
  var label: String
  var machine: String
  var threads: Int
  var jobs: Int
  var planned: Int
  /// How many runs were in the database before.
  var reused: Int
  var interrupted: Bool
  var failures: [Failure]
  var runs: [RunRecord]
  var summaries: [Summary]
  var comparisons: [Comparison]
  var published: [Published]
  var gate: GateReport?

  /// What the text is made of.
  let analysis: BenchmarkAnalysis
  let plan: BenchmarkPlan

  init(
    _ plan: BenchmarkPlan, _ outcome: BenchmarkOutcome, _ program: BenchmarkProgram, jobs: Int,
    reference: BenchmarkReference, tolerance: Double
  ) {
    self.plan = plan
    let records = outcome.records
    var against: String?
    if case .recipe(let name) = reference { against = name }
    analysis = BenchmarkAnalysis(plan.suite, records, against: against)
    if case .baseline(let file, let earlier) = reference {
      gate = GateReport(
        RegressionGate(
          plan.suite, records, baseline: earlier, name: file, tolerancePercent: tolerance),
        baseline: file)
    }
    suite = plan.suite.name
    source = plan.suite.source
    (version, label, machine) = (program.version, program.label, program.machine)
    threads = plan.suite.threads
    self.jobs = jobs
    self.planned = plan.runs.count
    reused = outcome.reused
    interrupted = outcome.wasStopped
    failures = outcome.failures.map {
      Failure(
        design: $0.run.design.name, recipe: $0.run.recipe.name, seed: $0.run.seed,
        message: $0.message)
    }
    runs = records
    summaries = analysis.summaries.map(Summary.init)
    comparisons = analysis.comparisons.map(Comparison.init)
    published = Self.published(plan.suite, analysis)
  }

  private static func published(
    _ suite: BenchmarkSuite, _ analysis: BenchmarkAnalysis
  ) -> [Published] {
    let shipped = PublishedFigures.shipped
    return suite.designs.flatMap { design -> [Published] in
      guard let summary = analysis.summaries.first(where: { $0.group.design == design.name })
      else { return [] }
      return shipped.figures(of: design.published, summary.metric).map {
        Published(
          design: design.name, metric: summary.metric.rawValue, figure: $0,
          source: shipped.sources[$0.source])
      }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case suite, source, version, label, machine, threads, jobs, planned, reused, interrupted,
      failures, runs, summaries, comparisons, published, gate
  }
}

extension BenchmarkReport.Summary {
  init(_ summary: RunSummary) {
    design = summary.group.design ?? ""
    recipe = summary.group.recipe
    budget = .init(summary.group.budget)
    metric = summary.metric.rawValue
    runs = summary.count
    illegalRuns = summary.illegalCount
    median = summary.median
    interval = .init(low: summary.interval.low, high: summary.interval.high)
    minimum = summary.minimum
    maximum = summary.maximum
    medianSeconds = summary.medianSeconds
  }
}

extension BenchmarkReport.Comparison {
  init(_ comparison: RunComparison) {
    design = comparison.group.design
    recipe = comparison.group.recipe
    budget = .init(comparison.group.budget)
    against = comparison.reference
    pairs = comparison.ratios.count
    unpaired = comparison.unpaired
    medianPercent = comparison.medianPercent
    let interval = comparison.intervalPercent
    intervalPercent = .init(low: interval.low, high: interval.high)
    meanPercent = comparison.meanPercent
    wins = comparison.ratios.wins
    losses = comparison.ratios.losses
    ties = comparison.ratios.ties
    signedRankProbability = comparison.ratios.signedRankProbability
    signProbability = comparison.ratios.signProbability
  }
}

/// How results stand against those of an earlier benchmark.
struct GateReport: Encodable {
  struct Group: Encodable {
    var comparison: BenchmarkReport.Comparison
    /// By Holm's method; nil where there are too few pairs to test.
    var probability: Double?
    var worse: Bool
  }

  struct LostLegality: Encodable {
    var design: String
    var recipe: String
    var budget: BenchmarkReport.Budget
    var seed: Int64
  }

  var baseline: String
  var tolerancePercent: Double
  var passes: Bool
  var unpaired: Int
  var groups: [Group]
  var lostLegality: [LostLegality]

  let gate: RegressionGate

  init(_ gate: RegressionGate, baseline: String) {
    self.gate = gate
    self.baseline = baseline
    tolerancePercent = gate.tolerancePercent
    passes = gate.passes
    unpaired = gate.unpaired
    groups = gate.judgements.map {
      Group(comparison: .init($0.comparison), probability: $0.probability, worse: $0.isWorse)
    }
    lostLegality = gate.lostLegality.map {
      LostLegality(
        design: $0.design, recipe: $0.recipe, budget: .init($0.budget), seed: $0.seed)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case baseline, tolerancePercent, passes, unpaired, groups, lostLegality
  }
}
