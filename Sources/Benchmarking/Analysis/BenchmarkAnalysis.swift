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
    let groups = RunGroups(suite, records)
    let reference = reference ?? suite.recipes.first?.name ?? ""
    var summaries: [RunSummary] = []
    var comparisons: [RunComparison] = []
    for budget in groups.budgets {
      for design in suite.designs.map(\.name) {
        for recipe in suite.recipes.map(\.name) {
          let group = RunGroup(design: design, recipe: recipe, budget: budget)
          let runs = groups.runs(group)
          if !runs.isEmpty { summaries.append(RunSummary(group, runs, bootstrap)) }
        }
      }
      for design in groups.designsAndAll {
        for recipe in suite.recipes.map(\.name) where recipe != reference {
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
    budgets = ([.none] + suite.budgets).filter { used.contains($0) }
    designsAndAll = suite.designs.map(\.name) + (suite.designs.count > 1 ? [nil] : [])
  }

  func runs(_ group: RunGroup) -> [RunRecord] { groups[group] ?? [] }
}
