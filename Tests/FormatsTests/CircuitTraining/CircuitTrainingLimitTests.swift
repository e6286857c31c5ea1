import Netlist
import TestSupport
import Testing

@testable import Formats

/// Files that are well formed and yet must not be believed: numbers and lengths that would take all
/// memory or time, or make numbers that are none.
@Suite struct CircuitTrainingLimitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func netlistError(_ old: String, _ new: String) throws -> String {
    #expect(SmallNetlist.text.contains(old))
    let text = SmallNetlist.text.replacing(old, with: new, maxReplacements: 1)
    let file = try folder.write(text, to: "n")
    let error = #expect(throws: ParseError.self) { try CircuitTrainingNetlist.read(file: file) }
    return (error?.description ?? "").replacing(folder.path + "/", with: "")
  }

  private func placementError(_ old: String, _ new: String) throws -> String {
    #expect(SmallNetlist.placement.contains(old))
    var design = try CircuitTrainingNetlist.read(file: try folder.write(SmallNetlist.text, to: "n"))
    let text = SmallNetlist.placement.replacing(old, with: new, maxReplacements: 1)
    let file = try folder.write(text, to: "p")
    let error = #expect(throws: ParseError.self) {
      try PlacementFile.read(file: file, into: &design)
    }
    return (error?.description ?? "").replacing(folder.path + "/", with: "")
  }

  @Test(arguments: [
    ("f: 5 ", "f: 2e15 ", "n:30:34: error: expected a width of 0 or more, found '2e15'"),
    ("f: 3.5 ", "f: -1e300 ", "n:31:30: error: expected an x coordinate, found '-1e300'"),
    ("f: -2 ", "f: 1e16 ", "n:22:37: error: expected an x offset, found '1e16'"),
    (
      "\"weight\" value { f: 2.5", "\"weight\" value { f: 1e308",
      "n:40:35: error: expected a weight of 0 or more, found '1e308'"
    ),
  ])
  func numbersWhoseSumsAndProductsCouldOverflowAreRefused(
    _ old: String, _ new: String, _ error: String
  ) throws {
    #expect(try netlistError(old, new) == error)
  }

  @Test func sizesWithoutAreaLeaveADieWithOne() throws {
    let text = SmallNetlist.text.replacing("f: 5 ", with: "f: 1e-300 ")
      .replacing("f: 3 ", with: "f: 0 ").replacing("f: 4 ", with: "f: 0 ")
      .replacing("f: 2 ", with: "f: 1e-155 ").replacing("f: 0.5 ", with: "f: 0 ")
    let design = try CircuitTrainingNetlist.read(file: try folder.write(text, to: "n"))
    #expect(design.floorplan.die.width == 1e-15 && design.floorplan.die.area > 0)
  }

  @Test func theMetadataNodeHasOneName() throws {
    #expect(
      try netlistError("\"__metadata__\"\n", "\"__metadata__\" name: \"B2\"\n")
        == "n:3:28: error: expected one name for the node, found ':'")
  }

  @Test(arguments: [
    ("12.000", "1e-200", "p:3:11: error: expected a width above 0, found '1e-200'"),
    ("12.000", "1e200", "p:3:11: error: expected a width above 0, found '1e200'"),
    ("hor : 2.000", "hor : 0", "p:7:28: error: expected a number of routes above 0, found '0'"),
    (
      "ver : 3.000", "ver : 1e300",
      "p:7:41: error: expected a number of routes above 0, found '1e300'"
    ),
    (
      "0 0 1 2 0.5", "0 -1e300 1 2 0.5",
      "p:11:16: error: expected the lower edge of a blockage, found '-1e300'"
    ),
    ("9 7 N", "9 7e307 N", "p:19:5: error: expected a y coordinate, found '7e307'"),
    (
      "Columns : 6  Rows : 5", "Columns : 1000000  Rows : 1000000",
      "p:2:13: error: expected a number of columns from 1 to 4096, found '1000000'"
    ),
  ])
  func headersWhoseGridsOrNumbersNobodyCanUseAreRefused(
    _ old: String, _ new: String, _ error: String
  ) throws {
    #expect(try placementError(old, new) == error)
  }

  @Test func anEndlessHeaderIsRefused() throws {
    let line = "#" + String(repeating: "-", count: (1 << 20) - 1) + "\n"
    #expect(
      try placementError("# Placement", String(repeating: line, count: 16) + "# Placement")
        == "p:16:1: error: expected at most 16777216 bytes of comments at the head of the file")
  }

  @Test func namesThatAreNoTextKeepTheirBytes() throws {
    // Both names decode to the same text.
    let text = SmallNetlist.text.replacing("\"clk\"", with: "\"\\377\"")
      .replacing("\"out\"", with: "\"\\376\"")
    let design = try CircuitTrainingNetlist.read(file: try folder.write(text, to: "n"))
    try CircuitTrainingNetlist.write(design, to: folder.file("m"))
    let copy = try CircuitTrainingNetlist.read(file: folder.file("m"))
    #expect(copy.differences(from: design).isEmpty)
    for (node, byte) in [(0, 0xFF as UInt8), (copy.netlist.nodeCount - 1, 0xFE)] {
      copy.netlist.names.withBytes(of: copy.netlist.nodeSymbols[node]) { name in
        #expect(name.elementsEqual([byte]))
      }
    }
  }
}
