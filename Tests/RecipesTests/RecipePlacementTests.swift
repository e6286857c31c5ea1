import Accelerator
import Annealing
import ChipPlace
import Evaluation
import Netlist
import Policy
import TestSupport
import Testing

@testable import Recipes

@Suite struct RecipePlacementTests {
  private static let budget = AnnealingBudget.moves(1200)

  private func place(
    _ design: Design, _ change: (inout PlacementOptions) -> Void
  ) throws -> PlacementResult {
    var options = PlacementOptions(budget: Self.budget, seed: 5, threads: 2, start: .given)
    change(&options)
    return try Placer(design, options: options, model: SmallPolicies.model()).place()
  }

  private func place(_ design: Design, _ recipe: Recipe) throws -> PlacementResult {
    try recipe.place(design, budget: Self.budget, seed: 5, threads: 2, model: SmallPolicies.model())
  }

  private func expectSame(_ first: PlacementResult, _ second: PlacementResult) {
    #expect(first.placement == second.placement)
    #expect(first.evaluation.proxy == second.evaluation.proxy)
    #expect(first.legality == second.legality)
    #expect(first.moves == second.moves)
    #expect(first.moveStatistics == second.moveStatistics)
    #expect(first.stages.map(\.proxyCost) == second.stages.map(\.proxyCost))
    #expect(first.stages.map(\.name) == second.stages.map(\.name))
  }

  @Test func defaultRecipeIsThePlacer() throws {
    let design = RandomDesign.make(seed: 3)
    let recipe = Recipe()
    expectSame(try place(design, recipe), try place(design) { _ in })
  }

  @Test func startsAndEnginesAreThoseOfThePlacer() throws {
    let design = RandomDesign.make(seed: 4, nets: 40)
    var recipe = Recipe()
    recipe.start = .spiral
    expectSame(try place(design, recipe), try place(design) { $0.start = .spiral })
    recipe.start = .analytical
    expectSame(try place(design, recipe), try place(design) { $0.start = .analytical })
    recipe.start = .given
    recipe.stages[0].engine = .hybrid
    expectSame(try place(design, recipe), try place(design) { $0.engine = .hybrid })
  }

  @Test func everyKnobReachesThePlacer() throws {
    let design = RandomDesign.make(seed: 5, nets: 40)
    let before = try place(design, Recipe())
    let changes: [(String, (inout Recipe) throws -> Void)] = [
      ("initial", { $0.stages[0].initialTemperature = 0.3 }),
      ("final", { $0.stages[0].finalTemperature = 3 }),
      ("restarts", { $0.stages[0].restarts = 2 }),
      ("densityTail", { $0.stages[0].densityTail = 2 }),
      ("congestionTail", { $0.stages[0].congestionTail = 1 }),
      ("tailsEnd", { $0.stages[0].tailsEnd = 0.2 }),
      ("exchanges", { $0.stages[0].exchanges = 3 }),
      ("shares", { $0.moves[.hardSwap] = 0 }),
      ("floor", { $0.moves.floor = 0 }),
      ("inertia", { $0.moves.inertia = 0.2 }),
      ("density", { $0.density = try Formula(parsing: "utilization") }),
      ("congestion", { $0.congestion = try Formula(parsing: "congestion + macroShare") }),
      ("netWeight", { $0.netWeight = try Formula(parsing: "degree") }),
      ("stages", { $0.stages.append(RecipeStage()) }),
    ]
    for (name, change) in changes {
      var recipe = Recipe()
      try change(&recipe)
      let result = try place(design, recipe)
      #expect(result.placement != before.placement, "\(name)")
      #expect(result.moves == before.moves, "\(name)")
      #expect(result.legality.isLegal, "\(name)")
    }
  }

