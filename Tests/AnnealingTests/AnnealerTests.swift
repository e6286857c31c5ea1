import Annealing
import Evaluation
import Foundation
import Netlist
import TestSupport
import Testing

/// What holds of every run, whatever the design.
@Suite struct AnnealerTests {
  private func anneal(
    _ design: Design, moves: Int, seed: UInt64 = 1, threads: Int = 1, halo: Double = 0
  ) -> AnnealingResult {
    var options = AnnealingOptions(budget: .moves(moves), seed: seed, threads: threads)
    options.halo = halo
    options.epochs = 20
    return Annealer(netlist: design.netlist, floorplan: design.floorplan, options: options)
      .anneal(from: design.placement)
  }

  @Test(arguments: [1, 3])
  func seedAndThreadsDecideTheResult(threads: Int) throws {
    let design = try Samples.legal(seed: 5)
    let first = anneal(design, moves: 1800, seed: 9, threads: threads)
    let second = anneal(design, moves: 1800, seed: 9, threads: threads)
    let other = anneal(design, moves: 1800, seed: 10, threads: threads)
    #expect(first.placement == second.placement)
    #expect(first.cost == second.cost)
    #expect(first.placement != other.placement)
  }

  @Test(arguments: 1...6)
  func theBestIsLegalAndItsCostIsExact(seed: UInt64) throws {
    let design = try Samples.legal(seed: seed)
    let result = anneal(design, moves: 1000, seed: seed, threads: 2)
    #expect(try Samples.faults(result, of: design) == [])
    let start = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
    #expect(result.cost < start.proxy)
  }

  /// So warm that the chain leaves its best state.
  @Test(arguments: [1, 2])
  func theLastStateIsLegalToo(threads: Int) throws {
    let design = try Samples.legal(seed: 7)
    var options = AnnealingOptions(budget: .moves(1500), seed: 2, threads: threads)
    options.epochs = 10
    options.initialTemperature = 0.1
    options.finalTemperature = 0.1
    var currentCost = 0.0
    let result = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: design.placement) { currentCost = $0.currentCost }
    let legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(result.last)
    #expect(legality.isLegal, "\(legality)")
    #expect(result.last != result.placement && result.last != design.placement)
    let cost = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(result.last).proxy
    #expect(cost > result.cost)
    // The least of all replicas', of which the last state is the first one's.
    #expect(threads > 1 ? cost > currentCost - 1e-9 : abs(cost - currentCost) < 1e-9)
  }

  @Test func fixedNodesStay() throws {
    var design = try Samples.legal(seed: 8)
    for node in stride(from: 0, to: design.netlist.nodeCount, by: 3) {
      design.placement.isFixed[node] = true
    }
    let result = anneal(design, moves: 1500)
    #expect(try Samples.faults(result, of: design) == [])
    for node in 0..<design.netlist.nodeCount where design.placement.isFixed[node] {
      #expect(result.placement.x[node] == design.placement.x[node])
      #expect(result.placement.y[node] == design.placement.y[node])
      #expect(result.placement.orientations[node] == design.placement.orientations[node])
    }
  }

  @Test func haloIsKeptBetweenHardMacros() throws {
    let halo = 0.4
    let design = try Samples.legal(seed: 4, halo: halo)
    let result = anneal(design, moves: 2000, halo: halo)
    #expect(result.placement != design.placement)
    let macros = design.netlist.nodes(.hardMacro)
    for first in macros {
      for second in macros where first < second {
        let a = result.placement.box(of: first, in: design.netlist)
        let b = result.placement.box(of: second, in: design.netlist)
        let gap = max(
          max(a.minX, b.minX) - min(a.maxX, b.maxX), max(a.minY, b.minY) - min(a.maxY, b.maxY))
        #expect(gap >= halo - 1e-9, "\(first) and \(second) are \(gap) apart")
      }
    }
  }

  @Test func closedPartsOfTheDieStayEmpty() throws {
    var design = try Samples.legal(seed: 3, hardMacros: 4)
    design.floorplan.blockages = [
      Blockage(box: Box(minX: 5, minY: 4, maxX: 8, maxY: 8), density: 1)
    ]
    var bare = design
    bare.placement = try Samples.legalized(bare)
    let result = anneal(bare, moves: 1500)
    #expect(try Samples.faults(result, of: bare) == [])
  }

  @Test func aRaisedFlagEndsTheRunAtOnce() throws {
    let design = try Samples.legal(seed: 2)
    let annealer = Annealer(
      netlist: design.netlist, floorplan: design.floorplan,
      options: AnnealingOptions(budget: .time(600), threads: 2))
    let raised = StopFlag()
    raised.raise()
    let untouched = annealer.anneal(from: design.placement, stop: raised)
    #expect(untouched.moves == 0)
    #expect(untouched.placement == design.placement)
    #expect(untouched.last == design.placement)

    var options = AnnealingOptions(budget: .moves(1_000_000_000), threads: 2)
    options.epochs = 10_000_000
    let stop = StopFlag()
    var reports = 0
    let stopped = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: design.placement, stop: stop) { _ in
      reports += 1
      if reports == 3 { stop.raise() }
    }
    #expect(reports == 3)
    #expect(stopped.moves == 300)
    #expect(try Samples.faults(stopped, of: design) == [])
  }

  @Test func aPauseChangesNothing() throws {
    let design = try Samples.legal(seed: 3)
    var options = AnnealingOptions(budget: .moves(4000), seed: 5, threads: 2)
    options.epochs = 10
    let annealer = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options)
    let stop = StopFlag()
    var pauses = 0
    let paused = annealer.anneal(from: design.placement, stop: stop) { _ in
      pauses += 1
      stop.pause()
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 0.01)
        stop.resume()
      }
    }
    #expect(pauses == 10)
    #expect(paused.placement == annealer.anneal(from: design.placement).placement)
  }

  @Test func progressFollowsTheBudget() throws {
    let design = try Samples.legal(seed: 6)
    var options = AnnealingOptions(budget: .moves(1000), threads: 2)
    options.epochs = 8
    options.finalTemperature = 1e-6
    var fractions: [Double] = []
    var moves: [Int] = []
    var costs: [Double] = []
    var temperatures: [Double] = []
    let result = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: design.placement) {
      fractions.append($0.fraction)
      moves.append($0.moves)
      costs.append($0.bestCost)
      temperatures.append($0.temperature)
    }
    #expect(fractions == moves.map { Double($0) / 1000 })
    #expect(moves.count == 8)
    #expect(moves == moves.sorted())
    #expect(costs == costs.sorted(by: >))
    #expect(temperatures == temperatures.sorted(by: >))
    #expect(moves.last == 1000)
    #expect(costs.last == result.cost)
    #expect(abs(temperatures.last! - 1e-6) < 1e-12)
  }

  @Test(arguments: [(1000, 1), (1000, 4), (1000, 3), (7, 2), (1, 2), (150, 1)])
  func theBudgetInMovesIsUsedUp(moves: Int, threads: Int) throws {
    let design = try Samples.legal(seed: 1)
    #expect(anneal(design, moves: moves, threads: threads).moves == moves)
  }

  /// More replicas than cores all get their share of the time.
  @Test func everyReplicaMovesWithinATimeBudget() throws {
    let design = try Samples.legal(seed: 2)
    var options = AnnealingOptions(budget: .time(2), threads: 9)
    options.epochs = 1
    let annealer = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options)
    #expect(annealer.anneal(from: design.placement).moves >= 9 * 128)
  }
}
