import Foundation
import TestSupport
import Testing

/// `place`: what it reports, what it writes, and that both depend on the seed alone.
@Suite struct PlaceCommandTests {
  private func place(
    _ files: SampleFiles, to output: String, _ options: [String]
  ) throws -> [String: Any] {
    let result = try Tool.run(
      ["place", files.file("accelerator.pb.txt"), "-o", files.file(output), "--json"] + options)
    #expect(result.status == 0, "\(result.errors)")
    return try #require(try Tool.json(result).first)
  }

  @Test(arguments: [1, 2])
  func sameSeedAndThreadsGiveTheSameBytes(threads: Int) throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let options = ["--moves", "800", "--threads", "\(threads)", "--seed"]
    let first = try place(files, to: "first.plc", options + ["7"])
    let second = try place(files, to: "second.plc", options + ["7"])
    let other = try place(files, to: "other.plc", options + ["8"])
    #expect(Tool.timeless(first) == Tool.timeless(second))
    #expect(try files.folder.read("first.plc") == files.folder.read("second.plc"))
    #expect(Tool.timeless(first) != Tool.timeless(other))
    #expect(try files.folder.read("first.plc") != files.folder.read("other.plc"))
  }

  @Test(arguments: ["given", "spiral", "random", "analytical"])
  func reportIsWhatASeparateEvaluationSays(start: String) throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let report = try place(
      files, to: "out.plc",
      ["--moves", "600", "--threads", "2", "--seed", "3", "--start", start, "--halo", "0.5"])
    let keys: Set<String> = [
      "placement", "hpwl", "wirelengthCost", "densityCost", "congestionCost", "proxyCost",
      "hardMacroOverlaps", "legal",
    ]
    #expect(
      Set(report.keys)
        == keys.union([
          "seconds", "moves", "movesPerSecond", "seed", "threads", "memoryEstimate",
          "peakMemoryBytes", "stages", "initialTemperature",
          "moveKinds", "curve", "interrupted", "engine",
        ]))
    #expect(report["placement"] as? String == files.file("out.plc"))
    #expect(report["moves"] as? Int == 600)
    #expect(report["seed"] as? Int == 3)
    #expect(report["threads"] as? Int == 2)
    #expect(report["interrupted"] as? Bool == false)
    #expect(report["legal"] as? Bool == true)
    let memory = try #require(report["peakMemoryBytes"] as? Int)
    #expect(memory > 1_000_000)
    let stages = try #require(report["stages"] as? [[String: Any]])
    let first = start == "analytical" ? "analytical" : "start"
    #expect(stages.map { $0["name"] as? String } == [first, "anneal"])
    #expect(stages.allSatisfy { Set($0.keys) == ["name", "seconds", "proxyCost"] })
    #expect(stages[1]["proxyCost"] as? Double == report["proxyCost"] as? Double)

    let judged = try Tool.json(
      Tool.run([
        "evaluate", files.file("accelerator.pb.txt"), files.file("out.plc"), "--json",
      ]))
    for key in keys {
      if let value = report[key] as? Double, let other = judged[0][key] as? Double {
        #expect(abs(value - other) <= 1e-9 * max(1, abs(value)), "\(key): \(value), \(other)")
      } else {
        #expect(report[key] as? String == judged[0][key] as? String, "\(key)")
      }
    }
  }

  @Test func startPlacementIsUsedAndNeverMadeWorse() throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    _ = try place(files, to: "first.plc", ["--moves", "1000", "--threads", "1"])
    let before = try Tool.json(
      Tool.run(["evaluate", files.file("accelerator.pb.txt"), files.file("first.plc"), "--json"]))
    let second = try place(
      files, to: "second.plc",
      ["--placement", files.file("first.plc"), "--moves", "200", "--threads", "1"])
    let start = try #require(before[0]["proxyCost"] as? Double)
    let end = try #require(second["proxyCost"] as? Double)
    #expect(end <= start + 1e-9)
    let stages = try #require(second["stages"] as? [[String: Any]])
    let atStart = try #require(stages[0]["proxyCost"] as? Double)
    #expect(abs(atStart - start) < 1e-6)
  }

  @Test func picturesAndCompressedPlacements() throws {
    let files = try SampleFiles()
    let result = try Tool.run([
      "place", files.file("small.pb.txt"), "-o", files.file("out.plc.gz"), "--moves", "300",
      "--picture", files.file("out.svg"), "--picture", files.file("out.png"),
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.contains("proxy cost"))
    #expect(try files.folder.read("out.plc.gz").prefix(2) == [0x1F, 0x8B])
    #expect(try files.folder.read("out.png").prefix(4) == [0x89, 0x50, 0x4E, 0x47])
    let svg = String(decoding: try files.folder.read("out.svg"), as: UTF8.self)
    #expect(svg.contains("<svg") && svg.hasSuffix("</svg>\n"))
    let judged = try Tool.run([
      "evaluate", files.file("small.pb.txt"), files.file("out.plc.gz"), "--json",
    ])
    #expect(try Tool.json(judged)[0]["legal"] as? Bool == true)
    #expect(
      try files.contents() == ["out.plc.gz", "out.png", "out.svg", "small.pb.txt", "small.plc"])
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptEndsTheRunWithItsBest(signal: Int32) throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let tool = try RunningTool(
      Tool.path,
      [
        "place", files.file("accelerator.pb.txt"), "-o", files.file("out.plc"), "--time", "600",
        "--threads", "2", "--json",
      ])
    try tool.wait(within: 60) { $0.handles(signal) }
    Thread.sleep(forTimeInterval: 0.5)
    tool.send(signal)
    let result = try tool.finish(within: 30)
    #expect(result.status == 0 && !result.endedBySignal, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    #expect(report["interrupted"] as? Bool == true)
    #expect(report["legal"] as? Bool == true)
    let judged = try Tool.json(
      Tool.run(["evaluate", files.file("accelerator.pb.txt"), files.file("out.plc"), "--json"]))
    #expect(judged[0]["legal"] as? Bool == true)
    let cost = try #require(report["proxyCost"] as? Double)
    let judgedCost = try #require(judged[0]["proxyCost"] as? Double)
    #expect(abs(cost - judgedCost) < 1e-9)
  }
}
