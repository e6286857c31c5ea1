import Foundation
import GRDB
import Netlist
import TestSupport

@testable import DesignLoop

/// Loops that take a moment: small accelerators, few choices, few moves.
enum SmallLoop {
  static var choices: [Gene: [Double]] {
    [
      .rows: [4], .columns: [4, 8], .dataflow: [0, 1], .tiles: [1], .network: [0],
      .pipelineStages: [1, 2], .clusterRows: [2, 4], .clusterColumns: [2, 4], .inputBanks: [1],
      .inputKilobytes: [2, 4], .weightBanks: [1, 2], .weightKilobytes: [2, 4], .outputBanks: [1],
      .outputKilobytes: [2], .vectorLanes: [4], .busBits: [32, 64], .utilization: [0.4, 0.5],
      .aspectRatio: [1, 1.4],
    ]
  }

  /// Settings of such a loop; its workload is written to a folder.
  static func settings(_ folder: TemporaryFolder) throws -> LoopSettings {
    var settings = LoopSettings()
    settings.goals.choices = choices
    settings.goals.workload = try folder.write("name,m,n,k\nproduct,64,32,16\n", to: "load.csv")
    settings.placementsPerRound = 2
    settings.movesPerPlacement = 1000
    settings.poolSize = 8
    settings.teachesPolicy = false
    settings.recipesPerRound = 0
    return settings
  }

  static var space: DesignSpace { DesignSpace(choices) }

  static func architecture(_ seed: UInt64) throws -> Architecture {
    var random = SeededGenerator(seed: seed)
    return try space.random(using: &random)
  }

  /// A loop on a ledger in a folder, as a new start of the program makes it.
  static func loop(
    _ folder: TemporaryFolder, _ settings: LoopSettings? = nil, name: String = "ledger",
    threads: Int = 2
  ) throws -> DesignLoop {
    try DesignLoop(
      ledger: Ledger(folder.file("\(name).sqlite")), settings: settings ?? Self.settings(folder),
      threads: threads,
      program: "test")
  }
}

extension Ledger {
  /// All that is in the ledger but seconds, as text.
  func fingerprint() throws -> String {
    var content = try LedgerExport(self).content()
    for index in content.rounds.indices { content.rounds[index].seconds = 0 }
    for index in content.layouts.indices { content.layouts[index].seconds = 0 }
    var text = try JSON.encode(content)
    for layout in try layouts() { text += "\n" + layout.placement.base64EncodedString() }
    for round in 1...max(1, content.rounds.count) {
      for kind in [VersionKind.models, .policy, .recipes] {
        let version = try version(kind, upTo: round)
        text += "\n\(kind) \(version?.round ?? 0) \(version?.content.base64EncodedString() ?? "")"
      }
    }
    return text
  }

  /// Changes the file behind the ledger's back.
  static func tamper(_ file: String, _ sql: String, _ arguments: StatementArguments = []) throws {
    try DatabaseQueue(path: file).write { try $0.execute(sql: sql, arguments: arguments) }
  }
}

extension Ledger {
  /// Copies a ledger in the middle of a transaction that changes it, as a killed program would leave it.
  static func crash(_ file: String, copy: String) throws {
    struct Undone: Error {}
    let queue = try DatabaseQueue(path: file)
    do {
      try queue.write { database in
        // Changed pages reach the file before the end where the cache holds few.
        try database.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1")
        for _ in 0..<200 {
          try database.execute(
            sql: "INSERT INTO decisions (actor, text) VALUES ('loop', ?)",
            arguments: [String(repeating: "x", count: 2000)])
        }
        for end in ["", "-journal"] {
          try FileManager.default.copyItem(atPath: file + end, toPath: copy + end)
        }
        throw Undone()
      }
    } catch is Undone {}
  }
}
