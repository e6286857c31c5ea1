import Evaluation
import Netlist
import TestSupport
import Testing

@testable import Annealing

/// What each kind of move proposes.
@Suite struct MoveProposalTests {
  private func field(_ design: Design) -> Playfield {
    Playfield(
      netlist: design.netlist, floorplan: design.floorplan, start: design.placement, halo: 0)
  }

  /// Whether a macro or cell is inside the die, beyond which the last bit of a single-precision
  /// coordinate must not reach either.
  private func isInside(_ step: Proposal.Step, _ design: Design) -> Bool {
    var placement = design.placement
    placement.x[step.node.index] = step.x
    placement.y[step.node.index] = step.y
    placement.orientations[step.node.index] = step.orientation
    return design.floorplan.die.contains(placement.box(of: step.node, in: design.netlist))
  }

  @Test(arguments: MoveKind.plain)
  func proposalsKeepToTheDieAndToMovableNodes(kind: MoveKind) throws {
    var design = try Samples.legal(seed: 21)
    design.placement.isFixed[design.netlist.nodes(.softMacro)[0].index] = true
    design.placement.isFixed[design.netlist.nodes(.hardMacro)[0].index] = true
    var chain = Chain(field(design), weights: CostWeights(), random: SeededGenerator(seed: 3))
    var proposals = 0
    for _ in 0..<400 {
      guard let proposal = kind.propose(in: &chain) else { continue }
      proposals += 1
      var nodes = Set<NodeID>()
      var sound = true
      for index in 0..<proposal.count {
        let step = proposal[index]
        let isHard = design.netlist.nodeKinds[step.node.index] == .hardMacro
        sound =
          sound && nodes.insert(step.node).inserted && isInside(step, design)
          && !design.placement.isFixed[step.node.index]
          && (index > 0 || isHard == kind.movesHardMacro)
          && Double(Float(step.x)) == step.x && Double(Float(step.y)) == step.y
      }
      #expect(sound, "\(kind): \(proposal)")
    }
    #expect(proposals > 50, "\(kind) proposed \(proposals) times of 400")
  }

  @Test(arguments: MoveKind.plain)
  func proposalsAreEvaluatedAsFromScratch(kind: MoveKind) throws {
    let design = try Samples.legal(seed: 22)
    var chain = Chain(field(design), weights: CostWeights(), random: SeededGenerator(seed: 4))
    let full = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    for _ in 0..<25 {
      guard let proposal = kind.propose(in: &chain) else { continue }
      for index in 0..<proposal.count {
        let step = proposal[index]
        chain.evaluator.move(step.node, x: step.x, y: step.y, orientation: step.orientation)
      }
      let isWithin = chain.evaluator.evaluate()
      #expect(isWithin)
      chain.evaluator.commit()
      let cost = try full.evaluate(chain.currentPlacement()).proxy
      #expect(abs(chain.evaluator.cost - cost) < 1e-10, "\(kind)")
    }
  }

  /// A wall as tall as the die parts it; a macro on its left side finds the free places on both, each
  /// as likely as any other.
  @Test func relocationsGoBehindNeighbours() {
    var design = Samples.unconnected([
      (.hardMacro, 2, 12, 6, 6), (.hardMacro, 2, 2, 2, 6), (.hardMacro, 4, 4, 12, 10),
    ])
    design.placement.isFixed = [true, false, true]
    var chain = Chain(field(design), weights: CostWeights(), random: SeededGenerator(seed: 6))
    let checker = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
    var (left, right, below) = (0.0, 0.0, 0.0)
    for _ in 0..<2000 {
      guard let proposal = MoveKind.hardRelocate.propose(in: &chain) else { continue }
      let step = proposal[0]
      #expect(proposal.count == 1 && step.node == NodeID(1) && chain.isLegal(proposal))
      var placement = design.placement
      (placement.x[1], placement.y[1]) = (step.x, step.y)
      #expect(checker.check(placement).isLegal)
      if step.x < 6 { left += 1 } else { right += 1 }
      if step.x > 9, step.y < 7 { below += 1 }
    }
    // Free for its centre: 1...4 by 1...11 on the left, 8...13 by 1...11 but 9...13 by 7...11 on the
    // right.
    let total = left + right
    #expect(total > 1990)
    #expect(abs(left / total - 30 / 64) < 0.045, "\(left) of \(total)")
    #expect(abs(below / total - 24 / 64) < 0.045, "\(below) of \(total)")
  }

  @Test func relocationsNeedRoom() {
    let design = Samples.unconnected([(.hardMacro, 7, 12, 3.5, 6), (.hardMacro, 7, 12, 10.5, 6)])
    var chain = Chain(field(design), weights: CostWeights(), random: SeededGenerator(seed: 7))
    for _ in 0..<50 {
      let isProposed = MoveKind.hardRelocate.propose(in: &chain) != nil
      #expect(!isProposed)
    }
  }

  @Test(arguments: [0.0, 1e-4, 1])
  func chainsStayLegalAtAnyTemperature(temperature: Double) throws {
    let design = try Samples.legal(seed: 23)
    var chain = Chain(field(design), weights: CostWeights(), random: SeededGenerator(seed: 5))
    let checker = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
    let full = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    for _ in 0..<5 {
      chain.run(moves: 150, temperature: temperature)
      #expect(checker.check(chain.currentPlacement()).isLegal)
      chain.endEpoch()
      #expect(checker.check(chain.best).isLegal)
      let best = try full.evaluate(chain.best).proxy
      #expect(abs(best - chain.bestCost) < 1e-9)
      #expect(chain.bestCost <= chain.evaluator.cost + 1e-9)
    }
    #expect(chain.moves == 750)
  }
}
