import Evaluation
import Foundation
import Netlist
import Policy
import TestSupport
import Testing

/// The state that the policy sees for one node.
private struct State: Equatable {
  var maps: [Float]
  var scalars: [Float]
  var aside: SIMD2<Double>
}

/// Writes states of nodes of a design.
private struct Painter: ~Copyable {
  let design: Design
  let scene: PolicyScene
  var evaluator: IncrementalEvaluator
  var canvas: CanvasMaps
  let legal: [Bool]

  init(seed: UInt64, columns: Int = 7, rows: Int = 6) {
    (design, scene) = Small.scene(seed: seed, columns: columns, rows: rows)
    evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    canvas = CanvasMaps(scene)
    legal = (0..<columns * rows).map { $0 % 3 != 0 }
  }

  mutating func state(_ node: NodeID, _ task: PolicyTask) -> State {
    // What stands in the buffers must not matter.
    var maps = [Float](repeating: .nan, count: scene.grid.cellCount * CanvasMaps.channels)
    var scalars = [Float](repeating: .nan, count: CanvasMaps.scalars)
    let (x, y) = PolicyAside.place(of: node, in: evaluator, scene)
    evaluator.move(node, x: x, y: y)
    _ = evaluator.evaluate()
    canvas.write(
      node, task, in: evaluator, legal: legal, origin: SIMD2(3, 4.5), maps: &maps, scalars: &scalars
    )
    evaluator.revert()
    return State(maps: maps, scalars: scalars, aside: SIMD2(x, y))
  }

  func channel(_ index: Int, _ state: State) -> [Float] {
    (0..<scene.grid.cellCount).map { state.maps[$0 * CanvasMaps.channels + index] }
  }

  /// The evaluator's maps in which the node is aside.
  mutating func copiedMaps(_ node: NodeID) -> (density: [Float], routing: [Float]) {
    let (x, y) = PolicyAside.place(of: node, in: evaluator, scene)
    evaluator.move(node, x: x, y: y)
    _ = evaluator.evaluate()
    var density = [Float](repeating: 0, count: scene.grid.cellCount)
    var (horizontal, vertical) = (density, density)
    evaluator.copyMaps(density: &density, horizontal: &horizontal, vertical: &vertical)
    evaluator.revert()
    return (density, zip(horizontal, vertical).map(max))
  }
}

@Suite("Maps of the canvas")
struct CanvasMapsTests {
  @Test("do not depend on where the node was", arguments: [(1, 7, 6), (2, 3, 3), (3, 1, 1)])
  func independence(seed: UInt64, columns: Int, rows: Int) {
    var painter = Painter(seed: seed, columns: columns, rows: rows)
    var random = SeededGenerator(seed: seed, stream: 2)
    let die = painter.design.floorplan.die
    for (index, node) in painter.scene.movableNodes.enumerated() {
      let task: PolicyTask =
        index % 2 == 0 ? .placing(share: 0.5) : .moving(temperature: 1e-5)
      let expected = painter.state(node, task)
      for _ in 0..<3 {
        painter.evaluator.move(
          node, x: die.minX + random.uniform() * die.width,
          y: die.minY + random.uniform() * die.height)
        _ = painter.evaluator.evaluate()
        painter.evaluator.commit()
        let found = painter.state(node, task)
        #expect(found.aside == expected.aside)
        for (a, b) in zip(found.maps + found.scalars, expected.maps + expected.scalars) {
          #expect(abs(a - b) <= 1e-6 * max(1, abs(b)), "node \(node): \(a), \(b)")
        }
        expectThresholds(painter, found)
      }
    }
  }

  /// The parts above thresholds are those above the thresholds that are told.
  private func expectThresholds(_ painter: borrowing Painter, _ state: State) {
    for cell in 0..<painter.scene.grid.cellCount {
      let map = state.maps[(cell * CanvasMaps.channels)...].prefix(CanvasMaps.channels)
      let first = map.startIndex
      #expect(abs(map[first + 1] - max(0, map[first] - state.scalars[14])) < 1e-5)
      let above = [map[first + 2], map[first + 3]].reduce(0) {
        $0 + max(0, $1 / (1 - $1) - state.scalars[15])
      }
      #expect(abs(map[first + 4] - above) < 1e-4 * max(1, above))
    }
  }

  @Test("put the node aside in the middle of the cell of the least wirelength")
  func aside() throws {
    let painter = Painter(seed: 4)
    let (design, grid) = (painter.design, painter.scene.grid)
    let full = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    for node in painter.scene.movableNodes {
      let (x, y) = PolicyAside.place(of: node, in: painter.evaluator, painter.scene)
      let range = painter.scene.ranges[node.index]
      var placement = design.placement
      var best = (length: Double.infinity, x: 0.0, y: 0.0)
      for row in 0..<grid.rows {
        for column in 0..<grid.columns {
          placement.x[node.index] = (Double(column) + 0.5) * grid.cellWidth
          placement.y[node.index] = (Double(row) + 0.5) * grid.cellHeight
          let length = try full.evaluate(placement).hpwl
          if length < best.length - 1e-9 {
            best = (length, placement.x[node.index], placement.y[node.index])
          }
        }
      }
      // Others may be as good: then the node is at one of them.
      placement.x[node.index] = grid.originX + (Double(grid.column(x)) + 0.5) * grid.cellWidth
      placement.y[node.index] = grid.originY + (Double(grid.row(y)) + 0.5) * grid.cellHeight
      let found = try full.evaluate(placement).hpwl
      let isAtMiddle = abs(placement.x[node.index] - x) + abs(placement.y[node.index] - y) < 1e-5
      // At the edge the die holds the node back.
      let isHeld = x == range.minX || x == range.maxX || y == range.minY || y == range.maxY
      #expect(isAtMiddle ? found < best.length + 1e-9 : isHeld)
      #expect(x >= range.minX && x <= range.maxX && y >= range.minY && y <= range.maxY)
    }
  }

