import Evaluation
import Netlist
import Policy
import TestSupport
import Testing

/// Rectangles on a canvas, and what a macro of some size may do among them, by brute force.
private struct Canvas {
  var floorplan = Floorplan(die: Box(minX: 0, minY: 0, maxX: 16, maxY: 12), columns: 4, rows: 3)
  var size = SIMD2(2.0, 1.5)
  var halo = 0.0
  /// Macros that stand already, and closed parts.
  var macros: [Box] = []
  var blockages: [Box] = []

  var clearance: Double { max(halo, MacroClearance.minimum(floorplan)) }

  /// The macro to be placed is node 0, which must not be in its own way.
  func marked() -> (legal: [Bool], points: [SIMD2<Double>], range: CenterRange) {
    var builder = NetlistBuilder(name: "canvas")
    let node = builder.addNode(.hardMacro, symbol: -1, width: size.x, height: size.y)
    for macro in macros {
      _ = builder.addNode(.hardMacro, symbol: -1, width: macro.width, height: macro.height)
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    (placement.x[0], placement.y[0]) = (floorplan.die.centerX, floorplan.die.centerY)
    for (index, macro) in macros.enumerated() {
      placement.x[index + 1] = macro.centerX
      placement.y[index + 1] = macro.centerY
      // Every other one is an obstacle because it is fixed.
      placement.isFixed[index + 1] = index % 2 == 1
    }
    var floorplan = floorplan
    floorplan.blockages =
      blockages.map { Blockage(box: $0, density: 1) }
      + [Blockage(box: floorplan.die, density: 0.5)]
    var obstacles = CanvasObstacles(netlist, floorplan, placement, halo: halo)
    obstacles.add(placement.box(of: node, in: netlist), of: node)
    for (index, macro) in macros.enumerated() where index % 2 == 0 {
      obstacles.add(macro, of: NodeID(index + 1))
    }
    let grid = CostGrid(floorplan)
    let range = CenterRange(netlist, floorplan, placement, node: node)
    // What stands in the flags must not matter.
    var legal = (0..<grid.cellCount).map { $0 % 2 == 0 }
    var points = [SIMD2<Double>](repeating: SIMD2(.nan, .nan), count: grid.cellCount)
    obstacles.mark(
      width: size.x, height: size.y, range: range, of: node, grid: grid, legal: &legal,
      points: &points)
    return (legal, points, range)
  }

  /// Whether the macro, its centre there, keeps clear of everything.
  func isFree(_ point: SIMD2<Double>) -> Bool {
    func isClear(_ box: Box, _ gap: Double) -> Bool {
      abs(point.x - box.centerX) >= (size.x + box.width) / 2 + gap
        || abs(point.y - box.centerY) >= (size.y + box.height) / 2 + gap
    }
    return macros.allSatisfy { isClear($0, clearance) }
      && blockages.allSatisfy { isClear($0, clearance / 2) }
  }

  /// The part of a cell where the die lets the centre be; nil if there is none.
  func reach(_ cell: Int, _ range: CenterRange) -> Box? {
    let grid = CostGrid(floorplan)
    let (column, row) = (Double(cell % grid.columns), Double(cell / grid.columns))
    let box = Box(
      minX: max(range.minX, grid.originX + column * grid.cellWidth),
      minY: max(range.minY, grid.originY + row * grid.cellHeight),
      maxX: min(range.maxX, grid.originX + (column + 1) * grid.cellWidth),
      maxY: min(range.maxY, grid.originY + (row + 1) * grid.cellHeight))
    return box.minX <= box.maxX && box.minY <= box.maxY ? box : nil
  }

  /// What is wrong with the marks: points that are not free or not in place, free points of a fine grid
  /// in cells that are said to have none, and some that are nearer to the middle than the point given.
  func faults(steps: Int = 8) -> [String] {
    let (legal, points, range) = marked()
    var faults: [String] = []
    for cell in legal.indices {
      guard let reach = reach(cell, range) else {
        if legal[cell] { faults.append("cell \(cell) is outside the range") }
        continue
      }
      if legal[cell] {
        let point = points[cell]
        if !isFree(point) { faults.append("cell \(cell): \(point) is not free") }
        if point.x < reach.minX || point.x > reach.maxX || point.y < reach.minY
          || point.y > reach.maxY
        {
          faults.append("cell \(cell): \(point) is outside it or the range")
        }
        if Double(Float(point.x)) != point.x || Double(Float(point.y)) != point.y {
          faults.append("cell \(cell): \(point) is not of single precision")
        }
      }
      let middle = SIMD2(reach.centerX, reach.centerY)
      func distance(_ point: SIMD2<Double>) -> Double {
        ((point - middle) * (point - middle)).sum().squareRoot()
      }
      for stepY in 0...steps {
        for stepX in 0...steps {
          let point = SIMD2(
            reach.minX + reach.width * Double(stepX) / Double(steps),
            reach.minY + reach.height * Double(stepY) / Double(steps))
          guard isFree(point) else { continue }
          if !legal[cell] {
            faults.append("cell \(cell) has a free point \(point)")
          } else if distance(points[cell]) > distance(point) + 1e-4 {
            faults.append("cell \(cell): \(point) is nearer than \(points[cell])")
          }
        }
      }
    }
    return faults
  }
}

@Suite("Legal cells of a canvas")
struct CanvasObstaclesTests {
  @Test("are those in which a fine grid finds a free point", arguments: 1...200)
  func bruteForce(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func between(_ low: Double, _ high: Double) -> Double {
      low + random.uniform() * (high - low)
    }
    var canvas = Canvas()
    let (left, bottom) = (between(-50, 50), between(-50, 50))
    canvas.floorplan.die = Box(
      minX: left, minY: bottom, maxX: left + between(8, 20), maxY: bottom + between(8, 20))
    canvas.floorplan.columns = 1 + random.index(below: 9)
    canvas.floorplan.rows = 1 + random.index(below: 9)
    canvas.size = SIMD2(between(0.5, 5), between(0.5, 5))
    canvas.halo = random.index(below: 2) == 0 ? 0 : between(0, 1)
    let die = canvas.floorplan.die
    for index in 0..<random.index(below: 15) {
      let box = Box(
        centerX: between(die.minX, die.maxX), centerY: between(die.minY, die.maxY),
        width: between(0.2, 6), height: between(0.2, 6))
      if index % 3 == 2 { canvas.blockages.append(box) } else { canvas.macros.append(box) }
    }
    #expect(canvas.faults() == [])
  }

