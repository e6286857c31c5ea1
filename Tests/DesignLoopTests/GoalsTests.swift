import Formats
import Foundation
import TestSupport
import Testing

@testable import DesignLoop

struct GoalsTests {
  private func goals(_ text: String) throws -> Goals {
    let folder = try TemporaryFolder()
    let file = folder.file("goals.json")
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return try Goals(contentsOf: file)
  }

  @Test func whatIsLeftOutKeepsItsDefault() throws {
    #expect(try goals("{}") == Goals())
    let read = try goals(#"{"weights": {"area": 0}, "choices": {"dataflow": ["os", "ws"]}}"#)
    #expect(read.weights.area == 0)
    #expect(read.weights.energy == 1)
    #expect(read.choices == [.dataflow: [1, 0]])
  }

  @Test func goalsGoThroughJSONUnchanged() throws {
    var goals = Goals()
    goals.constraints.areaAtMost = 2
    goals.limits.placements = 10
    goals.choices = [.rows: [8, 16], .network: [2]]
    #expect(try JSON.decode(Goals.self, from: JSON.encode(goals)) == goals)
  }

  @Test(arguments: [
    (#"{"limit": {}}"#, "found 'limit'"),
    (#"{"limits": {"placement": 3}}"#, "limits: expected the keys placements"),
    (#"{"limits": {"placements": 0}}"#, "limits.placements: expected a whole number from 1"),
    (#"{"weights": {"area": -1}}"#, "weights.area: expected an exponent"),
    (#"{"weights": {"area": "1"}}"#, "weights.area: expected an exponent"),
    (#"{"choices": {"rows": [3.5]}}"#, "choices.rows[0]: expected a whole number"),
    (#"{"choices": {"dataflow": ["xs"]}}"#, "expected one of ws, os, is, found 'xs'"),
    (#"{"choices": {"rows": []}}"#, "choices.rows: expected at least one item"),
    (#"{"weights": "#, "expected a value, found the end of the file"),
    (#"{"memorySpeed": 0}"#, "memorySpeed: expected a number above 0"),
  ])
  func badGoalsSayWhereAndWhat(text: String, message: String) {
    let error = #expect(throws: ParseError.self) { try goals(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test func constraintsNameWhatTheyAreBrokenBy() {
    let figures = Figures(cycles: 2e6, clock: 0.5, energy: 1e-3, area: 3)
    var constraints = Goals.Constraints()
    #expect(figures.violation(of: constraints) == nil)
    constraints.areaAtMost = 2
    #expect(figures.violation(of: constraints) == "area 3.0 mm² is above 2.0 mm²")
    constraints = Goals.Constraints()
    constraints.clockAtLeast = 0.6
    #expect(figures.violation(of: constraints)?.contains("clock") == true)
    constraints = Goals.Constraints()
    constraints.powerAtMost = 0.3
    #expect(figures.violation(of: constraints) == nil)
    constraints.powerAtMost = 0.2
    #expect(figures.violation(of: constraints)?.contains("power 0.25 W") == true)
  }

  @Test func theObjectiveIsTheWeightedProduct() {
    let figures = Figures(cycles: 2e6, clock: 0.5, energy: 1e-3, area: 3)
    var goals = Goals()
    #expect(abs(figures.objective(goals) / (4e-3 * 1e-3 * 3) - 1) < 1e-12)
    goals.weights.area = 0
    goals.weights.energy = 2
    #expect(abs(figures.objective(goals) / (4e-3 * 1e-6) - 1) < 1e-12)
  }
}
