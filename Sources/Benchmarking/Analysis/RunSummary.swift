import Foundation
public import Statistics

/// Runs that differ in nothing but the seed.
public struct RunGroup: Hashable, Sendable {
  /// The design's name; nil for all designs together.
  public var design: String?
  /// The recipe's name.
  public var recipe: String
  /// The budget.
  public var budget: BenchmarkBudget
}

/// What a recipe came to on a design.
public struct RunSummary: Hashable, Sendable {
  /// The runs.
  public var group: RunGroup
  /// What the figures are.
  public var metric: RunRecord.Metric
  /// How many runs there are.
  public var count: Int
  /// How many of them are not legal.
  public var illegalCount: Int
  /// The median of their figures.
  public var median: Double
  /// Its bootstrap interval, by percentiles.
  public var interval: ConfidenceInterval
  /// The least figure.
  public var minimum: Double
  /// The greatest figure.
  public var maximum: Double
  /// The median of the seconds that placing took.
  public var medianSeconds: Double

  /// A summary of at least one run.
  init(_ group: RunGroup, _ runs: [RunRecord], _ bootstrap: Bootstrap) {
    let figures = runs.map(\.figure)
    self.group = group
    metric = runs[0].metric
    count = runs.count
    illegalCount = runs.count { !$0.legal }
    median = Descriptive.median(figures)
    interval = bootstrap.percentileInterval(of: figures, Descriptive.median)
    minimum = figures.min() ?? .nan
    maximum = figures.max() ?? .nan
    medianSeconds = Descriptive.median(runs.map(\.seconds))
  }
}

/// A recipe against another, or against an earlier run of itself, pair by pair of design and seed.
public struct RunComparison: Hashable, Sendable {
  /// What is compared.
  public var group: RunGroup
  /// What it is compared with: the name of a recipe or of a database.
  public var reference: String
  /// The logarithms of its figures over those of the reference: below zero where it is better.
  public var ratios: PairedComparison
  /// The runs that have no partner.
  public var unpaired: Int

  /// The median ratio less one, in percent.
  public var medianPercent: Double { Self.percent(ratios.median) }
  /// The ends of its bootstrap interval, in percent.
  public var intervalPercent: (low: Double, high: Double) {
    (Self.percent(ratios.medianInterval.low), Self.percent(ratios.medianInterval.high))
  }
  /// The geometric mean ratio less one, in percent.
  public var meanPercent: Double { Self.percent(ratios.mean) }

  /// What a logarithm of a ratio is in percent of change.
  static func percent(_ logarithm: Double) -> Double { 100 * (exp(logarithm) - 1) }
}

/// Pairs of runs.
struct RunPairs {
  /// Runs with the same place, design, seed and threads are partners.
  private struct Place: Hashable {
    var designHash: String
    var seed: Int64
    var threads: Int

    init(_ run: RunRecord) {
      designHash = run.designHash
      seed = run.seed
      threads = run.threads
    }
  }

  /// The runs of the reference and their partners, in the order of the latter.
  private(set) var pairs: [(reference: RunRecord, run: RunRecord)] = []
  /// The runs without a partner.
  private(set) var unpaired = 0

  /// Pairs runs of one recipe and budget. Of several partners the one that began last counts.
  init(_ runs: [RunRecord], with references: [RunRecord]) {
    var partners: [Place: RunRecord] = [:]
    for reference in references {
      if let other = partners[Place(reference)], other.started > reference.started { continue }
      partners[Place(reference)] = reference
    }
    for run in runs {
      guard let partner = partners[Place(run)], partner.figure > 0, run.figure > 0,
        partner.metric == run.metric
      else {
        unpaired += 1
        continue
      }
      pairs.append((partner, run))
    }
  }

  /// The logarithms of ratios, the runs' figures over the reference's.
  var ratios: [Double] {
    PairedComparison.values(
      first: pairs.map(\.reference.figure), second: pairs.map(\.run.figure),
      scale: .logarithmicRatio)
  }

  func comparison(
    _ group: RunGroup, reference: String, _ bootstrap: Bootstrap
  ) -> RunComparison? {
    guard !pairs.isEmpty else { return nil }
    return RunComparison(
      group: group, reference: reference,
      ratios: PairedComparison(
        first: pairs.map(\.reference.figure), second: pairs.map(\.run.figure),
        scale: .logarithmicRatio, bootstrap: bootstrap),
      unpaired: unpaired)
  }
}
