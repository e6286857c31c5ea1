import Evaluation
import Netlist
import Testing

@testable import Legalization

/// Annealing in rows, and the plans that its moves are made of.
@Suite struct RowAnnealingTests {
  private func length(_ state: DetailedState, _ design: Design) -> Double {
    DetailedPlacer.wirelength(of: placement(state, design), in: design.netlist)
  }

  private func placement(_ state: DetailedState, _ design: Design) -> Placement {
    var placement = design.placement
    state.store(in: &placement)
    return placement
  }

  @Test(arguments: DetailedPlacerTests.sizes.indices, 0..<3)
  func keepsPlacementLegalAndBoxesExact(size: Int, seed: Int) throws {
    let design = PlacedRows.make(seed: UInt64(seed), DetailedPlacerTests.sizes[size])
    let state = try DetailedStart(design: design, placement: design.placement).makeState()
    let before = length(state, design)
    var annealing = RowAnnealing(movesPerCell: 50, seed: UInt64(seed), for: state)
    annealing.run(state, stop: StopFlag())
    #expect(LegalityOfRows.fault(of: placement(state, design), in: design) == nil)
    #expect(abs(state.wires.totalLength - length(state, design)) < 1e-9 * before)
    #expect(length(state, design) < before)
  }

  /// Every kind of plan: its change is that of the placement as a whole, and it overlaps nothing.
  @Test(arguments: 0..<4)
  func plansAreExactAndLegal(seed: Int) throws {
    let design = PlacedRows.make(
      seed: UInt64(seed), PlacedRows.Size(rows: 12, statesSymmetry: true))
    let state = try DetailedStart(design: design, placement: design.placement).makeState()
    let rows = state.rows
    var random = SeededGenerator(seed: UInt64(seed), stream: 4)
    var kept = [0, 0, 0, 0]
    for _ in 0..<600 {
      let kind = random.index(below: 4)
      let cell = Int(rows.cells[random.index(below: rows.cells.count)])
      let own = Int(rows.cellSegments[cell])
      let segment = kind == 2 ? own : random.index(below: rows.segments.count)
      let count = Int(rows.counts[segment])
      guard rows.isAllowed(cell, in: segment), count > 1 else { continue }
      let index = random.index(below: count - 1)
      let wish = Int32(random.index(below: 60))
      state.plan.removeAll()
      let isPlanned =
        switch kind {
        case 0: state.planInsertion(of: cell, before: index, in: segment, wish: wish, reach: 4)
        case 1:
          rows.isAllowed(rows.cell(index, in: segment), in: own)
            && state.planSwap(of: cell, withCellAt: index, in: segment, wish: wish, reach: 4)
        case 2: state.planSlide(of: cell, wish: wish)
        default: state.planTurn(at: index, in: segment) == ()
        }
      guard isPlanned else { continue }
      let before = length(state, design)
      let delta = state.tryPlan()
      #expect(abs(length(state, design) - before - delta) < 1e-9 * before)
      state.keepPlan()
      kept[kind] += 1
      #expect(LegalityOfRows.fault(of: placement(state, design), in: design) == nil)
    }
    #expect(kept.allSatisfy { $0 > 10 })
  }

  @Test func seedDecides() throws {
    let design = PlacedRows.make(seed: 5)
    func run(_ seed: UInt64) throws -> Placement {
      var options = DetailedPlacementOptions()
      options.moves = [.annealing]
      options.annealingMoves = 50
      options.seed = seed
      return try DetailedPlacer(design: design, options: options).improve(design.placement)
        .placement
    }
    #expect(try run(1) == run(1))
    #expect(try run(1) != run(2))
  }

  @Test(arguments: [-1, 1_000_001])
  func movesOutOfRangeAreRefused(moves: Int) {
    let design = PlacedRows.make(seed: 5)
    var options = DetailedPlacementOptions()
    options.annealingMoves = moves
    #expect(throws: LegalizationError.self) {
      try DetailedPlacer(design: design, options: options).improve(design.placement)
    }
  }
}
