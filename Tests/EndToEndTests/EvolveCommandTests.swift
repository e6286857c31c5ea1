import Foundation
import TestSupport
import Testing

/// `chipplace evolve` and `chipplace ledger`.
@Suite struct EvolveCommandTests {
  @Test(arguments: [
    ["evolve", "--rounds", "1"], ["evolve", "--ledger", "a.sqlite"],
    ["evolve", "--rounds", "0", "--ledger", "a.sqlite"],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--study", "folder.d"],
    ["evolve", "--rounds", "1", "--study", "folder.d", "--approve"],
    ["evolve", "--rounds", "1", "--study", "folder.d", "--proposer", "cat"],
    ["evolve", "--rounds", "1", "--study", "folder.d", "--feedback", "random"],
    ["evolve", "--rounds", "1", "--study", "folder.d", "--seeds", "0"],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--seeds", "2"],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--feedback", "open"],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--moves-per-placement", "999"],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--time-per-placement", "0"],
    [
      "evolve", "--rounds", "1", "--ledger", "a.sqlite", "--time-per-placement", "1",
      "--moves-per-placement", "2000",
    ],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--pool", "2"],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--first-round", "0"],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--threads", "0"],
    ["evolve", "--rounds", "1", "--ledger", "a.sqlite", "--recipes-per-round=-1"],
    ["ledger"], ["ledger", "a.sqlite", "--candidate", "1"],
    ["ledger", "a.sqlite", "-o", "out.pb.txt"], ["ledger", "a.sqlite", "--replay", "0"],
    ["ledger", "a.sqlite", "-o", "out.gds", "--candidate", "1"],
    ["ledger", "a.sqlite", "--json", "--csv", "-"],
    ["ledger", "a.sqlite", "--replay", "1", "--csv", "-"],
    ["ledger", "a.sqlite", "--json", "-o", "out.pb.txt", "--candidate", "1"],
  ])
  func wrongUsageIs64(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let result = try Tool.run(
      arguments.map { $0.contains(".") ? folder.file($0) : $0 })
    #expect(result.status == 64, "\(result.text) \(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("Error: "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test(arguments: [
    (#"{"limit": {}}"#, "goals.json:1:2: error: expected the keys weights"),
    (
      #"{"choices": {"rows": [3.5]}}"#,
      "goals.json:1:23: error: choices.rows[0]: expected a whole number"
    ),
    (#"{"choices": "#, "goals.json:1:13: error: expected a value"),
    (#"{"workload": "missing.csv"}"#, "missing.csv"),
    (#"{"technology": "missing.json"}"#, "missing.json"),
    (#"{"choices": {"rows": [4], "clusterRows": [8]}}"#, "clusterRows is 8"),
  ])
  func badGoalsAre65(goals: String, message: String) throws {
    let loop = try SmallLoop()
    try loop.folder.write(goals, to: "goals.json")
    let result = try Tool.run(loop.evolve("a.sqlite", rounds: 1))
    #expect(result.status == 65, "\(result.text) \(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("error: "))
    #expect(result.errors.contains(message), "\(result.errors)")
    // The next, with goals as they should be, is not kept from beginning.
    let begun = try SmallLoop()
    try FileManager.default.removeItem(atPath: loop.file("goals.json"))
    try FileManager.default.copyItem(
      atPath: begun.file("goals.json"), toPath: loop.file("goals.json"))
    let next = try Tool.run(loop.evolve("a.sqlite", rounds: 1))
    #expect(next.status == 0, "\(next.errors)")
  }

  @Test func goalsThatCannotBeReadLeaveNoLedger() throws {
    let loop = try SmallLoop()
    try loop.folder.write("{", to: "goals.json")
    #expect(try Tool.run(loop.evolve("a.sqlite", rounds: 1)).status == 65)
    #expect(!FileManager.default.fileExists(atPath: loop.file("a.sqlite")))
  }

  @Test func badLedgersAndCommandsAre65() throws {
    let loop = try SmallLoop()
    try loop.folder.write(String(repeating: "no ledger\n", count: 100), to: "text.sqlite")
    let before = try loop.folder.read("text.sqlite")
    for arguments in [
      loop.evolve("text.sqlite", rounds: 1), ["ledger", loop.file("text.sqlite")],
      ["ledger", loop.file("missing.sqlite"), "--json"], ["ledger", loop.folder.path],
      loop.evolve("p1.sqlite", rounds: 1, ["--proposer", "exit 3"]),
      loop.evolve("p2.sqlite", rounds: 1, ["--proposer", "while read line; do echo no; done"]),
    ] {
      let result = try Tool.run(arguments)
      #expect(result.status == 65, "\(arguments) \(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("error: "), "\(result.errors)")
    }
    let unwritable = try Tool.run(loop.evolve("missing/a.sqlite", rounds: 1))
    #expect(unwritable.status == 73 && unwritable.output.isEmpty)
    #expect(unwritable.errors.contains("cannot be written"), "\(unwritable.errors)")
    #expect(try loop.folder.read("text.sqlite") == before)
    #expect(!FileManager.default.fileExists(atPath: loop.file("missing.sqlite")))
  }

  @Test func aLedgerKeepsToItsSettings() throws {
    let loop = try SmallLoop()
    #expect(try Tool.run(loop.evolve("a.sqlite", rounds: 1)).status == 0)
    let other = try Tool.run(loop.evolve("a.sqlite", rounds: 2, ["--seed", "2"]))
    #expect(other.status == 65)
    #expect(other.errors.contains("expected seed 1, found 2"), "\(other.errors)")
    for command in [["--replay", "2"], ["-o", loop.file("x.pb.txt"), "--candidate", "7"]] {
      let result = try Tool.run(["ledger", loop.file("a.sqlite")] + command)
      #expect(result.status == 65, "\(result.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: loop.file("x.pb.txt")))
  }

  @Test func roundsAreReportedAsJSON() throws {
    let loop = try SmallLoop()
    let result = try Tool.run(loop.evolve("a.sqlite", rounds: 2, ["--json"]))
    #expect(result.status == 0, "\(result.errors)")
    let reports = try Tool.json(result)
    #expect(reports.compactMap { $0["round"] as? Int } == [1, 2])
    for report in reports {
      let architecture = try #require(report["architecture"] as? [String: Any])
      #expect(architecture["rows"] as? Int == 4)
      #expect(["ws", "os"].contains(architecture["dataflow"] as? String))
      for key in ["predicted", "measured"] {
        let figures = try #require(report[key] as? [String: Any])
        for figure in ["latency", "energy", "area", "clock", "cycles"] {
          let value = try #require(figures[figure] as? Double)
          #expect(value > 0)
        }
      }
      let measured = try #require(report["measured"] as? [String: Double])
      let product = measured["latency"]! * measured["energy"]! * measured["area"]!
      let objective = try #require(report["objective"] as? Double)
      #expect(abs(objective / product - 1) < 1e-9)
      let best = try #require(report["bestObjective"] as? Double)
      #expect(best <= objective)
      let error = try #require(report["modelError"] as? Double)
      #expect(error >= 0 && error < 10)
    }
    // The same command again changes nothing and says the same.
    let again = try Tool.run(loop.evolve("a.sqlite", rounds: 2, ["--json"]))
    #expect(again.output == result.output)
    let text = try Tool.run(loop.evolve("a.sqlite", rounds: 2))
    #expect(text.text.split(separator: "\n").count == 3)
  }

  @Test func aRedLineStopsTheLoop() throws {
    let loop = try SmallLoop()
    try loop.folder.write(
      SmallLoop.goals(
        workload: loop.file("workload.csv"), more: #""limits": {"placements": 2},"#),
      to: "goals.json")
    let result = try Tool.run(loop.evolve("a.sqlite", rounds: 3, ["--json"]))
    #expect(result.status == 0)
    #expect(result.errors.contains("stopped: 2 placements are made"), "\(result.errors)")
    #expect(try Tool.json(result).count == 1)
  }

  @Test func aLedgerIsShownExportedAndPlayedAgain() throws {
    let loop = try SmallLoop()
    #expect(try Tool.run(loop.evolve("a.sqlite", rounds: 1)).status == 0)
    let ledger = ["ledger", loop.file("a.sqlite")]
    let table = try Tool.run(ledger + ["--csv", "-"])
    #expect(table.status == 0)
    let lines = table.text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("round,candidate,run,origin,decision,rows,"))
    #expect(lines[1].hasPrefix("1,1,0,random,place,4,"))
    #expect(try Tool.run(ledger + ["--csv", loop.file("a.csv")]).status == 0)
    #expect(String(decoding: try loop.folder.read("a.csv"), as: UTF8.self) == table.text)
    #expect(try Tool.run(ledger + ["--csv", loop.file("missing/a.csv")]).status == 73)

    let replay = try Tool.run(ledger + ["--replay", "1"])
    #expect(replay.status == 0, "\(replay.errors)")
    #expect(replay.text.contains("round 1: the same, bit for bit"))
    let json = try Tool.json(Tool.run(ledger + ["--replay", "1", "--json"]))
    #expect(json.first?["differences"] as? String == "0")

    let netlist = loop.file("x.pb.txt")
    let layout = loop.file("x.plc")
    let written = try Tool.run(ledger + ["-o", netlist, "-o", layout, "--candidate", "2"])
    #expect(written.status == 0, "\(written.errors)")
    let report = try #require(
      try Tool.json(Tool.run(["evaluate", netlist, layout, "--json"])).first)
    #expect(report["legal"] as? Bool == true, "\(report.keys)")
    let summary = try Tool.run(ledger)
    #expect(summary.status == 0 && !summary.text.isEmpty)
  }

  @Test func approvalsAreReadFromStandardInput() throws {
    let loop = try SmallLoop()
    func answer(_ lines: String, _ ledger: String, rounds: Int) throws -> ToolResult {
      try Tool.shell(
        "printf '\(lines)' | \"$0\" \"$@\"", loop.evolve(ledger, rounds: rounds, ["--approve"]))
    }
    let stopped = try answer("perhaps\\nno 9\\nstop\\n", "a.sqlite", rounds: 1)
    #expect(stopped.status == 0, "\(stopped.errors)")
    #expect(stopped.errors.contains("Expected yes, stop or no, found 'perhaps'."))
    #expect(stopped.errors.contains("Expected numbers among 1, 2."))
    #expect(stopped.errors.contains("stopped; the same command goes on from here"))
    let refused = try answer("no 1\\nyes\\n", "a.sqlite", rounds: 2)
    #expect(refused.status == 0, "\(refused.errors)")
    let content = try loop.content("a.sqlite")
    let candidates = try #require(content["candidates"] as? [[String: Any]])
    #expect(
      candidates.map { $0["decision"] as? String } == ["refused", "place", "place", "place"])
    #expect((content["layouts"] as? [[String: Any]])?.count == 3)
    // The end of input stops.
    let ended = try answer("", "b.sqlite", rounds: 1)
    #expect(ended.status == 0)
    #expect(ended.errors.contains("stopped; "))
  }

  @Test func aStudyRunsAllKindsAndGoesOn() throws {
    let loop = try SmallLoop()
    let arguments =
      ["evolve", "--rounds", "2", "--study", loop.file("study"), "--seeds", "1", "--json"]
      + loop.options()
    let running = try RunningTool(Tool.path, arguments)
    try running.wait(within: 60) { $0.errorsSoFar.contains("Round 2") }
    running.send(SIGINT)
    let stopped = try running.finish(within: 60)
    #expect(stopped.status == 0, "\(stopped.errors)")
    #expect(stopped.errors.contains("stopped; the same command goes on from here"))
    #expect(stopped.output.isEmpty)
    let result = try Tool.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    let rows = try #require(report["rows"] as? [[String: Any]])
    let kinds = ["closed", "random", "frozen", "evolution", "shuffled"]
    #expect(rows.compactMap { $0["feedback"] as? String } == kinds)
    for row in rows { #expect((row["objectives"] as? [Double])?.count == 1) }
    let curves = try #require(report["curves"] as? [[String: Any]])
    for curve in curves { #expect((curve["bestObjective"] as? [Double])?.count == 2) }
    let files = try FileManager.default.contentsOfDirectory(atPath: loop.file("study"))
    #expect(
      files.filter { $0.hasSuffix(".sqlite") }.sorted() == kinds.map { "\($0)-1.sqlite" }.sorted())
    // All of them begin alike, but for those that draw anew.
    let text = try Tool.run(arguments.filter { $0 != "--json" })
    #expect(text.status == 0 && text.text.contains("shuffled"))
  }
}
