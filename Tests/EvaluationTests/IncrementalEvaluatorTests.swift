import Evaluation
import Netlist
import TestSupport
import Testing

@Suite struct IncrementalEvaluatorTests {
  private func expectAgreement(
    _ evaluator: borrowing IncrementalEvaluator, _ design: Design, _ step: Int
  ) throws {
    let full = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(evaluator.placement(like: design.placement))
    let terms = evaluator.terms
    let agrees =
      abs(full.terms.wirelength - terms.wirelength) < 1e-10
      && abs(full.terms.density - terms.density) < 1e-10
      && abs(full.terms.congestion - terms.congestion) < 1e-10
    #expect(agrees, "step \(step): full \(full.terms), incremental \(terms)")
  }

  /// Grids and smoothing ranges with their corner cases: fewer than ten cells, fewer than twenty
  /// congestion values, windows wider than the grid.
  @Test(arguments: [
    (1, 7, 6, 1), (2, 12, 9, 0), (3, 3, 3, 2), (4, 2, 2, 0), (5, 20, 1, 5), (6, 16, 15, 2),
    (7, 40, 35, 0),
  ])
  func anySequenceOfMovesEqualsAFullEvaluation(
    seed: Int, columns: Int, rows: Int, smoothing: Int
  ) throws {
    let design = RandomDesign.make(
      seed: UInt64(seed), columns: columns, rows: rows, smoothing: smoothing)
    var random = SeededGenerator(seed: UInt64(seed), stream: 1)
    var evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    try expectAgreement(evaluator, design, -1)
    let movable = (0..<design.netlist.nodeCount).filter { !design.placement.isFixed[$0] }
    for step in 0..<600 {
      let before = evaluator.terms
      let placementBefore = evaluator.placement(like: design.placement)
      var chosen = Set<Int>()
      for _ in 0...random.index(below: 3) {
        let node = movable[random.index(below: movable.count)]
        if !chosen.insert(node).inserted { continue }
        let target = randomTarget(design, node, &random)
        evaluator.move(
          NodeID(node), x: target.x, y: target.y, orientation: target.orientation)
      }
      let limit = step % 3 == 0 ? before.proxy(CostWeights()) : Double.infinity
      let keeps = evaluator.evaluate(limit: limit)
      if keeps, random.index(below: 4) > 0 {
        try expectAgreement(evaluator, design, step)
        evaluator.commit()
      } else {
        evaluator.revert()
        #expect(evaluator.terms == before)
        #expect(evaluator.placement(like: design.placement) == placementBefore)
      }
      if step % 50 == 0 { try expectAgreement(evaluator, design, step) }
      if step == 300 { evaluator.rebuild() }
    }
    try expectAgreement(evaluator, design, 600)
  }

  /// Anywhere on and near the die, often with an edge exactly on a grid line.
  private func randomTarget(
    _ design: Design, _ node: Int, _ random: inout SeededGenerator
  ) -> (x: Double, y: Double, orientation: Orientation) {
    let die = design.floorplan.die
    var x = (random.uniform() * 1.1 - 0.05) * die.maxX
    var y = (random.uniform() * 1.1 - 0.05) * die.maxY
    if random.index(below: 3) == 0 {
      let grid = CostGrid(design.floorplan)
      x = Double(random.index(below: grid.columns + 1)) * grid.cellWidth
      y = Double(random.index(below: grid.rows + 1)) * grid.cellHeight
      if random.index(below: 2) == 0 {
        x += design.netlist.nodeWidths[node] / 2
        y += design.netlist.nodeHeights[node] / 2
      }
    }
    return (x, y, Orientation.allCases[random.index(below: 8)])
  }

  @Test func revertBeforeEvaluationRestoresEverything() {
    let design = RandomDesign.make(seed: 11)
    var evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    let before = evaluator.terms
    evaluator.move(NodeID(9), x: 1, y: 1)
    evaluator.revert()
    #expect(evaluator.placement(like: design.placement) == design.placement)
    evaluator.move(NodeID(9), x: design.placement.x[9], y: design.placement.y[9])
    let isWithin = evaluator.evaluate()
    #expect(isWithin)
    evaluator.commit()
    #expect(abs(evaluator.terms.congestion - before.congestion) < 1e-12)
  }

  @Test func restoreReplacesTheWholeState() throws {
    let design = RandomDesign.make(seed: 12)
    var evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    var other = design.placement
    for node in other.x.indices where !other.isFixed[node] { other.x[node] = 7 }
    evaluator.restore(other)
    #expect(evaluator.placement(like: design.placement) == other)
    try expectAgreement(evaluator, design, 0)
  }
}
