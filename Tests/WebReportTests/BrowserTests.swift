import Foundation
import TestSupport
import Testing

@testable import WebReport

/// Pages in headless Chromium, steered by the scripts in `Browser`.
@Suite struct BrowserTests {
  static let python = find(["python3"])
  static let chromium = find([
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
  ])
  static let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Browser").path

  private static func find(_ names: [String]) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a script on files; what it writes, and its exit status.
  private static func run(_ script: String, _ files: [String]) throws -> (
    text: String, status: Int32
  ) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: python ?? "")
    process.arguments = ["-B", "\(scripts)/\(script)"] + files
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text, process.terminationStatus)
  }

  @Test(
    .enabled(
      if: python != nil && chromium != nil,
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
      if: python != nil && chromium != nil,
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
