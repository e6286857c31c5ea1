import GRDB

/// The ledger's tables.
enum LedgerSchema {
  /// What a database has in it.
  enum Content: String {
    case nothing = "an empty one"
    case ledger = "a ledger"
    case other = "a database of something else"
  }

  /// Tells a ledger from other databases by its tables.
  static func content(of database: Database) throws -> Content {
    let tables = ["loop", "rounds", "candidates", "layouts", "versions", "decisions"]
    if try tables.allSatisfy({ try database.tableExists($0) }) { return .ledger }
    // The table of migrations comes first, so a program killed just then leaves it alone.
    let count =
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM sqlite_master
          WHERE type <> 'index' AND name NOT IN ('grdb_migrations', 'sqlite_sequence')
          """) ?? 0
    return count == 0 ? .nothing : .other
  }

  /// The schema and how older ledgers come to it.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.create(table: "loop") { table in
        table.primaryKey("id", .integer).check { $0 == 1 }
        table.column("settings", .text).notNull()
        table.column("program", .text).notNull()
      }
      try database.create(table: "rounds") { table in
        table.primaryKey("number", .integer)
        table.column("state", .text).notNull()
        table.column("hypothesis", .text).notNull()
        table.column("summary", .text)
        table.column("seconds", .double).notNull().defaults(to: 0)
      }
      try database.create(table: "candidates") { table in
        table.primaryKey("id", .integer)
        table.column("round", .integer).notNull().references("rounds")
        table.column("individual", .text).notNull()
        table.column("seed", .integer).notNull()
        table.column("prediction", .text).notNull()
        table.column("acquisition", .double).notNull()
        table.column("decision", .text).notNull()
        table.column("reason", .text)
      }
      try database.create(table: "layouts") { table in
        table.column("candidate", .integer).notNull().references("candidates")
        table.column("run", .integer).notNull()
        table.column("seed", .integer).notNull()
        table.column("provenance", .text).notNull()
        table.column("placement", .blob).notNull()
        table.column("measurement", .text).notNull()
        table.column("seconds", .double).notNull()
        table.primaryKey(["candidate", "run"])
      }
      try database.create(table: "versions") { table in
        table.column("round", .integer).notNull().references("rounds")
        table.column("kind", .text).notNull()
        table.column("content", .blob).notNull()
        table.primaryKey(["round", "kind"])
      }
      try database.create(table: "decisions") { table in
        table.autoIncrementedPrimaryKey("id")
        table.column("round", .integer)
        table.column("actor", .text).notNull()
        table.column("text", .text).notNull()
      }
    }
    return migrator
  }
}
