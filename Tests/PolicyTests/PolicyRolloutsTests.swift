import Accelerator
import Evaluation
import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy
import TestSupport
import Testing

@Suite("Rollouts of the policy")
struct PolicyRolloutsTests {
  /// The start with all hard macros on one heap.
  private func heap(_ design: Design) -> Placement {
    var placement = design.placement
    for node in design.netlist.nodes(.hardMacro) where !placement.isFixed[node.index] {
      placement.x[node.index] = design.floorplan.die.centerX
      placement.y[node.index] = design.floorplan.die.centerY
    }
    return placement
  }

  private func run(
    _ design: Design, model: UInt64 = 1, _ change: (inout RolloutOptions) -> Void = { _ in }
  ) -> [Rollout] {
    var options = RolloutOptions()
    options.count = 3
    change(&options)
    return PolicyRollouts(
      PolicyScene(design.netlist, design.floorplan, design.placement), Small.model(seed: model),
      options: options
    ).run(from: heap(design))
  }

  private func expectSound(_ rollout: Rollout, _ design: Design) throws {
    let report = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(rollout.placement)
    #expect(rollout.unplaced == 0)
    #expect(report.isLegal, "\(report)")
    let full = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(rollout.placement)
    #expect(abs(full.proxy - rollout.cost) < 1e-9)
    #expect(rollout.expectedGain.isFinite)
    for node in 0..<design.netlist.nodeCount {
      if design.netlist.nodeKinds[node] == .hardMacro, !design.placement.isFixed[node] {
        #expect(Double(Float(rollout.placement.x[node])) == rollout.placement.x[node])
        #expect(Double(Float(rollout.placement.y[node])) == rollout.placement.y[node])
      } else {
        #expect(rollout.placement.x[node] == design.placement.x[node])
        #expect(rollout.placement.y[node] == design.placement.y[node])
      }
    }
  }

  @Test(
    "are legal and cost what the full evaluation says",
    arguments: [(1, 2, 0.4), (2, 2, 0.5), (3, 4, 0.4)])
  func legality(seed: UInt64, banks: Int, utilization: Double) throws {
    let design = try Small.accelerator(seed: seed, banks: banks, utilization: utilization)
    let rollouts = run(design, model: seed)
    #expect(rollouts.count == 3)
    for rollout in rollouts { try expectSound(rollout, design) }
  }

  @Test("leave fixed macros where they are, and keep clear of them and of closed parts")
  func obstacles() throws {
    var design = try Small.accelerator(seed: 4, utilization: 0.3)
    let fixed = try #require(design.netlist.nodes(.hardMacro).first)
    let die = design.floorplan.die
    design.placement.isFixed[fixed.index] = true
    design.placement.x[fixed.index] = die.centerX
    design.placement.y[fixed.index] = die.centerY
    design.floorplan.blockages = [
      Blockage(
        box: Box(minX: die.minX, minY: die.minY, maxX: die.centerX, maxY: die.maxY / 4),
        density: 1)
    ]
    for rollout in run(design) { try expectSound(rollout, design) }
  }

  @Test("keep a clearance")
  func halo() throws {
    let design = try Small.accelerator(seed: 5, utilization: 0.3)
    for rollout in run(design, { $0.halo = 3 }) {
      try expectSound(rollout, design)
      let boxes = design.netlist.nodes(.hardMacro).map {
        rollout.placement.box(of: $0, in: design.netlist)
      }
      for (index, a) in boxes.enumerated() {
        for b in boxes[..<index] {
          let gap = max(
            max(a.minX - b.maxX, b.minX - a.maxX), max(a.minY - b.maxY, b.minY - a.maxY))
          #expect(gap > 3 - 1e-9)
        }
      }
    }
  }

  @Test("are the same for the same seed; the first is the likeliest, the others are drawn")
  func seeds() throws {
    let design = try Small.accelerator(seed: 6)
    let first = run(design)
    #expect(run(design).map(\.placement) == first.map(\.placement))
    #expect(run(design).map(\.expectedGain) == first.map(\.expectedGain))
    let other = run(design) { $0.seed = 2 }
    #expect(other[0].placement == first[0].placement)
    #expect(other[1].placement != first[1].placement)
    #expect(Set(first.map(\.placement)).count == 3)
    let all = run(design) { $0.samplesAll = true }
    #expect(all[0].placement != first[0].placement)
    #expect(all[1].placement == first[1].placement)
    // A rollout does not depend on how many there are beside it.
    let alone = run(design) { $0.count = 1 }
    #expect(alone[0].placement == first[0].placement)
  }

