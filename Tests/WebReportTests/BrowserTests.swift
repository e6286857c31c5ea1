import Foundation
import TestSupport
import Testing

@testable import WebReport

/// Pages in headless Chromium, steered by the scripts in `Browser`.
@Suite struct BrowserTests {
  private static func run(_ script: String, _ files: [String]) throws -> (
    text: String, status: Int32
  ) {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try BrowserScript.run(folder.appendingPathComponent("Browser/\(script)"), files)
  }

  @Test(
    .enabled(
      if: BrowserScript.canRun,
      "Chromium or Python is not installed, so reports are not tried in a browser."))
  func interactionsDoWhatTheySay() throws {
    let folder = try TemporaryFolder()
    try ReportPage(SamplePages.small()).write(to: folder.file("small.html"))
    try ReportPage(SamplePages.hostile()).write(to: folder.file("hostile.html"))
    let (text, status) = try Self.run(
      "check_report.py", [folder.file("small.html"), folder.file("hostile.html")])
    #expect(status == 0, "\(text)")
    #expect(text.contains("0 checks failed"), "\(text)")
  }

  /// Layouts of many nodes load without a fault, and a frame takes the page's process less time than
  /// would be seen. Frames a second depend on what else the machine does, so `measure_report.py` tells
  /// them and no test asks for them.
  @Test(
    .enabled(
      if: BrowserScript.canRun,
      "Chromium or Python is not installed, so no large report is tried in a browser."))
  func largeLayoutsStayFluid() throws {
    let folder = try TemporaryFolder()
    try ReportPage(SamplePages.large(cells: 20_000, macros: 400)).write(
      to: folder.file("large.html"))
    let (text, status) = try Self.run("measure_report.py", [folder.file("large.html")])
    #expect(status == 0, "\(text)")
    let times = text.matches(of: /([0-9.]+) ms of the page/).compactMap { Double($0.output.1) }
    #expect(times.count == 4, "\(text)")
    #expect(times.allSatisfy { $0 < 100 }, "\(text)")
  }
}
