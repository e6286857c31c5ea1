import DesignLoop
import Evaluation
import Foundation
import TestSupport
import Testing
import WebReport

@testable import LiveView

/// Watching a design loop and deciding on its rounds, over HTTP, while it runs.
@Suite struct LoopSessionTests {
  private func serve(_ loop: RunningLoop) async throws -> (RunningServer, EventReader) {
    let ledger = try Ledger(loop.file)
    let session = LoopSession(ledger, title: "loop") {
      ReportDocument(title: "loop", subtitle: "\(try ledger.rounds().count) rounds")
    }
    let server = try await RunningServer(session)
    return (server, try EventReader(port: server.port, path: server.path + "events"))
  }

  private func waits(_ reader: EventReader, for round: Int) async throws -> [String: Any] {
    let found = try await reader.next { $0[path: "waiting", "round"] as? Int == round }
    return try #require(found.update["waiting"] as? [String: Any])
  }

  @Test func roundsWaitAndAreApprovedOrRefused() async throws {
    let folder = try TemporaryFolder()
    let loop = try RunningLoop(folder, rounds: 2)
    let (server, reader) = try await serve(loop)
    let first = try await waits(reader, for: 1)
    #expect((first["hypothesis"] as? String)?.hasPrefix("Round 1:") == true)
    let candidates = try #require(first["candidates"] as? [[String: Any]])
    #expect(candidates.compactMap { $0["id"] as? Int } == [1, 2])
    for candidate in candidates {
      let objective = try #require(candidate["objective"] as? Double)
      #expect(try #require(candidate["low"] as? Double) < objective)
      #expect(try #require(candidate["high"] as? Double) > objective)
    }
    let ledger = try Ledger(loop.file, readOnly: true)
    #expect(try ledger.layouts().isEmpty)
    let early = try await server.client.post(server.path + "api/round/approve", #"{"round": 2}"#)
    #expect(early.status == 409)
    #expect(try early.json()["error"] as? String == "round 2 does not wait for approval")
    #expect(
      try await server.client.post(server.path + "api/round/approve", #"{"round": 1}"#).status
        == 200)
    // Twice is once.
    #expect(
      try await server.client.post(server.path + "api/round/approve", #"{"round": 1}"#).status
        == 409)
    let second = try await waits(reader, for: 2)
    let ids = try #require(second["candidates"] as? [[String: Any]]).compactMap { $0["id"] as? Int }
    let refusal = #"{"round": 2, "candidates": [\#(ids[0])], "reason": "too plain"}"#
    #expect(try await server.client.post(server.path + "api/round/refuse", refusal).status == 200)
    #expect(try await loop.ending() == .done)
    let decided = try ledger.candidates(round: 2)
    #expect(decided.map(\.decision) == [.refused, .place])
    #expect(decided[0].reason == "too plain")
    #expect(try ledger.layouts().map(\.candidate) == [1, 2, ids[1]])
    #expect(
      try ledger.decisions().filter { $0.actor == "person" }.map(\.text) == [
        "approved round 1", "candidate \(ids[0]) refused: too plain", "approved round 2",
      ])
    let content = try await server.client.get(server.path + "content").json()
    #expect(content["subtitle"] as? String == "2 rounds")
  }

  @Test func aRoundWaitsOverAStopAndIsNotAskedForWhenNobodyCares() async throws {
    let folder = try TemporaryFolder()
    let loop = try RunningLoop(folder, rounds: 1)
    let (server, reader) = try await serve(loop)
    _ = try await waits(reader, for: 1)
    loop.stop.raise()
    #expect(try await loop.ending() == .stopped)
    // It waits all the same, and a loop that asks nobody goes on.
    let ledger = try Ledger(loop.file)
    #expect(try ledger.waitingRound()?.round == 1)
    let other = try DesignLoop(
      ledger: ledger, settings: RunningLoop.settings(folder), threads: 1, program: "test")
    #expect(try other.run(rounds: 1) == .done)
    #expect(try ledger.waitingRound() == nil)
    let late = try await server.client.post(server.path + "api/round/approve", #"{"round": 1}"#)
    #expect(late.status == 409)
  }

  @Test(arguments: [
    ("round/approve", "{}", "expected the key 'round', found none"),
    (
      "round/approve", #"{"round": 0}"#,
      "round: expected a whole number from 1 to 2147483647, found 0"
    ),
    ("round/refuse", #"{"round": 1, "candidates": [1]}"#, "expected the key 'reason', found none"),
    (
      "round/refuse", #"{"round": 1, "candidates": 1, "reason": "x"}"#,
      "candidates: expected a list, found 1"
    ),
    (
      "round/refuse", #"{"round": 1, "candidates": [], "reason": "x"}"#,
      "candidates: expected candidates to refuse, found a list of 0"
    ),
    (
      "round/refuse", #"{"round": 1, "candidates": [1, 9], "reason": "x"}"#,
      "candidates[1]: expected one of the candidates 1, 2, found 9"
    ),
  ])
  func malformedRequestsAreToldWhereTheyAreWrong(
    action: String, body: String, message: String
  ) async throws {
    let folder = try TemporaryFolder()
    let loop = try RunningLoop(folder, rounds: 1)
    let (server, reader) = try await serve(loop)
    _ = try await waits(reader, for: 1)
    let answer = try await server.client.post(server.path + "api/\(action)", body)
    #expect(answer.status == 400)
    #expect(try answer.json()["error"] as? String == message)
    loop.stop.raise()
    #expect(try await loop.ending() == .stopped)
  }
}
