import Evaluation
import Netlist
import Testing

@testable import Legalization

/// What moves are built from: trials, costs of one cell's places, and the moves that are optimal
/// in what they choose among.
@Suite struct DetailedStateTests {
  private func state(of design: Design) throws -> DetailedState {
    try DetailedStart(design: design, placement: design.placement).makeState()
  }

  private func placement(of state: DetailedState, _ design: Design) -> Placement {
    var placement = design.placement
    state.store(in: &placement)
    return placement
  }

  private func length(_ state: DetailedState, _ design: Design) -> Double {
    DetailedPlacer.wirelength(of: placement(of: state, design), in: design.netlist)
  }

  @Test(arguments: 0..<6)
  func trialsTellTheExactChange(seed: Int) throws {
    let design = PlacedRows.make(
      seed: UInt64(seed), PlacedRows.Size(rows: 12, statesSymmetry: seed % 2 == 0))
    let state = try state(of: design)
    var random = SeededGenerator(seed: UInt64(seed), stream: 3)
    var kept = 0
    for _ in 0..<300 {
      let cell = Int(state.rows.cells[random.index(below: state.rows.cells.count)])
      let segment = random.index(below: state.rows.segments.count)
      guard state.rows.isAllowed(cell, in: segment) else { continue }
      let gap = random.index(below: Int(state.rows.counts[segment]) + 1)
      state.plan.removeAll()
      let site = state.planRoom(
        in: segment, left: gap - 1, right: gap, width: state.rows.cellWidths[cell],
        wish: Int32(random.index(below: 60)), guest: cell, reach: 4)
      guard let site else { continue }
      state.planMove(cell, segment: segment, site: site)
      let before = length(state, design)
      let delta = state.tryPlan()
      #expect(abs(length(state, design) - before - delta) < 1e-9 * before)
      if random.index(below: 2) == 0 {
        state.keepPlan()
        kept += 1
        #expect(LegalityOfRows.fault(of: placement(of: state, design), in: design) == nil)
      } else {
        state.dropPlan()
        #expect(length(state, design) == before)
      }
      #expect(abs(state.wires.totalLength - length(state, design)) < 1e-9 * before)
    }
    #expect(kept > 20)
  }

  @Test func costOfOnePlaceIsExactAndRegionIsBest() throws {
    let design = PlacedRows.make(seed: 11)
    let state = try state(of: design)
    var nets = CellNets(for: state.wires)
    for cell in state.rows.cells.prefix(30).map({ Int($0) }) {
      nets.load(cell, from: state.wires)
      let sign = state.wires.signs[cell]
      let here = nets.length(at: state.wires.centers[cell], sign: sign)
      let total = length(state, design)
      var moved = placement(of: state, design)
      guard let region = nets.optimalRegion(sign: sign) else { continue }
      let best = nets.length(at: region.low, sign: sign)
      #expect(abs(best - nets.length(at: region.high, sign: sign)) < 1e-9)
      for step in 0..<60 {
        let place = Point(3 + Double(step), 5 + Double((step * 7) % 60))
        (moved.x[cell], moved.y[cell]) = (place.x, place.y)
        let there = nets.length(at: place, sign: sign)
        let change = DetailedPlacer.wirelength(of: moved, in: design.netlist) - total
        #expect(abs(there - here - change) < 1e-9 * total)
        #expect(there >= best - 1e-9)
        let beside = Point(region.low.x - 0.5, region.high.y + 0.5)
        #expect(nets.length(at: beside, sign: sign) > best)
      }
    }
  }

  /// One row of a few cells.
  private func tinyDesign(_ seed: Int, cells: Int, sites: Int) -> Design {
    PlacedRows.make(
      seed: UInt64(seed),
      PlacedRows.Size(
        rows: 1, sites: sites, cells: cells, nets: 3 * cells, macros: 0, rowHeight: 4, bigNets: 0))
  }

  @Test(arguments: 0..<20)
  func rowShiftIsOptimal(seed: Int) throws {
    let design = tinyDesign(seed, cells: 4, sites: 26)
    let state = try state(of: design)
    let order = (0..<4).map { state.rows.cell($0, in: 0) }
    var best = length(state, design)
    var trial = design.placement
    func place(_ index: Int, from site: Int32) {
      if index == order.count {
        best = min(best, DetailedPlacer.wirelength(of: trial, in: design.netlist))
        return
      }
      let width = state.rows.cellWidths[order[index]]
      for site in site..<max(site, 26 - width + 1) {
        trial.x[order[index]] = state.rows.center(of: order[index], site: site, in: 0).x
        place(index + 1, from: site + width)
      }
    }
    place(0, from: 0)
    var rowShift = RowShift(for: state)
    rowShift.run(state, stop: StopFlag())
    #expect(abs(length(state, design) - best) < 1e-9 * best)
    #expect((0..<4).map { state.rows.cell($0, in: 0) } == order)
  }

