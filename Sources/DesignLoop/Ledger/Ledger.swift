import Formats
public import Foundation
import GRDB

/// Everything that a design loop did, in a file of SQLite.
///
/// A round is written in transactions: its candidates with their predictions before anything is
/// placed, each layout as it is measured, the refitted models and the summary at its end. A loop that
/// was killed goes on after the last of them.
public final class Ledger: Sendable {
  private let queue: DatabaseQueue
  /// The file.
  public let file: String

  /// Opens a ledger, or begins one.
  ///
  /// - Throws: ``LoopError/input(file:message:)`` if the file is no ledger, ``LoopError/unwritable(_:)`` if
  ///   it or its folder cannot be written, ``LoopError/ledger(_:)`` if
  ///   it cannot be read.
  public init(_ file: String, readOnly: Bool = false) throws(LoopError) {
    self.file = file
    if readOnly, !FileManager.default.fileExists(atPath: file) {
      throw .input(file: file, message: "expected a ledger, found no file")
    }
    do {
      var configuration = Configuration()
      // What a killed loop was writing is taken back by the next that opens the file, which must be
      // allowed to write for that.
      configuration.readonly =
        readOnly && !FileManager.default.fileExists(atPath: file + "-journal")
      configuration.busyMode = .timeout(10)
      queue = try DatabaseQueue(path: file, configuration: configuration)
      let migrator = LedgerSchema.migrator
      let content = try queue.read { try LedgerSchema.content(of: $0) }
      // A database of other tables must not become a ledger by accident.
      guard content == .ledger || content == .nothing && !readOnly else {
        throw LoopError.input(
          file: file, message: "expected a ledger of a design loop, found \(content.rawValue)")
      }
      if !readOnly { try migrator.migrate(queue) }
    } catch let error as LoopError {
      throw error
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw .input(file: file, message: "expected a ledger, found no SQLite database")
    } catch {
      throw readOnly ? Self.unreadable(file, error) : Self.failure(file, error)
    }
  }

  private static func failure(_ file: String, _ error: any Error) -> LoopError {
    let unwritable: [ResultCode] = [
      .SQLITE_CANTOPEN, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY,
    ]
    if let error = error as? DatabaseError, unwritable.contains(error.resultCode) {
      let message = error.message ?? "\(error.resultCode)"
      return .unwritable("\(file): cannot be written: \(message.onOneLine)")
    }
    return unreadable(file, error)
  }

