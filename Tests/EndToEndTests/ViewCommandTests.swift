import Foundation
import TestSupport
import Testing

/// `view`, from its address to its end. What its pages do is tested with `LiveView`.
@Suite struct ViewCommandTests {
  /// Starts the tool and waits for its address.
  private func start(_ arguments: [String]) throws -> (tool: RunningTool, address: URL) {
    let tool = try RunningTool(Tool.path, ["view"] + arguments)
    try tool.wait(within: 60) { $0.outputSoFar.hasSuffix("\n") }
    let address = try #require(URL(string: String(tool.outputSoFar.dropLast())))
    return (tool, address)
  }

  private func path(_ address: URL) -> String {
    "/" + address.path.split(separator: "/").joined() + "/"
  }

  @Test func undisturbedItWritesWhatPlaceWrites() async throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let options = ["--moves", "800", "--threads", "2", "--seed", "7", "-o"]
    let netlist = files.file("accelerator.pb.txt")
    let placed = try Tool.run(["place", netlist] + options + [files.file("placed.plc")])
    #expect(placed.status == 0, "\(placed.errors)")
    let (tool, address) = try start([netlist] + options + [files.file("viewed.plc")])
    let port = try #require(address.port)
    #expect(address.host == "127.0.0.1")
    #expect(tool.outputSoFar.split(separator: "\n").count == 1)
    let reader = try EventReader(port: port, path: path(address) + "events")
    _ = try await reader.next { $0[path: "state", "phase"] as? String == "finished" }
    tool.send(SIGTERM)
    let result = try tool.finish(within: 60)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.isEmpty)
    #expect(try files.folder.read("viewed.plc") == files.folder.read("placed.plc"))
  }

  @Test func anInterruptWritesTheBestSoFar() async throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let (tool, address) = try start([
      files.file("accelerator.pb.txt"), "--time", "600", "--threads", "1", "--paused",
      "-o", files.file("viewed.plc"), "--port", "0",
    ])
    let client = WebClient(port: try #require(address.port))
    #expect(try await client.post(path(address) + "api/resume", "{}").status == 200)
    tool.send(SIGINT)
    let result = try tool.finish(within: 60)
    #expect(result.status == 0, "\(result.errors)")
    let report = try Tool.run([
      "evaluate", files.file("accelerator.pb.txt"), files.file("viewed.plc"), "--json",
    ])
    #expect(try Tool.json(report).first?["legal"] as? Bool == true, "\(report.errors)")
  }

  @Test func aFlatDesignIsPlacedAsByPlace() async throws {
    let folder = try TemporaryFolder()
    let netlist = folder.file("flat.aux")
    let made = try Tool.run(["synthesize", "--cells", "200", "-o", netlist])
    #expect(made.status == 0, "\(made.errors)")
    let options = ["--threads", "1", "--seed", "7", "-o"]
    let placed = try Tool.run(["place", netlist] + options + [folder.file("placed.pl")])
    #expect(placed.status == 0, "\(placed.errors)")
    let (tool, address) = try start([netlist] + options + [folder.file("viewed.pl")])
    let reader = try EventReader(
      port: try #require(address.port), path: path(address) + "events")
    _ = try await reader.next { $0[path: "state", "phase"] as? String == "finished" }
    tool.send(SIGTERM)
    let result = try tool.finish(within: 60)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try folder.read("viewed.pl") == folder.read("placed.pl"))
    // A run that never began has no result.
    let (idle, _) = try start([netlist, "--paused", "-o", folder.file("idle.pl")])
    idle.send(SIGTERM)
    let nothing = try idle.finish(within: 60)
    #expect(nothing.status == 0)
    #expect(nothing.errors == "Nothing is written: the run never began.\n")
  }

  @Test func aLoopIsApprovedInAnotherProcess() async throws {
    let loop = try SmallLoop()
    let evolve = try RunningTool(
      Tool.path, loop.evolve("loop.sqlite", rounds: 1, ["--await-approval"]))
    try evolve.wait(within: 60) { $0.errorsSoFar.contains("round 1 waits for approval") }
    let (view, address) = try start(["--ledger", loop.file("loop.sqlite")])
    let port = try #require(address.port)
    let reader = try EventReader(port: port, path: path(address) + "events")
    _ = try await reader.next { $0[path: "waiting", "round"] as? Int == 1 }
    let answer = try await WebClient(port: port).post(
      path(address) + "api/round/refuse", #"{"round": 1, "candidates": [2], "reason": "no"}"#)
    #expect(answer.status == 200, "\(answer.body)")
    let result = try evolve.finish(within: 60)
    #expect(result.status == 0, "\(result.errors)")
    let content = try await WebClient(port: port).get(path(address) + "content")
    #expect(content.body.contains("candidate 2 refused: no"))
    view.send(SIGTERM)
    #expect(try view.finish(within: 60).status == 0)
  }

  @Test(arguments: [
    [], ["small.pb.txt", "--ledger", "loop.sqlite"], ["small.pb.txt", "--port", "70000"],
    ["small.pb.txt", "-o", "out.gds"], ["--ledger", "loop.sqlite", "-o", "out.plc"],
    ["--ledger", "loop.sqlite", "--moves", "10"], ["small.pb.txt", "--moves", "0"],
  ])
  func wrongUsageIsRefused(arguments: [String]) throws {
    let result = try Tool.run(["view"] + arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
  }

  @Test func whatCannotBeReadIsToldBeforeAnythingIsServed() throws {
    let files = try SampleFiles()
    for arguments in [["nowhere.pb.txt"], ["--ledger", files.file("nowhere.sqlite")]] {
      let result = try Tool.run(["view"] + arguments)
      #expect(result.status == 65, "\(result.errors)")
      #expect(result.errors.contains("nowhere"))
    }
    #expect(try files.contents().contains("nowhere.sqlite") == false)
  }
}
