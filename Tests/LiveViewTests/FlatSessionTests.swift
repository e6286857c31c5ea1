import ChipPlace
import Evaluation
import Foundation
import Netlist
import SyntheticDesigns
import TestSupport
import Testing
import WebReport

@testable import LiveView

/// Watching the run of a flat design, and ending it, over HTTP.
@Suite struct FlatSessionTests {
  let design: Design

  init() throws {
    var parameters = SyntheticParameters(cells: 150)
    parameters.macros = 2
    design = try SyntheticDesign.generate(parameters, seed: 3).design
  }

  private func session(save: PlacementSession.Saver? = nil) -> FlatSession {
    FlatSession(design, options: FlatPlacementOptions(seed: 5), title: "flat", save: save)
  }

  private func ended(_ session: FlatSession) async throws -> FlatState {
    while await session.state().phase != .finished { try await Task.sleep(for: .milliseconds(2)) }
    return await session.state()
  }

  @Test func undisturbedItDoesWhatPlaceDoes() async throws {
    let expected = try FlatPlacer(design, options: FlatPlacementOptions(seed: 5)).place()
    let session = session()
    await session.resume()
    let state = try await ended(session)
    #expect(try await session.finish()?.placement == expected.placement)
    #expect(state.faults == [])
    #expect(state.stages.map(\.name) == expected.stages.map(\.stage.rawValue))
    #expect(state.wirelength == expected.wirelength)
    #expect(state.failure == nil)
  }

  @Test func whatNeverBeganHasNoResult() async throws {
    let session = session()
    #expect(await session.state().phase == .paused)
    #expect(try await session.finish() == nil)
  }

  @Test func aDesignWithoutRoomSaysWhy() async throws {
    var rows = RowDesign(rows: 1, sites: 10)
    for _ in 0..<4 { rows.add(x: 0, y: 0, width: 4) }
    let session = FlatSession(rows.design, options: FlatPlacementOptions(), title: "full")
    await session.resume()
    let state = try await ended(session)
    let failure = try #require(state.failure)
    let error = await #expect(throws: PlacementError.self) { try await session.finish() }
    #expect(error?.message == failure)
  }

  /// The places that an update tells, in the design's unit.
  private func places(_ update: [String: Any], _ key: String) throws -> [Double] {
    let layout = try #require(update["layout"] as? [String: Any])
    let text = try #require(layout[path: key, "data"] as? String)
    let data = try #require(Data(base64Encoded: text))
    guard let extent = layout["extent"] as? [String: Double] else {
      return data.withUnsafeBytes { $0.bindMemory(to: Float.self).map { Double($0) } }
    }
    let (low, high) = (extent[key == "x" ? "minX" : "minY"]!, extent[key == "x" ? "maxX" : "maxY"]!)
    return data.withUnsafeBytes {
      $0.bindMemory(to: UInt16.self).map { low + (high - low) * Double($0) / 65535 }
    }
  }

  @Test func pagesAreToldWhereNodesAreWhileTheyMoveAndExactlyAtTheEnd() async throws {
    let session = session()
    let server = try await RunningServer(session)
    let reader = try EventReader(port: server.port, path: server.path + "events")
    let first = try await reader.next()
    let movable = design.netlist.nodeKinds.indices.filter { design.netlist.nodeKinds[$0] != .port }
    #expect(try places(first.update, "x") == movable.map { Double(Float(design.placement.x[$0])) })
    #expect(first.update[path: "state", "hasBegun"] as? Bool == false)
    #expect(try await server.client.post(server.path + "api/resume", "{}").status == 200)
    let last = try await reader.next { $0[path: "state", "phase"] as? String == "finished" }
    let result = try #require(try await session.finish())
    for (key, values) in [("x", result.placement.x), ("y", result.placement.y)] {
      #expect(try places(last.update, key) == movable.map { Double(Float(values[$0])) })
    }
    // A page that comes late is told all.
    let late = try await EventReader(port: server.port, path: server.path + "events").next()
    #expect(try places(late.update, "x") == places(last.update, "x"))
    #expect((late.update["curve"] as? [Any])?.isEmpty == false)
    let again = try await server.client.post(server.path + "api/resume", "{}")
    #expect(again.status == 409)
    #expect(try again.json()["error"] as? String == "the run has ended")
  }

