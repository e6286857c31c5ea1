import Annealing
import ChipPlace
import DesignLoop
import Evaluation
import Foundation
import Netlist
import TestSupport
import Testing
import WebReport

@testable import LiveView

/// The maps of density and congestion that pages ask for.
@Suite struct MapTests {
  private let design = RandomDesign.make(seed: 4)

  private func levels(_ map: MapUpdate.Map) -> [UInt8] { Array(map.values.data) }

  @Test func levelsAreSharesOfTheLargestValue() throws {
    let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
    let update = MapUpdate(evaluation, design.floorplan, revision: 7)
    #expect(update.revision == 7)
    #expect(update.block == 1)
    #expect(update.maps.map(\.name) == ["Density", "Horizontal congestion", "Vertical congestion"])
    for (map, values) in zip(
      update.maps,
      [evaluation.density, evaluation.horizontalCongestion, evaluation.verticalCongestion])
    {
      #expect(map.most == values.max())
      #expect(levels(map).count == values.count)
      for (level, value) in zip(levels(map), values) {
        #expect(abs(Double(level) / 255 * map.most - value) <= map.most / 510 + 1e-12)
      }
    }
  }

  @Test func largeGridsComeInBlocksThatHideNoPeak() {
    var floorplan = design.floorplan
    (floorplan.columns, floorplan.rows) = (601, 400)
    var density = [Double](repeating: 0.5, count: 601 * 400)
    density[399 * 601 + 600] = 2
    let evaluation = Evaluation(of: density)
    let update = MapUpdate(evaluation, floorplan, revision: 1)
    #expect(update.block == 2)
    let found = levels(update.maps[0])
    #expect(found.count == 301 * 200)
    #expect(found.count <= MapUpdate.cellLimit)
    #expect(found.last == 255)
    #expect(found.dropLast().allSatisfy { $0 == 64 })
    // Without a value there is no map.
    #expect(MapUpdate(nil, floorplan, revision: 1).maps.isEmpty)
    #expect(MapUpdate(Evaluation(of: density, proxy: .nan), floorplan, revision: 1).maps.isEmpty)
  }

  @Test func mapsAreMadeOnlySoOften() async throws {
    let maker = MapMaker(design)
    let first = await maker.maps(of: design.placement, revision: 1)
    #expect(await maker.maps(of: design.placement, revision: 2) == first)
    try await Task.sleep(for: MapMaker.pause + .milliseconds(20))
    #expect(await maker.maps(of: design.placement, revision: 1) == first)
    let later = await maker.maps(of: design.placement, revision: 2)
    #expect(try revision(later) == 2)
  }

  private func revision(_ json: Data) throws -> Int {
    let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
    return try #require(object?["revision"] as? Int)
  }

  @Test func pagesAskForThem() async throws {
    let session = PlacementSession(
      design, options: PlacementOptions(budget: .moves(1000)), title: "maps")
    await session.pause()
    let server = try await RunningServer(session)
    let answer = try await server.client.get(server.path + "maps")
    #expect(answer.status == 200)
    #expect(answer.headers["content-type"] == "application/json")
    #expect((try answer.json()["maps"] as? [Any])?.count == 3)
    #expect(try await server.client.post(server.path + "maps", "{}").status == 405)
    // The page knows beforehand which there will be.
    let content = try await server.client.get(server.path + "content").json()
    let views = try #require(content["views"] as? [[String: Any]])
    #expect((views[0]["maps"] as? [[String: Any]])?.compactMap { $0["name"] as? String }.count == 3)
    let folder = try TemporaryFolder()
    let loop = try RunningLoop(folder, rounds: 1)
    let other = try await RunningServer(
      LoopSession(try Ledger(loop.file), title: "loop") {
        ReportDocument(title: "loop", subtitle: "")
      })
    #expect(try await other.client.get(other.path + "maps").status == 404)
    loop.stop.raise()
    _ = try await loop.ending()
  }
}

extension Evaluation {
  /// One with nothing but a map of density.
  fileprivate init(of density: [Double], proxy: Double = 1) {
    let none = [Double](repeating: 0, count: density.count)
    self = try! ProxyEvaluator(
      netlist: RandomDesign.make(seed: 4).netlist, floorplan: RandomDesign.make(seed: 4).floorplan
    ).evaluate(RandomDesign.make(seed: 4).placement)
    self.density = density
    horizontalCongestion = none
    verticalCongestion = none
    self.proxy = proxy
  }
}
