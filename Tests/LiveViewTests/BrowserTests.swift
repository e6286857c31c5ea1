import Accelerator
import Annealing
import ChipPlace
import DesignLoop
import Evaluation
import Foundation
import Netlist
import SyntheticDesigns
import TestSupport
import Testing
import WebReport

@testable import LiveView

/// Live pages in headless Chromium, steered by the script in `Browser`.
@Suite struct BrowserTests {
  private static func document(_ ledger: Ledger) throws -> ReportDocument {
    let reports = try RoundReport.all(ledger)
    return ReportDocument(
      title: "Design loop", subtitle: "A loop of a test.",
      sections: [
        .curves(
          CurvesSection(
            title: "Objective", xLabel: "round", yLabel: "objective",
            series: [
              .init(
                name: "best of the round", style: .points, x: reports.map { Double($0.round) },
                y: reports.map(\.objective))
            ])),
        .table(
          TableSection(
            title: "Rounds", columns: [.init("round"), .init("verdict")],
            rows: reports.map { [.number(Double($0.round)), .text($0.verdict)] })),
      ])
  }

  @Test(
    .enabled(
      if: BrowserScript.canRun,
      "Chromium or Python is not installed, so live pages are not tried in a browser."))
  func interactionsDoWhatTheySay() async throws {
    let design = try AcceleratorGenerator.generate(AcceleratorParameters(), seed: 1)
    let placement = PlacementSession(
      design, options: PlacementOptions(budget: .time(300)), title: "Accelerator <8 × 8>"
    ) { _ in }
    await placement.pause()
    let folder = try TemporaryFolder()
    let loop = try RunningLoop(folder, rounds: 2)
    let ledger = try Ledger(loop.file)
    let servers = [
      try await RunningServer(placement),
      try await RunningServer(
        LoopSession(ledger, title: "Design loop") { try Self.document(ledger) }),
      try await RunningServer(
        FlatSession(
          SyntheticDesign.generate(SyntheticParameters(cells: 200), seed: 2).design,
          options: FlatPlacementOptions(), title: "Flat")),
    ]
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let tools = tests.deletingLastPathComponent().appendingPathComponent("WebReportTests/Browser")
    let shots = ProcessInfo.processInfo.environment["CHIPPLACE_SCREENSHOTS"].map { [$0] } ?? []
    let arguments = [tools.path] + servers.map(\.address.absoluteString) + shots
    let (text, status) = try await onOwnThread {
      try BrowserScript.run(
        tests.appendingPathComponent("Browser/check_live.py"), arguments)
    }
    #expect(status == 0, "\(text)")
    #expect(text.contains("0 checks failed"), "\(text)")
    loop.stop.raise()
    _ = try await loop.ending()
    _ = await placement.finish()
  }
}
