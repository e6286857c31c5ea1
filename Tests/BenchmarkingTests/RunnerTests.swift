import Accelerator
import ChipPlace
import Distribution
import Evaluation
import Formats
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Benchmarking

@Suite struct RunnerTests {
  /// A folder with two small clustered designs and a suite of them.
  private struct Bench {
    let folder: TemporaryFolder
    var suite: BenchmarkSuite

    init() throws {
      folder = try TemporaryFolder()
      let design = HandCheckedExample.design()
      var designs: [BenchmarkDesign] = []
      for name in ["a", "b"] {
        let netlist = folder.file("\(name).pb.txt")
        try CircuitTrainingNetlist.write(design, to: netlist)
        try PlacementFile.write(design, to: folder.file("\(name).plc"))
        designs.append(
          BenchmarkDesign(name: name, netlist: netlist, placement: folder.file("\(name).plc")))
      }
      var spiral = BenchmarkRecipe(name: "spiral")
      spiral.start = .spiral
      suite = BenchmarkSuite(
        name: "test", source: "test.json", designs: designs,
        recipes: [BenchmarkRecipe(name: "given"), spiral], seeds: [1, 2], budgets: [.moves(60)])
      // Another file, though the same design.
      try folder.write(
        "# another file\n" + String(decoding: folder.read("b.pb.txt"), as: UTF8.self),
        to: "b.pb.txt")
    }

    func plan(label: String = "") throws -> BenchmarkPlan {
      try BenchmarkPlan(suite, program: BenchmarkProgram(version: "1", label: label))
    }

    func database(_ name: String = "runs.sqlite") throws -> RunDatabase {
      try RunDatabase(file: folder.file(name))
    }
  }

  @Test func runsAreMadeOnceAndKept() throws {
    let bench = try Bench()
    let plan = try bench.plan()
    #expect(plan.runs.count == 8 && Set(plan.runs.map(\.key)).count == 8)
    let lines = Mutex<[BenchmarkProgress]>([])
    let first = try BenchmarkRunner(plan, database: bench.database()).run { progress in
      lines.withLock { $0.append(progress) }
    }
    #expect(first.records.count == 8 && first.reused == 0 && first.failures.isEmpty)
    #expect(!first.wasStopped)
    #expect(first.records.allSatisfy { $0.moves == 60 && $0.metric == .proxyCost && $0.legal })
    #expect(first.records.map(\.key) == plan.runs.map(\.key))
    let finished = lines.withLock { $0.filter(\.isFinished) }
    #expect(finished.map(\.done) == Array(1...8))
    let again = try BenchmarkRunner(plan, database: bench.database()).run { _ in }
    #expect(again.reused == 8 && again.records == first.records)
    let labelled = try BenchmarkRunner(bench.plan(label: "x"), database: bench.database()).run {
      _ in
    }
    #expect(labelled.reused == 0)
    #expect(labelled.records.map(\.proxyCost) == first.records.map(\.proxyCost))
    #expect(try bench.database().allRuns().count == 16)
  }

  @Test func onlyWhatIsMissingIsMade() throws {
    var bench = try Bench()
    bench.suite.seeds = [2]
    let half = try BenchmarkRunner(bench.plan(), database: bench.database()).run { _ in }
    bench.suite.seeds = [1, 2, 3]
    bench.suite.recipes[0].name = "renamed"
    let all = try BenchmarkRunner(bench.plan(), database: bench.database()).run { _ in }
    #expect(half.records.count == 4 && all.records.count == 12 && all.reused == 4)
    #expect(Set(all.records.map(\.recipe)) == ["renamed", "spiral"])
    // A design that changed is another one.
    try bench.folder.write(
      "# changed\n" + String(decoding: bench.folder.read("a.pb.txt"), as: UTF8.self),
      to: "a.pb.txt")
    let changed = try BenchmarkRunner(bench.plan(), database: bench.database()).run { _ in }
    #expect(changed.reused == 6)
  }

  @Test func jobsSideBySideGiveTheSame() throws {
    let bench = try Bench()
    let one = try BenchmarkRunner(bench.plan(), database: bench.database("one")).run { _ in }
    let three = try BenchmarkRunner(bench.plan(), database: bench.database("three"), jobs: 3)
      .run { _ in }
    #expect(one.records.map(\.proxyCost) == three.records.map(\.proxyCost))
    #expect(three.records.allSatisfy { $0.jobs == 3 })
  }

