import Foundation
import GRDB
import TestSupport
import Testing

@testable import Benchmarking

@Suite struct RunDatabaseTests {
  @Test func runsComeBackAsTheyWere() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("runs.sqlite")
    var flat = RunRecord.sample(0.1 + 0.2, seed: 2, budget: .none)
    flat.violations = 3
    flat.metric = .hpwl
    let records = [RunRecord.sample(1.0 / 3), flat, .sample(2, seed: 3, budget: .seconds(1.5))]
    do {
      let database = try RunDatabase(file: file)
      for record in records { try database.save(record) }
    }
    let database = try RunDatabase(reading: file)
    let found = try database.runs(withKeys: records.map(\.key) + ["no such key"])
    #expect(found.count == 3)
    for record in records { #expect(found[record.key] == record) }
    #expect(found[records[2].key]?.benchmarkBudget == .seconds(1.5))
    #expect(try Set(database.allRuns()) == Set(records))
    #expect(throws: RunDatabaseError.self) { try database.save(records[0]) }
  }

  @Test func sameKeyReplaces() throws {
    let folder = try TemporaryFolder()
    let database = try RunDatabase(file: folder.file("runs.sqlite"))
    try database.save(.sample(1))
    try database.save(.sample(2))
    #expect(try database.allRuns().map(\.proxyCost) == [2])
  }

  @Test func manyKeys() throws {
    let folder = try TemporaryFolder()
    let database = try RunDatabase(file: folder.file("runs.sqlite"))
    try database.save(.sample(1))
    let keys = (0..<1200).map { "key \($0)" } + [RunRecord.sample(1).key]
    #expect(try database.runs(withKeys: keys).count == 1)
  }

  /// A database may hold anything.
  @Test(arguments: [1e300, 1.5, -.infinity])
  func movesThatAreNoWholeNumberAreRefused(budget: Double) throws {
    let folder = try TemporaryFolder()
    let database = try RunDatabase(file: folder.file("runs.sqlite"))
    var run = RunRecord.sample(1, budget: .moves(10))
    run.budget = budget
    try database.save(run)
    let error = #expect(throws: RunDatabaseError.self) { try database.allRuns() }
    #expect(error?.isUnreadable == true)
    #expect(error?.message.contains("expected a whole number of moves, found \(budget)") == true)
  }

  /// As a disk leaves it that is full before the table of runs is made.
  @Test func aDatabaseThatWasHardlyBegunIsGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("runs.sqlite")
    try DatabaseQueue(path: file).write {
      try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    try RunDatabase(file: file).save(.sample(1))
    #expect(try RunDatabase(reading: file).allRuns().count == 1)
  }

  @Test func otherFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write(String(repeating: "no database\n", count: 100), to: "text")
    let none = folder.file("none.sqlite")
    for (file, isUnreadable) in [(text, true), (none, true)] {
      let error = #expect(throws: RunDatabaseError.self) { try RunDatabase(reading: file) }
      #expect(error?.isUnreadable == isUnreadable && error?.file == file)
    }
    #expect(throws: RunDatabaseError.self) { try RunDatabase(file: text) }
    #expect(!FileManager.default.fileExists(atPath: none))
    let error = #expect(throws: RunDatabaseError.self) {
      try RunDatabase(file: folder.file("no/such/folder/runs.sqlite"))
    }
    #expect(error?.isUnreadable == false)
  }

  @Test func tableQuotesWhatItMust() {
    var run = RunRecord.sample(0.5)
    run.design = "a, \"b\""
    let lines = RunTable.text([run, .sample(0.25)]).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("suite,design,recipe,budget_kind,budget,seed,"))
    #expect(lines[1].hasPrefix("s,\"a, \"\"b\"\"\",new,moves,100.0,1,1,proxy cost,0.5,"))
    let columns = lines[0].split(separator: ",").count
    #expect(lines[2].split(separator: ",", omittingEmptySubsequences: false).count == columns)
  }
}
