import Foundation
import Netlist
import Testing

@testable import Formats

@Suite(.enabled(if: BookshelfData.isThere, BookshelfData.absence))
struct BookshelfBenchmarkTests {
  /// The table of the suite's SOURCE.md.
  static let designs: [(name: String, counts: [Int], width: Double, height: Double)] = [
    ("ibm01", [246, 246, 12260, 14111, 50566, 144], 2295, 2304),
    ("ibm02", [259, 271, 19071, 19584, 81199, 203], 3256, 3248),
    ("ibm03", [283, 290, 22563, 27401, 93573, 219], 3512, 3504),
    ("ibm05", [1201, 0, 28146, 28446, 126308, 148], 2360, 2368),
    ("ibm06", [166, 178, 32154, 34826, 128182, 204], 3265, 3264),
    ("ibm07", [287, 291, 45348, 48117, 175639, 240], 3851, 3840),
    ("ibm09", [285, 253, 52857, 60902, 222088, 293], 4674, 4688),
    ("ibm10", [744, 786, 67899, 75196, 297567, 482], 7705, 7712),
    ("ibm11", [406, 373, 69779, 81454, 280786, 322], 5153, 5152),
    ("ibm14", [517, 614, 146474, 152772, 546816, 375], 5985, 6000),
  ]

  private func counts(_ design: Design) -> [Int] {
    [
      design.netlist.count(of: .port), design.netlist.count(of: .hardMacro),
      design.netlist.count(of: .standardCell), design.netlist.netCount, design.netlist.pinCount,
      design.floorplan.placementRows.count,
    ]
  }

  @Test(arguments: designs.indices)
  func readsTheMixedSizeDesigns(_ index: Int) throws {
    let (name, expected, width, height) = Self.designs[index]
    let file = BookshelfData.folder + "iccad04-bookshelf/\(name)/\(name).aux.gz"
    #expect(try DesignFormat.detect(file: file) == .bookshelf)
    let design = try Bookshelf.read(aux: file)
    #expect(counts(design) == expected)
    #expect(design.floorplan.die == Box(minX: 0, minY: 0, maxX: width, maxY: height))
    #expect(design.source.warnings == [])
    #expect(design.netlist.netWeights.allSatisfy { $0 == 1 })
    #expect(
      zip(design.netlist.nodeKinds, design.placement.isFixed).allSatisfy { ($0 == .port) == $1 })
    if index == 0 {
      let folder = BookshelfFolder()
      try Bookshelf.write(design, aux: folder.path + "copy.aux")
      expectSame(design, try Bookshelf.read(aux: folder.path + "copy.aux"))
    }
  }

  @Test func readsTheDREAMPlaceSample() throws {
    let file = BookshelfData.folder + "bookshelf-small/dreamplace-simple/simple.aux"
    let design = try Bookshelf.read(aux: file)
    // Four nodes are two rows high; one terminal is a block on the rows, the other only touches
    // them.
    #expect(counts(design) == [1, 5, 4, 8, 26, 8])
    #expect(design.placement.isFixed.filter { $0 }.count == 2)
    #expect(design.floorplan.die == Box(minX: 459, minY: 459, maxX: 555, maxY: 555))
    #expect(design.netlist.netDrivers.allSatisfy { $0 != nil })
    #expect(design.source.warnings == [])
  }

  @Test func readsBracketedNamesCellTypesAndASixthFile() throws {
    let file = BookshelfData.folder + "bookshelf-small/acc64/acc64.aux.gz"
    let design = try Bookshelf.read(aux: file)
    // Most cells are two rows high, which makes macros of them.
    #expect(counts(design) == [576, 2520, 259, 7481, 20111, 2])
    #expect(design.source.warnings == [])
    #expect(design.netlist.netWeights.prefix(4) == [1, 2, 3, 1])
    // From the sixth file, which holds corners.
    #expect(design.placement.x[0] == 7380 + 3120 / 2)
    #expect(design.placement.y[0] == 235350 + 5760 / 2)
    let folder = BookshelfFolder()
    try Bookshelf.write(design, aux: folder.path + "copy.aux.gz")
    expectSame(design, try Bookshelf.read(aux: folder.path + "copy.aux.gz"))
  }

  @Test func readsAFloorplanWithWrongHeaders() throws {
    let folder = BookshelfFolder()
    for ending in ["nodes", "nets", "pl"] {
      let text = try String(
        contentsOfFile: BookshelfData.folder + "bookshelf-small/apte/apte.\(ending)",
        encoding: .utf8)
      folder.add("apte.\(ending)", text)
    }
    let design = try Bookshelf.read(
      aux: folder.add("apte.aux", "RowBasedPlacement : apte.nodes apte.nets apte.pl"))
    #expect(counts(design).prefix(4) == [73, 9, 0, 97])
    #expect(
      design.source.warnings.map { $0.replacingOccurrences(of: folder.path, with: "") } == [
        "apte.nodes:6: warning: NumNodes states 9, the file has 82",
        "apte.nets:7: warning: NumPins states 82, the file has \(design.netlist.pinCount)",
      ])
    #expect(design.floorplan.die.contains(Box(minX: 0, minY: 0, maxX: 106, maxY: 106)))
    try Bookshelf.write(design, aux: folder.path + "copy.aux")
    expectSame(design, try Bookshelf.read(aux: folder.path + "copy.aux"))
  }
}