  @Test func aMovingLayoutIsWithinAStepOfTheTruth() throws {
    let nodes = [1, 2, 5]
    let die = design.floorplan.die
    let layout = WholeLayout(
      design.placement, nodes: nodes, known: design.placement.orientations, die: die, isExact: false
    )
    #expect(layout.orientations == nil)
    #expect(layout.x.data.count == 2 * nodes.count)
    let levels = layout.x.data.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }
    for (node, level) in zip(nodes, levels) {
      let x = die.minX + die.width * Double(level) / 65535
      #expect(abs(x - design.placement.x[node]) <= die.width / 65535)
    }
    // What has no place, or one beyond the die, is somewhere all the same.
    var placement = design.placement
    placement.x[1] = .nan
    placement.x[2] = 1e30
    placement.orientations[5] = .flippedNorth
    let other = WholeLayout(
      placement, nodes: nodes, known: design.placement.orientations, die: die, isExact: false)
    #expect(
      other.x.data.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }[..<2] == [0, 65535])
    #expect(other.orientations?.data == Data([0, 0, Orientation.flippedNorth.rawValue]))
  }

  @Test func aPauseHaltsAndAStopEndsLegally() async throws {
    let session = session()
    let server = try await RunningServer(session)
    let client = server.client
    func post(_ action: String) async throws -> WebClient.Answer {
      try await client.post(server.path + "api/\(action)", "{}")
    }
    #expect(try await post("stop").status == 409)
    await session.resume()
    #expect(try await post("pause").status == 200)
    // What was on its way when the pause began may still come.
    try await Task.sleep(for: .milliseconds(200))
    let before = await session.state()
    #expect(before.phase == .paused)
    try await Task.sleep(for: .milliseconds(200))
    #expect(await session.state().step == before.step)
    #expect(await session.state().stages.count == before.stages.count)
    let early = try await post("save")
    #expect(early.status == 409)
    #expect(
      try early.json()["error"] as? String == "expected a file to save to: start with -o FILE")
    #expect(try await post("stop").status == 200)
    let state = try await ended(session)
    #expect(state.faults == [])
    #expect(try await session.finish()?.wasStopped == true)
  }

  @Test func nothingIsMovedByHand() async throws {
    let session = session()
    let server = try await RunningServer(session)
    for (action, body) in [
      ("move", #"{"node": 1, "x": 3, "y": 3}"#), ("pin", #"{"node": 1, "pinned": true}"#),
      ("undo", "{}"),
    ] {
      let answer = try await server.client.post(server.path + "api/\(action)", body)
      #expect(answer.status == 409)
      #expect((try answer.json()["error"] as? String)?.contains("none by hand") == true)
    }
    #expect(try await server.client.post(server.path + "api/pause", #"{"x": 1}"#).status == 400)
    #expect(try await server.client.post(server.path + "api/round/approve", "{}").status == 404)
  }

  @Test func theResultIsSavedAtTheEndAlone() async throws {
    let folder = try TemporaryFolder()
    let file = folder.file("saved")
    let session = session { placement in
      try Data("\(placement.x[1])".utf8).write(to: URL(fileURLWithPath: file))
    }
    let server = try await RunningServer(session)
    let early = try await server.client.post(server.path + "api/save", "{}")
    #expect(early.status == 409)
    #expect(
      try early.json()["error"] as? String
        == "the placement is legal only at the end of the run: stop it first")
    await session.resume()
    _ = try await ended(session)
    #expect(await session.state().canSave)
    #expect(try await server.client.post(server.path + "api/save", "{}").status == 200)
    let placed = try #require(try await session.finish()).placement
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "\(placed.x[1])")
  }
}
