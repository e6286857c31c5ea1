public import Statistics

/// What the runs of a suite say: a summary of each recipe on each design, and each recipe against the
/// one that it is compared with, on each design and on all together.
///
/// Comparisons are of pairs with the same design, seed, threads and budget, by logarithms of ratios. All
/// designs together are all pairs of all designs: what that says is said of these designs.
public struct BenchmarkAnalysis: Sendable {
  /// By budget, design and recipe, in the order of the suite.
  public let summaries: [RunSummary]
  /// Likewise; comparisons of all designs follow those of each.
  public let comparisons: [RunComparison]

  /// Analyses runs.
  ///
  /// - Parameters:
  ///   - records: the runs of the suite that are there.
  ///   - reference: the recipe that others are compared with; the suite's first if nil.
  public init(
    _ suite: BenchmarkSuite, _ records: [RunRecord], against reference: String? = nil,
    bootstrap: Bootstrap = Bootstrap()
  ) {
    self.init(
      records, designs: suite.designs.map(\.name), recipes: suite.recipes.map(\.name),
      budgets: suite.budgets, against: reference, bootstrap: bootstrap)
  }

  /// Analyses runs whose suite is not at hand. Designs and recipes are in the order in which the runs
  /// first name them, and others are compared with the first recipe; budgets are in order of size.
  public init(of records: [RunRecord], bootstrap: Bootstrap = Bootstrap()) {
    func names(_ name: (RunRecord) -> String) -> [String] {
      var seen: Set<String> = []
      return records.map(name).filter { seen.insert($0).inserted }
    }
    let budgets = Set(records.map(\.benchmarkBudget)).subtracting([.none])
      .sorted { ($0.kind, $0.amount ?? 0) < ($1.kind, $1.amount ?? 0) }
    self.init(
      records, designs: names(\.design), recipes: names(\.recipe), budgets: budgets, against: nil,
      bootstrap: bootstrap)
  }

  private init(
    _ records: [RunRecord], designs: [String], recipes: [String], budgets: [BenchmarkBudget],
    against reference: String?, bootstrap: Bootstrap
  ) {
    let groups = RunGroups(records, designs: designs, budgets: budgets)
    let reference = reference ?? recipes.first ?? ""
    var summaries: [RunSummary] = []
    var comparisons: [RunComparison] = []
    for budget in groups.budgets {
      for design in designs {
        for recipe in recipes {
          let group = RunGroup(design: design, recipe: recipe, budget: budget)
          let runs = groups.runs(group)
          if !runs.isEmpty { summaries.append(RunSummary(group, runs, bootstrap)) }
        }
      }
      for design in groups.designsAndAll {
        for recipe in recipes where recipe != reference {
          let group = RunGroup(design: design, recipe: recipe, budget: budget)
          let pairs = RunPairs(
            groups.runs(group),
            with: groups.runs(RunGroup(design: design, recipe: reference, budget: budget)))
          if let comparison = pairs.comparison(group, reference: reference, bootstrap) {
            comparisons.append(comparison)
          }
        }
      }
    }
    self.summaries = summaries
    self.comparisons = comparisons
  }
}

/// The runs of a suite by what they have in common.
struct RunGroups {
  private let groups: [RunGroup: [RunRecord]]
  /// The budgets that runs have, in the order of the suite, none first.
  let budgets: [BenchmarkBudget]
  /// The designs, then nil for all of them if there are several.
  let designsAndAll: [String?]

  init(_ suite: BenchmarkSuite, _ records: [RunRecord]) {
    self.init(records, designs: suite.designs.map(\.name), budgets: suite.budgets)
  }

  init(_ records: [RunRecord], designs: [String], budgets: [BenchmarkBudget]) {
    var groups: [RunGroup: [RunRecord]] = [:]
    for record in records {
      let budget = record.benchmarkBudget
      for design in [record.design, nil] {
        groups[RunGroup(design: design, recipe: record.recipe, budget: budget), default: []]
          .append(record)
      }
    }
    let used = Set(records.map(\.benchmarkBudget))
    self.groups = groups
    self.budgets = ([.none] + budgets).filter { used.contains($0) }
    designsAndAll = designs + (designs.count > 1 ? [nil] : [])
  }

  func runs(_ group: RunGroup) -> [RunRecord] { groups[group] ?? [] }
}
