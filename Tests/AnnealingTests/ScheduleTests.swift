import Evaluation
import Foundation
import Netlist
import Testing

@testable import Annealing

@Suite struct ScheduleTests {
  private func schedule(restarts: Int) -> (Schedule, initial: Double, final: Double) {
    var options = AnnealingOptions(budget: .moves(1))
    options.restarts = restarts
    let scale = 0.01
    return (
      Schedule(options, costScale: scale), Schedule.initialShare * scale,
      Schedule.finalShare * scale
    )
  }

  @Test func givenTemperaturesTakeThePlaceOfTheScale() {
    var options = AnnealingOptions(budget: .moves(1))
    options.initialTemperature = 0.5
    options.finalTemperature = 0.25
    let schedule = Schedule(options, costScale: 7)
    #expect(schedule.temperature(at: 0) == 0.5)
    #expect(abs(schedule.temperature(at: 1) - 0.25) < 1e-12)
    options.initialTemperature = 0
    options.finalTemperature = 0
    #expect(Schedule(options, costScale: 7).temperature(at: 0.5) > 0)
  }

  @Test func factorsScaleGivenAndFoundTemperatures() {
    var options = AnnealingOptions(budget: .moves(1))
    options.initialTemperatureFactor = 0.5
    options.finalTemperatureFactor = 4
    let found = Schedule(options, costScale: 2)
    #expect(found.temperature(at: 0) == 0.5 * Schedule.initialShare * 2)
    #expect(abs(found.temperature(at: 1) / (4 * Schedule.finalShare * 2) - 1) < 1e-12)
    options.initialTemperature = 0.5
    options.finalTemperature = 0.01
    let given = Schedule(options, costScale: 2)
    #expect(given.temperature(at: 0) == 0.25)
    #expect(abs(given.temperature(at: 1) - 0.04) < 1e-12)
  }

  @Test func tailsShrinkToThoseOfTheProxyCost() {
    let options = AnnealingOptions(budget: .moves(1))
    let schedule = Schedule(options, costScale: 1)
    #expect(schedule.tails(at: 0) == options.initialTails)
    #expect(schedule.tails(at: options.tailsEnd) == .proxy)
    #expect(schedule.tails(at: 1) == .proxy)
    let tails = (0...50).map { schedule.tails(at: Double($0) / 50).density }
    #expect(tails == tails.sorted(by: >))
  }

  @Test(arguments: [1, 3], [nil, 0.5])
  func aMomentIsThatOfTheSchedule(restarts: Int, initialTemperature: Double?) {
    var options = AnnealingOptions(budget: .moves(1))
    options.restarts = restarts
    options.initialTemperature = initialTemperature
    options.initialTails = CostTails(density: 5, congestion: 2)
    let schedule = Schedule(options, costScale: 0.02)
    var temperatures = Set<Double>()
    for position in [-0.1, 0, 0.2, 0.45, 0.6, 0.9, 1, 1.1] {
      let moment = AnnealingMoment(options, costScale: 0.02, at: position)
      #expect(moment.temperature == schedule.temperature(at: position))
      #expect(moment.tails == schedule.tails(at: position))
      temperatures.insert(moment.temperature)
    }
    #expect(temperatures.count == 6)
    let start = AnnealingMoment(options, costScale: 0.02, at: 0)
    #expect(start.temperature == initialTemperature ?? 0.02 * Schedule.initialShare)
    #expect(start.tails == options.initialTails)
    #expect(AnnealingMoment(options, costScale: 0.02, at: 0.6).tails == .proxy)
  }

  @Test(arguments: [1, 2, 5])
  func eachCycleFallsToTheFinalTemperature(restarts: Int) {
    let (schedule, initial, final) = schedule(restarts: restarts)
    #expect(schedule.temperature(at: 0) == initial)
    #expect(abs(schedule.temperature(at: 1) / final - 1) < 1e-9)
    var top = Double.infinity
    for cycle in 0..<restarts {
      let start = Double(cycle) / Double(restarts)
      let end = Double(cycle + 1) / Double(restarts)
      let samples = (0..<50).map {
        schedule.temperature(at: start + (end - start) * (Double($0) + 0.5) / 50)
      }
      #expect(samples == samples.sorted(by: >))
      #expect(samples[0] < top)
      #expect(samples[49] > final)
      #expect(samples[49] < 1.2 * final)
      top = samples[0]
    }
    #expect(schedule.temperature(at: -1) == schedule.temperature(at: 0))
    #expect(schedule.temperature(at: 2) == schedule.temperature(at: 1))
  }