  @Test(arguments: 0..<20)
  func reorderFindsTheBestOrder(seed: Int) throws {
    let design = tinyDesign(seed, cells: 4, sites: 30)
    let state = try state(of: design)
    let cells = (0..<4).map { state.rows.cell($0, in: 0) }
    let gaps = (0..<4).map { state.rows.startSite($0 + 1, in: 0) - state.rows.endSite($0, in: 0) }
    var best = Double.infinity
    for order in LocalReorder.permutations(of: 4) {
      var trial = design.placement
      var site = state.rows.startSite(0, in: 0)
      for (place, slot) in order.enumerated() {
        let cell = cells[Int(slot)]
        trial.x[cell] = state.rows.center(of: cell, site: site, in: 0).x
        site += state.rows.cellWidths[cell] + gaps[place]
      }
      best = min(best, DetailedPlacer.wirelength(of: trial, in: design.netlist))
    }
    var reorder = LocalReorder(size: 4, for: state)
    reorder.run(state, stop: StopFlag())
    #expect(abs(length(state, design) - best) < 1e-9 * best)
  }

  /// Five cells of one width, each with a net of its own to a port.
  private func exchangeDesign(_ seed: Int) -> Design {
    var random = SeededGenerator(seed: UInt64(seed), stream: 9)
    var builder = NetlistBuilder(name: "matching")
    for cell in 0..<5 {
      let port = builder.addNode(
        .port, symbol: builder.names.intern("p\(cell)"), width: 0, height: 0)
      let node = builder.addNode(
        .standardCell, symbol: builder.names.intern("c\(cell)"), width: 2, height: 4)
      builder.connect(builder.addPin(of: port))
      builder.connect(builder.addPin(of: node, offsetX: random.uniform(), offsetY: 1))
      builder.endNet(driver: nil)
    }
    let netlist = builder.build()
    var floorplan = Floorplan(die: Box(minX: 0, minY: 0, maxX: 20, maxY: 8))
    for row in 0..<2 {
      floorplan.placementRows.append(
        PlacementRow(
          x: 0, y: 4 * Double(row), height: 4, siteWidth: 1, siteSpacing: 1, siteCount: 20,
          orientation: row == 0 ? .north : .flippedSouth))
    }
    var placement = Placement(for: netlist)
    for cell in 0..<5 {
      (placement.x[2 * cell], placement.y[2 * cell]) = (random.uniform() * 20, random.uniform() * 8)
      placement.x[2 * cell + 1] = Double(1 + 4 * cell)
      placement.y[2 * cell + 1] = cell % 2 == 0 ? 2 : 6
      placement.orientations[2 * cell + 1] = .north
    }
    return Design(netlist: netlist, floorplan: floorplan, placement: placement)
  }

  /// The least wirelength with the five cells on each other's places.
  private func bestExchange(_ design: Design) -> Double {
    let placement = design.placement
    var best = Double.infinity
    for order in LocalReorder.permutations(of: 5) {
      var trial = placement
      for (cell, place) in order.enumerated() {
        trial.x[2 * cell + 1] = placement.x[2 * Int(place) + 1]
        trial.y[2 * cell + 1] = placement.y[2 * Int(place) + 1]
        trial.orientations[2 * cell + 1] = placement.orientations[2 * Int(place) + 1]
      }
      best = min(best, DetailedPlacer.wirelength(of: trial, in: design.netlist))
    }
    return best
  }

  @Test(arguments: 0..<10)
  func matchingIsOptimal(seed: Int) throws {
    let design = exchangeDesign(seed)
    let best = bestExchange(design)
    let state = try state(of: design)
    var matching = SetMatching(size: 5, for: state)
    matching.run(state, stop: StopFlag())
    // Cells may also slide into the free sites beside their places.
    #expect(length(state, design) <= best + 1e-9)
    #expect(LegalityOfRows.fault(of: self.placement(of: state, design), in: design) == nil)
  }

  @Test(arguments: 0..<10)
  func annealingFindsTheBestExchange(seed: Int) throws {
    let design = exchangeDesign(seed)
    let state = try state(of: design)
    var annealing = RowAnnealing(movesPerCell: 2000, seed: 1, for: state)
    annealing.run(state, stop: StopFlag())
    #expect(length(state, design) <= bestExchange(design) + 1e-9)
    #expect(LegalityOfRows.fault(of: self.placement(of: state, design), in: design) == nil)
  }
}
