import Evaluation
import Netlist
import TestSupport
import Testing

@testable import Annealing

/// Moves to places that a proposer draws.
@Suite struct PolicyMoveTests {
  private func chain(_ design: Design, _ proposer: any CellProposer, seed: UInt64 = 1) -> Chain {
    Chain(
      Playfield(
        netlist: design.netlist, floorplan: design.floorplan, start: design.placement, halo: 0),
      weights: CostWeights(), random: SeededGenerator(seed: seed), proposer: proposer)
  }

  /// What a proposer sees tells nothing of where the node was.
  @Test(arguments: 1...4)
  func theNodesOwnPlaceIsHidden(seed: UInt64) throws {
    // A few nets leave some nodes without any.
    let design = try Samples.legal(seed: seed, nets: seed == 1 ? 4 : 60)
    var random = SeededGenerator(seed: seed)
    for node in 0..<design.netlist.nodeCount
    where design.netlist.nodeKinds[node] != .port {
      let node = NodeID(node)
      let witness = Witness(design)
      var chain = chain(design, witness)
      let kind: MoveKind =
        design.netlist.nodeKinds[node.index] == .hardMacro ? .hardPolicy : .softPolicy
      for _ in 0..<12 {
        let step = chain.step(node, x: 14 * random.uniform(), y: 12 * random.uniform())
        chain.evaluator.move(node, x: step.x, y: step.y)
        _ = chain.evaluator.evaluate()
        chain.evaluator.commit()
        let (terms, cost) = (chain.evaluator.terms, chain.evaluator.cost)
        let hasProposal = PolicyMove.ask(chain.policy!, kind, node, 0.01, in: &chain)
        #expect(!hasProposal)
        #expect(chain.evaluator.position(of: node) == (step.x, step.y))
        #expect(chain.evaluator.terms == terms)
        #expect(chain.evaluator.cost == cost)
      }
      #expect(witness.sights.count == 12)
      let first = witness.sights[0]
      for sight in witness.sights {
        #expect(sight.x == first.x && sight.y == first.y, "node \(node)")
        #expect(abs(sight.densityThreshold - first.densityThreshold) < 1e-12)
        #expect(abs(sight.congestionThreshold - first.congestionThreshold) < 1e-12)
        #expect(sight.orientations == first.orientations)
        #expect(abs(sight.terms.wirelength - first.terms.wirelength) < 1e-12)
        #expect(abs(sight.terms.density - first.terms.density) < 1e-12)
        #expect(abs(sight.terms.congestion - first.terms.congestion) < 1e-12)
      }
      let (x, y) = (first.x[node.index], first.y[node.index])
      #expect(chain.field.ranges[node.index].clampX(x) == x)
      #expect(chain.field.ranges[node.index].clampY(y) == y)
    }
  }

  @Test(arguments: [0, 0.003, 1])
  func chainsStayLegalAndTheirCostExact(temperature: Double) throws {
    let design = try Samples.legal(seed: 23)
    var chain = chain(design, EmptyCellProposer(), seed: 5)
    let checker = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
    let full = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    for epoch in 0..<5 {
      chain.beginEpoch(
        epoch == 0 ? CostTails(density: 3, congestion: 2) : .proxy, temperature: temperature)
      for step in 0..<60 {
        let count = PolicyMove.run(
          step % 2 == 0 ? .softPolicy : .hardPolicy, temperature, in: &chain)
        #expect(count == PolicyMove.tries + 20)
      }
      if epoch > 0 {
        let cost = try full.evaluate(chain.currentPlacement()).proxy
        #expect(abs(chain.evaluator.cost - cost) < 1e-10)
      }
      chain.endEpoch()
      #expect(checker.check(chain.currentPlacement()).isLegal)
      #expect(checker.check(chain.best).isLegal)
      let best = try full.evaluate(chain.best).proxy
      #expect(abs(best - chain.bestCost) < 1e-9)
    }
    for kind in [MoveKind.softPolicy, .hardPolicy] {
      let statistics = chain.statistics[kind.rawValue]
      #expect(statistics.proposed == 5 * 30 * PolicyMove.tries)
      #expect(statistics.accepted > 3)
    }
    #expect(chain.currentPlacement() != design.placement)
  }

  /// There is no way back to a place that is never drawn.
  @Test func whatIsOutOfTheDieStays() throws {
    var design = try Samples.legal(seed: 6, hardMacros: 0, softMacros: 1)
    let node = design.netlist.nodes(.softMacro)[0]
    design.placement.x[node.index] = 15
    var chain = chain(design, FixedProposer(design, lumps: 0))
    for _ in 0..<20 { _ = PolicyMove.run(.softPolicy, 1, in: &chain) }
    #expect(chain.evaluator.position(of: node).x == 15)
    #expect(chain.statistics.allSatisfy { $0.accepted == 0 })
  }
}