  @Test func spiralsFollowTheOrder() throws {
    let design = RandomDesign.make(seed: 6)
    var recipe = Recipe()
    recipe.order = try Formula(parsing: "-area")
    let order = recipe.spiralOrder(design)
    let areas = order.map { design.netlist.area(of: $0) }
    #expect(areas == areas.sorted())
    #expect(order.count == design.netlist.count(of: .hardMacro))
    recipe.order = try Formula(parsing: "weight")
    let weights = recipe.spiralOrder(design).map { macro in
      design.netlist.nodeNets[macro.index].reduce(0) { $0 + design.netlist.netWeights[$1.index] }
    }
    #expect(weights == weights.sorted(by: >))
  }

  /// The figures of a result are those of the design's own weights, and stages share the budget.
  @Test func resultsAreByOriginalWeights() throws {
    let design = RandomDesign.make(seed: 7)
    var recipe = Recipe()
    recipe.netWeight = try Formula(parsing: "if(degree < 3, 0.1, 2)")
    recipe.density = Formula(2)
    recipe.stages[0].share = 0.6
    recipe.stages.append(RecipeStage())
    recipe.stages[1].share = 0.2
    recipe.stages[1].weighsNets = false
    let result = try place(design, recipe)
    let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(result.placement)
    #expect(result.evaluation.proxy == evaluation.proxy)
    #expect(result.evaluation.hpwl == evaluation.hpwl)
    #expect(result.stages.map(\.name) == ["start", "anneal", "start", "anneal"])
    #expect(result.stages.map(\.moves) == [0, 900, 0, 300])
    #expect(result.moveStatistics.count == 12)
  }

  @Test func netWeightsKeepTheirSum() throws {
    let netlist = RandomDesign.make(seed: 8).netlist
    var recipe = Recipe()
    for text in ["1", "7", "1 + 4 * criticality ^ 4"] {
      recipe.netWeight = try Formula(parsing: text)
      #expect(try recipe.netWeights(netlist, NetVariables()) == nil)
    }
    let variables = NetVariables(criticality: (0..<netlist.netCount).map { Double($0 % 2) })
    let weights = try #require(try recipe.netWeights(netlist, variables))
    let sum: Double = weights.reduce(0, +)
    let sumBefore: Double = netlist.netWeights.reduce(0, +)
    #expect(abs(sum / sumBefore - 1) < 1e-12)
    #expect(abs(Self.ratio(weights, netlist) - 5) < 1e-12)
    // What would take a net out of the cost, or let it be all of it, is kept within bounds.
    recipe.netWeight = try Formula(parsing: "if(criticality < 0.5, -3, 1e20)")
    let extreme = try #require(try recipe.netWeights(netlist, variables))
    let range = RecipeBounds.netFactor
    let widest = range.upperBound / range.lowerBound
    #expect(abs(Self.ratio(extreme, netlist) / widest - 1) < 1e-9)
  }

  /// The factor of the second net's weight over that of the first.
  private static func ratio(_ weights: [Double], _ netlist: Netlist) -> Double {
    let first = weights[0] / netlist.netWeights[0]
    let second = weights[1] / netlist.netWeights[1]
    return second / first
  }

  @Test func badInputIsTold() throws {
    let design = RandomDesign.make(seed: 9)
    #expect(
      throws: RecipeError(
        path: "netVariables.activity",
        message: "expected \(design.netlist.netCount) numbers, one a net, found 3")
    ) {
      try Recipe().place(
        design, netVariables: NetVariables(activity: [1, 2, 3]), budget: Self.budget, seed: 1)
    }
    var recipe = Recipe()
    recipe.stages[0].restarts = 0
    #expect(
      throws: RecipeError(path: "stages[0].restarts", message: "expected 1 to 8, found 0")
    ) {
      try place(design, recipe)
    }
  }

  @Test func stopsWithTheBestSoFar() throws {
    let design = RandomDesign.make(seed: 10)
    var recipe = Recipe()
    recipe.stages.append(RecipeStage())
    let stop = StopFlag()
    let result = try recipe.place(
      design, budget: .moves(100_000), seed: 1, stop: stop
    ) { progress in
      if progress.moves > 0 { stop.raise() }
    }
    #expect(result.wasStopped)
    #expect(result.stages.map(\.name) == ["start", "anneal"])
    #expect(result.legality.isLegal)
  }
}
