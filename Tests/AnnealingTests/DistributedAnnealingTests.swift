import Annealing
import Distribution
import Evaluation
import Netlist
import TestSupport
import Testing

/// Annealing over several ranks, which are threads here.
@Suite struct DistributedAnnealingTests {
  private static func options(
    _ coupling: ReplicaCoupling, threads: Int, moves: Int = 6000
  ) -> AnnealingOptions {
    var options = AnnealingOptions(budget: .moves(moves), seed: 5, threads: threads)
    options.coupling = coupling
    options.epochs = 12
    return options
  }

  /// What a run came to, without its seconds.
  private struct Outcome: Hashable {
    var placement: Placement
    var last: Placement
    var cost: Double
    var terms: CostTerms
    var moves: Int
    var statistics: [MoveStatistics]
    var curve: [Double]

    init(_ result: AnnealingResult, curve: [Double]) {
      placement = result.placement
      last = result.last
      cost = result.cost
      terms = result.terms
      moves = result.moves
      statistics = result.statistics
      self.curve = curve
    }
  }

  private static func anneal(
    _ design: Design, _ options: AnnealingOptions, ranks: Int
  ) throws -> [Outcome] {
    try ThreadedRanks.run(ranks) { rank in
      var curve: [Double] = []
      let result = Annealer(
        netlist: design.netlist, floorplan: design.floorplan, options: options
      ).anneal(from: design.placement, over: rank) {
        curve += [$0.bestCost, $0.currentCost, $0.acceptance, Double($0.moves)]
      }
      return Outcome(result, curve: curve)
    }
  }

  /// Four replicas, however they are spread, come to the same on all ranks, bit by bit.
  @Test(arguments: ReplicaCoupling.allCases)
  func howReplicasAreSpreadOverRanksChangesNothing(coupling: ReplicaCoupling) throws {
    let design = try Samples.legal(seed: 31)
    let alone = try Self.anneal(design, Self.options(coupling, threads: 4), ranks: 1)[0]
    for ranks in [2, 4] {
      let outcomes = try Self.anneal(
        design, Self.options(coupling, threads: 4 / ranks), ranks: ranks)
      #expect(Set(outcomes) == [alone], "\(ranks) ranks")
    }
    let other = coupling == .winners ? ReplicaCoupling.tempering : .winners
    #expect(try Self.anneal(design, Self.options(other, threads: 4), ranks: 1)[0] != alone)
  }

  /// An eighth of the replicas go on from others: with sixteen, two.
  @Test func manyReplicas() throws {
    let design = try Samples.legal(seed: 32)
    let alone = try Self.anneal(design, Self.options(.winners, threads: 16), ranks: 1)[0]
    #expect(try Set(Self.anneal(design, Self.options(.winners, threads: 4), ranks: 4)) == [alone])
  }

  @Test func theFirstRankSaysWhatToBeginWith() throws {
    let design = try Samples.legal(seed: 33)
    let outcomes = try ThreadedRanks.run(2) { rank in
      var options = Self.options(.winners, threads: rank.isFirst ? 2 : 1)
      options.initialTemperature = rank.isFirst ? 0.02 : 0.5
      var start = design.placement
      if !rank.isFirst { start.x = start.x.map { $0 + 1 } }
      let result = Annealer(
        netlist: design.netlist, floorplan: design.floorplan, options: options
      ).anneal(from: start, over: rank)
      return Outcome(result, curve: [])
    }
    #expect(outcomes[0] == outcomes[1])
    let start = try ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan
    ).evaluate(design.placement)
    #expect(outcomes[0].cost < start.proxy)
  }

  @Test(arguments: [0, 1])
  func aStopOnOneRankEndsAll(stopping: Int) throws {
    let design = try Samples.legal(seed: 34)
    let results = try ThreadedRanks.run(2) { rank in
      let stop = StopFlag()
      var epochs = 0
      let result = Annealer(
        netlist: design.netlist, floorplan: design.floorplan,
        options: Self.options(.winners, threads: 1)
      ).anneal(from: design.placement, over: rank, stop: stop) { _ in
        epochs += 1
        if epochs == 3, rank.rank == stopping { stop.raise() }
      }
      return (result, epochs, stop.isRaised)
    }
    for (result, epochs, isStopped) in results {
      #expect(isStopped)
      #expect(epochs == 4)
      #expect(result.placement == results[0].0.placement)
      #expect(result.moves < 3000)
    }
  }

  @Test func timeEndsAllRanksTogether() throws {
    let design = try Samples.legal(seed: 35)
    let results = try ThreadedRanks.run(3) { rank in
      var options = AnnealingOptions(budget: .time(rank.rank == 1 ? 5000 : 0.2), threads: 1)
      options.epochs = 7
      return Annealer(
        netlist: design.netlist, floorplan: design.floorplan, options: options
      ).anneal(from: design.placement, over: rank)
    }
    for result in results {
      #expect(result.placement == results[0].placement)
      #expect(result.cost == results[0].cost)
      #expect(result.seconds < 100)
    }
  }
}