/// Annealing with a proposer.
@Suite struct ProposerAnnealingTests {
  private func anneal(
    _ design: Design, moves: Int, threads: Int = 1, epochs: Int = 20,
    _ makeProposer: @escaping @Sendable (Int) -> any CellProposer
  ) -> AnnealingResult {
    var options = AnnealingOptions(budget: .moves(moves), seed: 3, threads: threads)
    options.epochs = epochs
    return Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options,
      makeProposer: makeProposer
    ).anneal(from: design.placement)
  }

  @Test(arguments: [1, 2])
  func seedAndThreadsDecideTheResult(threads: Int) throws {
    let design = try Samples.legal(seed: 5)
    let first = anneal(design, moves: 4000, threads: threads) { _ in EmptyCellProposer() }
    let second = anneal(design, moves: 4000, threads: threads) { _ in EmptyCellProposer() }
    let other = anneal(design, moves: 4000, threads: threads) { _ in
      EmptyCellProposer(preference: -4)
    }
    #expect(first.placement == second.placement)
    #expect(first.cost == second.cost)
    #expect(first.statistics == second.statistics)
    #expect(first.statistics != other.statistics)
    #expect(try Samples.faults(first, of: design) == [])
  }

  /// A call of the proposer uses up as many moves as it says, the last one's rest left over.
  @Test(arguments: [(5000, 1), (5000, 3), (10, 2)])
  func callsAreChargedToTheBudget(moves: Int, threads: Int) throws {
    let design = try Samples.legal(seed: 7)
    let result = anneal(design, moves: moves, threads: threads) { _ in EmptyCellProposer() }
    #expect(result.moves == moves)
    let names = result.statistics.map(\.kind)
    #expect(names == MoveKind.allCases.map(\.name))
    var charged = 0
    for (kind, statistics) in zip(MoveKind.allCases, result.statistics) {
      let charge = kind.asksProposer ? PolicyMove.tries + 20 : 1
      charged += statistics.proposed / (kind.asksProposer ? PolicyMove.tries : 1) * charge
      #expect(!kind.asksProposer || statistics.proposed % PolicyMove.tries == 0)
      #expect(moves < 100 || statistics.proposed > 0)
    }
    #expect(charged >= moves && charged < moves + threads * (PolicyMove.tries + 20))
  }

  @Test func eachReplicaHasAProposerThatHearsOfEpochs() throws {
    let design = try Samples.legal(seed: 8)
    let proposers = (0..<2).map { _ in Shared(EmptyCellProposer()) }
    _ = anneal(design, moves: 600, threads: 2, epochs: 6) { proposers[$0].proposer }
    for shared in proposers {
      #expect(shared.proposer.temperatures.count == 6)
      #expect(shared.proposer.temperatures == shared.proposer.temperatures.sorted(by: >))
    }
  }

  /// Refusals count as one move, and the proposer's share falls to the floor.
  @Test func aProposerMayRefuse() throws {
    let design = try Samples.legal(seed: 9)
    let result = anneal(design, moves: 3000) { _ in Witness(design) }
    #expect(result.moves == 3000)
    #expect(result.statistics.reduce(0) { $0 + $1.proposed } == 3000)
    #expect(try Samples.faults(result, of: design) == [])
    for statistics in result.statistics where statistics.kind.hasSuffix("Policy") {
      #expect(statistics.proposed > 0 && statistics.accepted == 0 && statistics.share < 0.03)
    }
  }

  @Test func ratesOfProposedMovesAreMeasured() throws {
    let design = try Samples.legal(seed: 10)
    func kinds(_ makeProposer: (@Sendable (Int) -> any CellProposer)?) -> [String] {
      Annealer(
        netlist: design.netlist, floorplan: design.floorplan,
        options: AnnealingOptions(budget: .moves(0)), makeProposer: makeProposer
      ).measureMoves(from: design.placement, warmUp: 500, moves: 20, temperature: 1e-3)
        .filter { $0.movesPerSecond > 0 && $0.acceptance <= 1 }.map(\.kind)
    }
    #expect(kinds(nil) == MoveKind.plain.map(\.name))
    #expect(kinds { _ in EmptyCellProposer() } == MoveKind.allCases.map(\.name))
  }

  /// Hands a proposer to an annealer and keeps it for a look afterwards.
  private final class Shared: @unchecked Sendable {
    let proposer: EmptyCellProposer
    init(_ proposer: EmptyCellProposer) { self.proposer = proposer }
  }
}
