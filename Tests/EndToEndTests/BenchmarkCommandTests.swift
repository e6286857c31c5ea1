import Benchmarking
import Foundation
import TestSupport
import Testing

/// `benchmark`: runs are made once, kept, compared and judged.
@Suite struct BenchmarkCommandTests {
  /// Writes a suite of the two samples by two recipes.
  private func writeSuite(_ files: SampleFiles, moves: Int = 200) throws -> String {
    try files.writeAccelerator()
    return try files.folder.write(
      """
      {
        "name": "samples",
        "designs": [
          {"name": "small", "netlist": "small.pb.txt", "placement": "small.plc"},
          {"name": "accelerator", "netlist": "accelerator.pb.txt", "placement": "accelerator.plc",
           "published": "nangate45/ariane133"}
        ],
        "recipes": [{"name": "given"}, {"name": "spiral", "start": "spiral"}],
        "seeds": 2,
        "budgets": [{"moves": \(moves)}]
      }
      """, to: "suite.json")
  }

  private func benchmark(
    _ files: SampleFiles, _ suite: String, _ options: [String], status: Int32 = 0
  ) throws -> [String: Any] {
    let result = try Tool.run(
      ["benchmark", suite, "--json"] + options)
    #expect(result.status == status, "\(result.errors)")
    return try #require(try Tool.json(result).first)
  }

  private func objects(_ report: [String: Any], _ key: String) throws -> [[String: Any]] {
    try #require(report[key] as? [[String: Any]])
  }

  @Test func resultsAreThoseOfPlaceAndAreKept() throws {
    let files = try SampleFiles()
    let suite = try writeSuite(files)
    let options = ["--database", files.file("runs.sqlite"), "--csv", files.file("runs.csv")]
    let first = try benchmark(files, suite, options)
    let runs = try objects(first, "runs")
    #expect(first["planned"] as? Int == 8 && runs.count == 8 && first["reused"] as? Int == 0)
    #expect(try objects(first, "summaries").count == 4)
    #expect(try objects(first, "comparisons").count == 3)
    let published = try objects(first, "published")
    #expect(published.allSatisfy { $0["design"] as? String == "accelerator" })
    #expect(published.allSatisfy { ($0["source"] as? [String: Any])?["location"] is String })

    let placed = try Tool.json(
      Tool.run([
        "place", files.file("accelerator.pb.txt"), "--placement", files.file("accelerator.plc"),
        "--moves", "200", "--threads", "1", "--seed", "2", "--start", "spiral", "--json", "-o",
        files.file("out.plc"),
      ]))
    let same = runs.first {
      $0["design"] as? String == "accelerator" && $0["recipe"] as? String == "spiral"
        && $0["seed"] as? Int == 2
    }
    #expect(same?["proxyCost"] as? Double == placed[0]["proxyCost"] as? Double)
    #expect(same?["moves"] as? Int == 200)

    let again = try benchmark(files, suite, options)
    #expect(again["reused"] as? Int == 8)
    #expect(try objects(again, "runs") as NSArray == runs as NSArray)
    let table = String(decoding: try files.folder.read("runs.csv"), as: UTF8.self)
    #expect(table.split(separator: "\n").count == 9)
    #expect(table.hasPrefix("suite,design,recipe,"))
  }

  @Test func textAndProgress() throws {
    let files = try SampleFiles()
    let suite = try writeSuite(files, moves: 50)
    let result = try Tool.run([
      "benchmark", suite, "--database", files.file("runs.sqlite"), "--against", "spiral", "--jobs",
      "2",
    ])
    #expect(result.status == 0, "\(result.errors)")
    for part in [
      "small, 50 moves, proxy cost", "95 % interval", "against spiral: ", "all designs, 50 moves",
      "published, and by how much above the median of given", "TILOS simulated annealing",
    ] {
      #expect(result.text.contains(part), "\(part)")
    }
    #expect(result.errors.contains("[8/8]") && result.errors.contains("s left"))
  }

