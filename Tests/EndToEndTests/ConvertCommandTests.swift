import ChipPlace
import Foundation
import Netlist
import TestSupport
import Testing

/// `convert`: nothing that both formats hold is lost on the way.
@Suite struct ConvertCommandTests {
  private func costs(_ file: String) throws -> [Double] {
    let report = try #require(try Tool.json(Tool.run(["evaluate", file, "--json"])).first)
    return try ["hpwl", "wirelengthCost", "densityCost", "proxyCost"].map {
      try #require(report[$0] as? Double)
    }
  }

  @Test func circuitTrainingRoundTripKeepsEverything() throws {
    let files = try SampleFiles()
    let result = try Tool.run([
      "convert", files.file("small.pb.txt"), "--placement", files.file("small.plc"), "-o",
      files.file("copy.pb.txt.gz"), "-o", files.file("copy.plc.gz"),
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.isEmpty)
    let first = try Design(
      netlist: files.file("small.pb.txt"), placement: files.file("small.plc"))
    let second = try Design(
      netlist: files.file("copy.pb.txt.gz"), placement: files.file("copy.plc.gz"))
    #expect(second.differences(from: first) == [])
    #expect(try files.folder.read("copy.pb.txt.gz").prefix(2) == [0x1F, 0x8B])
    #expect(try costs(files.file("copy.pb.txt.gz")) == costs(files.file("small.pb.txt")))
  }

  /// There and back again, plain and compressed, by way of names that either format can hold.
  @Test(arguments: ["", ".gz"])
  func bookshelfKeepsTheNetlist(ending: String) throws {
    let files = try SampleFiles()
    let text = String(decoding: try files.folder.read("small.pb.txt"), as: UTF8.self)
    try files.folder.write(text.replacing("Grp_", with: "cluster_"), to: "named.pb.txt")
    func convert(_ arguments: String...) throws {
      let result = try Tool.run(["convert"] + arguments)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.isEmpty)
    }
    let shelfFile = files.file("named.aux\(ending)")
    try convert(files.file("named.pb.txt"), "-o", shelfFile)
    let again = files.file("again.aux")
    let returned = files.file("returned.pb.txt\(ending)")
    try convert(
      shelfFile, "-o", again, "-o", returned, "-o", files.file("again.pl\(ending)"))
    let shelf = try Design(netlist: shelfFile)
    #expect(
      try Design(netlist: again, placement: files.file("again.pl\(ending)"))
        .differences(from: shelf) == [])
    let original = try Design(netlist: files.file("named.pb.txt"))
    for design in [shelf, try Design(netlist: returned)] {
      #expect(netLists(design) == netLists(original))
      #expect(places(design) == places(original))
    }
  }

  /// Each net's weight and the nodes on it, by name.
  private func netLists(_ design: Design) -> [[String]] {
    let netlist = design.netlist
    return (0..<netlist.netCount).map { net in
      [String(netlist.netWeights[net])]
        + netlist.netPins[net].map { netlist.name(of: netlist.pinNodes[$0.index]) }
    }.sorted { $0.joined(separator: " ") < $1.joined(separator: " ") }
  }

  private func places(_ design: Design) -> [String: [Double]] {
    var places: [String: [Double]] = [:]
    for node in 0..<design.netlist.nodeCount {
      places[design.netlist.name(of: NodeID(node))] = [
        design.placement.x[node], design.placement.y[node], design.netlist.nodeWidths[node],
        design.netlist.nodeHeights[node],
      ]
    }
    return places
  }

  /// A node whose name the format would misread is refused, and nothing is left of the file.
  @Test func whatAFormatCannotHoldIsRefused() throws {
    let files = try SampleFiles()
    _ = try Tool.run(["convert", files.file("small.pb.txt"), "-o", files.file("small.aux")])
    let before = try files.contents()
    let result = try Tool.run([
      "convert", files.file("small.aux"), "-o", files.file("back.pb.txt"),
    ])
    #expect(result.status == 73)
    #expect(result.errors.contains("hard macro 'Grp_0_s' would be read as soft"))
    #expect(try files.contents() == before)
  }

  @Test func tclIsForTheToolThatIsNamed() throws {
    let files = try SampleFiles()
    let input = files.file("small.pb.txt")
    func text(_ name: String) throws -> String {
      String(decoding: try files.folder.read(name), as: UTF8.self)
    }
    #expect(try Tool.run(["convert", input, "-o", files.file("open.tcl")]).status == 0)
    #expect(try text("open.tcl").hasPrefix("place_macro -macro_name "))
    #expect(
      try Tool.run(["convert", input, "-o", files.file("other.tcl"), "--tcl", "innovus"]).status
        == 0)
    #expect(try text("other.tcl").hasPrefix("placeInstance "))
    let useless = try Tool.run(["convert", input, "-o", files.file("a.aux"), "--tcl", "innovus"])
    #expect(useless.status == 64)
  }
}
