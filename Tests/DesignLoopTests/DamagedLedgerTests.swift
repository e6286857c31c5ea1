import Foundation
import GRDB
import TestSupport
import Testing

@testable import DesignLoop

/// Ledgers in which something else stands than a loop wrote: SQLite lets any column hold anything.
struct DamagedLedgerTests {
  /// A ledger of one round, in which a column was given another value.
  private static func ledger(
    _ folder: TemporaryFolder, _ table: String, _ column: String, _ value: String
  ) throws -> Ledger {
    let file = folder.file("a.sqlite")
    do {
      let ledger = try Ledger(file)
      try ledger.begin(try SmallLoop.settings(folder), program: "test")
      try ledger.propose(
        round: 1, hypothesis: "round 1", [try LedgerTests.candidate(1, round: 1)], decisions: [])
      try ledger.record(try LedgerTests.layout(1))
      try ledger.close(
        round: 1, summary: LedgerTests.summary, versions: [.models: Data("{}".utf8)],
        decisions: [], seconds: 1)
      try ledger.note(DecisionRecord(round: 1, actor: "loop", text: "begun"))
    }
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: file, configuration: configuration).write {
      try $0.execute(sql: "UPDATE \(table) SET \(column) = \(value)")
    }
    return try Ledger(file, readOnly: true)
  }

  @Test(arguments: [
    ("rounds", "seconds", "'x'"), ("rounds", "state", "'closef'"), ("rounds", "summary", "'{}'"),
    ("rounds", "number", "9223372036854775807"), ("rounds", "number", "-1"),
    ("candidates", "round", "'x'"), ("candidates", "seed", "x'00'"),
    ("candidates", "id", "9223372036854775807"), ("candidates", "individual", "x'ff'"),
    ("candidates", "prediction", "'[]'"), ("candidates", "acquisition", "'much'"),
    ("candidates", "decision", "'placf'"), ("layouts", "run", "'x'"), ("layouts", "seed", "'x'"),
    ("layouts", "candidate", "1e300"), ("layouts", "measurement", "'{'"),
    ("layouts", "provenance", "'null'"), ("layouts", "seconds", "'x'"),
    ("decisions", "round", "'x'"),
  ])
  func aColumnOfSomethingElseIsNamed(table: String, column: String, value: String) throws {
    let folder = try TemporaryFolder()
    let ledger = try Self.ledger(folder, table, column, value)
    let error = #expect(throws: LoopError.self) { try LedgerExport(ledger).content() }
    guard case .ledger(let message) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(message.hasPrefix("\(ledger.file): column '\(column)': expected "), "\(message)")
    #expect(message.contains(", found '"))
  }

  @Test func aRoundThatIsNoNumberDoesNotWait() throws {
    let folder = try TemporaryFolder()
    let ledger = try Self.ledger(folder, "rounds", "state", "'waiting'")
    #expect(throws: LoopError.self) { try ledger.waitingRound() }
  }

  @Test func aVersionOfNoRoundIsRefused() throws {
    let folder = try TemporaryFolder()
    let ledger = try Self.ledger(folder, "versions", "round", "-5")
    #expect(throws: LoopError.self) { try ledger.version(.models, upTo: 1) }
  }

  /// The statement that failed stays out of the message.
  @Test func aFileCutOffIsToldInOneLine() throws {
    let folder = try TemporaryFolder()
    let file = try Self.ledger(folder, "loop", "id", "1").file
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: file))
    let error = #expect(throws: LoopError.self) {
      try LedgerExport(Ledger(file, readOnly: true)).content()
    }
    #expect(error?.description == "\(file): database disk image is malformed")
  }

  /// SQLite tells of a table's definition as it stands in the file.
  @Test func aDefinitionOfSeveralLinesIsToldInOne() throws {
    let folder = try TemporaryFolder()
    let file = try Self.ledger(folder, "loop", "id", "1").file
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    let name = try #require(bytes.range(of: Data("TABLE \"decisions\"".utf8)))
    bytes.replaceSubrange(name.upperBound - 4..<name.upperBound, with: [0x0A, 0, 0, 0])
    try bytes.write(to: URL(fileURLWithPath: file))
    let error = #expect(throws: LoopError.self) {
      try LedgerExport(Ledger(file, readOnly: true)).content()
    }
    let message = try #require(error?.description)
    #expect(message.hasPrefix("\(file): malformed database schema"))
    #expect(!message.contains("\n"))
  }

  /// The layout of `LedgerTests` has lengths of two classes.
  @Test func lengthsOfOtherClassesAreNotLearnedFrom() throws {
    #expect(throws: LoopError.self) { try LedgerTests.layout(1).measurement.observation() }
  }
}
