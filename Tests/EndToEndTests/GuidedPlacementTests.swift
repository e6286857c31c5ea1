import Accelerator
import Annealing
import Evaluation
import Netlist
import Policy
import TestSupport
import Testing

@testable import ChipPlace

/// The library's placements with the policy network.
@Suite struct GuidedPlacementTests {
  private func options(
    _ engine: PlacementEngine, moves: Int = 1500, threads: Int = 1, seed: UInt64 = 1,
    _ guide: (inout PolicyGuidance) -> Void = { _ in }
  ) -> PlacementOptions {
    var options = PlacementOptions(
      budget: .moves(moves), seed: seed, threads: threads, start: .given)
    options.engine = engine
    options.guidance.rollouts = 3
    guide(&options.guidance)
    return options
  }

  private func place(
    _ design: Design, _ options: PlacementOptions, stop: StopFlag = StopFlag()
  ) throws -> PlacementResult {
    try Placer(design, options: options, model: SmallPolicies.model()).place(stop: stop)
  }

  /// What is wrong with a result, whatever the engine.
  private func faults(
    _ result: PlacementResult, of design: Design, stages: [String]
  ) throws -> [String] {
    let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(result.placement)
    let legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(result.placement)
    var faults: [String] = []
    if !legality.isLegal { faults.append("illegal: \(legality)") }
    if result.legality != legality { faults.append("legality: \(result.legality)") }
    if result.evaluation.terms != evaluation.terms { faults.append("\(result.evaluation.terms)") }
    if result.stages.map(\.name) != stages { faults.append("\(result.stages.map(\.name))") }
    if result.stages.last?.proxyCost != evaluation.proxy { faults.append("last stage's cost") }
    if result.stages.reduce(0, { $0 + $1.moves }) != result.moves {
      faults.append("moves \(result.moves), by stages \(result.stages.map(\.moves))")
    }
    return faults
  }