  @Test("keep their decisions if asked to")
  func decisions() throws {
    let design = try Small.accelerator(seed: 7)
    #expect(run(design).allSatisfy { $0.decisions.isEmpty })
    let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    for (index, rollout) in run(design, { $0.recordsDecisions = true }).enumerated() {
      #expect(rollout.decisions.map(\.node) == scene.hardMacros.map(\.index))
      #expect(rollout.costs.count == rollout.decisions.count + 1)
      #expect(abs(rollout.costs.last! - rollout.cost) < 1e-9)
      for decision in rollout.decisions {
        #expect(decision.maps.count == scene.grid.cellCount * CanvasMaps.channels)
        #expect(decision.scalars.count == CanvasMaps.scalars)
        guard case .reinforce(let cell, let logProbability, let advantage) = decision.goal else {
          Issue.record("a decision without a choice")
          continue
        }
        #expect(decision.legal[cell] && logProbability < 0 && logProbability > -20)
        #expect(advantage == 0)
        let (x, y) = (
          rollout.placement.x[decision.node], rollout.placement.y[decision.node]
        )
        let box = Box(
          minX: Double(cell % scene.grid.columns) * scene.grid.cellWidth - 1e-9,
          minY: Double(cell / scene.grid.columns) * scene.grid.cellHeight - 1e-9,
          maxX: Double(cell % scene.grid.columns + 1) * scene.grid.cellWidth + 1e-9,
          maxY: Double(cell / scene.grid.columns + 1) * scene.grid.cellHeight + 1e-9)
        #expect(box.contains(Box(minX: x, minY: y, maxX: x, maxY: y)))
        if index == 0 {
          let probabilities = try distribution(decision, scene, design)
          #expect(probabilities[cell] == probabilities.max())
          #expect(abs(probabilities[cell] - logProbability) < 1e-4)
          for other in decision.legal.indices where !decision.legal[other] {
            #expect(probabilities[other] == -.infinity)
          }
        }
      }
    }
  }

  /// The policy's log probabilities in the state of a decision.
  private func distribution(
    _ decision: PolicySample, _ scene: PolicyScene, _ design: Design
  ) throws -> [Float] {
    let runner = Small.model().makeRunner()
    runner.pass.encode(
      scene.graph.graph, nodeFeatures: scene.graph.nodeFeatures(heap(design), scene.floorplan),
      edgeFeatures: scene.graph.edgeFeatures)
    let batch = runner.pass.batch(
      decisions: 1, shape: GridShape(height: scene.grid.rows, width: scene.grid.columns))
    batch.maps.base.update(from: decision.maps, count: decision.maps.count)
    batch.scalars.base.update(from: decision.scalars, count: decision.scalars.count)
    let (logits, _) = runner.pass.decide(batch, nodes: [decision.node])
    try MaskedSoftmax.forward(logits, legal: decision.legal, into: logits)
    return logits.values
  }

  @Test("tell of macros that have no room")
  func noRoom() {
    var builder = NetlistBuilder(name: "full")
    for _ in 0..<3 { _ = builder.addNode(.hardMacro, symbol: -1, width: 7, height: 3) }
    let netlist = builder.build()
    let design = Design(
      netlist: netlist,
      floorplan: Floorplan(
        die: Box(minX: 0, minY: 0, maxX: 10, maxY: 7), columns: 4, rows: 4),
      placement: Placement(for: netlist))
    for rollout in run(design) { #expect((1...2).contains(rollout.unplaced)) }
  }

  @Test("place nothing more once they are to stop")
  func stop() throws {
    let design = try Small.accelerator(seed: 8)
    let stop = StopFlag()
    stop.raise()
    let start = heap(design)
    let rollouts = PolicyRollouts(
      PolicyScene(design.netlist, design.floorplan, design.placement), Small.model(),
      options: RolloutOptions()
    ).run(from: start, stop: stop)
    #expect(rollouts.count == 8)
    #expect(rollouts.allSatisfy { $0.placement == start && $0.unplaced == 0 })
  }
}
