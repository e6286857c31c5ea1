public import Evaluation
public import Distribution
import Foundation
public import Netlist
import Parallelism

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
  /// The temperature that it began with, in units of the proxy cost.
  public var initialTemperature: Double
  /// What each kind of move did, all replicas together.
  public var statistics: [MoveStatistics]
}

/// Simulated annealing of macro placement on the exact proxy cost (Kirkpatrick, Gelatt and Vecchi
/// 1983), by replicas that go with the winners (Aldous and Vazirani 1994), every few epochs the
/// worst going on from the best ones' placements, or that exchange their temperatures.
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
  /// Over several ranks each has as many replicas as there are threads. All begin from what the first
  /// rank is given, and return the same; with a budget in moves that depends on the number of replicas
  /// alone, not on how they are spread over ranks.
  ///
  /// - Parameters:
  ///   - alternative: where every second replica begins instead, if there are several. Replicas then go
  ///     with the winners of their own start alone.
  ///   - ranks: the processes that share the run; all of them call this. By default there is one.
  ///   - state: where an annealing with the same design, options and start stood, to go on from, on one
  ///     rank and without tempering.
  ///   - stop: ends the run with the best so far when raised, on any rank; when paused, the run
  ///     waits.
  ///   - progress: called at the end of each epoch. Placements in it are those of this rank.
  ///   - checkpoint: called with the state of this rank where annealing begins and after each epoch
  ///     that was not cut short.
  /// - Precondition: `state` suits the design and the options' threads.
  /// - Throws: what the ranks throw; nothing with one.
  public func anneal<Ranks: Communicator>(
    from start: Placement, alternative: AnnealingStart? = nil,
    over ranks: Ranks = LocalCommunicator(), resuming state: AnnealingState? = nil,
    stop: StopFlag = StopFlag(),
    progress: (AnnealingProgress) -> Void = { _ in },
    checkpoint: (AnnealingState) -> Void = { _ in }
  ) throws(Ranks.Failure) -> AnnealingResult {
    let start = try ranks.broadcast(start, from: 0, like: start)
    let options = try ranks.broadcast(SharedOptions(options)).merged(into: options)
    let field = Playfield(
      netlist: netlist, floorplan: floorplan, start: start, halo: options.halo)
    let threads = max(options.threads, 1)
    let replicas = (0..<threads).map { index in
      let number = ranks.rank * threads + index
      return Replica(
        Chain(
          field, weights: options.weights,
          random: SeededGenerator(seed: options.seed, stream: UInt64(number)),
          proposer: makeProposer?(number), moveMix: options.moveMix))
    }
    let costScale = try ranks.broadcast(
      ranks.isFirst
        ? state?.costScale ?? replicas[0].chain.costScale(samples: Self.scaleSamples) : 0)
    if let state {
      precondition(
        state.suits(netlist, floorplan, replicas: replicas.count), "a state of another design")
      for (replica, chain) in zip(replicas, state.chains) { replica.chain.resume(chain) }
    }
    var clock = BudgetClock(
      options: options, replicas: ranks.count * threads, costScale: costScale,
      epoch: state?.epoch ?? 0, seconds: state?.seconds ?? 0, stop: stop)
    if let alternative {
      try begin(
        at: alternative, replicas, ranks, over: clock.initialTemperature, isResumed: state != nil)
    }
    var ensemble = try Ensemble(
      replicas, options, ranks, stop, clock, hasAlternative: alternative != nil)
    func note() {
      checkpoint(
        AnnealingState(
          epoch: clock.epoch, seconds: clock.seconds, costScale: costScale,
          nodeCount: netlist.nodeCount, cellCount: field.grid.cellCount,
          chains: replicas.map { $0.chain.state }))
    }
    if !field.softNodes.isEmpty || !field.hardNodes.isEmpty {
      note()
      while !ensemble.isOver, let epoch = clock.nextEpoch() {
        runEpoch(epoch, replicas, first: ensemble.first, stop)
        try ensemble.synchronize(clock)
        try ensemble.couple(after: epoch)
        progress(report(ensemble, epoch, clock))
        if !stop.isRaised { note() }
      }
    }
    return try ensemble.result(clock, kinds: kinds)
  }

  /// The temperature that annealing from a placement begins with unless told otherwise.
  public func usualTemperature(from start: Placement) -> Double {
    let field = Playfield(
      netlist: netlist, floorplan: floorplan, start: start, halo: options.halo)
    var chain = Chain(
      field, weights: options.weights, random: SeededGenerator(seed: options.seed, stream: 0))
    return Schedule(options, costScale: chain.costScale(samples: Self.scaleSamples))
      .temperature(at: 0)
  }

  /// From how many random changes of a placement the scale of costs is told.
  private static let scaleSamples = 400

  /// Lets every second replica begin at the alternative. All ranks.
  private func begin<Ranks: Communicator>(
    at alternative: AnnealingStart, _ replicas: [Replica], _ ranks: Ranks, over temperature: Double,
    isResumed: Bool
  ) throws(Ranks.Failure) {
    let placement = try ranks.broadcast(
      alternative.placement, from: 0, like: alternative.placement)
    let warm = try ranks.broadcast(alternative.temperature)
    for (index, replica) in replicas.enumerated()
    where AnnealingStart.isAlternative(replica: ranks.rank * replicas.count + index) {
      replica.initialWarmth = warm / temperature
      if !isResumed { replica.chain.begin(at: placement) }
    }
  }

  /// The kinds of moves that are made where there are nodes for them.
  var kinds: [MoveKind] { makeProposer == nil ? MoveKind.plain : MoveKind.allCases }

  private func runEpoch(
    _ epoch: BudgetClock.Epoch, _ replicas: [Replica], first: Int, _ stop: StopFlag
  ) {
    concurrently(replicas.count) { replicas[$0].run(epoch, replica: first + $0, stop) }
  }

  private func report<Ranks>(
    _ ensemble: Ensemble<Ranks>, _ epoch: BudgetClock.Epoch, _ clock: BudgetClock
  ) -> AnnealingProgress {
    let standings = ensemble.standings
    let winner = standings[ensemble.winner]
    let current = ensemble.replicas.min { $0.chain.evaluator.cost < $1.chain.evaluator.cost }!
    let best = ensemble.replicas.min { $0.chain.bestCost < $1.chain.bestCost }!
    let moves = standings.reduce(0) { $0 + $1.moves }
    return AnnealingProgress(
      fraction: clock.fraction(moves: moves), seconds: clock.seconds, moves: moves,
      temperature: epoch.temperature(at: 1),
      acceptance: standings.reduce(0) { $0 + $1.acceptance } / Double(standings.count),
      bestCost: winner.bestCost, bestTerms: winner.bestTerms, bestPlacement: best.chain.best,
      currentCost: standings.reduce(.infinity) { min($0, $1.cost) },
      currentPlacement: current.chain.currentPlacement())
  }
}

