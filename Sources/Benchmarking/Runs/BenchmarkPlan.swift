import ChipPlace
public import Formats
import Netlist

/// All runs of a suite, in the order in which they are made.
public struct BenchmarkPlan: Sendable {
  /// The suite.
  public let suite: BenchmarkSuite
  /// The runs: seed by seed over everything, so that a run cut short has something of each.
  public let runs: [PlannedRun]
  /// What the readers of designs had to say.
  public let warnings: [String]

  /// Plans a suite. Every design is read once, so that faults show before hours are spent.
  ///
  /// - Throws: `ParseError` for designs and networks that cannot be read, and for recipes whose
  ///   options do not fit the design.
  public init(_ suite: BenchmarkSuite, program: BenchmarkProgram) throws(ParseError) {
    var variants: [Variant] = []
    var warnings = suite.warnings
    for design in suite.designs {
      let read = try Design(
        netlist: design.netlist, placement: design.placement, options: design.reading)
      if let file = design.netWeights {
        _ = try NetWeightsFile.read(file: file, netlist: read.netlist)
      }
      warnings += read.source.warnings
      let isFlat = FlatPlacer.suits(read)
      let hash = try DesignContent.hash(design)
      for (index, recipe) in suite.recipes.enumerated()
      where recipe.designs?.contains(design.name) ?? true {
        if let fault = recipe.fault(isFlat: isFlat) {
          throw ParseError(
            file: suite.source,
            message: "recipes[\(index)].\(fault.key): expected \(fault.expected), found it for the "
              + "design '\(design.name)' with the engine "
              + "'\(recipe.engine(isFlat: isFlat).rawValue)'")
        }
        let model = try recipe.model.map { (file) throws(ParseError) in
          try DesignContent.hash(file: file)
        }
        variants.append(
          Variant(
            design: design, hash: hash, isFlat: isFlat, recipe: recipe,
            options: EffectiveOptions(recipe, isFlat: isFlat, modelHash: model).json))
      }
    }
    self.suite = suite
    self.warnings = warnings
    runs = Self.runs(variants, suite, program)
  }

  /// A recipe on a design.
  private struct Variant {
    var design: BenchmarkDesign
    var hash: String
    var isFlat: Bool
    var recipe: BenchmarkRecipe
    var options: String
  }

  private static func runs(
    _ variants: [Variant], _ suite: BenchmarkSuite, _ program: BenchmarkProgram
  ) -> [PlannedRun] {
    var runs: [PlannedRun] = []
    for (place, budget) in suite.budgets.enumerated() {
      for seed in suite.seeds {
        for variant in variants {
          let takesBudget = variant.recipe.takesBudget(isFlat: variant.isFlat)
          // A run without a budget is the same for all of them.
          guard takesBudget || place == 0 else { continue }
          runs.append(
            PlannedRun(
              design: variant.design, designHash: variant.hash, isFlat: variant.isFlat,
              recipe: variant.recipe, options: variant.options, seed: seed,
              budget: takesBudget ? budget : .none, threads: suite.threads, program: program))
        }
      }
    }
    return runs
  }
}
