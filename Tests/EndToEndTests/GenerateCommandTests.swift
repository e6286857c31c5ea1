import ChipPlace
import Foundation
import Netlist
import TestSupport
import Testing

/// `generate` and `calibrate`: every writable format, SystemVerilog, and what is refused.
@Suite struct GenerateCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let parameters = [
    "generate", "--rows", "8", "--columns", "8", "--tiles", "4", "--network", "mesh",
    "--pipeline-stages", "2", "--utilization", "0.5",
  ]

  private func run(_ arguments: [String]) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func allFormatsHoldTheSameDesign() throws {
    let names = ["a.pb.txt", "a.plc", "a.aux", "a.def"]
    try run(Self.parameters + names.flatMap { ["-o", folder.file($0)] })
    // The sizes that the DEF file needs stand beside it.
    let original = try Design(netlist: folder.file("a.pb.txt"), placement: folder.file("a.plc"))
    var options = ReadingOptions()
    options.libraries = [folder.file("a.lef")]
    let def = try Design(netlist: folder.file("a.def"), options: options)
    let bookshelf = try Design(netlist: folder.file("a.aux"))
    #expect(original.netlist.count(of: .hardMacro) == 4 * 32)
    // Other formats have a pin for each net that ends at a soft macro.
    let ends = (0..<original.netlist.netCount).reduce(0) { $0 + original.netlist.netPins[$1].count }
    for copy in [def, bookshelf] {
      #expect(copy.netlist.nodeCount == original.netlist.nodeCount)
      #expect(copy.netlist.netCount == original.netlist.netCount)
      #expect(copy.netlist.pinCount == ends)
      let area = (0..<copy.netlist.nodeCount).reduce(0) { $0 + copy.netlist.area(of: NodeID($1)) }
      let expected = (0..<original.netlist.nodeCount)
        .reduce(0) { $0 + original.netlist.area(of: NodeID($1)) }
      let unit = copy.floorplan.unitsPerMicron / original.floorplan.unitsPerMicron
      #expect(abs(area / (unit * unit) / expected - 1) < 0.01)
    }
  }

  @Test func aLibraryThatIsAskedForIsTheOnlyOne() throws {
    try run(
      ["generate", "--rows", "4", "--columns", "4", "-o", folder.file("b.def.gz"), "-o"]
        + [folder.file("cells.lef")])
    #expect(!FileManager.default.fileExists(atPath: folder.file("b.lef")))
    var options = ReadingOptions()
    options.libraries = [folder.file("cells.lef")]
    let design = try Design(netlist: folder.file("b.def.gz"), options: options)
    #expect(design.netlist.count(of: .hardMacro) > 0)
  }

  @Test func verilogNeedsNoNetlist() throws {
    try run(
      Self.parameters + ["--verilog", folder.file("c.sv")]
        + ["--sdc", folder.file("c.sdc"), "--target-clock", "0.8"])
    let text = String(decoding: try folder.read("c.sv"), as: UTF8.self)
    #expect(text.contains("module accelerator (") && text.contains("module router #("))
    let constraints = String(decoding: try folder.read("c.sdc"), as: UTF8.self)
    #expect(constraints.contains("create_clock -name clock -period 1.25 [get_ports clock]\n"))
    #expect(constraints.contains("set_input_delay 0.25 -clock clock"))
    #expect(text.contains("parameter PIPELINE_STAGES = 2"))
  }

  @Test func technologiesChangeTheMemories() throws {
    try run(["generate", "--technology", "asap7", "-o", folder.file("d.pb.txt")])
    try run(["generate", "-o", folder.file("e.pb.txt")])
    let areas = try ["d", "e"].map { name in
      let netlist = try Design(netlist: folder.file("\(name).pb.txt")).netlist
      return (0..<netlist.nodeCount).reduce(0) { $0 + netlist.area(of: NodeID($1)) }
    }
    #expect(areas[0] < areas[1] / 4)
    let missing = try Tool.run([
      "generate", "--technology", folder.file("none.json"), "-o", folder.file("f.pb.txt"),
    ])
    #expect(missing.status == 65 && missing.errors.contains("none.json"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("f.pb.txt")))
  }

  @Test(arguments: [
    (["generate"], "--output"), (["generate", "--tiles", "5", "--network", "mesh"], "tiles is 5"),
    (["generate", "--tiles", "4", "--dma-channels", "3"], "dmaChannels is 3"),
    (["generate", "--pipeline-stages", "5"], "pipelineStages is 5: expected 1 to 4"),
    (["generate", "--target-clock", "0", "--sdc", "g.sdc"], "targetClock is 0.0"),
    (["generate", "--target-clock", "1"], "'--target-clock' goes with --sdc"),
    (["calibrate"], "--check"), (["calibrate", "--all", "-o", "x.json"], "--all"),
    (["calibrate", "--check", "--yosys", "/missing/yosys"], "/missing/yosys"),
  ])
  func whatCannotBeIsRefused(_ arguments: [String], _ reason: String) throws {
    let output = arguments.count > 1 && arguments[0] == "generate"
    let result = try Tool.run(arguments + (output ? ["-o", folder.file("g.pb.txt")] : []))
    #expect(result.status == 64 && result.errors.contains(reason), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("g.pb.txt")))
  }
}