  @Test("hold the density of all other nodes")
  func density() {
    var painter = Painter(seed: 5)
    let (design, grid) = (painter.design, painter.scene.grid)
    for node in painter.scene.movableNodes {
      let state = painter.state(node, .moving(temperature: 1e-5))
      let found = painter.channel(0, state)
      var threshold = Float.infinity
      for cell in 0..<grid.cellCount {
        let left = Double(cell % grid.columns) * grid.cellWidth
        let bottom = Double(cell / grid.columns) * grid.cellHeight
        var area = 0.0
        for other in painter.scene.movableNodes where other != node {
          let box = design.placement.box(of: other, in: design.netlist)
          area +=
            max(0, min(box.maxX, left + grid.cellWidth) - max(box.minX, left))
            * max(0, min(box.maxY, bottom + grid.cellHeight) - max(box.minY, bottom))
        }
        #expect(abs(Double(found[cell]) - area / (grid.cellWidth * grid.cellHeight)) < 1e-5)
        let above = painter.channel(1, state)[cell]
        if above > 0 { threshold = min(threshold, found[cell] - above) }
        #expect(above >= 0 && above <= found[cell])
      }
      #expect(threshold == .infinity || abs(threshold - state.scalars[14]) < 1e-5)
    }
  }

  @Test("hold means over the node's rectangle")
  func means() {
    var painter = Painter(seed: 6, columns: 16, rows: 13)
    let (design, grid) = (painter.design, painter.scene.grid)
    for node in painter.scene.hardMacros {
      let state = painter.state(node, .moving(temperature: 1e-5))
      let density = painter.channel(0, state)
      let load = painter.copiedMaps(node).routing
      let reachX = Int((design.netlist.nodeWidths[node.index] / grid.cellWidth / 2).rounded())
      let reachY = Int((design.netlist.nodeHeights[node.index] / grid.cellHeight / 2).rounded())
      for cell in 0..<grid.cellCount {
        let (column, row) = (cell % grid.columns, cell / grid.columns)
        var (count, ofDensity, ofRouting) = (0, 0.0, 0.0)
        for other in 0..<grid.cellCount
        where abs(other % grid.columns - column) <= reachX
          && abs(other / grid.columns - row) <= reachY
        {
          count += 1
          ofDensity += Double(density[other])
          ofRouting += Double(load[other])
        }
        let found = (
          Double(painter.channel(5, state)[cell]), Double(painter.channel(6, state)[cell])
        )
        #expect(abs(found.0 - ofDensity / Double(count)) < 1e-4)
        let routing = ofRouting / Double(count)
        #expect(abs(found.1 - routing / (1 + routing)) < 1e-4)
      }
    }
  }

  @Test("hold the wire mask, legality and places")
  func places() {
    var painter = Painter(seed: 7)
    let grid = painter.scene.grid
    let node = painter.scene.hardMacros[0]
    let state = painter.state(node, .moving(temperature: 1e-4))
    var byColumn = [Double](repeating: 0, count: grid.columns)
    var byRow = [Double](repeating: 0, count: grid.rows)
    painter.evaluator.wireMask(of: node, byColumn: &byColumn, byRow: &byRow)
    let least = byColumn.min()! + byRow.min()!
    let scale = painter.evaluator.wirelengthCostScale / 1e-4
    let relative = painter.channel(7, state)
    #expect(relative.min() == 0 && relative.max()! > 0.01)
    for cell in 0..<grid.cellCount {
      let growth = byColumn[cell % grid.columns] + byRow[cell / grid.columns] - least
      #expect(abs(Double(painter.channel(8, state)[cell]) - log1p(growth * scale) / 2) < 1e-5)
      #expect((painter.channel(9, state)[cell] == 1) == painter.legal[cell])
      let x = 2 * (Double(cell % grid.columns) + 0.5) / Double(grid.columns) - 1
      let y = 2 * (Double(cell / grid.columns) + 0.5) / Double(grid.rows) - 1
      #expect(abs(Double(painter.channel(10, state)[cell]) - x) < 1e-6)
      #expect(abs(Double(painter.channel(11, state)[cell]) - y) < 1e-6)
      #expect(
        abs(Double(painter.channel(12, state)[cell]) - (1 - max(abs(x), abs(y)))) < 1e-6)
    }
    let origin = painter.channel(13, state)
    let nearest = origin.indices.max { origin[$0] < origin[$1] }!
    #expect(nearest == grid.row(4.5) * grid.columns + grid.column(3))
  }

  @Test("tell tasks apart, and hold no number out of bounds")
  func tasks() {
    var painter = Painter(seed: 8)
    let node = painter.scene.hardMacros[0]
    let states = [
      PolicyTask.placing(share: 1), .placing(share: 0.25), .moving(temperature: 1e-3),
      .moving(temperature: 1e-6), .moving(temperature: 0),
    ].map { painter.state(node, $0) }
    for (index, state) in states.enumerated() {
      #expect((state.maps + state.scalars).allSatisfy { $0.isFinite && abs($0) < 1000 })
      for other in states[..<index] { #expect(other.scalars != state.scalars) }
    }
    #expect(states[0].scalars[8] == 1 && states[2].scalars[8] == 0)
    #expect(states[0].scalars[9] == 1 && states[1].scalars[9] == 0.25)
  }
}
