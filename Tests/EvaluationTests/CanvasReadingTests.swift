import Evaluation
import Netlist
import TestSupport
import Testing

/// What is read from the incremental evaluator's state, against the full evaluator.
@Suite struct CanvasReadingTests {
  /// A random design on a die away from the origin, with some nodes turned.
  private func design(seed: UInt64, columns: Int = 7, rows: Int = 6) -> Design {
    var design = RandomDesign.make(seed: seed, columns: columns, rows: rows)
    let (right, up) = (31.25, -17.5)
    let die = design.floorplan.die
    design.floorplan.die = Box(
      minX: die.minX + right, minY: die.minY + up, maxX: die.maxX + right, maxY: die.maxY + up)
    var random = SeededGenerator(seed: seed, stream: 7)
    for node in design.placement.x.indices {
      design.placement.x[node] += right
      design.placement.y[node] += up
      if design.netlist.nodeKinds[node] != .port {
        design.placement.orientations[node] = Orientation.allCases[random.index(below: 8)]
      }
    }
    return design
  }

  private func evaluator(_ design: Design) -> IncrementalEvaluator {
    IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
  }

  private func wireMask(
    _ evaluator: borrowing IncrementalEvaluator, _ node: NodeID, _ grid: CostGrid
  ) -> (columns: [Double], rows: [Double]) {
    // What stands in the buffers must not matter.
    var columns = [Double](repeating: .nan, count: grid.columns)
    var rows = [Double](repeating: .nan, count: grid.rows)
    evaluator.wireMask(of: node, byColumn: &columns, byRow: &rows)
    return (columns, rows)
  }

  /// Whether a node has pins at several places on one net, which makes the mask's valleys flat.
  private func hasSeveralPinsOnANet(_ node: NodeID, _ netlist: Netlist) -> Bool {
    netlist.nodeNets[node.index].contains { net in
      Set(netlist.netPins[net.index].filter { netlist.pinNodes[$0.index] == node }).count > 1
    }
  }

  @Test(arguments: [(1, 7, 6), (2, 3, 5), (3, 1, 1)])
  func wireMaskIsExact(seed: UInt64, columns: Int, rows: Int) throws {
    let design = design(seed: seed, columns: columns, rows: rows)
    let grid = CostGrid(design.floorplan)
    let evaluator = evaluator(design)
    let full = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    var severalPins = 0
    for index in stride(from: 0, to: design.netlist.nodeCount, by: 2) {
      let node = NodeID(index)
      if hasSeveralPinsOnANet(node, design.netlist) { severalPins += 1 }
      let mask = wireMask(evaluator, node, grid)
      #expect(mask.columns.min()! >= 0 && mask.rows.min()! >= 0)
      var placement = design.placement
      func length(_ column: Int, _ row: Int) throws -> Double {
        placement.x[index] = grid.originX + (Double(column) + 0.5) * grid.cellWidth
        placement.y[index] = grid.originY + (Double(row) + 0.5) * grid.cellHeight
        return try full.evaluate(placement).hpwl
      }
      let first = try length(0, 0)
      for row in 0..<rows {
        for column in 0..<columns {
          let expected = try length(column, row) - first
          let found = mask.columns[column] + mask.rows[row] - mask.columns[0] - mask.rows[0]
          #expect(abs(found - expected) < 1e-9, "node \(index), cell \(column), \(row)")
        }
      }
    }
    #expect(severalPins > 0)
  }

  @Test func wireMaskDoesNotDependOnWhereTheNodeIs() {
    let design = design(seed: 4)
    let grid = CostGrid(design.floorplan)
    var evaluator = evaluator(design)
    var random = SeededGenerator(seed: 4)
    let die = design.floorplan.die
    for index in 8..<design.netlist.nodeCount {
      let node = NodeID(index)
      let before = wireMask(evaluator, node, grid)
      evaluator.move(
        node, x: die.minX + random.uniform() * die.width,
        y: die.minY + random.uniform() * die.height)
      _ = evaluator.evaluate()
      let after = wireMask(evaluator, node, grid)
      #expect(before == after, "node \(index)")
      evaluator.revert()
    }
  }

  @Test func netWeightIsThatOfTheNetsInTheWirelength() {
    let design = design(seed: 5)
    let netlist = design.netlist
    let evaluator = evaluator(design)
    for index in 0..<netlist.nodeCount {
      var expected = 0.0
      for net in 0..<netlist.netCount {
        let pins = netlist.netPins[net]
        // Nets whose pins are all at one spot of a node have no length.
        let spots = Set(
          pins.map {
            [
              Double(netlist.pinNodes[$0.index].index), netlist.pinOffsetsX[$0.index],
              netlist.pinOffsetsY[$0.index],
            ]
          })
        if spots.count > 1, pins.contains(where: { netlist.pinNodes[$0.index].index == index }) {
          expected += netlist.netWeights[net]
        }
      }
      #expect(abs(evaluator.netWeight(of: NodeID(index)) - expected) < 1e-9, "node \(index)")
    }
  }

  @Test(arguments: [(6, 7, 6), (7, 16, 15), (8, 3, 3)])
  func mapsAreThoseOfTheFullEvaluation(seed: UInt64, columns: Int, rows: Int) throws {
    let design = design(seed: seed, columns: columns, rows: rows)
    var evaluator = evaluator(design)
    var placement = design.placement
    let die = design.floorplan.die
    for node in 8..<12 {
      placement.x[node] = die.minX + 0.3 * die.width
      placement.y[node] = die.minY + Double(node - 7) * 0.2 * die.height
      evaluator.move(NodeID(node), x: placement.x[node], y: placement.y[node])
    }
    _ = evaluator.evaluate()
    let full = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(placement)
    var density = [Float](repeating: .nan, count: columns * rows)
    var (horizontal, vertical) = (density, density)
    evaluator.copyMaps(density: &density, horizontal: &horizontal, vertical: &vertical)
    for cell in density.indices {
      for (found, expected) in [
        (density[cell], full.density[cell]),
        (horizontal[cell], full.horizontalCongestion[cell]),
        (vertical[cell], full.verticalCongestion[cell]),
      ] {
        #expect(abs(Double(found) - expected) <= 1e-6 * max(1, expected), "cell \(cell)")
      }
    }
  }

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

  @Test func wirelengthCostScaleIsThatOfTheCost() throws {
    let design = design(seed: 11)
    let evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement,
      weights: CostWeights(wirelength: 3, density: 0, congestion: 0))
    let full = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
    #expect(abs(evaluator.wirelengthCostScale * full.hpwl - evaluator.cost) < 1e-9)
    #expect(abs(evaluator.cost - 3 * full.terms.wirelength) < 1e-9)
  }
}