  @Test func ranksMakeTheSameRuns() throws {
    let bench = try Bench()
    let plan = try bench.plan()
    let alone = try BenchmarkRunner(plan, database: bench.database("alone")).run { _ in }
    let outcomes = try ThreadedRanks.run(3) { rank -> BenchmarkOutcome? in
      guard rank.isFirst else {
        BenchmarkWorker(plan, jobs: 1).run(over: rank, stop: StopFlag())
        return nil
      }
      return try BenchmarkRunner(plan, database: bench.database("shared")).run(over: rank) { _ in }
    }
    let shared = try #require(outcomes[0])
    #expect(shared.records.map(\.key) == alone.records.map(\.key))
    #expect(shared.records.map(\.proxyCost) == alone.records.map(\.proxyCost))
    #expect(shared.failures.isEmpty && !shared.wasStopped)
    #expect(try bench.database("shared").allRuns().count == 8)
  }

  @Test func whatARankCannotMakeIsReported() throws {
    let bench = try Bench()
    let plan = try bench.plan()
    let outcomes = try ThreadedRanks.run(2) { rank -> BenchmarkOutcome? in
      guard rank.isFirst else {
        // The plan was made before, so only the runs themselves fail.
        try bench.folder.write("nothing", to: "a.pb.txt")
        try bench.folder.write("nothing", to: "b.pb.txt")
        BenchmarkWorker(plan, jobs: 2).run(over: rank, stop: StopFlag())
        return nil
      }
      return try BenchmarkRunner(plan, database: bench.database()).run(over: rank) { _ in }
    }
    let outcome = try #require(outcomes[0])
    #expect(!outcome.failures.isEmpty)
    #expect(outcome.failures.count + outcome.records.count == 8)
    #expect(outcome.failures.allSatisfy { $0.message.contains(".pb.txt") })
  }

  @Test func stoppedRunsLeaveNothing() throws {
    let bench = try Bench()
    let stop = StopFlag()
    let outcome = try BenchmarkRunner(bench.plan(), database: bench.database()).run(stop: stop) {
      if $0.done == 3 { stop.raise() }
    }
    #expect(outcome.wasStopped && outcome.records.count == 3)
    #expect(try bench.database().allRuns().count == 3)
  }

  @Test func recipesThatComeToTheSameShareRuns() throws {
    var bench = try Bench()
    var explicit = BenchmarkRecipe(name: "explicit")
    (explicit.engine, explicit.start, explicit.halo) = (.anneal, .analytical, 0)
    bench.suite.recipes = [BenchmarkRecipe(name: "default"), explicit]
    bench.suite.seeds = [1]
    let plan = try bench.plan()
    #expect(plan.runs.count == 4 && Set(plan.runs.map(\.key)).count == 2)
    let outcome = try BenchmarkRunner(plan, database: bench.database()).run { _ in }
    #expect(outcome.records.map(\.recipe) == ["default", "explicit", "default", "explicit"])
    #expect(try bench.database().allRuns().count == 2)
  }

  @Test func faultsShowBeforeWorkBegins() throws {
    var bench = try Bench()
    bench.suite.recipes[1].density = 0.5
    let error = #expect(throws: ParseError.self) { try bench.plan() }
    #expect(error?.message.hasPrefix("recipes[1].start") == false)
    #expect(error?.message.hasPrefix("recipes[1].density: expected it only for the flow") == true)
    bench.suite.recipes[1].density = nil
    bench.suite.designs[1].netlist = bench.folder.file("none.pb.txt")
    #expect(throws: ParseError.self) { try bench.plan() }
  }

  /// The machine is a part of the key where the clock ends a run, and nowhere else.
  @Test func keys() throws {
    var bench = try Bench()
    func keys(_ machine: String) throws -> [String] {
      try BenchmarkPlan(
        bench.suite, program: BenchmarkProgram(version: "1", machine: machine)
      ).runs.map(\.key)
    }
    #expect(try keys("m") == keys("n"))
    bench.suite.budgets = [.seconds(1)]
    #expect(try Set(keys("m")).isDisjoint(with: keys("n")))
    let before = try keys("m")
    bench.suite.threads = 2
    #expect(try Set(keys("m")).isDisjoint(with: before))
  }
}
