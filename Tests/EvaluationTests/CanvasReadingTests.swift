import Evaluation
import Netlist
import TestSupport
import Testing

/// What is read from the incremental evaluator's state, against the full evaluator.
@Suite struct CanvasReadingTests {
  private func largest(_ values: [Double], _ count: Int) -> Double {
    values.sorted(by: >)[count - 1]
  }

  /// Thresholds are the values that say so, however the placement came about.
  @Test(arguments: 1...3)
  func thresholdsAreTheLeastThatCounts(seed: UInt64) throws {
    let design = RandomDesign.make(seed: seed)
    var evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    let full = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    var random = SeededGenerator(seed: seed)
    for step in 0..<300 {
      let node = NodeID(random.index(below: design.netlist.nodeCount))
      evaluator.move(node, x: random.uniform() * 14, y: random.uniform() * 12)
      _ = evaluator.evaluate()
      if step % 4 == 0 { evaluator.commit() }
      let maps = try full.evaluate(evaluator.placement(like: design.placement))
      // A tenth of the cells count in the density, a twentieth of both maps in the congestion.
      let density = largest(maps.density, maps.density.count / 10)
      let congestion = largest(
        maps.horizontalCongestion + maps.verticalCongestion, 2 * maps.density.count / 20)
      #expect(abs(evaluator.densityThreshold - density) < 1e-9)
      #expect(abs(evaluator.congestionThreshold - congestion) < 1e-9)
      evaluator.revert()
    }
  }
}
