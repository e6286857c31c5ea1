import Formats
import Foundation
import GRDB

/// What a file is that a page is to be made of, told by its content.
enum ReportInput {
  /// A netlist or a placement.
  case design
  /// Results of `place --json` and `evaluate --json`.
  case results
  /// What `evolve --study --json` prints.
  case study
  /// The ledger of a design loop.
  case ledger
  /// The database of a benchmark.
  case runs

  /// What it is, for a person.
  var name: String {
    switch self {
    case .design: "a design or a placement"
    case .results: "results of placements"
    case .study: "a study of design loops"
    case .ledger: "the ledger of a design loop"
    case .runs: "the database of a benchmark"
    }
  }

  /// Looks at a file.
  ///
  /// - Throws: `ParseError` for an SQLite file that is neither a ledger nor a database of runs.
  init(file: String) throws(ParseError) {
    self = .design
    guard let handle = FileHandle(forReadingAtPath: file),
      let start = try? handle.read(upToCount: 1 << 12)
    else { return }
    if start.starts(with: Array("SQLite format 3\0".utf8)) {
      self = try Self.database(file)
    } else if Self.isJSON(start), (try? DesignFormat.detect(file: file)) == nil {
      self = Self.isStudy(file) ? .study : .results
    }
  }

  private static func isJSON(_ start: Data) -> Bool {
    let first = start.first { !" \t\r\n".utf8.contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  private static func isStudy(_ file: String) -> Bool {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return false }
    return object["outcomes"] != nil && object["curves"] != nil
  }

  /// Which database an SQLite file is, by its tables.
  private static func database(_ file: String) throws(ParseError) -> ReportInput {
    let expected = "expected a ledger of a design loop or a database of runs, found "
    let tables: [String]
    do {
      var configuration = Configuration()
      // What a killed program was writing is taken back by the next that opens the file, which must be
      // allowed to write for that.
      configuration.readonly = !FileManager.default.fileExists(atPath: file + "-journal")
      configuration.busyMode = .timeout(10)
      tables = try DatabaseQueue(path: file, configuration: configuration).read { database in
        try String.fetchAll(
          database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      }
    } catch {
      let reason = (error as? DatabaseError)?.message ?? "\(error)"
      throw ParseError(
        file: file, message: expected + "an SQLite file that cannot be read: \(reason)")
    }
    if ["loop", "rounds", "candidates", "layouts"].allSatisfy(tables.contains) { return .ledger }
    if tables.contains("runs") { return .runs }
    let names = tables.prefix(8).joined(separator: ", ")
    throw ParseError(
      file: file,
      message: expected + "an SQLite file "
        + (tables.isEmpty ? "without tables" : "with the tables \(names)"))
  }
}
