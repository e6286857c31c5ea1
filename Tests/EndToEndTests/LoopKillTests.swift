import Foundation
import Netlist
import TestSupport
import Testing

/// Design loops that are killed and started again.
@Suite struct LoopKillTests {
  /// How often a loop is killed; CHIPPLACE_KILLS says otherwise.
  private static let kills =
    ProcessInfo.processInfo.environment["CHIPPLACE_KILLS"].flatMap { Int($0) } ?? 3
  private static let rounds = 3

  private static func arguments(_ loop: SmallLoop, _ ledger: String) -> [String] {
    ["evolve", "--rounds", "\(rounds)", "--ledger", loop.file(ledger)]
      + loop.options(moves: 4000) + ["--threads", "2"]
  }

  /// Loops are killed at drawn moments and started again until they are done, each then compared with
  /// one that nobody disturbed, until there were kills enough.
  @Test func aKilledLoopComesToTheSameLedger() throws {
    let loop = try SmallLoop()
    let began = Date()
    let undisturbed = try Tool.run(Self.arguments(loop, "whole.sqlite"))
    try #require(undisturbed.status == 0, "\(undisturbed.errors)")
    let seconds = Date().timeIntervalSince(began)
    let expected = try loop.content("whole.sqlite")
    var random = SeededGenerator(seed: 20)
    var (kills, loops, openRounds) = (0, 0, 0)
    while kills < Self.kills {
      loops += 1
      let ledger = "killed\(loops).sqlite"
      // So many starts that a loop that begins anew each time would be noticed.
      for start in 1...200 {
        let running = try RunningTool(Tool.path, Self.arguments(loop, ledger))
        if kills < Self.kills {
          Thread.sleep(forTimeInterval: random.uniform() * seconds)
          running.send(SIGKILL)
        }
        let result = try running.finish(within: 120)
        if result.endedBySignal {
          kills += 1
          // The ledger can be read at any moment, if there is one yet.
          let read = try Tool.run(["ledger", loop.file(ledger), "--json"])
          if FileManager.default.fileExists(atPath: loop.file(ledger)), read.status == 0 {
            let rounds = try Tool.json(read).first?["rounds"] as? [[String: Any]]
            if rounds?.last?["state"] as? String == "proposed" { openRounds += 1 }
          }
          #expect([0, 65].contains(read.status), "\(read.errors)")
          #expect(start < 200)
          continue
        }
        #expect(result.status == 0, "\(result.errors)")
        break
      }
      #expect(try loop.content(ledger) == expected)
    }
    print("killed \(kills) times over \(loops) loops, \(openRounds) in the middle of a round")
  }

  @Test func anInterruptEndsALoopInOrder() throws {
    let loop = try SmallLoop()
    let whole = try Tool.run(Self.arguments(loop, "whole.sqlite"))
    try #require(whole.status == 0, "\(whole.errors)")
    for signal in [SIGINT, SIGTERM] {
      let ledger = "interrupted\(signal).sqlite"
      let arguments = Self.arguments(loop, ledger)
      let running = try RunningTool(Tool.path, arguments + ["--json"])
      try running.wait(within: 60) { $0.errorsSoFar.contains("Round 1") }
      running.send(signal)
      let result = try running.finish(within: 60)
      #expect(result.status == 0 && !result.endedBySignal, "\(result.errors)")
      #expect(result.errors.contains("stopped; the same command goes on from here"))
      let reports = try Tool.json(result)
      #expect(reports.count < Self.rounds)
      let again = try Tool.run(arguments)
      #expect(again.status == 0, "\(again.errors)")
      #expect(try loop.content(ledger) == loop.content("whole.sqlite"))
    }
  }
}
