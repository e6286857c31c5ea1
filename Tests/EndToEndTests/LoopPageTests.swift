import Foundation
import GRDB
import TestSupport
import Testing
import WebReport

/// `report` on ledgers, studies and databases of benchmarks, and `evolve --report`.
@Suite struct LoopPageTests {
  /// Accelerators so small that a loop of them takes seconds.
  private static let goals = """
    {
      "workload": "gemm-sweep",
      "choices": {
        "rows": [4], "columns": [4, 8], "dataflow": ["ws", "os"], "tiles": [1],
        "inputBanks": [1], "weightBanks": [1], "outputBanks": [1], "vectorLanes": [4],
        "clusterRows": [4], "clusterColumns": [4]
      }
    }
    """

  private func options(_ files: SampleFiles, placements: Int = 2) throws -> [String] {
    let goals = try files.folder.write(Self.goals, to: "goals.json")
    return [
      "--goals", goals, "--placements-per-round", "\(placements)", "--pool", "4",
      "--moves-per-placement",
      "1000", "--recipes-per-round", "0", "--no-teach-policy", "--threads", "1", "--json",
    ]
  }

  @Test func loopsAndTheirLedgersBecomePages() throws {
    let files = try SampleFiles()
    let ledger = files.file("loop.sqlite")
    let evolved = try Tool.run(
      ["evolve", "--rounds", "2", "--ledger", ledger, "--report", files.file("evolve.html")]
        + options(files))
    #expect(evolved.status == 0, "\(evolved.errors)")
    let rounds = try Tool.json(evolved)
    let reported = try Tool.run(["report", ledger, "-o", files.file("report.html")])
    #expect(reported.status == 0, "\(reported.errors)")
    #expect(reported.output.isEmpty)

    let page = try Page(files, "report.html")
    #expect(page.document == (try Page(files, "evolve.html").document))
    let table = try page.table("Rounds")
    #expect(try page.numbers("round", of: table) == [1, 2])
    let verdict = try #require(table.columns.firstIndex { $0.title == "verdict" })
    for (row, round) in zip(table.rows, rounds) {
      guard case .text(let text) = row[verdict] else {
        Issue.record("expected a verdict, found \(row[verdict])")
        continue
      }
      let whole = try #require(round["verdict"] as? String)
      #expect(!text.isEmpty && whole.lowercased().hasSuffix(text.lowercased()), "\(text)")
    }
    let candidates = try page.table("Candidates")
    #expect(try page.numbers("candidate", of: candidates) == [1, 2, 3, 4])
    let best = try #require(rounds.last?["bestObjective"] as? Double)
    let measured = try #require(try page.numbers("measured", of: candidates).min())
    #expect(abs(measured / best - 1) < 1e-3)

    let layouts = page.layouts
    #expect((1...3).contains(layouts.count))
    #expect(layouts[0].title.hasPrefix("Best layout: candidate"))
    #expect(layouts[0].views.map(\.label) == ["generator's start", "placed"])
    #expect(layouts[0].views[0].x != layouts[0].views[1].x)
    let objective = try page.curves("Objective")
    #expect(objective.series.map(\.x.count) == [2, 2])
    #expect(try page.curves("Objective: measured over predicted").series[0].lower?.count == 4)
  }