  /// What SQLite has to say beside its message is the statement, which is of several lines.
  private static func unreadable(_ file: String, _ error: any Error) -> LoopError {
    .ledger("\(file): \(((error as? DatabaseError)?.message ?? "\(error)").onOneLine)")
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(LoopError) -> Value {
    do { return try queue.read(body) } catch { throw Self.unreadable(file, error) }
  }

  func write(_ body: (Database) throws -> Void) throws(LoopError) {
    do { try queue.write(body) } catch { throw Self.failure(file, error) }
  }

  // MARK: - The loop

  /// The settings that the ledger was begun with; nil for a new ledger.
  public func settings() throws(LoopError) -> LoopSettings? {
    try read { database in
      try String.fetchOne(database, sql: "SELECT settings FROM loop").map {
        try JSON.decode(LoopSettings.self, from: $0)
      }
    }
  }

  /// Notes the settings of a new ledger.
  func begin(_ settings: LoopSettings, program: String) throws(LoopError) {
    try write { database in
      try database.execute(
        sql: "INSERT INTO loop (id, settings, program) VALUES (1, ?, ?)",
        arguments: [JSON.encode(settings), program])
    }
  }

  // MARK: - Rounds

  /// All rounds, the first first.
  public func rounds() throws(LoopError) -> [RoundRecord] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM rounds ORDER BY number").map { row in
        RoundRecord(
          number: try row.number("number"), state: try row.choice("state"),
          hypothesis: try row.value("hypothesis"), summary: try row.json("summary"),
          seconds: try row.value("seconds"))
      }
    }
  }

  /// Notes a round's candidates and what is expected of them, before anything is placed.
  func propose(
    round: Int, hypothesis: String, _ candidates: [CandidateRecord], decisions: [DecisionRecord]
  ) throws(LoopError) {
    try write { database in
      try database.execute(
        sql: "INSERT INTO rounds (number, state, hypothesis) VALUES (?, ?, ?)",
        arguments: [round, RoundRecord.State.proposed.rawValue, hypothesis])
      for candidate in candidates {
        try database.execute(
          sql: """
            INSERT INTO candidates
            (id, round, individual, seed, prediction, acquisition, decision, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            candidate.id, round, try JSON.encode(candidate.individual),
            Int64(bitPattern: candidate.seed), try JSON.encode(candidate.prediction),
            candidate.acquisition, candidate.decision.rawValue, candidate.reason,
          ])
      }
      for decision in decisions { try Self.insert(decision, database) }
    }
  }

  /// Changes what becomes of a candidate.
  static func decide(
    _ candidate: Int, _ decision: CandidateDecision, reason: String, by actor: String, round: Int,
    _ database: Database
  ) throws {
    try database.execute(
      sql: "UPDATE candidates SET decision = ?, reason = ? WHERE id = ?",
      arguments: [decision.rawValue, reason, candidate])
    let text = "candidate \(candidate) \(decision.rawValue): \(reason)"
    try insert(DecisionRecord(round: round, actor: actor, text: text), database)
  }

  /// Adds to the time that an open round took.
  func spend(_ seconds: Double, round: Int) throws(LoopError) {
    try write { database in
      try database.execute(
        sql: "UPDATE rounds SET seconds = seconds + ? WHERE number = ?",
        arguments: [seconds, round])
    }
  }

  /// Notes a decision.
  func note(_ decision: DecisionRecord) throws(LoopError) {
    try write { try Self.insert(decision, $0) }
  }

  static func insert(_ decision: DecisionRecord, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO decisions (round, actor, text) VALUES (?, ?, ?)",
      arguments: [decision.round, decision.actor, decision.text])
  }

  /// Notes a layout and what was measured on it.
  func record(_ layout: LayoutRecord) throws(LoopError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO layouts (candidate, run, seed, provenance, placement, measurement, seconds)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          layout.candidate, layout.run, Int64(bitPattern: layout.seed),
          try JSON.encode(layout.provenance), layout.placement,
          try JSON.encode(layout.measurement), layout.seconds,
        ])
    }
  }

  /// Ends a round: its summary, what was learnt, and what was decided on the way.
  ///
  /// - Parameter seconds: spent on the round since the last that was noted.
  func close(
    round: Int, summary: RoundSummary, versions: [VersionKind: Data], decisions: [DecisionRecord],
    seconds: Double
  ) throws(LoopError) {
    try write { database in
      try database.execute(
        sql: """
          UPDATE rounds SET state = ?, summary = ?, seconds = seconds + ? WHERE number = ?
          """,
        arguments: [
          RoundRecord.State.closed.rawValue, try JSON.encode(summary), seconds, round,
        ])
      for (kind, content) in versions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        try database.execute(
          sql: "INSERT INTO versions (round, kind, content) VALUES (?, ?, ?)",
          arguments: [round, kind.rawValue, content])
      }
      for decision in decisions { try Self.insert(decision, database) }
    }
  }

  // MARK: - What is in it

  /// The candidates of a round, or of all, in the order of their numbers.
  public func candidates(round: Int? = nil) throws(LoopError) -> [CandidateRecord] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM candidates WHERE round = ? OR ? IS NULL ORDER BY id",
        arguments: [round, round]
      ).map { row in
        CandidateRecord(
          id: try row.number("id"), round: try row.number("round"),
          individual: try row.json("individual"),
          seed: UInt64(bitPattern: try row.value("seed") as Int64),
          prediction: try row.json("prediction"), acquisition: try row.value("acquisition"),
          decision: try row.choice("decision"), reason: try row.value("reason"))
      }
    }
  }

  /// The layouts, in the order of candidates and runs.
  public func layouts() throws(LoopError) -> [LayoutRecord] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM layouts ORDER BY candidate, run").map { row in
        LayoutRecord(
          candidate: try row.number("candidate"), run: try row.number("run", from: 0),
          seed: UInt64(bitPattern: try row.value("seed") as Int64),
          provenance: try row.json("provenance"), placement: try row.value("placement"),
          measurement: try row.json("measurement"), seconds: try row.value("seconds"))
      }
    }
  }

  /// The latest version of something learnt up to a round; nil if there is none.
  public func version(
    _ kind: VersionKind, upTo round: Int
  ) throws(LoopError) -> (round: Int, content: Data)? {
    try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT round, content FROM versions WHERE kind = ? AND round <= ?
          ORDER BY round DESC LIMIT 1
          """,
        arguments: [kind.rawValue, round]
      ).map { (round: try $0.number("round"), content: try $0.value("content")) }
    }
  }

  /// All decisions, in the order they were made.
  public func decisions() throws(LoopError) -> [DecisionRecord] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM decisions ORDER BY id").map {
        DecisionRecord(
          round: try $0.value("round"), actor: try $0.value("actor"), text: try $0.value("text"))
      }
    }
  }
}

/// What a round leaves to the next, beside its layouts.
public enum VersionKind: String, Codable, Sendable {
  /// The fitted cost models, as JSON.
  case models
  /// The policy network's weights, as safetensors.
  case policy
  /// The archive of recipes, as JSON.
  case recipes
}

/// JSON with sorted keys, so that equal values are equal bytes.
enum JSON {
  static func data(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value)
  }

  static func encode(_ value: some Encodable) throws -> String {
    String(decoding: try data(value), as: UTF8.self)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    try decode(type, from: Data(text.utf8))
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: data)
  }
}
