import Foundation
import Netlist
import TestSupport
import Testing

/// `place --checkpoint` and `--resume`.
@Suite struct PlaceCheckpointCommandTests {
  private let files: SampleFiles

  init() throws {
    files = try SampleFiles()
    try files.writeAccelerator()
  }

  private func arguments(_ output: String, _ options: [String]) -> [String] {
    [
      "place", files.file("accelerator.pb.txt"), "--placement", files.file("accelerator.plc"), "-o",
      files.file(output), "--threads", "2", "--seed", "5", "--json",
    ] + options
  }

  private var checkpoint: String { files.file("run.checkpoint") }

  /// Checkpoints at every epoch, and as many kills as CHIPPLACE_KILLS says, or three.
  @Test func aKilledRunGoesOnToTheSameBytes() throws {
    let kills =
      ProcessInfo.processInfo.environment["CHIPPLACE_KILLS"].flatMap { Int($0) } ?? 3
    let budget = ["--moves", "30000"]
    let begin = ContinuousClock.now
    let whole = try Tool.run(arguments("whole.plc", budget))
    try #require(whole.status == 0, "\(whole.errors)")
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    var random = SeededGenerator(seed: 11)
    var options = ["--checkpoint", checkpoint]
    for _ in 0..<kills {
      let running = try RunningTool(
        Tool.path,
        arguments("out.plc", budget + options + ["--checkpoint-every", "0.000001"]))
      Thread.sleep(forTimeInterval: random.uniform() * seconds / 2)
      running.send(SIGKILL)
      _ = try running.finish(within: 60)
      if FileManager.default.fileExists(atPath: checkpoint) { options = ["--resume", checkpoint] }
    }
    let last = try Tool.run(arguments("out.plc", budget + options))
    try #require(last.status == 0, "\(last.errors)")
    #expect(try files.folder.read("out.plc") == files.folder.read("whole.plc"))
    func report(_ result: ToolResult) throws -> NSDictionary {
      Tool.timeless(try #require(try Tool.json(result).first))
    }
    #expect(try report(last) == report(whole))
    #expect(try files.contents().allSatisfy { !$0.hasSuffix(".tmp") })
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptLeavesResultAndCheckpoint(signal: Int32) throws {
    let budget = ["--moves", "60000"]
    let whole = try Tool.run(arguments("whole.plc", budget))
    try #require(whole.status == 0, "\(whole.errors)")
    let running = try RunningTool(
      Tool.path,
      arguments("out.plc", budget + ["--checkpoint", checkpoint, "--checkpoint-every", "3600"]))
    // The first checkpoint is written when annealing begins, the next when the run is interrupted.
    try running.wait(within: 60) { _ in FileManager.default.fileExists(atPath: checkpoint) }
    let first = try files.folder.read("run.checkpoint")
    Thread.sleep(forTimeInterval: 1)
    running.send(signal)
    let stopped = try running.finish(within: 60)
    try #require(stopped.status == 0, "\(stopped.errors)")
    #expect(stopped.errors.contains("stopped; --resume \(checkpoint) goes on from here"))
    let report = try #require(try Tool.json(stopped).first)
    #expect(report["interrupted"] as? Bool == true && report["legal"] as? Bool == true)
    #expect(try files.folder.read("run.checkpoint") != first)
    let rest = try Tool.run(arguments("out.plc", budget + ["--resume", checkpoint]))
    #expect(rest.status == 0, "\(rest.errors)")
    #expect(try files.folder.read("out.plc") == files.folder.read("whole.plc"))
  }

  @Test func whatDoesNotFitIs65() throws {
    let budget = ["--moves", "2000"]
    let made = try Tool.run(arguments("out.plc", budget + ["--checkpoint", checkpoint]))
    try #require(made.status == 0, "\(made.errors)")
    let other = try Tool.run(
      arguments("new.plc", budget + ["--halo", "1", "--resume", checkpoint]))
    #expect(other.status == 65)
    #expect(other.errors.contains("a run with halo 0.0, this one has halo 1.0"))
    let none = try Tool.run(
      arguments("new.plc", budget + ["--resume", files.file("missing")]))
    #expect(none.status == 65 && none.errors.contains("No such file"))
    let placement = try Tool.run(
      arguments("new.plc", budget + ["--resume", files.file("out.plc")]))
    #expect(placement.status == 65)
    #expect(placement.errors.contains("expected a checkpoint of a placement, found other content"))
    #expect(!(try files.contents().contains("new.plc")))
  }

  /// The run is worth more than its checkpoint.
  @Test func aCheckpointThatCannotBeWrittenCostsNoRun() throws {
    let result = try Tool.shell(
      """
      ulimit -f 4
      exec "$0" "$@"
      """,
      arguments(
        "out.plc", ["--moves", "2000", "--checkpoint", checkpoint, "--checkpoint-every", "1e-6"]))
    let contents = try files.contents()
    #expect(!contents.contains("run.checkpoint"))
    #expect(result.errors.contains("run.checkpoint: error: cannot be written: File too large"))
    #expect(result.errors.contains("the run goes on"))
    #expect(contents.allSatisfy { !$0.hasSuffix(".tmp") })
  }
}