  @Test func studiesBecomePages() throws {
    let files = try SampleFiles()
    let study = try Tool.run(
      [
        "evolve", "--study", files.file("study"), "--rounds", "1", "--seeds", "1", "--report",
        files.file("evolve.html"),
      ] + options(files, placements: 1), timeout: 300)
    #expect(study.status == 0, "\(study.errors)")
    try files.folder.write(Array(study.output), to: "study.json")
    let reported = try Tool.run([
      "report", files.file("study.json"), "-o", files.file("report.html"),
    ])
    #expect(reported.status == 0, "\(reported.errors)")
    let page = try Page(files, "report.html")
    let kinds = try page.table("Kinds of loops")
    #expect(
      kinds.rows.map(\.[0])
        == ["closed", "random", "frozen", "evolution", "shuffled"].map { .text($0) })
    let rows = try #require(try Tool.json(study)[0]["rows"] as? [[String: Any]])
    let medians = rows.compactMap { $0["median"] as? Double }
    for (shown, median) in zip(try page.numbers("median objective", of: kinds), medians) {
      #expect(abs(shown / median - 1) < 1e-3)
    }
    #expect(try page.curves("Best objective so far").series.count == 5)
    #expect(try page.table("Loops").rows.count == 5)
    #expect(try Page(files, "evolve.html").table("Loops").rows.count == 5)
  }

  @Test func databasesOfBenchmarksBecomePages() throws {
    let files = try SampleFiles()
    let suite = try files.folder.write(
      """
      {
        "name": "samples",
        "designs": [{"name": "small", "netlist": "small.pb.txt", "placement": "small.plc"}],
        "recipes": [{"name": "given"}, {"name": "spiral", "start": "spiral"}],
        "seeds": 2,
        "budgets": [{"moves": 100}, {"moves": 200}]
      }
      """, to: "suite.json")
    let database = files.file("runs.sqlite")
    let run = try Tool.run(["benchmark", suite, "--database", database, "--json"])
    #expect(run.status == 0, "\(run.errors)")
    let reported = try Tool.run(["report", database, "-o", files.file("report.html")])
    #expect(reported.status == 0, "\(reported.errors)")
    let page = try Page(files, "report.html")
    let summaries = try #require(try Tool.json(run)[0]["summaries"] as? [[String: Any]])
    let table = try page.table("Designs and recipes")
    let shown = try page.numbers("median", of: table)
    let medians = summaries.compactMap { $0["median"] as? Double }
    #expect(shown.count == 4 && medians.count == 4)
    // Two readers of JSON may differ in the last digit.
    #expect(zip(shown, medians).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(try page.table("Runs").rows.count == 8)
    #expect(try page.table("Recipes against given").rows.count == 2)
    #expect(try page.curves("small").series.map(\.name) == ["given", "spiral"])
  }

  /// The tables that are made, and what the message must say.
  @Test(arguments: [
    ("CREATE TABLE songs (name TEXT);", "with the tables songs"),
    ("CREATE TABLE a (b); DROP TABLE a;", "without tables"),
    ("CREATE TABLE runs (songs TEXT);", "database of runs"),
  ])
  func otherDatabasesAreRefused(sql: String, message: String) throws {
    let files = try SampleFiles()
    let file = files.file("other.sqlite")
    try DatabaseQueue(path: file).write { try $0.execute(sql: sql) }
    let result = try Tool.run(["report", file, "-o", files.file("report.html")])
    #expect(result.status == 65)
    #expect(result.errors.contains(file))
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: files.file("report.html")))
  }

  @Test func brokenAndMixedFilesAreRefused() throws {
    let files = try SampleFiles()
    let broken = try files.folder.write("SQLite format 3\0 and no more", to: "broken.sqlite")
    let study = try files.folder.write("{\"outcomes\": [], \"curves\": 3}", to: "study.json")
    let page = files.file("report.html")
    #expect(try Tool.run(["report", broken, "-o", page]).status == 65)
    let wrong = try Tool.run(["report", study, "-o", page])
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("expected a study"), "\(wrong.errors)")
    let mixed = try Tool.run(["report", files.file("small.pb.txt"), study, "-o", page])
    #expect(mixed.status == 64)
    #expect(mixed.errors.contains("expected a study of design loops alone"), "\(mixed.errors)")
    #expect(!FileManager.default.fileExists(atPath: page))
  }
}

/// The data of a page.
private struct Page {
  let document: ReportDocument

  init(_ files: SampleFiles, _ name: String) throws {
    let page = String(decoding: try files.folder.read(name), as: UTF8.self)
    let start = try #require(page.range(of: "id=\"report-data\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    document = try JSONDecoder().decode(
      ReportDocument.self, from: Data(page[start.upperBound..<end.lowerBound].utf8))
  }

  var layouts: [LayoutSection] {
    document.sections.compactMap { if case .layout(let layout) = $0 { layout } else { nil } }
  }

  func table(_ title: String) throws -> TableSection {
    try #require(
      document.sections.lazy.compactMap { section in
        if case .table(let table) = section, table.title == title { table } else { nil }
      }.first)
  }

  func curves(_ title: String) throws -> CurvesSection {
    try #require(
      document.sections.lazy.compactMap { section in
        if case .curves(let curves) = section, curves.title == title { curves } else { nil }
      }.first)
  }

  /// The numbers of a column.
  func numbers(_ column: String, of table: TableSection) throws -> [Double] {
    let place = try #require(table.columns.firstIndex { $0.title == column })
    return table.rows.compactMap { if case .number(let number) = $0[place] { number } else { nil } }
  }
}
