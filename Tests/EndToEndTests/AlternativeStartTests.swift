import Annealing
import Evaluation
import Legalization
import Netlist
import TestSupport
import Testing

@testable import ChipPlace

/// The given placement as a second start.
@Suite struct AlternativeStartTests {
  private static let design = RandomDesign.make(
    seed: 5, hardMacros: 4, softMacros: 6, ports: 0, nets: 30, columns: 6, rows: 5)
  private static let enough = 10 * AlternativeStart.leastMovesPerNode

  private func start(
    _ budget: AnnealingBudget, replicas: Int = 2, of design: Design = design,
    _ change: (inout PlacementOptions) -> Void = { _ in }
  ) -> AnnealingStart? {
    var options = PlacementOptions(budget: budget, seed: 3, threads: 2)
    change(&options)
    return AlternativeStart(design, options: options).start(replicas: replicas)
  }

  @Test func itIsTheGivenPlacementWithoutOverlap() throws {
    let found = try #require(start(.moves(2 * Self.enough)))
    let (netlist, floorplan) = (Self.design.netlist, Self.design.floorplan)
    #expect(
      try found.placement
        == MacroLegalizer(netlist: netlist, floorplan: floorplan).legalize(Self.design.placement))
    #expect(found.temperature > 0)
    let given = try #require(
      start(.moves(2 * Self.enough)) { $0.annealing.initialTemperature = 0.0125 })
    #expect(given.temperature == 0.0125)
  }

  @Test func oneReplicaOrAShortRunHasNone() {
    #expect(start(.moves(2 * Self.enough - 2)) == nil)
    #expect(start(.moves(2 * Self.enough), replicas: 3) == nil)
    #expect(start(.moves(2 * Self.enough), replicas: 1) == nil)
    #expect(start(.time(0.3)) == nil)
    #expect(start(.time(60)) != nil)
  }

  @Test func otherStartsAndLaddersHaveNone() {
    for other in [PlacementStart.given, .spiral, .random] {
      #expect(start(.time(60)) { $0.start = other } == nil)
    }
    #expect(start(.time(60)) { $0.annealing.coupling = .tempering } == nil)
    var heap = Self.design
    for node in heap.placement.x.indices {
      (heap.placement.x[node], heap.placement.y[node]) = (3, 3)
    }
    #expect(start(.time(60), of: heap) == nil)
  }

  @Test func placementHasItInItsCheckpoints() throws {
    let budget = AnnealingBudget.moves(2 * Self.enough)
    var options = PlacementOptions(budget: budget, seed: 3, threads: 2)
    options.annealing.epochs = 4
    let placer = Placer(Self.design, options: options)
    let folder = try TemporaryFolder()
    var checkpoints: [PlacementCheckpoint] = []
    let whole = try placer.place(checkpoint: { checkpoints.append($0) })
    let middle = checkpoints[2]
    try middle.write(to: folder.file("run.checkpoint"))
    let read = try PlacementCheckpoint(contentsOf: folder.file("run.checkpoint"))
    guard case .annealing(let point) = read.progress else {
      Issue.record("not of annealing")
      return
    }
    #expect(point.launch.alternative?.placement == start(budget)?.placement)
    #expect(point.launch.alternative?.temperature == start(budget)?.temperature)
    #expect(try placer.place(resuming: read).placement == whole.placement)
  }
}
