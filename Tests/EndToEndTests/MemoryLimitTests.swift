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
    #expect(taken < 2 * foreseen && foreseen < 2 * taken)
    #expect(result.errors.contains("memory foreseen: "))
  }

  @Test(arguments: ["1048576", "10000k", "20M", "0.01g"])
  func whatDoesNotFitIsRefused(limit: String) throws {
    let result = try place(["--memory-limit", limit])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("found one that takes"), "\(result.errors)")
    #expect(!(try files.contents().contains("out.plc")))
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
}
