@testable import Benchmarking

extension RunRecord {
  /// A run with a figure, everything else by default.
  static func sample(
    _ figure: Double, design: String = "a", recipe: String = "new", seed: Int64 = 1,
    budget: BenchmarkBudget = .moves(100), legal: Bool = true, hash: String? = nil,
    started: String = "2026-01-01T00:00:00Z"
  ) -> RunRecord {
    RunRecord(
      key: "\(design) \(recipe) \(seed) \(budget)", suite: "s", design: design,
      designHash: hash ?? "hash of \(design)", recipe: recipe, options: "{}", seed: seed,
      threads: 1, budgetKind: budget.kind, budget: budget.amount, version: "1", label: "",
      machine: "m", jobs: 1, started: started, metric: .proxyCost, proxyCost: figure,
      wirelengthCost: 0.1, densityCost: 0.2, congestionCost: 0.3, hpwl: 1000,
      hardMacroOverlaps: 0, violations: nil, legal: legal, seconds: 2, moves: 100)
  }
}

extension BenchmarkSuite {
  /// A suite of names.
  static func sample(
    designs: [String] = ["a"], recipes: [String] = ["old", "new"],
    budgets: [BenchmarkBudget] = [.moves(100)]
  ) -> BenchmarkSuite {
    BenchmarkSuite(
      name: "s", source: "s.json",
      designs: designs.map { BenchmarkDesign(name: $0, netlist: "\($0).aux") },
      recipes: recipes.map { BenchmarkRecipe(name: $0) }, budgets: budgets)
  }
}
