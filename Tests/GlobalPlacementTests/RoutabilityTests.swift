import Evaluation
import Netlist
import TestSupport
import Testing

@testable import GlobalPlacement

@Suite struct RoutabilityTests {
  /// Cells in rows, a few of which are joined all among themselves by far more nets than the others: where
  /// they gather, wires are dense.
  private func clustered(seed: UInt64 = 1, macros: Int = 0) -> Design {
    var random = SeededGenerator(seed: seed)
    var builder = NetlistBuilder(name: "clustered")
    var pins: [PinID] = []
    for cell in 0..<400 {
      let node = builder.addNode(
        .standardCell, symbol: builder.names.intern("c\(cell)"), width: 2, height: 1)
      pins.append(builder.addPin(of: node))
    }
    for macro in 0..<macros {
      let node = builder.addNode(
        .hardMacro, symbol: builder.names.intern("m\(macro)"), width: 6, height: 6)
      pins.append(builder.addPin(of: node))
    }
    func join(_ members: [Int]) {
      for member in members { builder.connect(pins[member]) }
      builder.endNet()
    }
    for cell in 0..<pins.count - 1 { join([cell, cell + 1]) }
    // The first 144 cells are a mesh of buses.
    for cell in 0..<144 {
      for other in [cell + 1, cell + 12]
      where other < 144 && (other == cell + 12 || other % 12 > 0) {
        for _ in 0..<6 { join([cell, other]) }
      }
    }
    for _ in 0..<25 { join([random.index(below: pins.count), random.index(below: pins.count)]) }
    let netlist = builder.build()
    var floorplan = Floorplan(
      die: Box(minX: 0, minY: 0, maxX: 40, maxY: 40), columns: 8, rows: 8)
    floorplan.placementRows = (0..<40).map {
      PlacementRow(
        x: 0, y: Double($0), height: 1, siteWidth: 1, siteSpacing: 1, siteCount: 40,
        orientation: .north)
    }
    floorplan.routing = RoutingSupply(
      horizontal: 5.5, vertical: 5.5, horizontalUsedByMacros: 3, verticalUsedByMacros: 3)
    return Design(netlist: netlist, floorplan: floorplan, placement: Placement(for: netlist))
  }

  private func figures(_ design: Design, _ placement: Placement) -> CongestionFigures {
    CongestionFigures(
      CongestionEstimator(netlist: design.netlist, floorplan: design.floorplan)
        .estimate(placement, by: .rudy))
  }

  @Test func aCongestedClusterIsSpread() throws {
    let design = clustered()
    let plain = try GlobalPlacer(
      design: design, options: GlobalPlacementOptions(gridSize: 16)
    ).place(design.placement)
    #expect(plain.routability == nil)
    #expect(plain.inflation.isEmpty)
    let before = figures(design, plain.placement)
    #expect(before.peak > 1.05)

    var options = GlobalPlacementOptions(gridSize: 16)
    options.routability = RoutabilityOptions()
    let spread = try GlobalPlacer(design: design, options: options).place(design.placement)
    let report = try #require(spread.routability)
    #expect(report.keptRounds > 0)
    #expect(report.inflation > 0)
    #expect(report.after.overflow < report.before.overflow)
    let after = figures(design, spread.placement)
    #expect(after.peak < 0.95 * before.peak)
    #expect(after.overflow < 0.8 * before.overflow)
    #expect(spread.overflow < 0.1)
    try #require(spread.inflation.count == 400)
    // The cells of the cluster have grown more than the others.
    let cluster = spread.inflation[..<144].reduce(0, +) / 144
    let rest = spread.inflation[144...].reduce(0, +) / 256
    #expect(cluster > rest)
  }

  @Test func theSameRunGivesTheSamePlacement() throws {
    let design = clustered()
    var options = GlobalPlacementOptions(gridSize: 16, threads: 2)
    options.routability = RoutabilityOptions(model: .routes)
    let placer = GlobalPlacer(design: design, options: options)
    let first = try placer.place(design.placement)
    let second = try placer.place(design.placement)
    #expect(first.placement == second.placement)
    #expect(first.inflation == second.inflation)
    #expect(first.routability != nil)
  }

  /// Where nothing is congested, looking at congestion changes nothing.
  @Test func enoughSupplyLeavesThePlacement() throws {
    var design = clustered()
    design.floorplan.routing = design.floorplan.routing.scaled(by: 20)
    let plain = try GlobalPlacer(
      design: design, options: GlobalPlacementOptions(gridSize: 16)
    ).place(design.placement)
    var options = GlobalPlacementOptions(gridSize: 16)
    options.routability = RoutabilityOptions()
    let looked = try GlobalPlacer(design: design, options: options).place(design.placement)
    #expect(looked.placement == plain.placement)
    #expect(looked.routability?.rounds == 0)
    #expect(looked.inflation.isEmpty)
  }