  @Test func gateTellsWorseFromEqual() throws {
    let files = try SampleFiles()
    let suite = try writeSuite(files, moves: 300)
    let baseline = files.file("baseline.sqlite")
    _ = try benchmark(files, suite, ["--database", baseline])
    let equal = try benchmark(
      files, suite, ["--database", files.file("equal.sqlite"), "--against", baseline])
    let gate = try #require(equal["gate"] as? [String: Any])
    #expect(gate["passes"] as? Bool == true && gate["unpaired"] as? Int == 0)
    #expect((gate["groups"] as? [Any])?.count == 6)

    // A worse program, as far as the database knows: its costs were lower.
    let database = try RunDatabase(file: baseline)
    for var run in try database.allRuns() {
      run.proxyCost *= 0.9
      try database.save(run)
    }
    let arguments = [
      "benchmark", suite, "--database", files.file("equal.sqlite"), "--against", baseline,
    ]
    let worse = try Tool.run(arguments + ["--tolerance", "5"])
    #expect(worse.status == 1)
    #expect(worse.errors.contains("regression: small, given, 300 moves: +11.11 %"))
    #expect(worse.text.contains("became worse") && worse.text.contains("WORSE"))
    #expect(try Tool.run(arguments + ["--tolerance", "12"]).status == 0)
    // Nothing in common is no pass.
    let other = try Tool.run(arguments + ["--moves", "20"])
    #expect(other.status == 65 && other.errors.contains("found none"))
  }

  @Test func interruptKeepsWhatIsDone() throws {
    let files = try SampleFiles()
    let suite = try writeSuite(files)
    let database = files.file("runs.sqlite")
    // The small design first, which takes its budget in time as well.
    let tool = try RunningTool(
      Tool.path, ["benchmark", suite, "--database", database, "--time", "1", "--seeds", "50"])
    try tool.wait(within: 60) { tool in
      tool.handles(SIGTERM) && tool.errorsSoFar.contains("[2/200]")
    }
    tool.send(SIGTERM)
    let result = try tool.finish(within: 30)
    #expect(result.status == 130, "\(result.errors)")
    #expect(result.errors.contains("The same command makes the others."))
    #expect(result.text.contains("1 s, proxy cost"))
    let rest = try benchmark(
      files, suite, ["--database", database, "--time", "1", "--seeds", "1"])
    #expect((rest["reused"] as? Int ?? 0) >= 2)
  }

  @Test func folders() throws {
    let files = try SampleFiles()
    let report = try benchmark(
      files, files.folder.path,
      ["--database", files.file("runs.sqlite"), "--moves", "50", "--seeds", "1"])
    let runs = try objects(report, "runs")
    #expect(runs.map { $0["design"] as? String } == ["small"])
    #expect(runs.map { $0["recipe"] as? String } == ["default"])
  }

  @Test func faults() throws {
    let files = try SampleFiles()
    let suite = try writeSuite(files)
    let database = ["--database", files.file("runs.sqlite")]
    let broken = try files.folder.write("{\"designs\": 1}", to: "broken.json")
    let text = try files.folder.write(String(repeating: "text\n", count: 500), to: "text")
    let cases: [([String], Int32, String)] = [
      (["benchmark", suite], 64, "--database"),
      (["benchmark", suite, "--time", "1", "--moves", "1"] + database, 64, "not both"),
      (["benchmark", suite, "--seeds", "0"] + database, 64, "--seeds"),
      (["benchmark", suite, "--tolerance", "2"] + database, 64, "--tolerance"),
      (
        ["benchmark", suite, "--against", "none"] + database, 64,
        "a recipe (given, spiral) or a database"
      ),
      (["benchmark", suite, "--against", text] + database, 65, "expected a database of runs"),
      (["benchmark", broken] + database, 65, "designs: expected a list, found 1"),
      (["benchmark", suite, "--database", text], 65, "expected a database of runs"),
      (["benchmark", suite, "--database", files.file("no/runs.sqlite")], 73, "cannot be written"),
      (["benchmark", files.file("none.json")] + database, 65, "expected a suite file or a folder"),
    ]
    for (arguments, status, message) in cases {
      let result = try Tool.run(arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
    }
  }
}
