import Netlist
import TestSupport
import Testing

@testable import Evaluation

@Suite struct CongestionEstimatorTests {
  private func estimator(
    _ design: Design, capacity: Double = 1, threads: Int = 1
  ) -> CongestionEstimator {
    CongestionEstimator(
      netlist: design.netlist, floorplan: design.floorplan, capacity: capacity, threads: threads)
  }

  @Test(arguments: [(1, 0), (2, 1), (3, 2)] as [(UInt64, Int)])
  func routesAreThoseOfTheProxyCost(seed: UInt64, smoothing: Int) throws {
    let design = RandomDesign.make(seed: seed, smoothing: smoothing)
    let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
    let estimate = estimator(design).estimate(design.placement, by: .routes)
    #expect(estimate.horizontal == evaluation.horizontalCongestion)
    #expect(estimate.vertical == evaluation.verticalCongestion)
    #expect(estimate.topMean == evaluation.terms.congestion)
    #expect(estimate.peak > 0)
  }

  /// Each cell's wire from the definition: a net's box has so much wire to the unit of area.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func wireDensityIsTheSumOverNets(seed: UInt64) {
    let design = RandomDesign.make(seed: seed)
    let grid = CostGrid(design.floorplan)
    let supply = design.floorplan.routing
    let estimate = estimator(design).estimate(design.placement, by: .rudy)
    for cell in 0..<grid.cellCount {
      let box = box(ofCell: cell, grid)
      var (horizontal, vertical) = (0.0, 0.0)
      for net in 0..<design.netlist.netCount {
        let wire = wire(ofNet: net, in: box, design)
        horizontal += wire.horizontal
        vertical += wire.vertical
      }
      let covered = min(
        1,
        design.netlist.nodes(.hardMacro).reduce(0) {
          $0 + overlap(design.placement.box(of: $1, in: design.netlist), box) / box.area
        })
      let wantedHorizontal =
        horizontal / (box.area * supply.horizontal)
        + covered * supply.horizontalUsedByMacros / supply.horizontal
      let wantedVertical =
        vertical / (box.area * supply.vertical)
        + covered * supply.verticalUsedByMacros / supply.vertical
      #expect(abs(estimate.horizontal[cell] - wantedHorizontal) < 1e-9 * (1 + wantedHorizontal))
      #expect(abs(estimate.vertical[cell] - wantedVertical) < 1e-9 * (1 + wantedVertical))
    }
  }

  private func box(ofCell cell: Int, _ grid: CostGrid) -> Box {
    let left = grid.originX + Double(cell % grid.columns) * grid.cellWidth
    let bottom = grid.originY + Double(cell / grid.columns) * grid.cellHeight
    return Box(
      minX: left, minY: bottom, maxX: left + grid.cellWidth, maxY: bottom + grid.cellHeight)
  }

  private func overlap(_ a: Box, _ b: Box) -> Double {
    max(0, min(a.maxX, b.maxX) - max(a.minX, b.minX))
      * max(0, min(a.maxY, b.maxY) - max(a.minY, b.minY))
  }

  /// The lengths of a net's wires inside a box. Boxes too thin for a density are made a little wider.
  private func wire(
    ofNet net: Int, in cell: Box, _ design: Design
  ) -> (horizontal: Double, vertical: Double) {
    let die = design.floorplan.die
    let places = design.netlist.netPins[net].map {
      design.placement.position(of: $0, in: design.netlist)
    }
    guard places.count >= 2 else { return (0, 0) }
    let xs = places.map { min(max($0.x, die.minX), die.maxX) }
    let ys = places.map { min(max($0.y, die.minY), die.maxY) }
    let (width, height) = (xs.max()! - xs.min()!, ys.max()! - ys.min()!)
    let thin = 1e-12
    var box = Box(minX: xs.min()!, minY: ys.min()!, maxX: xs.max()!, maxY: ys.max()!)
    if width == 0 {
      box.minX = min(box.minX, die.maxX - thin)
      box.maxX = box.minX + thin
    }
    if height == 0 {
      box.minY = min(box.minY, die.maxY - thin)
      box.maxY = box.minY + thin
    }
    let share = overlap(box, cell) / box.area
    let routes = max(1, design.netlist.netWeights[net]) * SteinerFactor.of(pinCount: places.count)
    return (share * width * routes, share * height * routes)
  }

  @Test func noWireIsLost() {
    var design = RandomDesign.make(seed: 9, hardMacros: 0, nets: 80)
    // Pins far outside count at the edge.
    for node in 0..<6 { design.placement.x[node] = -50 }
    let grid = CostGrid(design.floorplan)
    let die = design.floorplan.die
    let estimate = estimator(design).estimate(design.placement, by: .rudy)
    var wanted = 0.0
    for net in 0..<design.netlist.netCount where design.netlist.netPins[net].count >= 2 {
      let xs = design.netlist.netPins[net].map {
        min(max(design.placement.position(of: $0, in: design.netlist).x, die.minX), die.maxX)
      }
      wanted +=
        (xs.max()! - xs.min()!) * max(1, design.netlist.netWeights[net])
        * SteinerFactor.of(pinCount: xs.count)
    }
    let found =
      estimate.horizontal.reduce(0, +) * grid.cellWidth * grid.cellHeight
      * design.floorplan.routing.horizontal
    #expect(abs(found - wanted) < 1e-9 * wanted)
  }

  @Test func threadsAgree() {
    let design = RandomDesign.make(seed: 5, softMacros: 80, nets: 2000, columns: 20, rows: 30)
    let one = estimator(design).estimate(design.placement, by: .rudy)
    let three = estimator(design, threads: 3).estimate(design.placement, by: .rudy)
    for (left, right) in zip(one.horizontal + one.vertical, three.horizontal + three.vertical) {
      #expect(abs(left - right) < 1e-12 * (1 + left))
    }
    #expect(three == estimator(design, threads: 3).estimate(design.placement, by: .rudy))
  }

  @Test(arguments: CongestionModel.allCases)
  func halfTheCapacityIsTwiceTheCongestionOfNets(model: CongestionModel) {
    let design = RandomDesign.make(seed: 3, hardMacros: 0)
    let whole = estimator(design).estimate(design.placement, by: model)
    let half = estimator(design, capacity: 0.5).estimate(design.placement, by: model)
    for (left, right) in zip(whole.horizontal, half.horizontal) {
      #expect(abs(2 * left - right) < 1e-9 * (1 + right))
    }
  }

  /// Macros that lie on one another, as in global placement, block no more than one.
  @Test func overlappingMacrosBlockOnce() {
    var design = RandomDesign.make(seed: 8, hardMacros: 2, nets: 1)
    let macros = design.netlist.nodes(.hardMacro)
    for macro in macros {
      (design.placement.x[macro.index], design.placement.y[macro.index]) = (7, 6)
    }
    let blocked = estimator(design).estimate(design.placement, by: .rudy)
    let supply = design.floorplan.routing
    design.floorplan.routing.horizontalUsedByMacros = 0
    let open = estimator(design).estimate(design.placement, by: .rudy)
    let most = zip(blocked.horizontal, open.horizontal).map { $0 - $1 }.max() ?? 0
    let one = supply.horizontalUsedByMacros / supply.horizontal
    #expect(most > 0.1 * one)
    #expect(most <= one + 1e-12)
  }

  @Test func figuresOfAMap() {
    let grid = CostGrid(
      Floorplan(die: Box(minX: 0, minY: 0, maxX: 4, maxY: 1), columns: 4, rows: 1))
    let estimate = CongestionEstimate(
      grid: grid, horizontal: [0.5, 1.5, 0, 1], vertical: [2, 0, 0, 0])
    #expect(estimate.peak == 2)
    #expect(estimate.topMean == 2)
    #expect(estimate.overflow == 1.5 / 8)
    #expect(estimate.congestion(at: 0) == 2)
  }

  /// A position that is no number, as a run gone wrong could give, is no reason to stop the program.
  @Test func positionsWithoutValueAreHarmless() {
    var design = RandomDesign.make(seed: 2)
    design.placement.x[0] = .nan
    design.placement.y[1] = .infinity
    #expect(estimator(design).estimate(design.placement, by: .rudy).horizontal.count > 0)
  }
}
