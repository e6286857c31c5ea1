import Formats
import Foundation
import Netlist
import Testing
import TestSupport

@Suite struct DEFWritingTests {
  private func node(_ name: String, _ design: Design) throws -> Int {
    try #require(
      (0..<design.netlist.nodeCount).first { design.netlist.name(of: NodeID($0)) == name })
  }

  private func written(_ design: Design, _ folder: TemporaryFolder) throws -> String {
    try DEF.write(design, to: folder.file("out.def"), library: DEFSample.library)
    return String(decoding: try folder.read("out.def"), as: UTF8.self)
  }

  @Test func keepsEveryByteOfAnUnchangedDesign() throws {
    let (design, folder) = try DEFSample.read(DEFSample.text)
    #expect(try written(design, folder) == DEFSample.text)
  }

  @Test func changesThePlacementClausesOfWhatMovedAlone() throws {
    var (design, folder) = try DEFSample.read(DEFSample.text)
    // Moved, by more and by less than half a unit.
    design.placement.x[try node("u/a", design)] = 5000.3
    design.placement.x[try node("v/a", design)] += 0.4
    // Placed for the first time, and turned, which swaps its sides.
    design.placement.y[try node("u\\[1\\]", design)] = 7000
    design.placement.orientations[try node("w", design)] = .east
    // Freed, fixed, and moved although fixed.
    design.placement.isFixed[try node("u/b", design)] = false
    design.placement.isFixed[try node("ram0", design)] = true
    design.placement.y[try node("ram1", design)] -= 1000
    let text = DEFSample.text
      .replacingOccurrences(of: "+ PLACED ( 2000 2000 ) N", with: "+ PLACED ( 4700 2000 ) N")
      .replacingOccurrences(of: "+ UNPLACED", with: "+ PLACED ( 49700 6000 ) N")
      .replacingOccurrences(of: "- w INV ;", with: "- w INV + PLACED ( 49000 39700 ) E ;")
      .replacingOccurrences(of: "+ FIXED ( 4000 4000 ) FS", with: "+ PLACED ( 4000 4000 ) FS")
      .replacingOccurrences(
        of: "+ PLACED ( 30000 20000 ) W", with: "+ FIXED ( 30000 20000 ) W"
      )
      .replacingOccurrences(
        of: "+ COVER\n    ( 1000 60000 ) S", with: "+ COVER ( 1000 59000 ) S")
    #expect(try written(design, folder) == text)
  }

  @Test func findsPlacementClausesInAnyMixOfCases() throws {
    let text = DEFSample.text.replacingOccurrences(of: "+ UNPLACED", with: "+ uNplaced")
      .replacingOccurrences(of: "+ PLACED ( 2000 2000 ) N", with: "+ Placed ( 2000 2000 ) N")
    var (design, folder) = try DEFSample.read(text)
    #expect(try written(design, folder) == text)
    design.placement.y[try node("u\\[1\\]", design)] = 7000
    #expect(
      try written(design, folder)
        == text.replacingOccurrences(of: "+ uNplaced", with: "+ PLACED ( 49700 6000 ) N"))
  }

  @Test func keepsPlacementClausesApartFromWhatComesBefore() throws {
    for (end, expected) in [
      ("\u{16};", "\u{16} + PLACED"), ("x;", "x + PLACED"), ("x\t;", "x\t+ PLACED"),
    ] {
      let text = DEFSample.text.replacingOccurrences(of: "- w INV ;", with: "- w INV + A \(end)")
      var (design, folder) = try DEFSample.read(text)
      design.placement.x[try node("w", design)] = 7000
      #expect(try written(design, folder).contains("- w INV + A \(expected) ( 6700 "))
    }
  }

  @Test func writesCompressed() throws {
    let (design, folder) = try DEFSample.read(DEFSample.text)
    try DEF.write(design, to: folder.file("out.def.gz"), library: nil)
    var again = try DEF.read(file: folder.file("out.def.gz"), library: DEFSample.library)
    #expect(again.differences(from: design) == [])
    again.placement.x[0] = 4300
    try DEF.write(again, to: folder.file("out.def"), library: nil)
    #expect(
      String(decoding: try folder.read("out.def"), as: UTF8.self)
        == DEFSample.text.replacingOccurrences(
          of: "+ PLACED ( 2000 2000 ) N", with: "+ PLACED ( 4000 2000 ) N"))
  }

  @Test func refusesASourceThatIsAnotherNow() throws {
    let (design, folder) = try DEFSample.read(DEFSample.text)
    let changes = [
      DEFSample.text + "\n",
      DEFSample.text.replacingOccurrences(of: "PLACED ( 2000 2000 )", with: "PLACED ( 2000 x000 )"),
    ]
    for text in changes {
      try folder.write(text, to: "t.def")
      do {
        try DEF.write(design, to: folder.file("out.def"), library: nil)
        Issue.record("written in spite of another source")
      } catch {
        #expect(error.message.contains("no longer the file that was read"))
      }
    }
    try FileManager.default.removeItem(atPath: folder.file("t.def"))
    #expect(throws: OutputError.self) {
      try DEF.write(design, to: folder.file("out.def"), library: nil)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("out.def")))
  }

  @Test func refusesAPositionThatIsNone() throws {
    var (design, folder) = try DEFSample.read(DEFSample.text)
    design.placement.x[0] = .nan
    #expect(throws: OutputError.self) {
      try DEF.write(design, to: folder.file("out.def"), library: nil)
    }
    design.source.placementText = nil
    #expect(throws: OutputError.self) {
      try DEF.write(design, to: folder.file("out.def"), library: nil)
    }
  }

  @Test func aNewFileReadsAsTheSameDesign() throws {
    var (design, folder) = try DEFSample.read(DEFSample.text)
    design.source.placementText = nil
    try DEF.write(design, to: folder.file("out.def"), library: DEFSample.library)
    let again = try DEF.read(file: folder.file("out.def"), library: DEFSample.library)
    #expect(DEFComparison.differences(design, again) == [])
    // And with a library of its own.
    try DEF.write(design, to: folder.file("own.def"), library: nil)
    try LEF.write(design, to: folder.file("own.lef"))
    let own = try DEF.read(
      file: folder.file("own.def"),
      library: CellLibrary(lefFiles: [folder.file("own.lef")]))
    #expect(DEFComparison.differences(design, own) == [])
    #expect(own.source.warnings == [])
  }

  @Test func aRandomDesignReadsAsItself() throws {
    let folder = try TemporaryFolder()
    let design = RandomDesign.make(seed: 7)
    try DEF.write(design, to: folder.file("r.def"), library: nil)
    try LEF.write(design, to: folder.file("r.lef"))
    let again = try DEF.read(
      file: folder.file("r.def"), library: CellLibrary(lefFiles: [folder.file("r.lef")]))
    #expect(DEFComparison.differencesByName(design, scale: 1000, again) == [])
  }

  @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
  func aBookshelfDesignReadsAsItself() throws {
    let folder = try TemporaryFolder()
    for name in ["dreamplace-simple/simple.aux", "acc64/acc64.aux.gz"] {
      let design = try Bookshelf.read(aux: SharedData.path("benchmarks/bookshelf-small/" + name))
      try DEF.write(design, to: folder.file("b.def"), library: nil)
      try LEF.write(design, to: folder.file("b.lef"))
      let again = try DEF.read(
        file: folder.file("b.def"), library: CellLibrary(lefFiles: [folder.file("b.lef")]))
      #expect(DEFComparison.differencesByName(design, scale: 1000, again).prefix(3) == [])
      #expect(again.source.warnings == [])
      #expect(
        again.floorplan.placementRows.map(\.siteCount)
          == design.floorplan.placementRows.map(\.siteCount))
    }
  }

  @Test func namesAreSpelledSoThatDEFHoldsThem() throws {
    var builder = NetlistBuilder(name: "odd names")
    let names = ["#a", "+", "a;", "PIN", "x*y", "b[3]", "c\\*", "d/e"]
    for name in names {
      let node = builder.addNode(
        .hardMacro, symbol: builder.names.intern(name), width: 2, height: 1)
      builder.connect(builder.addPin(of: node, offsetX: 1))
    }
    builder.endNet(symbol: builder.names.intern("("))
    let netlist = builder.build()
    var design = Design(
      netlist: netlist, floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: 9, maxY: 9)),
      placement: Placement(for: netlist))
    design.constraints.nodeRegions = [Int32](repeating: 0, count: names.count)
    design.floorplan.regions = [
      Region(name: "r", boxes: [Box(minX: 0, minY: 0, maxX: 3, maxY: 3)], isFence: true)
    ]
    let folder = try TemporaryFolder()
    try DEF.write(design, to: folder.file("o.def"), library: nil)
    try LEF.write(design, to: folder.file("o.lef"))
    let again = try DEF.read(
      file: folder.file("o.def"), library: CellLibrary(lefFiles: [folder.file("o.lef")]))
    #expect(
      (0..<names.count).map { again.netlist.name(of: NodeID($0)) } == [
        "\\#a", "\\+", "a\\;", "\\PIN", "x\\*y", "b[3]", "c\\*", "d/e",
      ])
    #expect(again.netlist.masterName(of: NodeID(0)) == "macro_2x1")
    #expect(again.constraints.nodeRegions == design.constraints.nodeRegions)
    #expect(again.netlist.netPins.count(row: 0) == names.count)
    #expect(again.netlist.pinOffsetsX == [Double](repeating: 1000, count: names.count))
    // Blanks have no spelling.
    var blank = NetlistBuilder()
    _ = blank.addNode(.hardMacro, symbol: blank.names.intern("a b"), width: 1, height: 1)
    design.netlist = blank.build()
    design.placement = Placement(for: design.netlist)
    design.constraints = PlacementConstraints()
    #expect(throws: OutputError.self) {
      try DEF.write(design, to: folder.file("o.def"), library: nil)
    }
  }
}
