import Foundation
import Netlist
import Testing

@testable import Annealing

@Suite struct ScheduleTests {
  private func schedule(restarts: Int) -> (TemperatureSchedule, AnnealingOptions) {
    var options = AnnealingOptions(budget: .moves(1))
    options.restarts = restarts
    return (TemperatureSchedule(options), options)
  }

  @Test(arguments: [1, 2, 5])
  func eachCycleFallsToTheFinalTemperature(restarts: Int) {
    let (schedule, options) = schedule(restarts: restarts)
    #expect(schedule.temperature(at: 0) == options.initialTemperature)
    #expect(abs(schedule.temperature(at: 1) / options.finalTemperature - 1) < 1e-9)
    var top = Double.infinity
    for cycle in 0..<restarts {
      let start = Double(cycle) / Double(restarts)
      let end = Double(cycle + 1) / Double(restarts)
      let samples = (0..<50).map {
        schedule.temperature(at: start + (end - start) * (Double($0) + 0.5) / 50)
      }
      #expect(samples == samples.sorted(by: >))
      #expect(samples[0] < top)
      #expect(samples[49] > options.finalTemperature)
      #expect(samples[49] < 1.2 * options.finalTemperature)
      top = samples[0]
    }
    #expect(schedule.temperature(at: -1) == schedule.temperature(at: 0))
    #expect(schedule.temperature(at: 2) == schedule.temperature(at: 1))
  }

  @Test(arguments: [(1000, 1, 7), (1000, 3, 100), (5, 2, 100), (Int.max, 1, 100), (Int.max, 3, 9)])
  func epochsShareOutAllMoves(moves: Int, replicas: Int, epochs: Int) {
    var options = AnnealingOptions(budget: .moves(moves))
    options.epochs = epochs
    var clock = BudgetClock(options: options, replicas: replicas)
    var total = 0
    var end = 0.0
    var parts: [Int] = []
    while let epoch = clock.nextEpoch() {
      #expect(epoch.start == end)
      end = epoch.end
      let part = epoch.moves ?? -1
      total += part
      parts.append(part)
      #expect(epoch.movesLeft(movesDone: 0) == part)
      #expect(epoch.position(movesDone: part) == 1)
    }
    #expect(parts.count == epochs)
    #expect(end == 1)
    #expect(total == moves / replicas)
    #expect(parts.max()! - parts.min()! <= 1)
  }

  @Test func timeThatIsOverGivesNoEpoch() {
    var clock = BudgetClock(options: AnnealingOptions(budget: .time(0)), replicas: 1)
    let epoch = clock.nextEpoch()
    #expect(epoch == nil)
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
    #expect(soft.count == MoveKind.allCases.filter { !$0.movesHardMacro }.count)
    let hard = shares(MoveMix(hasSoft: false, hasHard: true))
    #expect(hard.keys.allSatisfy { $0.movesHardMacro })
    #expect(hard.count == MoveKind.allCases.filter { $0.movesHardMacro }.count)
    let both = shares(MoveMix(hasSoft: true, hasHard: true))
    #expect(both.values.allSatisfy { abs($0 - 1 / Double(MoveKind.allCases.count)) < 1e-3 })
  }

  @Test func sharesFollowGainAndKeepAFloor() {
    var mix = MoveMix(hasSoft: true, hasHard: true)
    for _ in 0..<60 {
      for kind in MoveKind.allCases {
        let gain = kind == .softSwap ? 3.0 : kind == .hardShift ? 1 : 0
        for _ in 0..<30 { mix.note(kind, accepted: gain > 0, gain: gain, work: 1) }
      }
      mix.adapt()
      #expect(mix.kind(for: 1.0.nextDown).rawValue < MoveKind.allCases.count)
    }
    let shares = shares(mix)
    #expect(shares.count == MoveKind.allCases.count)
    #expect(shares.values.min()! > 0.015)
    let swap = shares[.softSwap] ?? 0
    let shift = shares[.hardShift] ?? 0
    #expect(swap > 0.55 && swap < 0.75)
    #expect(abs(swap / shift - 3) < 0.2)
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
