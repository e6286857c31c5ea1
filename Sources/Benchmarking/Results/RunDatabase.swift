import Formats
import Foundation
import GRDB

/// Why a database of results cannot be used.
public struct RunDatabaseError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public var file: String
  /// What is wrong.
  public var message: String
  /// Whether the file is something else, as opposed to one that cannot be written.
  public var isUnreadable: Bool

  /// The error as a line for a person.
  public var description: String { "\(file): error: \(message)" }
}

/// A run as a row of the table, with columns in snake case. A type of its own keeps the database's library
/// out of the public interface.
private struct RunRow: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "runs"
  static let databaseColumnEncodingStrategy = DatabaseColumnEncodingStrategy.convertToSnakeCase
  static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase

  var run: RunRecord

  init(_ run: RunRecord) { self.run = run }

  init(from decoder: any Decoder) throws {
    run = try RunRecord(from: decoder)
    guard run.budgetKind != "moves" || Int(exactly: run.budget ?? 0) != nil else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "expected a whole number of moves, found \(run.budget ?? 0)"))
    }
  }

  func encode(to encoder: any Encoder) throws { try run.encode(to: encoder) }
}

/// Runs in a SQLite file. Each is written in a transaction of its own as soon as it is finished, so that
/// a program that is killed at any time loses no more than the runs under way.
public struct RunDatabase: Sendable {
  /// The file.
  public let file: String
  private let queue: DatabaseQueue

  /// What marks a database as one of these (`CPRB`).
  private static let applicationID = 0x4350_5242

  /// Opens a database, or begins one.
  ///
  /// - Throws: ``RunDatabaseError`` if the file is no such database or cannot be made.
  public init(file: String) throws(RunDatabaseError) {
    try self.init(file: file, readOnly: false)
  }

  /// Opens a database that is there, for reading.
  ///
  /// - Throws: ``RunDatabaseError`` if there is none.
  public init(reading file: String) throws(RunDatabaseError) {
    guard FileManager.default.fileExists(atPath: file) else {
      throw RunDatabaseError(
        file: file, message: "expected a database of runs, found no file", isUnreadable: true)
    }
    try self.init(file: file, readOnly: true)
  }

  private init(file: String, readOnly: Bool) throws(RunDatabaseError) {
    self.file = file
    var configuration = Configuration()
    configuration.readonly = readOnly
    // Another benchmark may write into the same file.
    configuration.busyMode = .timeout(30)
    do {
      queue = try DatabaseQueue(path: file, configuration: configuration)
      try Self.checkKind(queue)
      if !readOnly { try Self.migrator.migrate(queue) }
      // Fails unless the table is there with its columns.
      _ = try queue.read { try RunRow.limit(1).fetchAll($0) }
    } catch {
      throw Self.failure(error, file: file)
    }
  }

  /// Refuses databases of others.
  private static func checkKind(_ queue: DatabaseQueue) throws {
    let isOther = try queue.read { database in
      // The table of migrations comes first, so a full disk or a kill just then leaves it alone.
      let count =
        try Int.fetchOne(
          database,
          sql: """
            SELECT COUNT(*) FROM sqlite_master
            WHERE type <> 'index' AND name <> 'grdb_migrations'
            """) ?? 0
      return try count > 0
        && Int.fetchOne(database, sql: "PRAGMA application_id") != applicationID
    }
    if isOther { throw ForeignDatabase() }
  }

  private struct ForeignDatabase: Error {}

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("runs") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.create(table: "runs") { table in
        table.primaryKey("key", .text)
        for column in [
          "suite", "design", "design_hash", "recipe", "options", "budget_kind", "version", "label",
          "machine", "started", "metric",
        ] {
          table.column(column, .text).notNull()
        }
        for column in ["seed", "threads", "jobs", "hard_macro_overlaps", "moves"] {
          table.column(column, .integer).notNull()
        }
        for column in [
          "proxy_cost", "wirelength_cost", "density_cost", "congestion_cost", "hpwl", "seconds",
        ] {
          table.column(column, .double).notNull()
        }
        table.column("budget", .double)
        table.column("violations", .integer)
        table.column("legal", .boolean).notNull()
      }
      try database.create(
        index: "runs_by_design", on: "runs", columns: ["design_hash", "recipe", "seed"])
    }
    return migrator
  }

  private static func failure(_ error: any Error, file: String) -> RunDatabaseError {
    if error is ForeignDatabase {
      return RunDatabaseError(
        file: file, message: "expected a database of runs, found one of something else",
        isUnreadable: true)
    }
    guard let error = error as? DatabaseError else {
      return RunDatabaseError(
        file: file, message: "expected a run in every row: " + "\(error)".onOneLine,
        isUnreadable: true)
    }
    let isUnreadable = [.SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR].contains(error.resultCode)
    return RunDatabaseError(
      file: file,
      message: (isUnreadable ? "expected a database of runs: " : "cannot be used: ")
        + (error.message ?? "\(error.resultCode)").onOneLine,
      isUnreadable: isUnreadable)
  }

  /// The runs with these keys, by key.
  ///
  /// - Throws: ``RunDatabaseError`` if the file cannot be read.
  public func runs(withKeys keys: [String]) throws(RunDatabaseError) -> [String: RunRecord] {
    try access { queue in
      try queue.read { database in
        // SQLite bounds the number of arguments.
        try stride(from: 0, to: keys.count, by: 500).reduce(into: [:]) { runs, begin in
          let part = keys[begin..<min(begin + 500, keys.count)]
          for row in try RunRow.fetchAll(database, keys: Array(part)) {
            runs[row.run.key] = row.run
          }
        }
      }
    }
  }

  /// All runs, in the order of their beginnings; of those that began in the same second, the ones kept
  /// first come first.
  ///
  /// - Throws: ``RunDatabaseError`` if the file cannot be read.
  public func allRuns() throws(RunDatabaseError) -> [RunRecord] {
    try access { queue in
      try queue.read { try RunRow.order(sql: "started, rowid").fetchAll($0).map(\.run) }
    }
  }

  /// Keeps a run, in place of an earlier one with the same key.
  ///
  /// - Throws: ``RunDatabaseError`` if the file cannot be written.
  public func save(_ run: RunRecord) throws(RunDatabaseError) {
    try access { queue in
      try queue.write { try RunRow(run).save($0) }
    }
  }

  private func access<Value>(
    _ body: (DatabaseQueue) throws -> Value
  ) throws(RunDatabaseError) -> Value {
    do {
      return try body(queue)
    } catch {
      throw Self.failure(error, file: file)
    }
  }
}
