import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite struct CanvasFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The canvas of ``SmallNetlist/placement``, 12 by 10, on a die of this size.
  private func canvas(
    _ width: Double, _ height: Double, header: String = SmallNetlist.placement
  ) throws -> Floorplan {
    var design = try CircuitTrainingNetlist.read(
      file: try folder.write(SmallNetlist.text, to: "n.pb.txt"))
    design.floorplan = Floorplan(
      die: Box(minX: 100, minY: 50, maxX: 100 + width, maxY: 50 + height), columns: 3, rows: 4)
    try PlacementFile.readCanvas(file: try folder.write(header, to: "c.plc"), into: &design)
    return design.floorplan
  }

  @Test func takesGridAndSupplyInTheUnitOfTheDie() throws {
    let floorplan = try canvas(1200, 1000)
    #expect(floorplan.die == Box(minX: 100, minY: 50, maxX: 1300, maxY: 1050))
    #expect((floorplan.columns, floorplan.rows) == (6, 5))
    // As many routes cross the die: a unit of length has a hundredth of them.
    #expect(
      floorplan.routing
        == RoutingSupply(
          horizontal: 0.02, vertical: 0.03, horizontalUsedByMacros: 0.01,
          verticalUsedByMacros: 0.005))
    #expect(floorplan.smoothingRange == 1)
    #expect(floorplan.overlapThreshold == 0.004)
    #expect(floorplan.blockages.isEmpty)
  }

  @Test func refusesAnotherShapeAndAFileWithoutGrid() throws {
    #expect(throws: ParseError.self) { try canvas(1200, 1200) }
    #expect(throws: ParseError.self) { try canvas(12, 10, header: "# Width : 12  Height : 10\n") }
  }
}
