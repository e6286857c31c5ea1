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

  @Test(arguments: [0, 0.003, 1])
  func chainsStayLegalByTheEpochsBeginning(temperature: Double) throws {
    let design = try Samples.legal(seed: 24)
    let proposer = EmptyCellProposer(view: .epoch)
    var chain = chain(design, proposer, seed: 6)
    let checker = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
    let full = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    for epoch in 0..<5 {
      chain.beginEpoch(
        epoch == 0 ? CostTails(density: 3, congestion: 2) : .proxy, temperature: temperature)
      for step in 0..<200 {
        let calls = proposer.calls
        let count = PolicyMove.run(
          step % 2 == 0 ? .softPolicy : .hardPolicy, temperature, in: &chain)
        #expect(count == (proposer.calls > calls ? 21 : 1))
      }
      if epoch > 0 {
        let cost = try full.evaluate(chain.currentPlacement()).proxy
        #expect(abs(chain.evaluator.cost - cost) < 1e-10)
      }
      chain.endEpoch()
      #expect(checker.check(chain.currentPlacement()).isLegal)
      #expect(checker.check(chain.best).isLegal)
    }
    // The first epoch asks about each node once and leaves over a call; no moves were counted, so that
    // there is no time for more.
    #expect(proposer.calls == 17)
    for kind in [MoveKind.softPolicy, .hardPolicy] {
      let statistics = chain.statistics[kind.rawValue]
      #expect(statistics.proposed == 5 * 100 && statistics.accepted > 3)
    }
  }

  /// There is no way back to a place that is never drawn.
  @Test(arguments: [ProposalView.layout, .epoch])
  func whatIsOutOfTheDieStays(view: ProposalView) throws {
    var design = try Samples.legal(seed: 6, hardMacros: 0, softMacros: 1)
    let node = design.netlist.nodes(.softMacro)[0]
    design.placement.x[node.index] = 15
    var chain = chain(design, FixedProposer(design, view: view, lumps: 0))
    chain.beginEpoch(.proxy, temperature: 1)
    for _ in 0..<20 { _ = PolicyMove.run(.softPolicy, 1, in: &chain) }
    #expect(chain.evaluator.position(of: node).x == 15)
    #expect(chain.statistics.allSatisfy { $0.accepted == 0 })
  }
}
