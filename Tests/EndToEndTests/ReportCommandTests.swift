import Foundation
import TestSupport
import Testing

/// `info` and `evaluate` on a design whose figures are known.
@Suite struct ReportCommandTests {
  @Test func helpAndVersion() throws {
    let help = try Tool.run(["--help"])
    #expect(help.status == 0)
    for command in ["place", "evaluate", "convert", "info", "generate"] {
      #expect(help.text.contains("  \(command) "), "\(command) is not in the help")
      let own = try Tool.run([command, "--help"])
      #expect(own.status == 0)
      #expect(own.text.contains("USAGE: chipplace \(command)"))
    }
    let version = try Tool.run(["--version"])
    #expect(version.status == 0)
    #expect(version.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test func infoSaysWhatTheDesignHolds() throws {
    let files = try SampleFiles()
    let result = try Tool.run([
      "info", files.file("small.pb.txt"), "--placement", files.file("small.plc"), "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let objects = try Tool.json(result)
    let info = try #require(objects.first)
    #expect(
      Set(info.keys) == [
        "format", "hardMacros", "softMacros", "standardCells", "ports", "nets", "pins", "width",
        "height", "utilization",
      ])
    #expect(info["format"] as? String == "circuit-training")
    #expect(info["hardMacros"] as? Int == 3)
    #expect(info["softMacros"] as? Int == 2)
    #expect(info["standardCells"] as? Int == 0)
    #expect(info["ports"] as? Int == 4)
    #expect(info["nets"] as? Int == 7)
    #expect(info["pins"] as? Int == 14)
    #expect(info["height"] as? Double == 100)
    #expect(info["width"] as? Double == 100)
    let utilization = try #require(info["utilization"] as? Double)
    #expect(abs(utilization - 0.08) < 1e-12)
    let plain = try Tool.run(["info", files.file("small.pb.txt")])
    #expect(plain.text.contains("hard macros      3\n"))
  }

  @Test func evaluateGivesOneObjectForEachPlacement() throws {
    let files = try SampleFiles()
    let text = String(decoding: try files.folder.read("small.plc"), as: UTF8.self)
    var body = text.split(separator: "\n").map(String.init)
    // `b` onto `a`.
    let line = try #require(body.firstIndex { $0.hasSuffix("80 20 N 0") })
    body[line].replace("80 20 N 0", with: "25 20 N 0")
    try files.folder.write(body.joined(separator: "\n") + "\n", to: "overlap.plc")

    let placements = [files.file("small.plc"), files.file("overlap.plc")]
    let result = try Tool.run(["evaluate", files.file("small.pb.txt")] + placements + ["--json"])
    #expect(result.status == 0, "\(result.errors)")
    let reports = try Tool.json(result)
    #expect(reports.count == 2)
    for (report, placement) in zip(reports, placements) {
      #expect(
        Set(report.keys) == [
          "placement", "hpwl", "wirelengthCost", "densityCost", "congestionCost", "proxyCost",
          "hardMacroOverlaps", "legal",
        ])
      #expect(report["placement"] as? String == placement)
    }
    #expect(reports[0]["hpwl"] as? Double == 495)
    #expect(reports[0]["hardMacroOverlaps"] as? Int == 0)
    #expect(reports[0]["legal"] as? Bool == true)
    #expect(reports[1]["hardMacroOverlaps"] as? Int == 1)
    #expect(reports[1]["legal"] as? Bool == false)
    let wirelength = try #require(reports[0]["wirelengthCost"] as? Double)
    let density = try #require(reports[0]["densityCost"] as? Double)
    let congestion = try #require(reports[0]["congestionCost"] as? Double)
    let proxy = try #require(reports[0]["proxyCost"] as? Double)
    #expect(abs(wirelength - 495.0 / (200 * 14)) < 1e-12)
    #expect(abs(proxy - (wirelength + 0.5 * density + 0.5 * congestion)) < 1e-12)

    let own = try Tool.json(Tool.run(["evaluate", files.file("small.pb.txt"), "--json"]))
    #expect(own.count == 1)
    #expect(own[0]["placement"] as? String == files.file("small.pb.txt"))
    #expect(own[0]["hpwl"] as? Double == 495)
  }

  @Test func precisionAndEdgeRuleReachTheEvaluator() throws {
    let files = try SampleFiles()
    let netlist = files.file("small.pb.txt")
    let placement = files.file("small.plc")
    // Ports on the far edges have no cell under the raw rule.
    let raw = try Tool.run(["evaluate", netlist, placement, "--edge-rule", "raw"])
    #expect(raw.status == 65)
    #expect(raw.output.isEmpty)
    #expect(raw.errors.contains("'north' is outside the canvas"))
    let single = try Tool.json(Tool.run(["evaluate", netlist, "--precision", "single", "--json"]))
    let double = try Tool.json(Tool.run(["evaluate", netlist, "--json"]))
    let first = try #require(single[0]["proxyCost"] as? Double)
    let second = try #require(double[0]["proxyCost"] as? Double)
    #expect(abs(first - second) < 1e-6)
  }

  @Test(arguments: ["svg", "png"])
  func evaluateDrawsTheLastPlacement(format: String) throws {
    let files = try SampleFiles()
    let picture = files.file("picture.\(format)")
    let result = try Tool.run([
      "evaluate", files.file("small.pb.txt"), files.file("small.plc"), "--picture", picture,
      "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try Tool.json(result).count == 1)
    let bytes = try files.folder.read("picture.\(format)")
    let start = format == "png" ? [0x89, 0x50, 0x4E, 0x47] : Array("<?xml".utf8)
    #expect(Array(bytes.prefix(start.count)) == start)
  }
}
