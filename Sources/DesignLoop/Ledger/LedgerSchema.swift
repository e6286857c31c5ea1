import GRDB

/// The ledger's tables.
enum LedgerSchema {
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
