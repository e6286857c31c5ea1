import Annealing
import ChipPlace
import Evaluation
import Foundation
import Netlist
import TestSupport
import Testing

@testable import LiveView

/// Watching a placement and stepping in, over HTTP.
@Suite struct PlacementSessionTests {
  let design = RandomDesign.make(seed: 4)

  private func session(
    moves: Int = 1000, epochs: Int? = nil, save: PlacementSession.Saver? = nil
  ) -> PlacementSession {
    var options = PlacementOptions(budget: .moves(moves), seed: 3)
    options.annealing.epochs = epochs
    return PlacementSession(design, options: options, title: "test", save: save)
  }

  private func macro(_ place: Int = 0) -> NodeID { design.netlist.nodes(.hardMacro)[place] }

  private func evaluate(_ placement: Placement) throws -> Evaluation {
    try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan).evaluate(placement)
  }

  @Test func undisturbedItDoesWhatPlaceDoes() async throws {
    let expected = try Placer(
      design, options: PlacementOptions(budget: .moves(3000), seed: 3)
    ).place()
    let session = session(moves: 3000)
    await session.resume()
    while await session.state().phase != .finished { try await Task.sleep(for: .milliseconds(2)) }
    #expect(await session.finish() == expected.placement)
    let state = await session.state()
    #expect(state.moves == 3000)
    #expect(state.fraction == 1)
    #expect(abs(state.cost.proxy - expected.evaluation.proxy) < 1e-12)
  }

  @Test(arguments: [0, 1, 2, 3])
  func aPreviewIsTheCostFromScratch(place: Int) async throws {
    let session = session()
    await session.pause()
    let server = try await RunningServer(session)
    let node = macro(place)
    for (x, y, orientation) in [(3.0, 4.5, "N"), (99, -7, "FS"), (6.25, 6, "E")] {
      let body = """
        {"node": \(node.index), "x": \(x), "y": \(y), "orientation": "\(orientation)", "preview": true}
        """
      let answer = try await server.client.post(server.path + "api/move", body).json()
      var edited = design.placement
      edited.orientations[node.index] = try #require(Orientation(name: orientation))
      let range = CenterRange(design.netlist, design.floorplan, edited, node: node)
      edited.x[node.index] = range.clampX(x)
      edited.y[node.index] = range.clampY(y)
      #expect(try abs(#require(answer["x"] as? Double) - edited.x[node.index]) < 1e-9)
      #expect(try abs(#require(answer["y"] as? Double) - edited.y[node.index]) < 1e-9)
      #expect(answer["name"] as? String == design.netlist.name(of: node))
      for (key, placement) in [("before", design.placement), ("after", edited)] {
        let exact = try evaluate(placement)
        let found = try #require(answer[key] as? [String: Double])
        for (part, value) in [
          ("proxy", exact.proxy), ("wirelength", exact.terms.wirelength),
          ("density", exact.terms.density), ("congestion", exact.terms.congestion),
        ] {
          #expect(abs(try #require(found[part]) - value) < 1e-9, "\(key) \(part)")
        }
      }
      let overlaps = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
        .check(edited).overlappingPairs.count { $0.first == node || $0.second == node }
      let faults = try #require(answer["faults"] as? [String])
      #expect(faults.count { $0.contains("overlaps") } == overlaps)
      #expect(faults.allSatisfy { $0.contains("'\(design.netlist.name(of: node))'") })
    }
    #expect(await session.finish() == design.placement)
  }

  @Test func aDropIsKeptAndUndone() async throws {
    let session = session()
    await session.pause()
    let server = try await RunningServer(session)
    let name = design.netlist.name(of: macro())
    let body = #"{"node": "\#(name)", "x": 5, "y": 6, "pinned": true}"#
    let answer = try await server.client.post(server.path + "api/move", body).json()
    #expect(answer["committed"] as? Bool == true)
    let placed = await session.finish()
    #expect(placed.x[macro().index] == 5)
    #expect(placed.y[macro().index] == 6)
    #expect(placed.isFixed == design.placement.isFixed)
    let state = await session.state()
    #expect(state.pinned == [macro().index])
    #expect(state.canUndo)
    #expect(abs(state.cost.proxy - (try evaluate(placed).proxy)) < 1e-9)
    #expect(try await server.client.post(server.path + "api/undo", "{}").status == 200)
    #expect(await session.finish() == design.placement)
    #expect(await session.state().pinned.isEmpty)
    let nothing = try await server.client.post(server.path + "api/undo", "{}")
    #expect(nothing.status == 409)
    #expect(try nothing.json()["error"] as? String == "there is nothing to undo")
  }

  @Test func pinnedMacrosStayWhereAPersonPutsThem() async throws {
    let session = session(moves: 4000)
    await session.pause()
    let server = try await RunningServer(session)
    let client = server.client
    let first = #"{"node": \#(macro(0).index), "x": 3, "y": 3, "pinned": true}"#
    #expect(try await client.post(server.path + "api/move", first).status == 200)
    let pin = #"{"node": \#(macro(1).index), "pinned": true}"#
    #expect(try await client.post(server.path + "api/pin", pin).status == 200)
    #expect(try await client.post(server.path + "api/resume", "{}").status == 200)
    while await session.state().phase != .finished { try await Task.sleep(for: .milliseconds(2)) }
    let placed = await session.finish()
    #expect(placed.x[macro(0).index] == 3)
    #expect(placed.y[macro(0).index] == 3)
    #expect(placed.x[macro(1).index] == design.placement.x[macro(1).index])
    let moved = design.netlist.nodes(.hardMacro).filter {
      placed.x[$0.index] != design.placement.x[$0.index]
    }
    #expect(moved.count > 2)
    #expect(await session.state().moves == 4000)
  }

  @Test func aPauseStopsMovesAndResumingGoesOn() async throws {
    let session = session(moves: 100_000_000, epochs: 100_000)
    let server = try await RunningServer(session)
    await session.resume()
    while await session.state().moves == 0 { try await Task.sleep(for: .milliseconds(2)) }
    #expect(try await server.client.post(server.path + "api/pause", "{}").status == 200)
    #expect(await session.state().phase == .paused)
    // What was on its way when the pause began may still come.
    try await Task.sleep(for: .milliseconds(100))
    let before = await session.state()
    try await Task.sleep(for: .milliseconds(100))
    #expect(await session.state().moves == before.moves)
    #expect(await session.revision == (await session.revision))
    #expect(try await server.client.post(server.path + "api/resume", "{}").status == 200)
    while await session.state().moves == before.moves {
      try await Task.sleep(for: .milliseconds(2))
    }
    _ = await session.finish()
  }

  @Test func anEditWhileAnnealingGoesOnFromThere() async throws {
    let session = session(moves: 100_000_000, epochs: 100_000)
    let server = try await RunningServer(session)
    await session.resume()
    while await session.state().moves == 0 { try await Task.sleep(for: .milliseconds(2)) }
    let before = await session.state()
    let body = #"{"node": \#(macro().index), "x": 7, "y": 6, "pinned": true}"#
    #expect(try await server.client.post(server.path + "api/move", body).status == 200)
    #expect(await session.state().phase == .running)
    while await session.state().moves <= before.moves {
      try await Task.sleep(for: .milliseconds(2))
    }
    let after = await session.state()
    #expect(after.fraction >= before.fraction)
    #expect(after.temperature! <= before.temperature! * 1.5)
    let placed = await session.finish()
    #expect(placed.x[macro().index] == 7)
    #expect(
      LegalityChecker(netlist: design.netlist, floorplan: design.floorplan).check(placed)
        .hardMacroOverlaps == 0)
  }

  @Test func eventsTellWhatChangedAndComeBackAfterABreak() async throws {
    let session = session()
    await session.pause()
    let server = try await RunningServer(session)
    let path = server.path + "events"
    let reader = try EventReader(port: server.port, path: path)
    let first = try await reader.next()
    #expect(Self.nodeCount(first.update) == design.netlist.nodeCount)
    #expect(first.update[path: "state", "phase"] as? String == "paused")
    let body = #"{"node": \#(macro().index), "x": 7, "y": 6}"#
    #expect(try await server.client.post(server.path + "api/move", body).status == 200)
    let second = try await reader.next { $0["layout"] != nil }
    #expect(second.id > first.id)
    #expect(Self.nodeCount(second.update) == 1)
    // Another page that has seen the first event, one that has seen all, one of another server.
    let late = try await EventReader(port: server.port, path: path, lastEvent: first.id).next()
    #expect(Self.nodeCount(late.update) == 1)
    let current = await session.revision
    let fresh = try EventReader(port: server.port, path: path, lastEvent: current)
    #expect(try await server.client.post(server.path + "api/undo", "{}").status == 200)
    #expect(Self.nodeCount(try await fresh.next().update) == 1)
    let lost = try await EventReader(port: server.port, path: path, lastEvent: 1_000_000).next()
    #expect(Self.nodeCount(lost.update) == design.netlist.nodeCount)
    let content = try await server.client.get(server.path + "content").json()
    #expect(content[path: "nodes", "count"] as? Int == design.netlist.nodeCount)
  }

  /// The nodes of which an update tells a new place.
  private static func nodeCount(_ update: [String: Any]) -> Int {
    (update[path: "layout", "nodes", "data"] as? String)
      .flatMap { Data(base64Encoded: $0) }.map { $0.count / 4 } ?? 0
  }

  @Test func savingWritesTheBest() async throws {
    let folder = try TemporaryFolder()
    let file = folder.file("saved")
    let session = session { placement in
      try Data("\(placement.x[6])".utf8).write(to: URL(fileURLWithPath: file))
    }
    await session.pause()
    let server = try await RunningServer(session)
    #expect(try await server.client.post(server.path + "api/save", "{}").status == 200)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "\(design.placement.x[6])")
    let other = try await RunningServer(self.session())
    let answer = try await other.client.post(other.path + "api/save", "{}")
    #expect(answer.status == 409)
    #expect(
      try answer.json()["error"] as? String == "expected a file to save to: start with -o FILE")
  }

  @Test(arguments: [
    ("move", "", "expected a value, found the end of the file"),
    ("move", "{", "expected a key in quotes, found the end of the file"),
    ("move", "[1]", "expected an object, found a list of 1"),
    ("move", "{}", "expected the key 'node', found none"),
    ("move", #"{"node": 8}"#, "expected the key 'x', found none"),
    (
      "move", #"{"node": 8, "x": "1"}"#,
      "x: expected a number of at most 1e12 either way, found '1'"
    ),
    (
      "move", #"{"node": 8, "x": 1e300}"#,
      "x: expected a number of at most 1e12 either way, found 1e+300"
    ),
    (
      "move", #"{"node": 8, "x": 1, "y": null}"#,
      "y: expected a number of at most 1e12 either way, found null"
    ),
    (
      "move", #"{"node": 8, "x": 1, "y": 1, "z": 1}"#,
      "expected the keys node, x, y, orientation, preview, pinned, found 'z'"
    ),
    (
      "move", #"{"node": 8, "x": 1, "y": 1, "orientation": "Q"}"#,
      "orientation: expected one of N, W, S, E, FN, FW, FS, FE, found 'Q'"
    ),
    (
      "move", #"{"node": 8, "x": 1, "y": 1, "preview": 1}"#,
      "preview: expected true or false, found 1"
    ),
    (
      "move", #"{"node": -1, "x": 1, "y": 1}"#,
      "node: expected a node's name or its number below 24, found -1"
    ),
    (
      "move", #"{"node": 1.5, "x": 1, "y": 1}"#,
      "node: expected a node's name or its number below 24, found 1.5"
    ),
    ("pin", #"{"node": "nobody", "pinned": true}"#, "node: expected a node's name, found 'nobody'"),
    ("pin", #"{"node": 8}"#, "expected the key 'pinned', found none"),
    ("pause", #"{"now": true}"#, "expected no keys, found 'now'"),
  ])
  func malformedRequestsAreToldWhereTheyAreWrong(
    action: String, body: String, message: String
  ) async throws {
    let session = session()
    await session.pause()
    let server = try await RunningServer(session)
    let answer = try await server.client.post(server.path + "api/\(action)", body)
    #expect(answer.status == 400)
    let found = try #require(try answer.json()["error"] as? String)
    #expect(found == message)
    #expect(await session.finish() == design.placement)
  }

  @Test func whatTheDesignFixesStays() async throws {
    let session = session()
    await session.pause()
    let server = try await RunningServer(session)
    for body in [#"{"node": "port0", "x": 1, "y": 1}"#, #"{"node": 0, "x": 1, "y": 1}"#] {
      let answer = try await server.client.post(server.path + "api/move", body)
      #expect(answer.status == 409)
      #expect(try answer.json()["error"] as? String == "'port0' is fixed by the design")
    }
  }
}
