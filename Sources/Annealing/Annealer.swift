public import Evaluation
import Dispatch
import Foundation
public import Netlist

/// What annealing found.
public struct AnnealingResult: Sendable {
  /// The best placement seen.
  public var placement: Placement
  /// Its proxy cost.
  public var cost: Double
  /// Its cost parts.
  public var terms: CostTerms
  /// Where the first replica was at the end, which need not be the best.
  public var last: Placement
  /// The moves proposed, all replicas together.
  public var moves: Int
  /// Seconds of wall-clock time.
  public var seconds: Double
  /// What each kind of move did, all replicas together.
  public var statistics: [MoveStatistics]
}

/// Simulated annealing of macro placement on the exact proxy cost (Kirkpatrick, Gelatt and Vecchi
/// 1983), by replicas that go with the winners (Aldous and Vazirani 1994): every few epochs the
/// worst replica goes on from the best one's placement.
public struct Annealer: Sendable {
  let netlist: Netlist
  let floorplan: Floorplan
  let options: AnnealingOptions
  let makeProposer: (@Sendable (_ replica: Int) -> any CellProposer)?

  /// An annealer of one design.
  ///
  /// - Parameter makeProposer: makes, for each replica, what proposes places of nodes beside the
  ///   annealer's own moves. Called when annealing begins; what it returns is then used by one thread
  ///   at a time. How often it is asked goes by what that gains for its work.
  public init(
    netlist: Netlist, floorplan: Floorplan, options: AnnealingOptions,
    makeProposer: (@Sendable (_ replica: Int) -> any CellProposer)? = nil
  ) {
    self.netlist = netlist
    self.floorplan = floorplan
    self.options = options
    self.makeProposer = makeProposer
  }

  /// Anneals from a placement without overlap of hard macros, and never makes one.
  ///
  /// - Parameters:
  ///   - state: where an annealing with the same design, options and start stood, to go on from.
  ///   - stop: ends the run with the best so far when raised.
  ///   - progress: called at the end of each epoch.
  ///   - checkpoint: called with the state where annealing begins and after each epoch that was not cut
  ///     short.
  /// - Precondition: `state` suits the design and the options' threads.
  public func anneal(
    from start: Placement, resuming state: AnnealingState? = nil, stop: StopFlag = StopFlag(),
    progress: (AnnealingProgress) -> Void = { _ in },
    checkpoint: (AnnealingState) -> Void = { _ in }
  ) -> AnnealingResult {
    let field = Playfield(
      netlist: netlist, floorplan: floorplan, start: start, halo: options.halo)
    let replicas = (0..<max(options.threads, 1)).map {
      Replica(
        Chain(
          field, weights: options.weights,
          random: SeededGenerator(seed: options.seed, stream: UInt64($0)),
          proposer: makeProposer?($0), moveMix: options.moveMix))
    }
    let costScale = state?.costScale ?? replicas[0].chain.costScale(samples: 400)
    if let state {
      precondition(
        state.suits(netlist, floorplan, replicas: replicas.count), "a state of another design")
      for (replica, chain) in zip(replicas, state.chains) { replica.chain.resume(chain) }
    }
    var clock = BudgetClock(
      options: options, replicas: replicas.count, costScale: costScale, epoch: state?.epoch ?? 0,
      seconds: state?.seconds ?? 0)
    func note() {
      checkpoint(
        AnnealingState(
          epoch: clock.epoch, seconds: clock.seconds, costScale: costScale,
          nodeCount: netlist.nodeCount, cellCount: field.grid.cellCount,
          chains: replicas.map { $0.chain.state }))
    }
    if !field.softNodes.isEmpty || !field.hardNodes.isEmpty {
      note()
      while let epoch = clock.nextEpoch(), !stop.isRaised {
        runEpoch(epoch, replicas, stop)
        if epoch.exchanges { Self.exchange(replicas) }
        progress(report(replicas, epoch, clock))
        if !stop.isRaised { note() }
      }
    }
    let winner = Self.best(replicas)
    return AnnealingResult(
      placement: winner.chain.best, cost: winner.chain.bestCost, terms: winner.chain.bestTerms,
      last: replicas[0].chain.currentPlacement(), moves: replicas.reduce(0) { $0 + $1.chain.moves },
      seconds: clock.seconds, statistics: statistics(replicas))
  }

