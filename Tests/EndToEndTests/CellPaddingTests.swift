import Netlist
import TestSupport
import Testing

@testable import ChipPlace

@Suite struct CellPaddingTests {
  /// Cells in all orientations come back to where they were, with their pins.
  @Test func unpaddingUndoesPadding() throws {
    var rows = RowDesign(rows: 2, sites: 60)
    for (index, orientation) in [Orientation.north, .flippedNorth, .south, .flippedSouth]
      .enumerated()
    {
      rows.add(x: Double(index) * 8, y: 0, width: 3, orientation: orientation)
    }
    rows.add(x: 40, y: 10, width: 4, isFixed: true)
    let design = rows.design
    let padding = try #require(
      CellPadding(design, placement: design.placement, factors: [2, 1.5, 1.5, 2, 9]))
    // 3 sites to the first, then 1 and 2 for the one and a half that each should have, and 3.
    #expect(padding.netlist.nodeWidths == [6, 4, 5, 6, 4])
    let padded = padding.padded(design.placement)
    for node in 0..<4 {
      // Whole sites on both sides of each cell, one more on the right as drawn if they are odd.
      let cell = design.placement.box(of: NodeID(node), in: design.netlist)
      let room = padded.box(of: NodeID(node), in: padding.netlist)
      let (left, right) = (cell.minX - room.minX, room.maxX - cell.maxX)
      #expect(left == left.rounded() && right == right.rounded())
      #expect(left >= 0 && right >= 0 && abs(left - right) <= 1)
    }
    #expect(padding.unpadded(padded) == design.placement)
  }

  @Test func pinsStay() throws {
    let folder = try TemporaryFolder()
    let made = try Tool.run([
      "synthesize", "--cells", "200", "--seed", "3", "-o", folder.file("flat.aux"),
    ])
    #expect(made.status == 0, "\(made.errors)")
    let design = try Design(netlist: folder.file("flat.aux"))
    let factors = [Float](repeating: 1.4, count: design.netlist.nodeCount)
    let padding = try #require(
      CellPadding(design, placement: design.placement, factors: factors))
    let padded = padding.padded(design.placement)
    for pin in 0..<design.netlist.pinCount {
      let before = design.placement.position(of: PinID(pin), in: design.netlist)
      let after = padded.position(of: PinID(pin), in: padding.netlist)
      #expect(abs(before.x - after.x) < 1e-9 && before.y == after.y)
    }
  }

  @Test func noFactorIsNoPadding() {
    let rows = RowDesign(rows: 1, sites: 10)
    #expect(CellPadding(rows.design, placement: rows.design.placement, factors: []) == nil)
  }
}
