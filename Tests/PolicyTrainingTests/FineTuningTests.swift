import Evaluation
import Netlist
import NeuralNetwork
import Policy
import TestSupport
import Testing

@testable import PolicyTraining

@Suite("Fine-tuning on a design")
struct FineTuningTests {
  private static let design = RandomDesign.make(
    seed: 1, hardMacros: 3, softMacros: 2, ports: 3, nets: 10, columns: 4, rows: 3)

  private static func tuning(seed: UInt64 = 1) -> FineTuning {
    var tuning = FineTuning(design, from: design.placement, seed: seed)
    tuning.search.moves = 600
    tuning.search.stateMoves = 100
    return tuning
  }

  private static let model = SmallPolicies.model(seed: 5)

  @Test("changes the parameters, each time alike, and finds a placement")
  func rounds() throws {
    let design = Self.design
    func run(seed: UInt64, rounds: Int = 2) throws -> FineTuningResult {
      var asked: [Int] = []
      let result = try Self.tuning(seed: seed).run(
        Self.model, threads: 1, stop: StopFlag()
      ) { round in
        asked.append(round)
        return round < rounds
      }
      #expect(asked == Array(0...rounds))
      return try #require(result)
    }
    let before = Self.model.checkpoint.bytes
    let first = try run(seed: 1)
    let second = try run(seed: 1)
    #expect(first.model.checkpoint.bytes == second.model.checkpoint.bytes)
    #expect(first.best == second.best && first.cost == second.cost)
    #expect(Self.model.checkpoint.bytes == before)
    for (name, tensor) in first.model.checkpoint.tensors {
      #expect(tensor.elements.allSatisfy { $0.isFinite }, "\(name)")
    }
    for name in ["policy.logits.weight", "value.output.weight", "graph.embedding.weight"] {
      #expect(
        first.model.checkpoint.tensors[name] != Self.model.checkpoint.tensors[name], "\(name)")
    }
    let other = try run(seed: 2)
    #expect(other.model.checkpoint.bytes != first.model.checkpoint.bytes)
    let one = try run(seed: 1, rounds: 1)
    #expect(one.model.checkpoint.bytes != first.model.checkpoint.bytes)
    #expect(one.cost >= first.cost)
    #expect(one.moves == 1000 && first.moves == 2000)

    let legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(first.best)
    #expect(legality.isLegal, "\(legality)")
    let cost = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(first.best).proxy
    #expect(abs(cost - first.cost) < 1e-9)
  }

  @Test("is nothing without a round")
  func noRounds() throws {
    let none = try Self.tuning().run(Self.model, threads: 1, stop: StopFlag()) { _ in false }
    #expect(none == nil)
    let stop = StopFlag()
    stop.raise()
    let stopped = try Self.tuning().run(Self.model, threads: 1, stop: stop) { _ in true }
    #expect(stopped == nil)
  }

  @Test("counts the moves of a round in full")
  func moves() {
    #expect(Self.tuning().movesPerRound == 1000)
    #expect(
      FineTuning(Self.design, from: Self.design.placement, seed: 1).movesPerRound == 64_000)
  }

  @Test("tells of macros that do not fit")
  func misfit() {
    var design = Self.design
    design.floorplan.die = Box(minX: 0, minY: 0, maxX: 2, maxY: 2)
    let tuning = FineTuning(design, from: design.placement, seed: 1)
    #expect(throws: TrainingError.self) {
      _ = try tuning.run(Self.model, threads: 1, stop: StopFlag()) { $0 < 1 }
    }
  }
}