  /// What each kind of move did; those of a proposer only if there is one.
  private func statistics(_ replicas: [Replica]) -> [MoveStatistics] {
    var sum = replicas[0].chain.statistics
    for replica in replicas.dropFirst() {
      for (index, statistics) in replica.chain.statistics.enumerated() {
        sum[index].add(statistics)
      }
    }
    for index in sum.indices { sum[index].share /= Double(replicas.count) }
    return kinds.map { sum[$0.rawValue] }
  }

  /// The kinds of moves that are made where there are nodes for them.
  var kinds: [MoveKind] { makeProposer == nil ? MoveKind.plain : MoveKind.allCases }

  private func runEpoch(
    _ epoch: BudgetClock.Epoch, _ replicas: [Replica], _ stop: StopFlag
  ) {
    // A thread for each replica but the first, which has this one: `concurrentPerform` would run no
    // more at once than there are cores, and where time decides the rest would come too late.
    let group = DispatchGroup()
    for index in replicas.indices.dropFirst() {
      group.enter()
      Thread.detachNewThread {
        replicas[index].run(epoch, replica: index, stop)
        group.leave()
      }
    }
    replicas[0].run(epoch, replica: 0, stop)
    group.wait()
  }

  /// The replica with the best placement so far, the first of equals.
  private static func best(_ replicas: [Replica]) -> Replica {
    replicas.min { $0.chain.bestCost < $1.chain.bestCost }!
  }

  /// Lets the replica with the worst current cost go on from the one with the best.
  private static func exchange(_ replicas: [Replica]) {
    guard replicas.count > 1 else { return }
    let order = replicas.indices.sorted {
      (replicas[$0].chain.evaluator.cost, $0) < (replicas[$1].chain.evaluator.cost, $1)
    }
    replicas[order.last!].chain.restore(replicas[order.first!].chain.currentPlacement())
  }

  private func report(
    _ replicas: [Replica], _ epoch: BudgetClock.Epoch, _ clock: BudgetClock
  ) -> AnnealingProgress {
    let winner = Self.best(replicas)
    let current = replicas.min { $0.chain.evaluator.cost < $1.chain.evaluator.cost }!
    let moves = replicas.reduce(0) { $0 + $1.chain.moves }
    return AnnealingProgress(
      fraction: clock.fraction(moves: moves), seconds: clock.seconds, moves: moves,
      temperature: epoch.temperature(at: 1),
      acceptance: replicas.reduce(0) { $0 + $1.chain.acceptance } / Double(replicas.count),
      bestCost: winner.chain.bestCost, bestTerms: winner.chain.bestTerms,
      currentCost: current.chain.evaluator.cost,
      currentPlacement: current.chain.currentPlacement())
  }
}

/// A chain that one thread at a time runs: the annealer hands each replica to one thread an epoch and
/// touches it only between epochs, which the compiler cannot see.
private final class Replica: @unchecked Sendable {
  var chain: Chain

  init(_ chain: consuming Chain) { self.chain = chain }

  func run(_ epoch: BudgetClock.Epoch, replica: Int, _ stop: StopFlag) {
    chain.beginEpoch(
      epoch.schedule.tails(at: epoch.start), temperature: epoch.temperature(at: 0))
    let batch = 128
    var done = 0
    while !stop.isRaised {
      let position = epoch.position(replica: replica, movesDone: done)
      if position >= 1 { break }
      let count = min(batch, epoch.movesLeft(replica: replica, movesDone: done))
      chain.run(moves: count, temperature: epoch.temperature(at: position))
      done += count
    }
    chain.endEpoch()
  }
}
