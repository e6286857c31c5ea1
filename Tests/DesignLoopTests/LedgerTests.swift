import Foundation
import TestSupport
import Testing

@testable import DesignLoop

struct LedgerTests {
  static let figures = Figures(cycles: 1.1e6, clock: 0.7, energy: 1e-3 / 3, area: 0.1)

  static func candidate(_ id: Int, round: Int) throws -> CandidateRecord {
    CandidateRecord(
      id: id, round: round,
      individual: Individual(
        architecture: try SmallLoop.architecture(UInt64(id)), origin: .crossover, parents: [1, 2]),
      seed: .max - UInt64(id),
      prediction: Prediction(
        figures: figures, score: -0.1, scoreDeviation: 1 / 3, feasibility: 0.5,
        lengths: [
          Prediction.ClassLengths(
            busClass: "fill", priorLongest: 1, priorTotal: 2, longest: 3, longestDeviation: 0.1,
            total: 4, totalDeviation: 0.2)
        ], detour: 1.05), acquisition: .infinity, decision: .place, reason: nil)
  }

  static func layout(_ candidate: Int, run: Int = 0) throws -> LayoutRecord {
    LayoutRecord(
      candidate: candidate, run: run, seed: .max,
      provenance: Provenance(models: 1, policy: 2, recipe: 3, warmStart: run == 0 ? nil : 1),
      placement: Data([0, 255, 7]),
      measurement: LayoutMeasurement(
        figures: figures, lengths: [nil, ClassWires(longest: 1, total: 1 / 3)],
        priorLengths: [ClassWires(longest: 0.1, total: 2), nil], features: [0.1, -0.2],
        detour: 1.01, slowestClass: "fill", proxyCost: 0.1, policyZeroShot: 1.2,
        niche: Niche(try SmallLoop.architecture(1), dieArea: 1e5, memoryShare: 0.4),
        violation: run == 0 ? nil : "area", rawScore: -30.1), seconds: 0.25)
  }

  static let summary = RoundSummary(
    round: 1,
    comparisons: [
      .init(candidate: 1, predicted: -0.1, deviation: 1 / 3, measured: 0.2, violation: nil)
    ],
    lengths: .init(error: 0.1, priorError: 0.2, covered: 3, count: 4), best: nil,
    bestObjective: nil, bestThroughput: 10, policyZeroShot: nil, recipe: 0, verdict: "as expected")

