import Formats
import Foundation
import GRDB

/// What stands in a row of a ledger, which is believed no more than any other file: SQLite lets a column
/// hold anything, and GRDB's subscripts trap where that is not what they were asked for.
extension Row {
  /// A value, or nil where the column is empty.
  func value<Value: DatabaseValueConvertible>(
    _ column: String, as type: Value?.Type = Value?.self
  ) throws -> Value? {
    let stored = try decode(DatabaseValue.self, forColumn: column)
    if stored.isNull { return nil }
    guard let value = Value.fromDatabaseValue(stored) else {
      throw LedgerFault(column: column, expected: "\(Value.self)", found: "\(stored)")
    }
    return value
  }

  /// A value.
  func value<Value: DatabaseValueConvertible>(
    _ column: String, as type: Value.Type = Value.self
  ) throws -> Value {
    guard let value = try self.value(column, as: Value?.self) else {
      throw LedgerFault(column: column, expected: "\(Value.self)", found: "nothing")
    }
    return value
  }

  /// The number of something that is counted: rounds and candidates go on after the largest.
  func number(_ column: String, from first: Int = 1) throws -> Int {
    let number: Int = try value(column)
    guard (first...Int(Int32.max)).contains(number) else {
      throw LedgerFault(column: column, expected: "a number from \(first) on", found: "\(number)")
    }
    return number
  }

  /// One of the cases of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ column: String
  ) throws -> Choice where Choice.RawValue == String {
    let name: String = try value(column)
    guard let choice = Choice(rawValue: name) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw LedgerFault(column: column, expected: "one of \(known)", found: name)
    }
    return choice
  }

  /// A value kept as JSON, or nil where the column is empty.
  func json<Value: Decodable>(_ column: String, as type: Value?.Type = Value?.self) throws -> Value?
  {
    guard let text: String = try value(column) else { return nil }
    do {
      return try JSON.decode(Value.self, from: text)
    } catch {
      throw LedgerFault(column: column, expected: "\(Value.self)", found: text, cause: error)
    }
  }

  /// A value kept as JSON.
  func json<Value: Decodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
    guard let value = try json(column, as: Value?.self) else {
      throw LedgerFault(column: column, expected: "\(Value.self)", found: "nothing")
    }
    return value
  }
}

/// A column of a ledger that holds something else than a loop wrote.
struct LedgerFault: Error, CustomStringConvertible {
  let description: String

  init(column: String, expected: String, found: String, cause: (any Error)? = nil) {
    let reason = cause.map { " (\($0))" } ?? ""
    description =
      "column '\(column)': expected \(expected), found '\(found.prefix(60))'\(reason.prefix(200))"
      .escapingInvisibles
  }
}
