import Distribution
import Evaluation
import Foundation
import GRDB
import Netlist
import TestSupport
import Testing

@testable import DesignLoop

/// That loops can be repeated, gone on with, and played again.
struct LoopTests {
  @Test func aLoopInPartsIsTheLoopAtOnce() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.firstRound = 2
    settings.placementsPerRound = 1
    let whole = try SmallLoop.loop(folder, settings, threads: 1)
    #expect(try whole.run(rounds: 3) == .done)
    for rounds in 1...3 {
      let part = try SmallLoop.loop(folder, settings, name: "parts", threads: 3)
      #expect(try part.run(rounds: rounds) == .done)
    }
    let parts = try Ledger(folder.file("parts.sqlite"), readOnly: true)
    #expect(try parts.fingerprint() == whole.ledger.fingerprint())
    #expect(try whole.ledger.version(.models, upTo: 3)?.round == 3)
    #expect(try parts.rounds().allSatisfy { $0.seconds > 0 })
  }

  /// The slow parts of a round too, in a single one.
  @Test func aLoopWithRecipesCanBeRepeated() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.recipesPerRound = 1
    settings.placementsPerRound = 1
    let loops = try [1, 2].map { threads in
      let loop = try SmallLoop.loop(folder, settings, name: "\(threads)", threads: threads)
      #expect(try loop.run(rounds: 1) == .done)
      return try loop.ledger.fingerprint()
    }
    #expect(loops[0] == loops[1])
    #expect(loops[0].contains("recipe 1, child of 0"))
  }

  /// Other ranks place what they are given, from what they are told, to the same ledger.
  @Test func aLoopOverRanksIsTheLoopOfOne() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.placementsPerRound = 4
    let alone = try SmallLoop.loop(folder, settings, name: "alone", threads: 1)
    #expect(try alone.run(rounds: 2) == .done)
    let goals = settings
    let placed = try ThreadedRanks.run(3) { rank in
      guard rank.isFirst else {
        try LoopWorker.run(over: rank, threads: 1, stop: StopFlag())
        return 0
      }
      let loop = try SmallLoop.loop(folder, goals, name: "shared", threads: 1)
      var count = 0
      #expect(
        try loop.run(
          rounds: 2, over: rank,
          event: { event in
            if case .placed = event { count += 1 }
          }) == .done)
      return count
    }
    #expect(placed == [8, 0, 0])
    let shared = try Ledger(folder.file("shared.sqlite"), readOnly: true)
    #expect(try shared.fingerprint() == alone.ledger.fingerprint())
  }

  @Test(arguments: LoopSettings.Feedback.allCases)
  func feedbackDecidesWhatIsLearnt(feedback: LoopSettings.Feedback) throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.feedback = feedback
    settings.placementsPerRound = 1
    let loop = try SmallLoop.loop(folder, settings)
    #expect(try loop.run(rounds: 2) == .done)
    #expect(try loop.ledger.version(.models, upTo: 2)?.round == (feedback.learns ? 2 : nil))
    let second = try loop.ledger.candidates(round: 2)
    #expect(second.count == 1)
    if feedback == .random { #expect(second.allSatisfy { $0.individual.origin == .random }) }
    let provenance = try loop.ledger.layouts().map(\.provenance.models)
    #expect(provenance == [0, feedback.learns ? 1 : 0])
  }

  @Test func theFirstRoundMayBeLarger() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.firstRound = 3
    settings.placementsPerRound = 1
    let loop = try SmallLoop.loop(folder, settings)
    #expect(try loop.run(rounds: 2) == .done)
    #expect(try loop.ledger.candidates().map(\.round) == [1, 1, 1, 2])
  }

  @Test func choicesDoNotDependOnThreads() throws {
    let folder = try TemporaryFolder()
    let loop = try SmallLoop.loop(folder)
    #expect(try loop.run(rounds: 1) == .done)
    let workshop = try Workshop(SmallLoop.settings(folder))
    let state = try LoopHistory(ledger: loop.ledger, workshop: workshop).state(before: nil)
    #expect(state.round == 2)
    #expect(state.nextCandidate == 3)
    let choices = try [1, 2, 5].map { threads in
      let proposer = try RoundProposer(
        settings: SmallLoop.settings(folder), space: workshop.space, appraiser: workshop.appraiser,
        threads: threads)
      let choice = try proposer.choose(state, outside: [], stop: StopFlag())
      return try #require(choice)
    }
    #expect(choices[0].candidates.map(\.id) == [3, 4])
    for choice in choices.dropFirst() {
      #expect(choice.candidates == choices[0].candidates)
      #expect(choice.hypothesis == choices[0].hypothesis)
      #expect(choice.decisions == choices[0].decisions)
    }
  }

  @Test func aStopEndsChoosingAndLearning() throws {
    let folder = try TemporaryFolder()
    let loop = try SmallLoop.loop(folder)
    #expect(try loop.run(rounds: 1) == .done)
    let workshop = try Workshop(SmallLoop.settings(folder))
    let history = LoopHistory(ledger: loop.ledger, workshop: workshop)
    let stop = StopFlag()
    stop.raise()
    let proposer = try RoundProposer(
      settings: SmallLoop.settings(folder), space: workshop.space, appraiser: workshop.appraiser,
      threads: 1)
    #expect(try proposer.choose(history.state(before: nil), outside: [], stop: stop) == nil)
    let layouts = try loop.ledger.layouts()
    let candidates = try loop.ledger.candidates()
    let beginning = try workshop.beginning()
    let learn = { (stop: StopFlag) in
      try workshop.learn(from: layouts, candidates, beginning, threads: 1, stop: stop)
    }
    #expect(try learn(stop) == nil)
    #expect(try learn(StopFlag()) != nil)
  }

  @Test func aStopLeavesALoopThatGoesOn() throws {
    let folder = try TemporaryFolder()
    let whole = try SmallLoop.loop(folder)
    #expect(try whole.run(rounds: 1) == .done)
    // Raised at each event in turn, until a run ends before that many.
    for limit in 1..<20 {
      let loop = try SmallLoop.loop(folder, name: "stopped", threads: 1)
      let stop = StopFlag()
      var events = 0
      let ending = try loop.run(rounds: 1, stop: stop) { _ in
        events += 1
        if events == limit { stop.raise() }
      }
      if ending == .done { break }
      #expect(ending == .stopped)
    }
    #expect(
      try Ledger(folder.file("stopped.sqlite")).fingerprint() == whole.ledger.fingerprint())
  }

  @Test func aRoundPlayedAgainIsTheSame() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.placementsPerRound = 1
    let loop = try SmallLoop.loop(folder, settings)
    #expect(try loop.run(rounds: 2) == .done)
    let file = loop.ledger.file
    let replay = try Replay(Ledger(file, readOnly: true))
    for round in 1...2 { #expect(try replay.differences(round: round, stop: StopFlag()) == []) }
    #expect(throws: LoopError.self) { try replay.differences(round: 3, stop: StopFlag()) }
    let stop = StopFlag()
    stop.raise()
    #expect(try replay.differences(round: 1, stop: stop) == nil)
  }

  @Test func whatIsTamperedWithIsFound() throws {
    let folder = try TemporaryFolder()
    let loop = try SmallLoop.loop(folder)
    #expect(try loop.run(rounds: 2) == .done)
    let file = loop.ledger.file
    let replay = Replay(loop.ledger)
    var placement = try loop.ledger.layouts()[0].placement
    placement[100] ^= 1
    try Ledger.tamper(file, "UPDATE layouts SET placement = ? WHERE candidate = 1", [placement])
    #expect(try replay.differences(round: 1, stop: StopFlag()) == ["layout of 1"])
    try Ledger.tamper(
      file, "UPDATE layouts SET measurement = replace(measurement, ?, ?) WHERE candidate = 2",
      [#""detour":1"#, #""detour":2"#])
    #expect(
      try replay.differences(round: 1, stop: StopFlag()) == ["layout of 1", "measurement of 2"])
    try Ledger.tamper(file, "DELETE FROM layouts WHERE candidate = 4")
    try Ledger.tamper(file, "UPDATE candidates SET seed = seed + 1 WHERE id = 3")
    let differences = try #require(try replay.differences(round: 2, stop: StopFlag()))
    #expect(differences.contains("seed of 3"))
    #expect(differences.contains("no layout of 4"))
  }

  @Test func theBestIsVerifiedOnceForEachRun() throws {
    let folder = try TemporaryFolder()
    let loop = try SmallLoop.loop(folder)
    #expect(try loop.run(rounds: 1) == .done)
    let first = try #require(try loop.verify(placements: 1, stop: StopFlag()))
    let all = try #require(try loop.verify(placements: 2, stop: StopFlag()))
    #expect(all.count == 2)
    #expect(all[0] == first[0])
    let best = try loop.reports()[0].candidate
    let runs = try loop.ledger.layouts().filter { $0.candidate == best }
    #expect(runs.map(\.run) == [0, 1, 2])
    #expect(Set(runs.map(\.placement)).count == 3)
    // They are no part of what the loop learns from.
    let state = try LoopHistory(
      ledger: loop.ledger, workshop: Workshop(SmallLoop.settings(folder))
    ).state(before: nil)
    #expect(state.observations.count == 2)
  }

  @Test func aCandidateComesOutAsADesign() throws {
    let folder = try TemporaryFolder()
    let loop = try SmallLoop.loop(folder)
    #expect(try loop.run(rounds: 1) == .done)
    let export = LedgerExport(loop.ledger)
    let design = try export.design(of: 2)
    let report = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
      .check(design.placement)
    #expect(report.isLegal)
    let cost = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement).proxy
    let noted = try loop.ledger.layouts()[1].measurement.proxyCost
    #expect(abs(cost / noted - 1) < 1e-9)
    #expect(throws: LoopError.self) { try export.design(of: 9) }
    let lines = try export.csv().split(separator: "\n")
    #expect(lines.count == 3)
    let columns = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
    #expect(Set(columns) == [columns[0]])
    #expect(columns[0] == 5 + Gene.allCases.count + 13)
  }
}