  @Test("without obstacles are all that the die leaves, at their middles")
  func empty() {
    let canvas = Canvas()
    let (legal, points, range) = canvas.marked()
    #expect(legal.allSatisfy { $0 })
    for cell in legal.indices {
      let reach = canvas.reach(cell, range)!
      #expect(points[cell] == SIMD2(reach.centerX, reach.centerY))
    }
    #expect(canvas.faults() == [])
  }

  @Test("can have no more than a corner free")
  func corner() {
    var canvas = Canvas()
    // Centres in column 1, row 1, are 4...8 by 4...8; all but 7.5... by 7.25... is taken.
    canvas.macros = [
      Box(minX: -4, minY: 0, maxX: 6.5, maxY: 12), Box(minX: -4, minY: 0, maxX: 16, maxY: 6.5),
    ]
    let (legal, points, _) = canvas.marked()
    let least = SIMD2(7.5, 7.25) + canvas.clearance
    #expect(legal.enumerated().filter(\.element).map(\.offset) == [5, 6, 7, 9, 10, 11])
    #expect(points[5].x >= least.x && points[5].x < 7.5001)
    #expect(points[5].y >= least.y && points[5].y < 7.2501)
    #expect(canvas.faults() == [])
  }

  @Test("can have no more than a line free, or a point")
  func exactFit() {
    var canvas = Canvas()
    canvas.size = SIMD2(2, 2)
    let gap = 2 + 2 * canvas.clearance
    canvas.macros = [
      Box(minX: -6, minY: -6, maxX: 5, maxY: 18), Box(minX: 5 + gap, minY: -6, maxX: 30, maxY: 18),
    ]
    let x = 6 + canvas.clearance
    #expect(Double(Float(x)) == x)
    var (legal, points, _) = canvas.marked()
    #expect(legal.enumerated().filter(\.element).map(\.offset) == [1, 5, 9])
    for cell in [1, 5, 9] { #expect(points[cell].x == x) }
    #expect(canvas.faults() == [])

    canvas.macros += [
      Box(minX: 5.5, minY: -6, maxX: 6.5, maxY: 5),
      Box(minX: 5.5, minY: 5 + gap, maxX: 6.5, maxY: 18),
    ]
    (legal, points, _) = canvas.marked()
    #expect(legal.enumerated().filter(\.element).map(\.offset) == [5])
    #expect(points[5] == SIMD2(x, x))

    // A hair less, and nothing is left.
    canvas.macros[1].minX -= 1e-6
    #expect(!canvas.marked().legal.contains(true))
  }

  @Test("have a point wherever there is one of single precision", arguments: 1...40)
  func hairsbreadth(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var canvas = Canvas()
    canvas.size = SIMD2(2, 2)
    // Between such edges there are one or two numbers of single precision for the centre.
    let left = 5 + random.uniform()
    let gap = 2 + 2 * canvas.clearance + 1.5 * Double(Float(left + 1).ulp)
    canvas.macros = [
      Box(minX: -6, minY: -6, maxX: left, maxY: 18),
      Box(minX: left + gap, minY: -6, maxX: 30, maxY: 18),
    ]
    let (legal, points, _) = canvas.marked()
    #expect(legal.enumerated().filter(\.element).map(\.offset) == [1, 5, 9])
    #expect(canvas.faults() == [])
    #expect(points[1].x == points[5].x && points[5].x == points[9].x)
  }

  @Test("touch where only an edge of the cell is free")
  func cellEdge() {
    var canvas = Canvas()
    canvas.size = SIMD2(2, 2)
    // To the right of x = 8, the edge between columns 1 and 2, everything is free.
    canvas.macros = [Box(minX: -6, minY: -6, maxX: 7 - canvas.clearance, maxY: 18)]
    let (legal, points, _) = canvas.marked()
    #expect(legal == [false, true, true, true, false, true, true, true, false, true, true, true])
    for cell in [1, 5, 9] { #expect(points[cell].x == 8) }
    #expect(canvas.faults() == [])
  }

  @Test("are none on a die that is full")
  func full() {
    var canvas = Canvas()
    canvas.blockages = [canvas.floorplan.die]
    #expect(!canvas.marked().legal.contains(true))
    #expect(canvas.faults() == [])
  }

  @Test("of nodes that may overlap do not look at obstacles")
  func softMacros() {
    let (design, scene) = Small.scene(seed: 1)
    var obstacles = CanvasObstacles(
      design.netlist, design.floorplan, design.placement, halo: 0)
    let hard = scene.hardMacros[0]
    obstacles.add(design.floorplan.die, of: hard)
    var legal = [Bool](repeating: false, count: scene.grid.cellCount)
    var points = [SIMD2<Double>](repeating: .zero, count: scene.grid.cellCount)
    let soft = scene.movableNodes.first { design.netlist.nodeKinds[$0.index] == .softMacro }!
    scene.mark(soft, obstacles, legal: &legal, points: &points)
    #expect(legal.allSatisfy { $0 })
    scene.mark(scene.hardMacros[1], obstacles, legal: &legal, points: &points)
    #expect(!legal.contains(true))
    scene.mark(hard, obstacles, legal: &legal, points: &points)
    #expect(legal.allSatisfy { $0 })
  }
}
