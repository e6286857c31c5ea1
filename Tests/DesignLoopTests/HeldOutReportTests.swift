import TestSupport
import Testing

@testable import DesignLoop

struct HeldOutReportTests {
  @Test(arguments: ["columns>=32", "utilization<=0.5", "dataflow=os", "tiles=4"])
  func aRegionIsReadFromItsText(text: String) throws {
    let region = try #require(HeldOutRegion(text))
    #expect(HeldOutRegion(region.description) == region)
    var inside = Architecture(values: Gene.allCases.map { $0.defaultChoices[0] })
    inside[region.gene] = region.value
    var outside = inside
    outside[region.gene] = region.relation == .atMost ? 0.7 : 0
    #expect(region.contains(inside) && !region.contains(outside))
  }

  @Test(arguments: ["", "columns", "columns=", "=3", "colour=3", "columns=many", "dataflow>=os"])
  func whatIsNoRegionIsNone(text: String) { #expect(HeldOutRegion(text) == nil) }

  @Test func regionsAreLearnedFromOutsideAlone() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.feedback = .random
    settings.placementsPerRound = 5
    let loop = try SmallLoop.loop(folder, settings)
    #expect(try loop.run(rounds: 1) == .done)
    let wide = try #require(HeldOutRegion("columns=8"))
    let inside = try loop.ledger.candidates().count { wide.contains($0.individual.architecture) }
    try #require(inside > 0 && inside < 5)
    let report = try HeldOutReport(loop.ledger, without: wide, threads: 2)
    #expect(report.region == "columns=8")
    #expect(report.heldOut.learned == 5 - inside && report.heldOut.predicted == inside)
    #expect(report.drawn.learned == 5 - inside && report.drawn.predicted == inside)
    // Layouts have two lengths of each class.
    #expect(report.heldOut.lengths.count >= 2 * inside)
    #expect(report.heldOut.lengths.error > 0 && report.heldOut.lengths.error < 3)
    #expect(try HeldOutReport(loop.ledger, without: wide, threads: 1) == report)
    let none = try #require(HeldOutRegion("columns>=9"))
    let error = #expect(throws: LoopError.self) {
      try HeldOutReport(loop.ledger, without: none, threads: 1)
    }
    #expect(error?.description.contains("found 0 of 5 inside") == true)
  }
}
