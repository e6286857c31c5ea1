import Annealing
import ChipPlace
import Foundation
import Netlist
import TestSupport
import Testing

/// The memory that `place` foresees, and `--memory-limit`.
@Suite struct MemoryLimitTests {
  private let files: SampleFiles

  init() throws {
    files = try SampleFiles()
    try files.writeAccelerator()
  }

  private func place(_ options: [String]) throws -> ToolResult {
    try Tool.run(
      [
        "place", files.file("accelerator.pb.txt"), "--placement", files.file("accelerator.plc"),
        "-o", files.file("out.plc"), "--moves", "500", "--threads", "2", "--json",
      ] + options)
  }

  @Test func whatIsForeseenIsAboutWhatIsTaken() throws {
    let result = try place(["--memory-limit", "1.5G"])
    let report = try #require(try Tool.json(result).first)
    let foreseen = try #require(report["memoryEstimate"] as? Int)
    let taken = try #require(report["peakMemoryBytes"] as? Int)
    #expect(taken <= foreseen && foreseen < taken * 3 / 2, "\(taken), \(foreseen)")
    #expect(result.errors.contains("memory foreseen: "))
  }

  @Test(arguments: [[], ["--moves", "500"]])
  func whatIsForeseenOfFlatDesignsIsAboutWhatIsTaken(budget: [String]) throws {
    let flat = files.file("flat.aux")
    #expect(
      try Tool.run(["synthesize", "--cells", "2000", "--macros", "4", "-o", flat]).status == 0)
    let result = try Tool.run(
      ["place", flat, "-o", files.file("flat.pl"), "--threads", "2", "--json"] + budget)
    let report = try #require(try Tool.json(result).first)
    let foreseen = try #require(report["memoryEstimate"] as? Int)
    let taken = try #require(report["peakMemoryBytes"] as? Int)
    #expect(taken <= foreseen && foreseen < taken * 3 / 2, "\(taken), \(foreseen)")
  }

  @Test(arguments: ["1048576", "10000k", "20M", "0.01g"])
  func whatDoesNotFitIsRefused(limit: String) throws {
    let result = try place(["--memory-limit", limit])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("found one that takes"), "\(result.errors)")
    #expect(!(try files.contents().contains("out.plc")))
  }

  /// A file of blanks and zeros after a first line, which takes no room on the disk.
  private func writeLong(_ name: String, _ first: String, bytes: UInt64) throws -> String {
    let file = files.file(name)
    try Data((first + String(repeating: " ", count: 1 << 13)).utf8).write(
      to: URL(filePath: file))
    let handle = try #require(FileHandle(forUpdatingAtPath: file))
    try handle.truncate(atOffset: bytes)
    try handle.close()
    return file
  }

  @Test func textThatIsHeldWholeIsRefusedUnread() throws {
    let netlist = try writeLong("long.def", "VERSION 5.8 ;\nDESIGN long ;\n", bytes: 4 << 30)
    let result = try Tool.run([
      "place", netlist, "--lef", files.file("none.lef"), "-o", files.file("out.def"),
      "--memory-limit", "3G",
    ])
    #expect(result.status == 64 && result.errors.contains("held whole"), "\(result.errors)")
  }

  @Test func onlyTextThatIsHeldWholeCountsUnread() throws {
    let json = try writeLong("long.json", "{\"modules\": {\n", bytes: 1 << 20)
    let def = try writeLong("long.def", "VERSION 5.8 ;\nDESIGN long ;\n", bytes: 1 << 20)
    #expect(try MemoryEstimate.leastBytes(netlist: json, output: .circuitTrainingPlacement) == nil)
    #expect(try MemoryEstimate.leastBytes(netlist: def, output: .def) == 1 << 20)
    #expect(try MemoryEstimate.leastBytes(netlist: def, output: .bookshelfPlacement) == nil)
    let accelerator = files.file("accelerator.pb.txt")
    #expect(try MemoryEstimate.leastBytes(netlist: accelerator, output: .def) == nil)
  }

  @Test(arguments: ["0", "-1", "much", "2X", "G", "nan", "inf"])
  func whatIsNoSizeIsWrongUsage(limit: String) throws {
    #expect(try place(["--memory-limit=\(limit)"]).status == 64)
  }

  @Test func threadsAndNodesTakeMore() {
    func bytes(nodes: Int, threads: Int) -> Int {
      MemoryEstimate(
        RandomDesign.make(seed: 1, hardMacros: 4, softMacros: nodes, ports: 2, nets: 3 * nodes),
        options: PlacementOptions(budget: .moves(1), threads: threads)
      ).bytes
    }
    #expect(bytes(nodes: 20, threads: 1) < bytes(nodes: 40, threads: 1))
    #expect(bytes(nodes: 20, threads: 1) < bytes(nodes: 20, threads: 2))
  }

  @Test func whatTheProcessHeldCountsForTheDesign() {
    let design = RandomDesign.make(seed: 1, hardMacros: 4, softMacros: 9, ports: 2, nets: 20)
    let options = PlacementOptions(budget: .moves(1), threads: 1)
    let (foreseen, measured) = (
      MemoryEstimate(design, options: options),
      MemoryEstimate(design, options: options, held: 123_456_789)
    )
    #expect(measured.design == 123_456_789 && measured.placement == foreseen.placement)
    #expect(foreseen.design > 30 << 20)
  }
}
