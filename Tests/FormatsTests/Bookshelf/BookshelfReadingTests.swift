import Foundation
import Netlist
import Testing

@testable import Formats

@Suite struct BookshelfReadingTests {
  private let folder = BookshelfFolder()

  private func checkExample(_ design: Design) {
    let netlist = design.netlist
    #expect(netlist.name == "t")
    #expect(design.source.formatName == "bookshelf")
    #expect(design.source.warnings == [])
    #expect((0..<6).map { netlist.name(of: NodeID($0)) } == ["a", "b", "m", "block", "pad", "out"])
    #expect(
      netlist.nodeKinds
        == [.standardCell, .standardCell, .hardMacro, .hardMacro, .port, .port])
    #expect(netlist.nodeWidths == [4, 2, 20, 30, 1, 50])
    #expect(netlist.nodeHeights == [10, 10, 30, 12, 1, 50])
    #expect((0..<3).map { netlist.name(of: NetID($0)) } == ["n0", "net1", "n2"])
    #expect(netlist.netPins.offsets == [0, 3, 5, 7])
    #expect(netlist.pinNodes.map(\.index) == [0, 1, 2, 4, 2, 5, 3])
    #expect(netlist.pinOffsetsX == [1.5, 0.5, 0, 0, -10, 1, 0])
    #expect(netlist.pinOffsetsY == [-2, 0.25, 0, 0, 15, 2, 0])
    #expect(
      netlist.pinDirections
        == [.input, .output, .unknown, .bidirectional, .bidirectional, .unknown, .output])
    #expect(netlist.netDrivers == [PinID(1), nil, PinID(6)])
    #expect(netlist.netWeights == [2.5, 1, 1])
    // Node b is not in the .pl file; m lies on its side, 30 wide and 20 high.
    #expect(design.placement.x == [2, 1, 25, 15, 99.5, 125])
    #expect(design.placement.y == [5, 5, 15, 31, 0.5, 25])
    #expect(
      design.placement.orientations == [.flippedSouth, .north, .east, .north, .north, .north])
    #expect(design.placement.isFixed == [false, false, false, true, true, true])
    #expect(design.source.placementComments == ["# by hand"])
    let floorplan = design.floorplan
    #expect(floorplan.die == Box(minX: 0, minY: 0, maxX: 100, maxY: 40))
    #expect(floorplan.columns == 10 && floorplan.rows == 10 && floorplan.unitsPerMicron == 1)
    #expect(floorplan.placementRows.map(\.y) == [0, 10, 10, 20, 30])
    #expect(floorplan.placementRows.map(\.x) == [0, 0, 60, 0, 0])
    #expect(floorplan.placementRows.map(\.siteCount) == [100, 25, 20, 100, 100])
    #expect(floorplan.placementRows.map(\.siteSpacing) == [1, 2, 2, 1, 1])
    #expect(
      floorplan.placementRows.map(\.orientation)
        == [.north, .flippedSouth, .flippedSouth, .north, .north])
  }

  @Test func readsAllFilesOfASet() throws {
    checkExample(try folder.read(exampleFiles))
  }

  @Test func readsCarriageReturnsAndTabs() throws {
    checkExample(
      try folder.read(
        exampleFiles.mapValues {
          $0.replacingOccurrences(of: " : ", with: "\t:\t")
            .replacingOccurrences(of: "  ", with: "\t")
            .replacingOccurrences(of: "\n", with: "\r\n")
        }))
  }

  @Test func readsCompressedFilesUnderPlainNames() throws {
    for (name, text) in exampleFiles { folder.add(name + ".gz", text) }
    let entries = exampleFiles.keys.sorted().reversed().joined(separator: "  ")
    checkExample(
      try Bookshelf.read(aux: folder.add("t.aux.gz", "ROWBASEDPLACEMENT:\(entries)")))
    // A compressed .aux goes with compressed files, a plain one with plain ones.
    folder.add("t.pl", "UCLA pl 1.0\na 7 0\n")
    checkExample(try Bookshelf.read(aux: folder.path + "t.aux.gz"))
    let other = try Bookshelf.read(aux: folder.add("t.aux", "RowBasedPlacement : \(entries)"))
    #expect(other.placement.x[0] == 9)
  }

  @Test func theThreeOtherFilesMayBeMissing() throws {
    let files = exampleFiles.filter { $0.key == "t.nodes" || $0.key == "t.nets" }
    let bare = try folder.read(files)
    #expect(bare.source.warnings == [])
    #expect(bare.netlist.netWeights == [1, 1, 1])
    #expect(bare.placement.x == [2, 1, 10, 15, 0.5, 25])
    // Without rows all plain nodes are macros; what is larger than the smallest of them is no pad.
    #expect(
      bare.netlist.nodeKinds
        == [.hardMacro, .hardMacro, .hardMacro, .hardMacro, .port, .hardMacro])
    #expect(bare.floorplan.die == Box(minX: 0, minY: 0, maxX: 50, maxY: 50))
    #expect(bare.floorplan.placementRows.isEmpty)

    folder.add("t.aux", "RowBasedPlacement : t.nodes t.nets t.wts t.pl t.scl t.route")
    let named = try Bookshelf.read(aux: folder.path + "t.aux")
    expectSame(bare, named)
    let prefix = "\(folder.path)t.aux:1: warning: "
    #expect(
      named.source.warnings == [
        prefix + "'t.pl' is not there; nodes stand at 0 0",
        prefix + "'t.route' is not there and not needed",
        prefix + "'t.wts' is not there; all nets weigh 1",
        prefix + "'t.scl' is not there; the die is the smallest that holds all",
      ])
  }

  @Test func theDieHoldsItsBlocksWithoutRows() throws {
    let design = try folder.read([
      "t.nodes": "UCLA nodes 1.0\nx 4 2\ny 8 4\nz 0 0 terminal\n",
      "t.nets": "UCLA nets 1.0\n", "t.pl": "UCLA pl 1.0\nx -1 2\ny -1 2\nz 3 6\n",
    ])
    // 40 to place, in an area of 8 by 4.
    let die = design.floorplan.die
    #expect(die.minX == -1 && die.minY == 2)
    #expect(abs(die.area - 50) < 1e-9 && abs(die.width / die.height - 2) < 1e-12)
    #expect(design.netlist.nodeKinds == [.hardMacro, .hardMacro, .port])
  }

  @Test func otherEntriesArePlacementsOrWarnings() throws {
    var files = exampleFiles
    files["t.aux"] = "RowBasedPlacement : t_result t.nodes t.nets t.wts t.pl t.scl t.shapes"
    files["t_result"] = "# found\nUCLA pl 1.0\na 12 10 : N\nb 1 0 : N /FIXED\n"
    files["t.shapes"] = "shapes 1.0"
    let design = try folder.read(files)
    #expect(design.placement.x == [14, 2, 25, 15, 99.5, 125])
    #expect(design.placement.isFixed == [false, true, false, true, true, true])
    #expect(design.source.placementComments == ["# by hand"])
    #expect(
      design.source.warnings
        == ["\(folder.path)t.aux:1: warning: 't.shapes' is of no known kind and was not read"])
  }

  @Test func reportsCountsThatAreWrong() throws {
    var files = exampleFiles.mapValues {
      $0.replacingOccurrences(of: "NumNodes : 6", with: "NumNodes : 3")
        .replacingOccurrences(of: "numterminals: 3", with: "NumTerminals :4")
        .replacingOccurrences(of: "NumNets : 3", with: "NumNets : 2000000000")
        .replacingOccurrences(of: "NumPins : 7", with: "NumPins : 8")
        .replacingOccurrences(of: "Numrows : 4", with: "Numrows : 5")
    }
    files["t.wts"]! += "who 3\nwhere 4\n"
    let design = try folder.read(files)
    #expect(
      design.source.warnings.map { $0.replacingOccurrences(of: folder.path, with: "") } == [
        "t.scl:2: warning: NumRows states 5, the file has 4",
        "t.nodes:3: warning: NumNodes states 3, the file has 6",
        "t.nodes:4: warning: NumTerminals states 4, the file has 3",
        "t.nets:2: warning: NumNets states 2000000000, the file has 3",
        "t.nets:3: warning: NumPins states 8, the file has 7",
        "t.wts:4: warning: 'who' and 1 more in this file: no net or node of that name",
      ])
  }

  @Test func weightsGoToTheFirstNetOfAName() throws {
    let design = try folder.read([
      "t.nodes": "UCLA blocks 1.0\na 1 1\n", "t.wts": "UCLA wts 1.0\na : 3",
      "t.nets": "UCLA nets 1.0\nNetDegree : 1 a\na\nNetDegree : 1 a\na\n",
    ])
    // A name that a node and a net share is the net's.
    #expect(design.netlist.netWeights == [3, 1])
    #expect(design.source.warnings.count == 1)
  }

  @Test func netsMayBeEmpty() throws {
    let design = try folder.read([
      "t.nodes": "UCLA nodes 1.0\na 0 0\n", "t.nets": "UCLA nets 1.0\nNetDegree:0\nNetDegree:0 x",
    ])
    #expect(design.netlist.netPins.offsets == [0, 0, 0])
    #expect(design.netlist.name(of: NetID(1 as Int32)) == "x")
  }

  @Test func readsAPlacementOverAnother() throws {
    var design = try folder.read(exampleFiles)
    let before = design
    let file = folder.add("x.pl.gz", "UCLA pl 1.0\n# new\nm 1 2 : w\nb 3 4 : N /FIXED\nblock 0 0\n")
    try Bookshelf.readPlacement(file: file, into: &design)
    #expect(design.placement.x == [2, 4, 16, 15, 99.5, 125])
    #expect(design.placement.y == [5, 9, 12, 6, 0.5, 25])
    #expect(design.placement.orientations[2] == .west)
    #expect(design.placement.isFixed == [false, true, false, true, true, true])
    #expect(design.source.placementComments == ["# new"])

    let after = design
    let bad = folder.add("y.pl", "UCLA pl 1.0\nm 9 9\nn0 1 1\n")
    #expect(throws: ParseError.self) { try Bookshelf.readPlacement(file: bad, into: &design) }
    expectSame(after, design)
    #expect(before.placement != after.placement)
  }
}
