import Foundation
import TestSupport
import Testing

/// What `evaluate` says beside the cost, and `place` with an objective beside it.
@Suite struct QualityCommandTests {
  @Test func boundsAndQualityAsJSONAndText() throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let netlist = files.file("accelerator.pb.txt")
    let result = try Tool.run(["evaluate", netlist, "--bound", "--quality", "--json"])
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    let bound = try #require(report["bound"] as? [String: Any])
    let gaps = try #require(bound["gaps"] as? [String: Double])
    for part in ["wirelength", "density", "congestion", "proxy"] {
      let cost = try #require(report[part + "Cost"] as? Double)
      let least = try #require(bound[part] as? Double)
      let gap = try #require(gaps[part])
      #expect(least > 0 && least <= cost, "\(part)")
      #expect(abs(cost - least - gap) < 1e-9, "\(part)")
    }
    let quality = try #require(report["quality"] as? [String: Any])
    #expect(
      Set(quality.keys).isSuperset(of: [
        "routing", "channelWidth", "channels", "cutOff", "blockedPins", "unaligned", "boundary",
        "pinPeak",
      ]))
    let routing = try #require(quality["routing"] as? [String: Any])
    #expect((routing["averageCongestion"] as? [Double])?.count == 4)

    let text = try Tool.run(["evaluate", netlist, "--bound", "--quality"]).text
    #expect(text.contains("bounds of any legal placement"))
    #expect(text.contains("routed wirelength"))
    let plain = try #require(
      try Tool.json(Tool.run(["evaluate", netlist, "--json"])).first)
    #expect(plain["bound"] == nil && plain["quality"] == nil)
  }

  @Test func anObjectiveIsLoweredWithinTheSlack() throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let result = try Tool.run([
      "place", files.file("accelerator.pb.txt"), "-o", files.file("out.plc"), "--moves", "2000",
      "--threads", "1", "--json", "--objective", "boundary + unaligned", "--objective-slack",
      "0.02",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    let objective = try #require(report["objective"] as? [String: Any])
    let before = try #require(objective["before"] as? Double)
    let after = try #require(objective["after"] as? Double)
    #expect(after < before)
    let stages = try #require(report["stages"] as? [[String: Any]])
    let annealed = try #require(stages.last?["proxyCost"] as? Double)
    let proxy = try #require(report["proxyCost"] as? Double)
    #expect(proxy <= annealed * 1.02 + 1e-9)
    #expect(report["legal"] as? Bool == true)
    let judged = try #require(
      try Tool.json(
        Tool.run([
          "evaluate", files.file("accelerator.pb.txt"), files.file("out.plc"), "--quality",
          "--json",
        ])
      ).first)
    let quality = try #require(judged["quality"] as? [String: Any])
    let boundary = try #require(quality["boundary"] as? Double)
    let unaligned = try #require(quality["unaligned"] as? Double)
    #expect(abs(boundary + unaligned - after) < 1e-9)
  }

  @Test(arguments: [
    (["evaluate", "x.pb.txt", "--bound", "--edge-rule", "raw"], "--bound"),
    (["place", "x.pb.txt", "-o", "x.plc", "--objective", "proxy + 0.1 * chanels"], "column 15"),
    (["place", "x.pb.txt", "-o", "x.plc", "--objective", "proxy +"], "column 8"),
    (["place", "x.pb.txt", "-o", "x.plc", "--objective-slack", "0.1"], "--objective"),
    (
      [
        "place", "x.pb.txt", "-o", "x.plc", "--objective", "channels", "--routing-capacity", "0.5",
      ], "--objective of routes"
    ),
  ])
  func usageErrorsSayWhatWasExpected(arguments: [String], words: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains(words), "\(result.errors)")
  }
}