  /// A problem and an estimate that calls the left third of its grid congested, more so at the bottom.
  private func raised(
    _ options: RoutabilityOptions, times: Int
  ) throws -> (inflation: CellInflation, cellArea: Double, fillerArea: Double, steps: [Double]) {
    var design = clustered(macros: 4)
    (design.floorplan.columns, design.floorplan.rows) = (12, 12)
    let room = try PlacementRoom(design, design.placement, GlobalPlacementOptions(gridSize: 16))
    let problem = PlacementProblem(
      design: design, placement: design.placement, area: room.grid.area,
      territories: room.territories)
    var random = SeededGenerator(seed: 4)
    let x = FloatBuffer((0...problem.objectCount).map { _ in Float(random.uniform() * 40) })
    let y = FloatBuffer((0...problem.objectCount).map { _ in Float(random.uniform() * 40) })
    let grid = CostGrid(design.floorplan)
    let hot: [Double] = (0..<grid.cellCount).map { cell in
      guard cell % 12 < 4 else { return 0.7 }
      return 1.2 + 0.1 * Double(11 - cell / 12)
    }
    let estimate = CongestionEstimate(
      grid: grid, horizontal: hot, vertical: [Double](repeating: 0.2, count: grid.cellCount))
    var inflation = CellInflation(problem, options: options)
    var steps: [Double] = []
    for _ in 0..<times {
      let before = inflation.gain
      _ = inflation.raise(problem, x: x, y: y, by: estimate, options: options)
      steps.append(inflation.gain - before)
    }
    var (cellArea, fillerArea, gain) = (0.0, 0.0, 0.0)
    for object in 0..<problem.objectCount {
      let area = Double(problem.widths[object] * problem.heights[object])
      if object >= problem.movableCount {
        fillerArea += area
      } else if problem.isMacro[object] {
        #expect(inflation.factors[object] == 1)
      } else {
        cellArea += area
        gain += (Double(inflation.factors[object]) - 1) * area
        let isHot = x[object] < Float(40.0 / 12 * 4)
        #expect(inflation.factors[object] >= 1)
        #expect(isHot || inflation.factors[object] == 1)
      }
    }
    #expect(abs(gain - inflation.gain) < 1e-3 * (1 + gain))
    // Fillers shrink by what cells gain.
    #expect(abs((1 - Double(inflation.fillerFactor)) * fillerArea - gain) < 1e-3 * fillerArea)
    return (inflation, cellArea, fillerArea, steps)
  }

  @Test(arguments: [1.2, 2.5])
  func noCellGrowsBeyondItsLimit(largest: Double) throws {
    let options = RoutabilityOptions(
      exponent: 2, roundInflation: 10, largestInflation: largest, whiteSpaceShare: 1)
    let result = try raised(options, times: 3)
    let most = try #require(result.inflation.factors.max())
    #expect(most == Float(largest))
  }

  @Test(arguments: [0.01, 0.1, 0.5])
  func allCellsKeepToTheirShareOfTheWhiteSpace(share: Double) throws {
    let options = RoutabilityOptions(
      exponent: 2, roundInflation: 10, largestInflation: 20, whiteSpaceShare: share)
    let result = try raised(options, times: 4)
    #expect(result.inflation.gain <= share * result.fillerArea * (1 + 1e-6))
    if share < 0.05 { #expect(result.inflation.gain > 0.8 * share * result.fillerArea) }
  }

  @Test func aRoundGivesTheMostCongestedFirst() throws {
    let options = RoutabilityOptions(roundInflation: 0.01)
    let result = try raised(options, times: 1)
    #expect(result.steps[0] <= 0.01 * result.cellArea * (1 + 1e-6))
    #expect(result.steps[0] > 0.005 * result.cellArea)
    // The least congested of the hot cells have got nothing, for there was no more to give.
    let grown = result.inflation.factors.count { $0 > 1 }
    #expect(grown > 0)
    #expect(grown < 70)
  }

  /// A round that does not pay is taken back: the run ends where it would have without it.
  @Test func noRoundIsKeptInVain() throws {
    let design = clustered()
    var options = GlobalPlacementOptions(gridSize: 16)
    // All is congested, so that growing cells only lengthens wires.
    options.routability = RoutabilityOptions(capacity: 0.02)
    let result = try GlobalPlacer(design: design, options: options).place(design.placement)
    let report = try #require(result.routability)
    #expect(report.after.overflow <= report.before.overflow)
    #expect(report.keptRounds <= report.rounds)
    #expect(result.inflation.isEmpty == (report.keptRounds == 0))
  }
}