  private func accelerator() throws -> Design {
    var parameters = AcceleratorParameters()
    (parameters.rows, parameters.columns) = (8, 8)
    parameters.inputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 2)
    parameters.weightBuffer = BufferParameters(banks: 2, kilobytesPerBank: 4)
    parameters.outputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 8)
    parameters.utilization = 0.5
    (parameters.gridColumns, parameters.gridRows) = (10, 9)
    return try AcceleratorGenerator.generate(parameters, seed: 2)
  }

  @Test func thePolicyAlonePlacesWithoutMoves() throws {
    let design = try accelerator()
    let result = try place(design, options(.policy))
    #expect(try faults(result, of: design, stages: ["start", "policy"]) == [])
    #expect(result.moves == 0 && result.moveStatistics.isEmpty && !result.wasStopped)
    let again = try place(design, options(.policy))
    #expect(again.placement == result.placement)
    // By cost, the best of a few is no worse than the first of them.
    let costs = try [1, 4].map { rollouts in
      try place(
        design,
        options(.policy, seed: 2) {
          $0.filtersByValue = false
          $0.rollouts = rollouts
        }
      ).evaluation.proxy
    }
    #expect(costs[1] <= costs[0])
    for node in 0..<design.netlist.nodeCount
    where design.netlist.nodeKinds[node] == .hardMacro {
      let isWhereItWas =
        result.placement.x[node] == design.placement.x[node]
        && result.placement.y[node] == design.placement.y[node]
      #expect(!isWhereItWas, "an untrained network leaves a macro in place")
    }
  }

  @Test(arguments: [1, 2])
  func hybridAnnealsWithProposals(threads: Int) throws {
    let design = smallDesign()
    let hybrid = options(.hybrid, moves: 701, threads: threads) { $0.rollouts = nil }
    let result = try place(design, hybrid)
    #expect(try faults(result, of: design, stages: ["start", "anneal"]) == [])
    #expect(result.moves == 701)
    let policies = result.moveStatistics.filter { $0.kind.hasSuffix("Policy") }
    #expect(policies.map(\.kind) == ["softPolicy", "hardPolicy"])
    #expect(policies.allSatisfy { $0.proposed > 0 })
    let again = try place(design, hybrid)
    #expect(again.placement == result.placement)
    #expect(again.moveStatistics == result.moveStatistics)
  }

  /// Trials take a tenth of the moves, in equal parts that need not come out even.
  @Test func trialsOfStartsAreOfTheBudget() throws {
    let design = smallDesign()
    let hybrid = options(.hybrid, moves: 2777) {
      $0.trials = 2
      $0.proposes = false
    }
    let result = try place(design, hybrid)
    #expect(try faults(result, of: design, stages: ["start", "policy", "anneal"]) == [])
    #expect(result.moves == 2777)
    #expect(result.stages.map(\.moves) == [0, 276, 2501])
    #expect(result.stages.map(\.proxyCost) == result.stages.map(\.proxyCost).sorted(by: >))
    #expect(result.moveStatistics.allSatisfy { !$0.kind.hasSuffix("Policy") })
    #expect(try place(design, hybrid).placement == result.placement)
    let costlier = try place(
      design,
      options(.hybrid, moves: 2777) {
        $0.trials = 2
        $0.trialShare = 0.5
      })
    #expect(costlier.stages.map(\.moves) == [0, 1386, 1391])
  }

  /// A round of tuning is of 64,000 moves: within its share of the budget, or none.
  @Test func tuningKeepsToItsShare() throws {
    let design = smallDesign(
      hardMacros: 2, softMacros: 1, nets: 5, columns: 3, rows: 3)
    var tuned = options(.hybrid, moves: 68_000) {
      $0.tuningShare = 0.95
      $0.rollouts = 0
    }
    tuned.annealing.halo = 4
    let result = try place(design, tuned)
    #expect(try faults(result, of: design, stages: ["start", "tune", "anneal"]) == [])
    #expect(result.stages.map(\.moves) == [0, 64_000, 4000])
    #expect(result.moves == 68_000)
    let macros = design.netlist.nodes(.hardMacro).map {
      result.placement.box(of: $0, in: design.netlist)
    }
    #expect(
      max(
        abs(macros[0].centerX - macros[1].centerX) - (macros[0].width + macros[1].width) / 2,
        abs(macros[0].centerY - macros[1].centerY) - (macros[0].height + macros[1].height) / 2)
        > 4 - 1e-9)
    #expect(result.stages.map(\.proxyCost) == result.stages.map(\.proxyCost).sorted(by: >))
    let short = try place(design, options(.policy, moves: 68_000) { $0.tuningShare = 0.94 })
    #expect(try faults(short, of: design, stages: ["start", "policy"]) == [])
    #expect(short.moves == 0)
  }

  @Test(arguments: [PlacementEngine.policy, .hybrid])
  func aRaisedFlagEndsTheRunAtOnce(engine: PlacementEngine) throws {
    let design = smallDesign()
    let stop = StopFlag()
    stop.raise()
    let result = try place(
      design, options(engine, moves: 1_000_000_000) { $0.tuningShare = 0.5 }, stop: stop)
    let stages = engine == .policy ? ["start", "policy"] : ["start", "policy", "anneal"]
    #expect(try faults(result, of: design, stages: stages) == [])
    #expect(result.wasStopped && result.moves == 0)
  }

  @Test func aFlagRaisedInAnnealingEndsIt() throws {
    let design = smallDesign()
    let stop = StopFlag()
    var reports = 0
    let result = try Placer(
      design, options: options(.hybrid, moves: 200_000) { $0.rollouts = 0 },
      model: SmallPolicies.model()
    ).place(stop: stop) { _ in
      reports += 1
      stop.raise()
    }
    #expect(reports == 1 && result.wasStopped && result.moves == 2000)
    #expect(try faults(result, of: design, stages: ["start", "anneal"]) == [])
  }

  /// A time too short for anything still gives a placement.
  @Test(arguments: [PlacementEngine.policy, .hybrid])
  func timesAreKept(engine: PlacementEngine) throws {
    let design = smallDesign()
    var guided = options(engine)
    guided.annealing.budget = .time(0.3)
    let result = try place(design, guided)
    let stages = engine == .policy ? ["start", "policy"] : ["start", "policy", "anneal"]
    #expect(try faults(result, of: design, stages: stages) == [])
    #expect(result.seconds < 10)
  }

  private func refusal(_ design: Design, _ engine: PlacementEngine) -> String? {
    do throws(PlacementError) {
      _ = try Placer(
        design, options: options(engine, moves: 100), model: SmallPolicies.model()
      ).place()
      return nil
    } catch {
      return error.message
    }
  }

  @Test func whatThePolicyCannotPlaceIsTold() {
    for engine in [PlacementEngine.policy, .hybrid] {
      let wide = refusal(smallDesign(columns: 129, rows: 2), engine)
      #expect(
        wide
          == "the policy network needs a node to place and a canvas of at most 128 by 128 cells, "
          + "found 129 by 2")
    }
    #expect(refusal(smallDesign(columns: 129, rows: 2), .anneal) == nil)
    #expect(
      refusal(smallDesign(hardMacros: 0), .policy)
        == "the policy network places hard macros, found none that can move")
    #expect(refusal(smallDesign(hardMacros: 0), .hybrid) == nil)
  }

  /// Rollouts that were stopped overlap: what they are ranked by is the cost after legalization.
  @Test func candidatesCostWhatTheirPlacementsDo() throws {
    let design = smallDesign()
    let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    var guidance = PolicyGuidance()
    guidance.filtersByValue = false
    let start = PolicyStart(
      design, scene, SmallPolicies.model(), guidance, rollouts: 3,
      AnnealingOptions(budget: .moves(0)))
    let checker = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    let raised = StopFlag()
    raised.raise()
    for stop in [StopFlag(), raised] {
      #expect(!checker.check(design.placement).isLegal)
      let found = start.candidates(from: design.placement, temperature: 1e-3, stop: stop)
      #expect(found.count == 3)
      for candidate in found {
        #expect(checker.check(candidate.placement).isLegal)
        let cost = try evaluator.evaluate(candidate.placement).proxy
        #expect(abs(candidate.cost - cost) < 1e-9 && candidate.expectedCost == candidate.cost)
      }
      #expect(found.map(\.cost) == found.map(\.cost).sorted())
    }
  }

  @Test func theNetworkThatShipsIsFoundAndWorks() throws {
    let model = try PolicyModel.shipped()
    #expect(model.parameterCount > 10 * SmallPolicies.model().parameterCount)
    let design = smallDesign()
    let placer = Placer(design, options: options(.policy) { $0.rollouts = 1 })
    let given = Placer(design, options: options(.policy) { $0.rollouts = 1 }, model: model)
    let placement = try placer.place().placement
    #expect(try given.place().placement == placement)
    #expect(try place(design, options(.policy) { $0.rollouts = 1 }).placement != placement)
  }
}

/// A design of random nodes with room for its macros.
private func smallDesign(
  hardMacros: Int = 4, softMacros: Int = 5, nets: Int = 20, columns: Int = 6, rows: Int = 5
) -> Design {
  RandomDesign.make(
    seed: 3, hardMacros: hardMacros, softMacros: softMacros, ports: 4, nets: nets,
    columns: columns, rows: rows)
}
