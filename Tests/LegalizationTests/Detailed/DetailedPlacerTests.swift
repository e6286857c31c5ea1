import Evaluation
import Netlist
import Testing

@testable import Legalization

@Suite struct DetailedPlacerTests {
  static let sizes: [PlacedRows.Size] = [
    PlacedRows.Size(),
    PlacedRows.Size(rows: 5, sites: 40, cells: 34, nets: 60, macros: 1, siteWidth: 0.5),
    PlacedRows.Size(rows: 12, sites: 50, cells: 90, statesSymmetry: true),
    PlacedRows.Size(rows: 10, sites: 70, cells: 70, fence: true),
    PlacedRows.Size(rows: 1, sites: 60, cells: 12, nets: 30, macros: 0),
  ]

  @Test(arguments: sizes.indices, 0..<3)
  func keepsPlacementLegalAndShortens(size: Int, seed: Int) throws {
    let design = PlacedRows.make(seed: UInt64(seed), Self.sizes[size])
    #expect(LegalityOfRows.fault(of: design.placement, in: design) == nil)
    let result = try DetailedPlacer(design: design).improve(design.placement)
    #expect(LegalityOfRows.fault(of: result.placement, in: design) == nil)
    #expect(result.wirelengthAfter < result.wirelengthBefore)
    #expect(
      result.wirelengthBefore
        == DetailedPlacer.wirelength(of: design.placement, in: design.netlist))
    for node in 0..<design.netlist.nodeCount
    where design.netlist.nodeKinds[node] != .standardCell {
      #expect(result.placement.x[node] == design.placement.x[node])
      #expect(result.placement.y[node] == design.placement.y[node])
    }
  }

  @Test(arguments: DetailedMove.allCases)
  func eachMoveTellsItsGainExactly(move: DetailedMove) throws {
    var gained = false
    for seed in 0..<3 {
      let design = PlacedRows.make(
        seed: UInt64(seed), PlacedRows.Size(rows: 12, cells: 90, statesSymmetry: true))
      var options = DetailedPlacementOptions()
      options.moves = [move]
      options.annealingMoves = 50
      options.rounds = 3
      let result = try DetailedPlacer(design: design, options: options).improve(design.placement)
      #expect(LegalityOfRows.fault(of: result.placement, in: design) == nil)
      let gain = result.steps.reduce(0) { $0 + $1.gain }
      #expect(abs(result.wirelengthBefore - result.wirelengthAfter - gain) < 1e-6)
      #expect(result.steps.allSatisfy { $0.move == move && $0.gain >= 0 })
      gained = gained || gain > 0
    }
    #expect(gained)
  }

  @Test func runsAreTheSame() throws {
    let design = PlacedRows.make(seed: 5)
    let first = try DetailedPlacer(design: design).improve(design.placement)
    let second = try DetailedPlacer(design: design).improve(design.placement)
    #expect(first.placement == second.placement)
    #expect(first.steps == second.steps)
  }

  @Test func cellsKeepTheirSideWithoutStatedSymmetry() throws {
    let design = PlacedRows.make(seed: 6)
    let result = try DetailedPlacer(design: design).improve(design.placement)
    for node in design.netlist.nodes(.standardCell) {
      #expect(result.placement.orientations[node.index] == .north)
    }
  }

  @Test func mirroringCanBeForbidden() throws {
    let design = PlacedRows.make(seed: 6, PlacedRows.Size(rows: 12, statesSymmetry: true))
    var options = DetailedPlacementOptions()
    func mirrored() throws -> Int {
      let placement = try DetailedPlacer(design: design, options: options)
        .improve(design.placement).placement
      return placement.orientations.count { $0 == .flippedNorth || $0 == .south }
    }
    #expect(try mirrored() > 0)
    options.mirroring = .never
    #expect(try mirrored() == 0)
  }

  @Test func stopsWhenAsked() throws {
    let design = PlacedRows.make(seed: 7)
    let stop = StopFlag()
    var steps = 0
    let result = try DetailedPlacer(design: design).improve(design.placement, stop: stop) { _ in
      steps += 1
      if steps == 2 { stop.raise() }
    }
    #expect(result.isStopped)
    #expect(result.steps.count == 2)
    #expect(LegalityOfRows.fault(of: result.placement, in: design) == nil)
  }

  // MARK: Starts that are refused

  private func refusal(_ change: (inout Design, NodeID) -> Void) -> String? {
    var design = PlacedRows.make(seed: 8)
    let cell = design.netlist.nodes(.standardCell)[3]
    change(&design, cell)
    do throws(LegalizationError) {
      _ = try DetailedPlacer(design: design).improve(design.placement)
      return nil
    } catch {
      return error.message
    }
  }

  @Test func illegalStartsAreRefused() {
    #expect(refusal { _, _ in } == nil)
    #expect(refusal { $0.placement.y[$1.index] += 3 }?.contains("'cell3'") == true)
    #expect(refusal { $0.placement.y[$1.index] += 3 }?.contains("is on no row") == true)
    #expect(refusal { $0.placement.x[$1.index] += 0.5 }?.contains("sites") == true)
    #expect(refusal { $0.placement.x[$1.index] = 1e300 }?.contains("row") == true)
    #expect(refusal { $0.placement.x[$1.index] = .nan }?.contains("row") == true)
    let overlap = refusal { design, cell in
      let other = design.netlist.nodes(.standardCell)[4].index
      design.placement.x[cell.index] =
        design.placement.x[other]
        + (design.netlist.nodeWidths[cell.index] - design.netlist.nodeWidths[other]) / 2
      design.placement.y[cell.index] = design.placement.y[other]
    }
    #expect(overlap?.contains("overlaps cell") == true)
    let onMacro = refusal { design, cell in
      design.floorplan.blockages.append(
        Blockage(box: design.placement.box(of: cell, in: design.netlist), density: 1))
    }
    #expect(onMacro?.contains("free part") == true)
    #expect(refusal { design, _ in design.floorplan.placementRows = [] }?.contains("rows") == true)
  }

  @Test func optionsOutOfRangeAreRefused() {
    let design = PlacedRows.make(seed: 9)
    var options = DetailedPlacementOptions()
    options.reorderingWindow = 6
    #expect(throws: LegalizationError.self) {
      try DetailedPlacer(design: design, options: options).improve(design.placement)
    }
    options = DetailedPlacementOptions()
    options.matchingSize = 1
    #expect(throws: LegalizationError.self) {
      try DetailedPlacer(design: design, options: options).improve(design.placement)
    }
  }

  @Test func fixedCellsStayAndAreObstacles() throws {
    var design = PlacedRows.make(seed: 10)
    for node in design.netlist.nodes(.standardCell) where node.index % 4 == 0 {
      design.placement.isFixed[node.index] = true
    }
    let result = try DetailedPlacer(design: design).improve(design.placement)
    #expect(LegalityOfRows.fault(of: result.placement, in: design) == nil)
    for node in design.netlist.nodes(.standardCell) where node.index % 4 == 0 {
      #expect(result.placement.x[node.index] == design.placement.x[node.index])
      #expect(result.placement.y[node.index] == design.placement.y[node.index])
    }
  }
}
