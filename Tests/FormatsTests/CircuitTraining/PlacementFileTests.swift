import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite struct PlacementFileTests {
  private let folder: TemporaryFolder
  private let design: Design

  init() throws {
    folder = try TemporaryFolder()
    design = try CircuitTrainingNetlist.read(
      file: try folder.write(SmallNetlist.text, to: "n.pb.txt"))
  }

  private func read(_ text: String) throws -> Design {
    var design = design
    try PlacementFile.read(file: try folder.write(text, to: "p.plc"), into: &design)
    return design
  }

  private func error(_ text: String) throws -> String {
    do {
      _ = try read(text)
      return "none"
    } catch let error as ParseError {
      return error.description.replacing(folder.path + "/", with: "")
    }
  }

  private func written(
    _ design: Design, costs: [(label: String, value: Double)] = []
  ) throws -> String {
    try PlacementFile.write(design, to: folder.file("out.plc"), costs: costs)
    return try String(contentsOfFile: folder.file("out.plc"), encoding: .utf8)
  }

  // MARK: Reading

  @Test func readsFloorplanAndPositions() throws {
    let placed = try read(SmallNetlist.placement)
    let expected = Floorplan(
      die: Box(minX: 0, minY: 0, maxX: 12, maxY: 10), columns: 6, rows: 5,
      routing: RoutingSupply(
        horizontal: 2, vertical: 3, horizontalUsedByMacros: 1, verticalUsedByMacros: 0.5),
      smoothingRange: 1, overlapThreshold: 0.004,
      blockages: [Blockage(box: Box(minX: 0, minY: 0, maxX: 1, maxY: 2), density: 0.5)])
    #expect(placed.floorplan == expected)
    #expect(placed.placement.x == [0, 3.5, 9, 6.5, 1.125, 12])
    #expect(placed.placement.y == [5.5, 2.5, 7, 6.25, 2.25, 3])
    #expect(
      placed.placement.orientations == [.north, .flippedNorth, .north, .north, .north, .north])
    // The last port is marked movable; ports never are.
    #expect(placed.placement.isFixed == [true, false, true, false, false, true])
    #expect(placed.source.placementComments.count == 16)
    #expect(placed.source.placementComments[1] == "# Columns : 6  Rows : 5")
    #expect(placed.netlist.name == "n")
    // The pin A/I at (-2, 0.1), mirrored about the y axis.
    let pin = placed.placement.position(of: PinID(Int32(1)), in: placed.netlist)
    #expect(pin.x == 5.5 && pin.y == 2.6)
  }

  @Test func fieldsTheHeaderLacksStayAsTheyWere() throws {
    let lines = SmallNetlist.placement.split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.filter { !$0.contains("Routes") && !$0.contains("factor") }
      .joined(separator: "\r\n")
    let placed = try read(text)
    #expect(placed.floorplan.routing == .circuitTrainingDefault)
    #expect(placed.floorplan.smoothingRange == design.floorplan.smoothingRange)
    #expect(placed.floorplan.columns == 6)
    #expect(placed.source.placementComments.allSatisfy { !$0.contains("\r") })
  }

  @Test func aHeaderAloneGivesTheFloorplanAndAWarning() throws {
    let placed = try read("# Columns : 2  Rows : 3\n# Width : 4  Height : 5")
    #expect(placed.floorplan.die.maxY == 5 && placed.floorplan.rows == 3)
    #expect(placed.placement == design.placement)
    #expect(placed.source.warnings.count == 1)
  }

  private static let faults: [(old: String, new: String, error: String)] = [
    (
      "# Columns : 6  Rows : 5\n", "",
      "p.plc:1:1: error: expected a line '# Columns : …  Rows : …' in the header, found none"
    ),
    (
      "# Width : 12.000  Height : 10.000\n", "",
      "p.plc:1:1: error: expected a line '# Width : …  Height : …' in the header, found none"
    ),
    (
      "Columns : 6", "Columns : 0",
      "p.plc:2:13: error: expected a number of columns from 1 to 4096, found '0'"
    ),
    (
      "Columns : 6", "Columns : -6",
      "p.plc:2:13: error: expected a number of columns from 1 to 4096, found '-6'"
    ),
    (
      "Columns : 6", "Columns : 6.5",
      "p.plc:2:13: error: expected a number of columns from 1 to 4096, found '6.5'"
    ),
    (
      "Columns : 6", "Columns : 1e30",
      "p.plc:2:13: error: expected a number of columns from 1 to 4096, found '1e30'"
    ),
    (
      "Columns : 6  Rows : 5", "Columns : 4000  Rows : 4000",
      "p.plc:2:30: error: expected a grid of at most 1048576 cells, found 4000 by 4000"
    ),
    ("  Rows : 5", "", "p.plc:2:14: error: expected 'Rows', found the end of the line"),
    ("Rows : 5", "Rows = 5", "p.plc:2:21: error: expected ':', found '='"),
    ("Rows : 5", "Rows : 5 6", "p.plc:2:25: error: expected the end of the line, found '6'"),
    ("Width : 12.000", "Width : 0", "p.plc:3:11: error: expected a width above 0, found '0'"),
    (
      "Height : 10.000", "Height : inf", "p.plc:3:28: error: expected a height above 0, found 'inf'"
    ),
    (
      "hor : 2.000", "hor : -2",
      "p.plc:7:28: error: expected a number of routes above 0, found '-2'"
    ),
    (
      "factor : 1", "factor : 1.5",
      "p.plc:9:22: error: expected a number of grid cells from 0 to 4096, found '1.5'"
    ),
    (
      "threshold : 0.004", "threshold : x",
      "p.plc:10:23: error: expected a share of 0 or more, found 'x'"
    ),
    (
      "Blockage : 0 0 1 2 0.5", "Blockage : 0 0 1 2",
      "p.plc:11:21: error: expected the share that is blocked, from 0 to 1, found the end of the line"
    ),
    (
      "Blockage : 0 0 1 2 0.5", "Blockage : 0 0 1 2 7",
      "p.plc:11:22: error: expected the share that is blocked, from 0 to 1, found 7.0"
    ),
    (
      "Blockage : 0 0 1 2 0.5", "Blockage : 2 0 1 2 1",
      "p.plc:11:19: error: expected a right edge not left of the left"
    ),
    (
      "Blockage : 0 0 1 2 0.5", "Blockage : 0 3 1 2 1",
      "p.plc:11:21: error: expected an upper edge not below the lower"
    ),
    (
      "# Smoothing factor : 1", "# Columns : 6  Rows : 5",
      "p.plc:9:3: error: expected 'Columns' once in the header, found it again"
    ),
    (
      "0 0 5.5 - 1", "1 0 5.5 - 1",
      "p.plc:17:1: error: expected the number of one of the 6 ports, macros and cells, found '1'"
    ),
    (
      "0 0 5.5 - 1", "99 0 5.5 - 1",
      "p.plc:17:1: error: expected the number of one of the 6 ports, macros and cells, found '99'"
    ),
    ("0 0 5.5 - 1", "-1 0 5.5 - 1", "p.plc:17:1: error: expected the number of a node, found '-1'"),
    (
      "0 0 5.5 - 1", "99999999999 0 5.5 - 1",
      "p.plc:17:1: error: expected the number of a node, found '99999999999'"
    ),
    (
      "2 3.5 2.5 FN 0", "0 3.5 2.5 FN 0",
      "p.plc:18:1: error: expected one line for each node, found node 0 'clk' again, which line 17 places"
    ),
    (
      "2 3.5 2.5 FN 0\n4 9 7 N 1\n", "",
      "p.plc:20:1: error: expected a line for each of 6 ports, macros and cells, found 4; the first missing is node 2 'A'"
    ),
    ("3.5 2.5 FN 0", "nan 2.5 FN 0", "p.plc:18:3: error: expected an x coordinate, found 'nan'"),
    ("3.5 2.5 FN 0", "3.5 1e400 FN 0", "p.plc:18:7: error: expected a y coordinate, found '1e400'"),
    (
      "3.5 2.5 FN 0", "3.5 2.5 FM 0",
      "p.plc:18:11: error: expected an orientation (N, W, S, E, FN, FW, FS, FE, or - for none), found 'FM'"
    ),
    (
      "3.5 2.5 FN 0", "3.5 2.5 FN 2",
      "p.plc:18:14: error: expected 0 or 1, whether the node is fixed, found '2'"
    ),
    (
      "3.5 2.5 FN 0", "3.5 2.5 FN",
      "p.plc:18:13: error: expected 0 or 1, whether the node is fixed, found the end of the line"
    ),
    (
      "3.5 2.5 FN 0", "3.5 2.5 FN 0 7",
      "p.plc:18:16: error: expected the end of the line, found '7'"
    ),
  ]

  @Test(arguments: faults.indices)
  func aFaultIsOneErrorAtItsPlace(_ index: Int) throws {
    let fault = Self.faults[index]
    #expect(SmallNetlist.placement.contains(fault.old))
    let text = SmallNetlist.placement.replacing(fault.old, with: fault.new, maxReplacements: 1)
    let message = try error(text)
    #expect(message == fault.error)
  }

  @Test func aRefusedFileLeavesTheDesignAsItWas() throws {
    var design = design
    let file = try folder.write(
      SmallNetlist.placement.replacing("8 12 3", with: "8 12 x"), to: "p.plc")
    #expect(throws: ParseError.self) { try PlacementFile.read(file: file, into: &design) }
    #expect(design.differences(from: self.design) == [])
  }

  // MARK: Writing

  @Test func anUnchangedPlacementIsWrittenAsItWas() throws {
    let text = try written(try read(SmallNetlist.placement))
    #expect(
      text
        == SmallNetlist.placement.replacing("8 12 3 - 0", with: "8 12 3 - 1")
        .replacing("7 1.125 2.25 - 0", with: "7 1.125 2.25 N 0"))
  }

  @Test func changedFieldsAndCostsReplaceTheirLinesAlone() throws {
    var placed = try read(SmallNetlist.placement)
    placed.floorplan.columns = 7
    placed.floorplan.smoothingRange = 3
    placed.floorplan.blockages.append(
      Blockage(box: Box(minX: 1, minY: 1, maxX: 2, maxY: 2), density: 1))
    placed.placement.x[1] = 1.0 / 3
    let costs = [(label: "Wirelength cost", value: 0.1), (label: "Density cost", value: 1e-7)]
    let old = try written(try read(SmallNetlist.placement))
    let text = try written(placed, costs: costs)
    let expected = old.replacing("Columns : 6", with: "Columns : 7")
      .replacing("factor : 1", with: "factor : 3")
      .replacing("cost : 0.0641", with: "cost : 0.1")
      .replacing("2 0.5\n", with: "2 0.5\n# Blockage : 1 1 2 2 1\n")
      .replacing("# User comments", with: "# Density cost : 0.0000001\n# User comments")
      .replacing("2 3.5 2.5", with: "2 0.3333333333333333 2.5")
    #expect(text == expected)
    var again = design
    try PlacementFile.read(file: folder.file("out.plc"), into: &again)
    #expect(again.floorplan == placed.floorplan && again.placement == placed.placement)
  }

  @Test func aDesignWithoutHeaderGetsOne() throws {
    var placed = design
    placed.floorplan.smoothingRange = 0
    placed.floorplan.overlapThreshold = 0.25
    let text = try written(placed, costs: [(label: "Wirelength", value: 12)])
    #expect(text.contains("# Wirelength : 12\n") && text.contains("# Block : n\n"))
    #expect(text.contains("# HARD_MACROs     :         2\n"))
    #expect(text.contains("# SOFT_MACRO_PINs :         1\n"))
    var again = design
    try PlacementFile.read(file: folder.file("out.plc"), into: &again)
    again.source.placementComments = []
    #expect(again.differences(from: placed) == [])
  }

  @Test func fieldsTheHeaderLacksAreAddedIfTheyMatter() throws {
    var placed = try read(
      SmallNetlist.placement.replacing("# Smoothing factor : 1\n", with: "")
        .replacing("# Blockage : 0 0 1 2 0.5\n", with: ""))
    #expect(try !written(placed).contains("Smoothing"))
    placed.floorplan.smoothingRange = 2
    placed.floorplan.blockages = [
      Blockage(box: Box(minX: 1, minY: 1, maxX: 2, maxY: 2), density: 1)
    ]
    let text = try written(placed)
    #expect(
      text.contains("# Smoothing factor : 2\n# Blockage : 1 1 2 2 1\n# User comments"))
    #expect(try read(text).floorplan == placed.floorplan)
  }

  /// Writing must see as fields just what reading does.
  @Test(arguments: [
    ("# Block : unset_block", "## Width : 3  Height : 4"),
    ("# Block : unset_block", "# # Columns : 3"),
    ("# User comments:", "# User comments\u{301}:"),
    ("# User comments:", "\t#\tUser comments"),
  ])
  func remarksStayRemarks(_ old: String, _ new: String) throws {
    var placed = try read(SmallNetlist.placement.replacing(old, with: new))
    placed.floorplan.columns = 7
    let text = try written(placed)
    #expect(text.contains("\n\(new)\n"))
    #expect(try read(text).floorplan == placed.floorplan)
  }

  @Test func positionsThatAreNoNumbersAreNotWritten() throws {
    var placed = design
    placed.placement.y[3] = .infinity
    #expect {
      try PlacementFile.write(placed, to: folder.file("out.plc"))
    } throws: { error in
      (error as? OutputError)?.message.contains("'Grp_0' has no finite position") == true
    }
  }
}