/// What of the options may differ between ranks by their clocks, and must not.
private struct SharedOptions: BitwiseCopyable {
  private var threads: Int
  private var seconds: Double
  private var initialTemperature: Double?

  init(_ options: AnnealingOptions) {
    threads = options.threads
    initialTemperature = options.initialTemperature
    seconds = if case .time(let seconds) = options.budget { seconds } else { 0 }
  }

  func merged(into options: AnnealingOptions) -> AnnealingOptions {
    var result = options
    result.threads = threads
    result.initialTemperature = initialTemperature
    if case .time = options.budget { result.budget = .time(seconds) }
    return result
  }
}

/// A chain that one thread at a time runs: the annealer hands each replica to one thread an epoch and
/// touches it only between epochs, which the compiler cannot see.
final class Replica: @unchecked Sendable {
  var chain: Chain
  /// By how much it is warmer than the schedule says.
  var warmth = 1.0
  /// By how much it is warmer at the beginning of the run, beside that; at the end it is not.
  var initialWarmth = 1.0

  init(_ chain: consuming Chain) { self.chain = chain }

  func run(_ epoch: BudgetClock.Epoch, replica: Int, _ stop: StopFlag) {
    chain.beginEpoch(
      epoch.schedule.tails(at: epoch.start), temperature: temperature(in: epoch, at: 0))
    let batch = 128
    var done = 0
    while !stop.isRaised {
      stop.waitWhilePaused()
      let position = epoch.position(replica: replica, movesDone: done)
      if position >= 1 { break }
      let count = min(batch, epoch.movesLeft(replica: replica, movesDone: done))
      chain.run(moves: count, temperature: temperature(in: epoch, at: position))
      done += count
    }
    chain.endEpoch()
  }

  private func temperature(in epoch: BudgetClock.Epoch, at position: Double) -> Double {
    let temperature = epoch.temperature(at: position) * warmth
    guard initialWarmth != 1 else { return temperature }
    return temperature
      * pow(initialWarmth, 1 - epoch.schedule.fallen(at: epoch.fraction(at: position)))
  }
}