  @Test func everyRecordComesBack() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("a.sqlite")
    var settings = try SmallLoop.settings(folder)
    settings.seed = .max
    settings.firstRound = 5
    settings.proposer = "propose 'it'"
    settings.goals.constraints.areaAtMost = 0.1
    let candidates = try [Self.candidate(1, round: 1), Self.candidate(2, round: 1)]
    let layouts = try [Self.layout(1), Self.layout(1, run: 1)]
    let decision = DecisionRecord(round: nil, actor: "loop", text: "begun; 'quoted'")
    do {
      let ledger = try Ledger(file)
      #expect(try ledger.settings() == nil)
      try ledger.begin(settings, program: "test")
      try ledger.propose(round: 1, hypothesis: "good", candidates, decisions: [decision])
      #expect(try ledger.approve(round: 1, refusing: [2, 9], reason: "ugly"))
      #expect(try !ledger.approve(round: 1, refusing: [1], reason: "late"))
      for layout in layouts { try ledger.record(layout) }
      #expect(try ledger.rounds().map(\.state) == [.proposed])
      try ledger.spend(0.5, round: 1)
      try ledger.close(
        round: 1, summary: Self.summary, versions: [.models: Data([1])], decisions: [], seconds: 1)
    }
    for ledger in try [Ledger(file), Ledger(file, readOnly: true)] {
      #expect(try ledger.settings() == settings)
      var expected = candidates
      expected[1].decision = .refused
      expected[1].reason = "ugly"
      #expect(try ledger.candidates() == expected)
      #expect(try ledger.candidates(round: 2).isEmpty)
      #expect(try ledger.layouts() == layouts)
      #expect(
        try ledger.rounds() == [
          RoundRecord(
            number: 1, state: .closed, hypothesis: "good", summary: Self.summary, seconds: 1.5)
        ])
      let refusal = DecisionRecord(round: 1, actor: "person", text: "candidate 2 refused: ugly")
      let approval = DecisionRecord(round: 1, actor: "person", text: "approved round 1")
      #expect(try ledger.decisions() == [decision, refusal, approval])
    }
  }

  @Test func aVersionHoldsUntilTheNext() throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger(folder.file("a.sqlite"))
    for round in 1...3 {
      try ledger.propose(round: round, hypothesis: "", [], decisions: [])
      var summary = Self.summary
      summary.round = round
      try ledger.close(
        round: round, summary: summary,
        versions: round == 2 ? [.recipes: Data()] : [.models: Data([UInt8(round)])], decisions: [],
        seconds: 0)
    }
    #expect(try ledger.version(.models, upTo: 0) == nil)
    for (round, expected) in [(1, 1), (2, 1), (3, 3), (9, 3)] {
      let version = try #require(try ledger.version(.models, upTo: round))
      #expect(version.round == expected)
      #expect(version.content == Data([UInt8(expected)]))
    }
    #expect(try ledger.version(.recipes, upTo: 3)?.content == Data())
    #expect(try ledger.version(.policy, upTo: 3) == nil)
  }

  private func expectInput(_ file: String, _ message: String) throws {
    let before = try? Data(contentsOf: URL(fileURLWithPath: file))
    for readOnly in [true, false] {
      let error = #expect(throws: LoopError.self) { try Ledger(file, readOnly: readOnly) }
      guard case .input(file, let text) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(text.contains(message), "\(text)")
    }
    #expect((try? Data(contentsOf: URL(fileURLWithPath: file))) == before)
  }

  @Test func otherFilesAreRefusedAndLeftAlone() throws {
    let folder = try TemporaryFolder()
    try expectInput(
      folder.write(String(repeating: "no database\n", count: 100), to: "text"),
      "no SQLite database")
    try Ledger.tamper(folder.file("other.sqlite"), "CREATE TABLE houses (street TEXT)")
    try expectInput(folder.file("other.sqlite"), "found a database of something else")
  }

  @Test func aLedgerHardlyBegunCanBeGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("a.sqlite")
    try Ledger.tamper(
      file, "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    #expect(throws: LoopError.self) { try Ledger(file, readOnly: true) }
    #expect(try Ledger(file).rounds().isEmpty)
    #expect(try Ledger(file, readOnly: true).rounds().isEmpty)
  }

  @Test func aLedgerToReadMustBeThere() throws {
    let folder = try TemporaryFolder()
    let missing = folder.file("missing.sqlite")
    #expect(throws: LoopError.input(file: missing, message: "expected a ledger, found no file")) {
      try Ledger(missing, readOnly: true)
    }
    #expect(!FileManager.default.fileExists(atPath: missing))
    #expect(throws: LoopError.self) { try Ledger(folder.path) }
    let empty = try folder.write("", to: "empty")
    #expect(throws: LoopError.self) { try Ledger(empty, readOnly: true) }
  }

  /// A program killed while it writes leaves the file's pages half changed, and a journal to undo that.
  @Test func whatAKilledProgramWasWritingIsTakenBack() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("a.sqlite")
    try Ledger(file).begin(SmallLoop.settings(folder), program: "test")
    let crashed = folder.file("crashed.sqlite")
    try Ledger.crash(file, copy: crashed)
    #expect(FileManager.default.fileExists(atPath: crashed + "-journal"))
    let ledger = try Ledger(crashed, readOnly: true)
    #expect(try ledger.settings() == SmallLoop.settings(folder))
    #expect(try ledger.decisions().isEmpty)
  }

  struct Change: Sendable {
    var difference: String
    var apply: @Sendable (inout LoopSettings) -> Void

    init(_ difference: String, _ apply: @Sendable @escaping (inout LoopSettings) -> Void) {
      self.difference = difference
      self.apply = apply
    }
  }

  @Test(arguments: [
    Change("seed 1, found 2") { $0.seed = 2 },
    Change("feedback closed, found random") { $0.feedback = .random },
    Change("placements per round 2, found 3") { $0.placementsPerRound = 3 },
    Change("moves per placement 1000, found 1001") { $0.movesPerPlacement = 1001 },
    Change("pool 8, found 9") { $0.poolSize = 9 },
    Change("teaching of the policy false, found true") { $0.teachesPolicy = true },
    Change("recipes per round 0, found 1") { $0.recipesPerRound = 1 },
    Change("first round as many, found 4") { $0.firstRound = 4 },
    Change("proposer none, found cat") { $0.proposer = "cat" },
    Change("the same goals, found others") { $0.goals.weights.area = 2 },
  ])
  func otherSettingsAreRefusedByName(change: Change) throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger(folder.file("a.sqlite"))
    try ledger.begin(SmallLoop.settings(folder), program: "test")
    var settings = try SmallLoop.settings(folder)
    change.apply(&settings)
    let error = #expect(throws: LoopError.self) {
      try DesignLoop(ledger: ledger, settings: settings, threads: 1, program: "test")
    }
    #expect(error?.description.contains(change.difference) == true, "\(error?.description ?? "")")
  }

  @Test func settingsThatCannotBeRunDoNotBeginALedger() throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger(folder.file("a.sqlite"))
    var settings = try SmallLoop.settings(folder)
    settings.goals.workload = folder.file("missing.csv")
    let error = #expect(throws: LoopError.self) {
      try DesignLoop(ledger: ledger, settings: settings, threads: 1, program: "test")
    }
    #expect(error?.description.contains("missing.csv") == true)
    #expect(try ledger.settings() == nil)
  }
}
