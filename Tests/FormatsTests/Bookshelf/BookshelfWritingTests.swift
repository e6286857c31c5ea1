import Foundation
import Netlist
import Testing

@testable import Formats

@Suite struct BookshelfWritingTests {
  private let folder = BookshelfFolder()

  /// Writes a design and reads it back.
  private func roundTrip(_ design: Design, _ name: String = "copy.aux") throws -> Design {
    try Bookshelf.write(design, aux: folder.path + name)
    return try Bookshelf.read(aux: folder.path + name)
  }

  private func text(_ name: String) -> String {
    try! String(contentsOfFile: folder.path + name, encoding: .utf8)
  }

  @Test func readsBackWhatItWrote() throws {
    let design = try folder.read(exampleFiles)
    for name in ["copy.aux", "copy.aux.gz"] {
      let copy = try roundTrip(design, name)
      expectSame(design, copy)
      #expect(copy.source.warnings == [])
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(
      files.filter { $0.hasPrefix("copy") && !$0.hasSuffix(".gz") }
        == ["copy.aux", "copy.nets", "copy.nodes", "copy.pl", "copy.scl", "copy.wts"])
    #expect(files.filter { $0.hasPrefix("copy") && $0.hasSuffix(".gz") }.count == 6)
    #expect(
      text("copy.aux")
        == "RowBasedPlacement : copy.nodes copy.nets copy.wts copy.pl copy.scl\n")
  }

  @Test func writesPlainNumbersAndNames() throws {
    let design = try folder.read(exampleFiles)
    _ = try roundTrip(design)
    #expect(
      text("copy.nodes").hasSuffix(
        "\nNumNodes : 6\nNumTerminals : 3\n\na 4 10\nb 2 10\nm 20 30\nblock 30 12 terminal\n"
          + "pad 1 1 terminal_NI\nout 50 50 terminal_NI\n"))
    #expect(text("copy.nets").contains("NetDegree : 2\n pad B\n m B : -10 15\n"))
    #expect(text("copy.wts") == "UCLA wts 1.0\n\nn0 2.5\n")
    #expect(text("copy.pl").contains("\n# by hand\n\na 0 0 : FS\nb 0 0 : N\nm 10 5 : E\n"))
    #expect(text("copy.pl").contains("block 0 25 : N /FIXED\npad 99 0 : N /FIXED_NI\n"))
    #expect(text("copy.scl").contains("SubrowOrigin : 0 NumSites : 25\n SubrowOrigin : 60 Num"))
  }

  @Test func writesNeitherRowsNorWeightsThatSayNothing() throws {
    var design = try folder.read(
      exampleFiles.filter { $0.key != "t.scl" && $0.key != "t.wts" })
    expectSame(design, try roundTrip(design))
    #expect(text("copy.aux") == "RowBasedPlacement : copy.nodes copy.nets copy.pl\n")

    design.placement.x[0] = 17.25
    design.placement.orientations[2] = .flippedWest
    try Bookshelf.writePlacement(design, to: folder.path + "moved.pl.gz")
    var other = try folder.read(exampleFiles)
    try Bookshelf.readPlacement(file: folder.path + "moved.pl.gz", into: &other)
    #expect(other.placement == design.placement)
  }

  /// Centres and corners differ by half a side: both ways round must come out the same.
  @Test func cornersGiveBackTheirCentresExactly() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<100_000 {
      let scale = pow(10, Double(random.index(below: 12)) - 3)
      let corner = (random.uniform() - 0.5) * scale
      let half = random.uniform() * pow(10, Double(random.index(below: 6)) - 2)
      let center = corner + half
      #expect(BookshelfWriter.corner(center: center, half: half) + half == center)
    }
    #expect(BookshelfWriter.corner(center: 21.65 + 15.73, half: 15.73) == 21.65)
  }

  /// A design such as Circuit Training's: ports, clusters, nets without names, with weights.
  private func clustered(portName: String = "p") -> Design {
    var builder = NetlistBuilder(name: "ct")
    let names = [portName, "M", "cluster"].map { builder.names.intern($0) }
    let port = builder.addNode(.port, symbol: names[0], width: 0, height: 0)
    let macro = builder.addNode(.hardMacro, symbol: names[1], width: 10, height: 20)
    let soft = builder.addNode(.softMacro, symbol: names[2], width: 5, height: 5)
    let source = builder.addPin(of: port, direction: .output)
    let pin = builder.addPin(
      of: macro, symbol: builder.names.intern("M/D"), offsetX: -5, offsetY: 1e-7,
      direction: .input)
    let back = builder.addPin(of: soft, direction: .output)
    // A net named as the driver of the one after it.
    for (driver, weight, symbol) in [(source, 3.0, -1 as Symbol), (back, 1, names[0])] {
      builder.connect(driver)
      builder.connect(pin)
      builder.endNet(symbol: symbol, weight: weight, driver: driver)
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    placement.x = [0, 30, 50]
    placement.y = [7, 40.125, 9]
    placement.isFixed[1] = true
    return Design(
      netlist: netlist, floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: 60, maxY: 60)),
      placement: placement)
  }

  @Test func writesDesignsOfOtherFormats() throws {
    let design = clustered()
    let copy = try roundTrip(design)
    #expect(copy.netlist.nodeKinds == [.port, .hardMacro, .hardMacro])
    #expect(copy.placement == design.placement)
    #expect(copy.netlist.netWeights == [3, 1])
    #expect(copy.netlist.name(of: NetID(0 as Int32)) == "p_net")
    #expect(copy.netlist.netDrivers[0] != nil && copy.netlist.pinOffsetsY[1] == 1e-7)
    // The pin is on two nets, which takes two lines.
    #expect(copy.netlist.pinCount == 4)
    #expect(text("copy.nodes").contains("p 0 0 terminal_NI\nM 10 20 terminal\ncluster 5 5\n"))
  }

  @Test(arguments: ["", "a b", "#1", "a\tb", "a\n"])
  func refusesNamesThatBreakTheFile(_ name: String) throws {
    #expect {
      try Bookshelf.write(clustered(portName: name), aux: folder.path + "x.aux")
    } throws: { "\($0)".contains("node name '\(name)'") }
    #expect(throws: OutputError.self) {
      try Bookshelf.writePlacement(clustered(portName: name), to: folder.path + "x.pl")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test(arguments: ["x", "x.nodes", ".aux", "a b.aux", "#.aux", "none/x.aux"])
  func refusesFilesThatCannotBe(_ name: String) {
    #expect(throws: OutputError.self) {
      try Bookshelf.write(clustered(), aux: folder.path + name)
    }
  }

  @Test func refusesAWeightThatWouldGoElsewhere() {
    var builder = NetlistBuilder()
    let symbol = builder.names.intern("n")
    let node = builder.addNode(.standardCell, symbol: symbol, width: 1, height: 1)
    for weight in [1.0, 2] {
      builder.connect(builder.addPin(of: node))
      builder.endNet(symbol: symbol, weight: weight)
    }
    let netlist = builder.build()
    let design = Design(
      netlist: netlist, floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: 1, maxY: 1)),
      placement: Placement(for: netlist))
    #expect { try Bookshelf.write(design, aux: folder.path + "x.aux") } throws: {
      "\($0)".contains("the net 'n' has a weight")
    }
  }
}