  /// The rate at which the temperature's logarithm falls is at the end e to the power of the decay slower.
  @Test(arguments: [0, 1e-9, 1, 3]) func theFallSlowsDown(decay: Double) {
    var options = AnnealingOptions(budget: .moves(1000))
    options.initialTemperature = 0.5
    options.finalTemperature = 0.001
    options.fallDecay = decay
    let schedule = Schedule(options, costScale: 3)
    func rate(_ position: Double) -> Double {
      log(schedule.temperature(at: position - 1e-4) / schedule.temperature(at: position + 1e-4))
    }
    #expect(abs(rate(0.1) / rate(0.9) / exp(0.8 * decay) - 1) < 1e-6)
    #expect(schedule.temperature(at: 0) == 0.5)
    #expect(abs(schedule.temperature(at: 1) / 0.001 - 1) < 1e-9)
    let middle = (0.5 * 0.001).squareRoot()
    #expect(decay < 1e-3 || schedule.temperature(at: 0.5) < 0.8 * middle)
  }

  @Test(arguments: [(1000, 1, 7), (1000, 3, 100), (5, 2, 100), (Int.max, 1, 100), (Int.max, 3, 9)])
  func epochsShareOutAllMoves(moves: Int, replicas: Int, epochs: Int) {
    var options = AnnealingOptions(budget: .moves(moves))
    options.epochs = epochs
    var clock = BudgetClock(options: options, replicas: replicas, costScale: 1)
    var totals = [Int](repeating: 0, count: replicas)
    var end = 0.0
    var parts: [Int] = []
    while let epoch = clock.nextEpoch() {
      #expect(epoch.start == end)
      end = epoch.end
      for replica in 0..<replicas {
        let part = epoch.moves?[replica] ?? -1
        totals[replica] += part
        #expect(epoch.movesLeft(replica: replica, movesDone: 0) == part)
        #expect(epoch.position(replica: replica, movesDone: part) == 1)
      }
      parts.append(epoch.moves?[0] ?? -1)
    }
    #expect(parts.count == epochs)
    #expect(end == 1)
    #expect(totals.reduce(0, +) == moves)
    #expect(totals.max()! - totals.min()! <= 1)
    #expect(parts.max()! - parts.min()! <= 1)
  }

  @Test func exchangesAreSpreadEvenly() {
    var options = AnnealingOptions(budget: .moves(1000))
    options.epochs = 100
    var clock = BudgetClock(options: options, replicas: 2, costScale: 1)
    var exchanges: [Int] = []
    var epoch = 0
    while let next = clock.nextEpoch() {
      epoch += 1
      if next.exchanges { exchanges.append(epoch) }
    }
    #expect(exchanges == Array(stride(from: 10, through: 90, by: 10)))
  }

  @Test(arguments: [0, 0.25, 0.6, 0.9])
  func theRestOfARunGoesOnWhereItWas(share: Double) {
    for given in [false, true] {
      var options = AnnealingOptions(budget: .moves(1000))
      if given {
        options.initialTemperature = 0.5
        options.finalTemperature = 0.001
      }
      let whole = Schedule(options, costScale: 3)
      let remaining = options.remaining(after: share)
      #expect(remaining.budget == .moves(Int((1000 * (1 - share)).rounded())))
      let rest = Schedule(remaining, costScale: 3)
      for place in [0, 0.3, 0.99] {
        let position = share + (1 - share) * place
        let (expected, found) = (whole.temperature(at: position), rest.temperature(at: place))
        #expect(abs(found / expected - 1) < 1e-9)
        let (tails, restTails) = (whole.tails(at: position), rest.tails(at: place))
        #expect(abs(tails.density - restTails.density) < 1e-9)
        #expect(abs(tails.congestion - restTails.congestion) < 1e-9)
      }
    }
    #expect(AnnealingOptions(budget: .time(8)).remaining(after: 0.75).budget == .time(2))
  }

