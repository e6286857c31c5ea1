import Foundation
import TestSupport
import Testing
import WebReport

/// `report`, and `place --report`.
@Suite struct ReportPageCommandTests {
  /// The data of a page.
  private func document(_ folder: TemporaryFolder, _ name: String) throws -> ReportDocument {
    let page = String(decoding: try folder.read(name), as: UTF8.self)
    let start = try #require(page.range(of: "id=\"report-data\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    return try JSONDecoder().decode(
      ReportDocument.self, from: Data(page[start.upperBound..<end.lowerBound].utf8))
  }

  private func layout(_ document: ReportDocument) throws -> LayoutSection {
    try #require(
      document.sections.lazy.compactMap { section in
        if case .layout(let layout) = section { layout } else { nil }
      }.first)
  }

  private func table(_ document: ReportDocument, _ title: String) throws -> TableSection {
    try #require(
      document.sections.lazy.compactMap { section in
        if case .table(let table) = section, table.title == title { table } else { nil }
      }.first)
  }

  private func curves(_ document: ReportDocument) throws -> CurvesSection {
    try #require(
      document.sections.lazy.compactMap { section in
        if case .curves(let curves) = section { curves } else { nil }
      }.first)
  }

  @Test func netlistAndPlacements() throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    _ = try Tool.run([
      "place", files.file("accelerator.pb.txt"), "--moves", "500", "--threads", "1", "-o",
      files.file("out.plc"),
    ])
    let result = try Tool.run([
      "report", files.file("accelerator.pb.txt"), files.file("accelerator.plc"),
      files.file("out.plc"), "-o", files.file("report.html"), "--title", "A & B",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.isEmpty)
    let report = try document(files.folder, "report.html")
    #expect(report.title == "A & B")
    let layout = try layout(report)
    #expect(layout.views.map(\.label) == ["accelerator.plc", "out.plc"])
    #expect(layout.views[0].x != layout.views[1].x)
    #expect(try table(report, "Placements").rows.count == 2)
  }

  @Test func resultsBecomeATableAndCurves() throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    var costs: [Double] = []
    for seed in ["1", "2"] {
      let placed = try Tool.run([
        "place", files.file("accelerator.pb.txt"), "--moves", "2000", "--threads", "1", "--seed",
        seed, "-o", files.file("\(seed).plc"), "--json",
      ])
      try files.folder.write(Array(placed.output), to: "\(seed).json")
      costs.append(try #require(try Tool.json(placed)[0]["proxyCost"] as? Double))
    }
    let result = try Tool.run([
      "report", files.file("1.json"), files.file("2.json"), "-o", files.file("report.html"),
    ])
    #expect(result.status == 0, "\(result.errors)")
    let report = try document(files.folder, "report.html")
    let table = try table(report, "Results")
    let column = try #require(table.columns.firstIndex { $0.title == "proxy cost" })
    for (row, cost) in zip(table.rows, costs) {
      guard case .number(let shown) = row[column] else {
        Issue.record("expected a number, found \(row[column])")
        continue
      }
      // Two readers of JSON may differ in the last digit.
      #expect(abs(shown - cost) < 1e-12)
    }
    #expect(table.rows.count == costs.count)
    let curves = try curves(report)
    #expect(curves.series.map(\.name) == ["1.plc", "2.plc"])
    #expect(curves.series.allSatisfy { $0.x.count > 2 })
  }

  @Test func placeReportsOnItsRun() throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let result = try Tool.run([
      "place", files.file("accelerator.pb.txt"), "--moves", "20000", "--threads", "1", "-o",
      files.file("out.plc"), "--report", files.file("run.html"), "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let curve = try #require(try Tool.json(result)[0]["curve"] as? [[String: Any]])
    #expect((2...51).contains(curve.count))
    #expect(curve.last?["moves"] as? Int == 20000)
    let best = curve.compactMap { $0["bestCost"] as? Double }
    #expect(zip(best, best.dropFirst()).allSatisfy { $0 >= $1 })
    let cost = try #require(try Tool.json(result)[0]["proxyCost"] as? Double)
    #expect(abs((best.last ?? 0) - cost) < 1e-9)

    let report = try document(files.folder, "run.html")
    let layout = try layout(report)
    #expect(layout.views.map(\.label) == ["before", "after"])
    let frames = try #require(layout.animation?.frames)
    #expect((20...60).contains(frames.count))
    #expect(frames[0].label == "start")
    #expect(try curves(report).series.map(\.name) == ["best so far", "current"])
    #expect(try table(report, "Stages").rows.count == 2)
  }

  /// The file, and what the message must say of it.
  @Test(arguments: [
    ("{\"placement\": \"a.plc\"}", "found nothing at $.proxyCost"),
    ("[{\"placement\": 3}]", "expected String at $[0].placement"), ("{ nonsense", "found no JSON"),
    ("nonsense", "found 'nonsense'"), ("", "found an empty file"),
  ])
  func otherFilesAreRefused(text: String, message: String) throws {
    let files = try SampleFiles()
    let file = try files.folder.write(text, to: "odd")
    let result = try Tool.run(["report", file, "-o", files.file("report.html")])
    #expect(result.status == 65)
    #expect(result.errors.contains(file))
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: files.file("report.html")))
  }

  @Test func missingFilesAndFoldersAreNamed() throws {
    let files = try SampleFiles()
    let missing = try Tool.run(["report", files.file("no.json"), "-o", files.file("report.html")])
    #expect(missing.status == 65)
    #expect(missing.errors.contains("no.json"))
    let unwritable = try Tool.run([
      "report", files.file("small.pb.txt"), "-o", files.file("no/report.html"),
    ])
    #expect(unwritable.status == 73)
  }
}
