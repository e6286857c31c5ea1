import Evaluation
import Foundation
import TestSupport
import Testing

@testable import DesignLoop

/// A person's part: approvals, red lines, constraints.
struct SupervisionTests {
  @Test func aRoundWaitsForApprovalAndGoesOn() throws {
    let folder = try TemporaryFolder()
    var asked: [RoundProposal] = []
    #expect(
      try SmallLoop.loop(folder).run(rounds: 1) {
        asked.append($0)
        return .stop
      } == .stopped)
    let loop = try SmallLoop.loop(folder)
    #expect(try loop.ledger.layouts().isEmpty)
    #expect(try loop.ledger.rounds().map(\.state) == [.proposed])
    #expect(
      try loop.run(rounds: 1) {
        asked.append($0)
        return .approve
      } == .done)
    #expect(asked.count == 2)
    #expect(asked[0] == asked[1])
    #expect(try loop.ledger.layouts().count == 2)
    // It is the loop that nobody was asked about, but for the note.
    let other = try SmallLoop.loop(folder, name: "other")
    #expect(try other.run(rounds: 1) == .done)
    let note = DecisionRecord(round: 1, actor: "person", text: "approved round 1")
    #expect(try loop.ledger.decisions().filter { $0 != note } == other.ledger.decisions())
    #expect(try loop.ledger.layouts().map(\.placement) == other.ledger.layouts().map(\.placement))
  }

  @Test func refusedCandidatesAreNotPlacedNorProposedAgain() throws {
    let folder = try TemporaryFolder()
    let loop = try SmallLoop.loop(folder)
    var closed: [Int] = []
    let ending = try loop.run(
      rounds: 3,
      approve: {
        .refuse(candidates: [$0.candidates[0].id, 4711], reason: "too plain")
      }, event: { if case .closed(let report) = $0 { closed.append(report.round) } })
    #expect(ending == .done)
    #expect(closed == [1, 2, 3])
    let candidates = try loop.ledger.candidates()
    let refused = candidates.filter { $0.decision == .refused }
    #expect(refused.map(\.round) == [1, 2, 3])
    #expect(refused.allSatisfy { $0.reason == "too plain" })
    let placed = Set(try loop.ledger.layouts().map(\.candidate))
    #expect(placed == Set(candidates.filter { $0.decision == .place }.map(\.id)))
    #expect(Set(candidates.map(\.individual.architecture)).count == candidates.count)
    #expect(
      try loop.ledger.decisions().contains(
        DecisionRecord(round: 1, actor: "person", text: "candidate 1 refused: too plain")))
    for round in 1...3 {
      #expect(try Replay(loop.ledger).differences(round: round, stop: StopFlag()) == [])
    }
  }

  @Test func aRoundOfWhichAllIsRefusedClosesWithoutAReport() throws {
    let folder = try TemporaryFolder()
    let loop = try SmallLoop.loop(folder)
    var closed: [Int] = []
    let ending = try loop.run(
      rounds: 2,
      approve: {
        $0.round == 1 ? .refuse(candidates: $0.candidates.map(\.id), reason: "no") : .approve
      }, event: { if case .closed(let report) = $0 { closed.append(report.round) } })
    #expect(ending == .done)
    #expect(closed == [2])
    #expect(try loop.reports().map(\.round) == [2])
    #expect(try loop.ledger.rounds().map(\.state) == [.closed, .closed])
  }

  @Test func aPersonIsNotAskedAgainForAnApprovedRound() throws {
    let folder = try TemporaryFolder()
    let loop = try SmallLoop.loop(folder)
    #expect(try loop.run(rounds: 1) { _ in .stop } == .stopped)
    try loop.ledger.note(DecisionRecord(round: 1, actor: "person", text: "approved round 1"))
    #expect(try loop.run(rounds: 1) { _ in .stop } == .done)
  }

  struct RedLine: Sendable {
    var reason: String
    var rounds: Int
    var set: @Sendable (inout Goals.Limits) -> Void

    init(
      _ reason: String, rounds: Int, _ set: @Sendable @escaping (inout Goals.Limits) -> Void
    ) {
      self.reason = reason
      self.rounds = rounds
      self.set = set
    }
  }

  @Test(arguments: [
    RedLine("2 placements are made and a round makes 2, the goals allow 3", rounds: 1) {
      $0.placements = 3
    },
    RedLine("0 placements are made and a round makes 2, the goals allow 1", rounds: 0) {
      $0.placements = 1
    },
    RedLine("hours are spent, the goals allow", rounds: 1) { $0.hours = 1e-9 },
    RedLine("round 2 was predicted wrong by a factor of", rounds: 2) {
      $0.predictionError = 1 + 1e-9
    },
  ])
  func redLinesStopTheLoop(line: RedLine) throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    line.set(&settings.goals.limits)
    for _ in 0..<2 {
      let loop = try SmallLoop.loop(folder, settings)
      guard case .limit(let text) = try loop.run(rounds: 4) else {
        Issue.record("no limit")
        return
      }
      #expect(text.contains(line.reason), "\(text)")
      #expect(try loop.ledger.rounds().count == line.rounds)
      let stops = try loop.ledger.decisions().filter { $0.text == "stopped: \(text)" }
      #expect(
        stops == [DecisionRecord(round: line.rounds + 1, actor: "loop", text: "stopped: \(text)")])
    }
  }

  @Test func raisedLimitsLetALoopGoOn() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.goals.limits.placements = 2
    let first = try SmallLoop.loop(folder, settings).run(rounds: 2)
    guard case .limit = first else {
      Issue.record("no limit")
      return
    }
    settings.goals.limits.placements = nil
    let loop = try SmallLoop.loop(folder, settings)
    #expect(try loop.run(rounds: 2) == .done)
    #expect(try loop.ledger.rounds().count == 2)
  }

  @Test func roundsWithoutGainStopTheLoop() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.feedback = .evolution
    settings.goals.limits.roundsWithoutGain = 2
    let loop = try SmallLoop.loop(folder, settings)
    guard case .limit(let text) = try loop.run(rounds: 30) else {
      Issue.record("no limit")
      return
    }
    #expect(text == "2 rounds brought no better objective, the goals allow 2")
    let best = try loop.reports().map(\.bestObjective)
    #expect(best.count >= 3)
    #expect(best.suffix(3).allSatisfy { $0 == best.last! })
    for (earlier, later) in zip(best.dropLast(2), best.dropLast(2).dropFirst()) {
      let isGain = try #require(later) < #require(earlier)
      #expect(isGain || best.count == 3 || earlier != best.first!)
    }
  }

  @Test func whatIsPredictedBeyondABoundIsNotPlaced() throws {
    let folder = try TemporaryFolder()
    let free = try SmallLoop.loop(folder, name: "free")
    #expect(try free.run(rounds: 1) == .done)
    let areas = try free.ledger.layouts().map(\.measurement.figures.area).sorted()
    let bound = (areas[0] + areas[1]) / 2
    #expect(bound < areas.last!)
    var settings = try SmallLoop.settings(folder)
    settings.goals.constraints.areaAtMost = bound
    for feedback in [LoopSettings.Feedback.closed, .random] {
      settings.feedback = feedback
      let loop = try SmallLoop.loop(folder, settings, name: feedback.rawValue)
      #expect(try loop.run(rounds: feedback == .closed ? 2 : 1) == .done)
      let layouts = try loop.ledger.layouts()
      #expect(!layouts.isEmpty)
      #expect(layouts.allSatisfy { $0.measurement.figures.area <= bound })
      #expect(layouts.allSatisfy { $0.measurement.violation == nil })
    }
  }

  @Test func boundsThatNothingMeetsLeaveNoBest() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.goals.constraints.latencyAtMost = 1e-12
    let loop = try SmallLoop.loop(folder, settings)
    #expect(try loop.run(rounds: 2) == .done)
    let reports = try loop.reports()
    #expect(reports.count == 2)
    for report in reports {
      #expect(report.bestObjective == nil && report.bestCandidate == nil)
      #expect(report.verdict.contains("no layout meets the constraints; latency"))
      #expect(report.objective.isFinite)
    }
    let layouts = try loop.ledger.layouts()
    #expect(layouts.allSatisfy { $0.measurement.violation?.contains("latency") == true })
    #expect(throws: LoopError.self) { try loop.verify(placements: 1, stop: StopFlag()) }
  }
}