  @Test func pausesDoNotCountAsTime() {
    let stop = StopFlag()
    stop.pause()
    Thread.sleep(forTimeInterval: 0.02)
    let begin = ContinuousClock.now
    let clock = BudgetClock(
      options: AnnealingOptions(budget: .time(1)), replicas: 1, costScale: 1, stop: stop)
    Thread.sleep(forTimeInterval: 0.02)
    stop.resume()
    #expect(!stop.isPaused)
    #expect(stop.pausedTime >= .milliseconds(40))
    let spent = clock.seconds
    #expect(spent <= (ContinuousClock.now - begin).inSeconds - 0.02)
    Thread.sleep(forTimeInterval: 0.02)
    #expect(clock.seconds >= spent + 0.02)
  }

  @Test(arguments: [AnnealingBudget.time(0), .time(1000), .moves(0)])
  func onlyTimeIsOverByTheClock(budget: AnnealingBudget) {
    let clock = BudgetClock(options: AnnealingOptions(budget: budget), replicas: 1, costScale: 1)
    #expect(clock.isOver == (budget == .time(0)))
  }
}

@Suite struct MoveMixTests {
  /// The share of each kind, measured with evenly spaced numbers.
  private func shares(_ mix: MoveMix) -> [MoveKind: Double] {
    let samples = 20_000
    var counts: [MoveKind: Double] = [:]
    for sample in 0..<samples {
      counts[mix.kind(for: (Double(sample) + 0.5) / Double(samples)), default: 0] += 1
    }
    return counts.mapValues { $0 / Double(samples) }
  }

  @Test func kindsWithoutNodesAreNeverTried() {
    let soft = shares(MoveMix(hasSoft: true, hasHard: false))
    #expect(soft.keys.allSatisfy { !$0.movesHardMacro })
    #expect(soft.count == MoveKind.plain.filter { !$0.movesHardMacro }.count)
    let hard = shares(MoveMix(hasSoft: false, hasHard: true))
    #expect(hard.keys.allSatisfy { $0.movesHardMacro })
    #expect(hard.count == MoveKind.plain.filter { $0.movesHardMacro }.count)
    let both = shares(MoveMix(hasSoft: true, hasHard: true))
    #expect(both.values.allSatisfy { abs($0 - 1 / Double(MoveKind.plain.count)) < 1e-3 })
  }

  @Test func sharesFollowGainAndKeepAFloor() {
    var mix = MoveMix(hasSoft: true, hasHard: true)
    for _ in 0..<60 {
      for kind in MoveKind.plain {
        let gain = kind == .softSwap ? 3.0 : kind == .hardShift ? 1 : 0
        for _ in 0..<30 { mix.note(kind, accepted: gain > 0, gain: gain, work: 1) }
      }
      mix.adapt()
      #expect(MoveKind.plain.contains(mix.kind(for: 1.0.nextDown)))
    }
    let shares = shares(mix)
    #expect(shares.count == MoveKind.plain.count)
    #expect(shares.values.min()! > 0.015)
    let swap = shares[.softSwap] ?? 0
    let shift = shares[.hardShift] ?? 0
    #expect(swap > 0.55 && swap < 0.75)
    #expect(abs(swap / shift - 3) < 0.2)
  }

  /// A proposer's floor takes no more of a budget than that of other kinds.
  @Test(arguments: [5, 44, 1004])
  func proposersThatGainNothingCostLittle(charge: Int) {
    var mix = MoveMix(hasSoft: true, hasHard: true, policy: charge)
    for _ in 0..<60 {
      mix.note(.softSwap, accepted: true, gain: 1, work: 1)
      mix.noteCall(.softPolicy, work: 1, moves: Double(charge))
      mix.note(.softPolicy, accepted: false, gain: 0, work: 1)
      mix.adapt()
    }
    var (moves, charged) = (0, 0)
    let samples = 1_000_000
    for sample in 0..<samples {
      let kind = mix.kind(for: (Double(sample) + 0.5) / Double(samples))
      if kind == .softPolicy { charged += charge }
      moves += kind.asksProposer ? charge : 1
    }
    let share = Double(charged) / Double(moves)
    #expect(share < 0.021 && share > 0.01, "\(share)")
  }

  /// The work of a call is as that of the plain moves it is counted in.
  @Test func proposersAreJudgedByGainForWork() {
    var mix = MoveMix(hasSoft: true, hasHard: false, policy: 14)
    for _ in 0..<60 {
      for _ in 0..<100 { mix.note(.softSwap, accepted: true, gain: 0.3, work: 3) }
      for _ in 0..<10 {
        mix.noteCall(.softPolicy, work: 3, moves: 10)
        for _ in 0..<3 { mix.note(.softPolicy, accepted: false, gain: 0, work: 3) }
        // 42 of work; at 0.1 a unit as good as swaps.
        mix.note(.softPolicy, accepted: true, gain: 4.2, work: 0)
      }
      mix.adapt()
    }
    let shares = mix.statistics.map(\.share)
    let (swap, policy) = (
      shares[MoveKind.softSwap.rawValue], shares[MoveKind.softPolicy.rawValue]
    )
    #expect(swap > 0.3 && abs(swap / policy - 1) < 0.05, "\(swap), \(policy)")
  }

  @Test func firstSharesAreThoseOfTheOptions() {
    var options = MoveMixOptions()
    options[.softSwap] = 3
    options[.softShift] = 0
    options[.hardShift] = -1
    options[.hardFlip] = .nan
    options.inertia = 1
    var mix = MoveMix(hasSoft: true, hasHard: true, options: options)
    for _ in 0..<2 {
      let shares = shares(mix)
      let kinds = MoveKind.plain.count
      #expect(shares.count == kinds - 3)
      #expect(abs(shares[.softSwap]! - 3 / Double(kinds - 1)) < 1e-3)
      #expect(abs(shares[.hardSwap]! - 1 / Double(kinds - 1)) < 1e-3)
      // With full inertia, gains change nothing.
      mix.note(.hardSwap, accepted: true, gain: 1, work: 1)
      mix.adapt()
    }
  }

  @Test func floorOfTheOptionsIsKept() {
    var options = MoveMixOptions()
    options.floor = 0.03
    var mix = MoveMix(hasSoft: true, hasHard: true, options: options)
    for _ in 0..<60 {
      mix.note(.softSwap, accepted: true, gain: 1, work: 1)
      mix.adapt()
    }
    let least = shares(mix).values.min()!
    #expect(least > 0.022 && least <= 0.031, "\(least)")
    options.floor = 7
    let even = shares(MoveMix(hasSoft: true, hasHard: true, options: options))
    #expect(even.values.allSatisfy { abs($0 - 1 / Double(MoveKind.plain.count)) < 1e-3 })
  }

  @Test func kindsAllAtZeroAreTriedEquallyOften() {
    var options = MoveMixOptions()
    for kind in MoveKind.allCases where kind.movesHardMacro { options[kind] = 0 }
    let hard = shares(MoveMix(hasSoft: false, hasHard: true, options: options))
    let kinds = MoveKind.plain.filter(\.movesHardMacro).count
    #expect(hard.count == kinds)
    #expect(hard.values.allSatisfy { abs($0 - 1 / Double(kinds)) < 1e-3 })
    let both = shares(MoveMix(hasSoft: true, hasHard: true, options: options))
    #expect(both.keys.allSatisfy { !$0.movesHardMacro })
  }

  @Test func talliesStartAnewAfterAdapting() {
    var mix = MoveMix(hasSoft: true, hasHard: true)
    #expect(mix.acceptance(of: .softShift) == nil)
    for index in 0..<40 { mix.note(.softShift, accepted: index % 4 == 0, gain: 0, work: 1) }
    #expect(mix.acceptance(of: .softShift) == 0.25)
    #expect(mix.counts == (40, 10))
    mix.adapt()
    #expect(mix.counts == (0, 0))
    #expect(mix.acceptance(of: .softShift) == nil)
  }
}
