package import Foundation

/// Any JSON value. A decoder of types would let unknown keys pass.
package enum JSONValue: Decodable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Key.self) {
      self = .object(
        try container.allKeys.reduce(into: [:]) { object, key in
          object[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
        })
    } else if var container = try? decoder.unkeyedContainer() {
      var array: [JSONValue] = []
      while !container.isAtEnd { array.append(try container.decode(JSONValue.self)) }
      self = .array(array)
    } else {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let value = try? container.decode(Bool.self) {
        self = .boolean(value)
      } else if let value = try? container.decode(Int.self) {
        self = .integer(value)
      } else if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// The value as an error shows it.
  var summary: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): "'\(value.prefix(60))'"
    case .array(let values): "a list of \(values.count)"
    case .object: "an object"
    }
  }
}

/// A value of a JSON file together with its path in it, for errors that name the place.
package struct JSONEntry {
  package let file: String
  /// Keys and indices from the root, such as `recipes[1].engine`.
  package let path: String
  package let value: JSONValue

  /// Reads a file.
  package static func read(file: String) throws(ParseError) -> JSONEntry {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw ParseError(file: file, message: error.localizedDescription)
    }
    return try read(data, file: file)
  }

  /// Reads bytes that came from a file, or from whatever errors are to call so.
  package static func read(_ data: Data, file: String) throws(ParseError) -> JSONEntry {
    do {
      return JSONEntry(
        file: file, path: "", value: try JSONDecoder().decode(JSONValue.self, from: data))
    } catch {
      let cause = ((error as? DecodingError)?.underlying as NSError?)?
        .userInfo[NSDebugDescriptionErrorKey]
      throw ParseError(file: file, message: "expected JSON: \(cause.map { "\($0)" } ?? "\(error)")")
    }
  }

  /// The error that something else was expected here.
  package func mismatch(_ expected: String) -> ParseError {
    error("expected \(expected), found \(value.summary)")
  }

  package func error(_ message: String) -> ParseError {
    ParseError(file: file, message: path.isEmpty ? message : "\(path): \(message)")
  }

  /// The members of an object that has no keys but these.
  package func object(_ known: [String]) throws(ParseError) -> JSONObject {
    guard case .object(let members) = value else { throw mismatch("an object") }
    if let unknown = members.keys.filter({ !known.contains($0) }).min() {
      let keys = known.isEmpty ? "no keys" : "the keys \(known.joined(separator: ", "))"
      throw error("expected \(keys), found '\(unknown)'")
    }
    return JSONObject(entry: self, members: members)
  }

  package func array() throws(ParseError) -> [JSONEntry] {
    guard case .array(let values) = value else { throw mismatch("a list") }
    return values.enumerated().map {
      JSONEntry(file: file, path: "\(path)[\($0.offset)]", value: $0.element)
    }
  }

  package func text() throws(ParseError) -> String {
    guard case .text(let text) = value, !text.isEmpty else { throw mismatch("a text") }
    return text
  }

  package func boolean() throws(ParseError) -> Bool {
    guard case .boolean(let flag) = value else { throw mismatch("true or false") }
    return flag
  }

  package func integer(_ range: ClosedRange<Int>) throws(ParseError) -> Int {
    guard case .integer(let number) = value, range.contains(number) else {
      throw mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number for which a condition holds, described by `expected`.
  package func number(
    _ expected: String, _ condition: (Double) -> Bool
  ) throws(ParseError) -> Double {
    let number: Double
    switch value {
    case .integer(let value): number = Double(value)
    case .number(let value): number = value
    default: throw mismatch(expected)
    }
    guard number.isFinite, condition(number) else { throw mismatch(expected) }
    return number
  }

  /// One of the cases of an enumeration, by its name.
  package func choice<Choice: CaseIterable & RawRepresentable>(
    _ type: Choice.Type
  ) throws(ParseError) -> Choice where Choice.RawValue == String {
    guard case .text(let text) = value, let choice = Choice(rawValue: text) else {
      throw mismatch("one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }
}

/// An object of a JSON file, all of whose keys are known.
package struct JSONObject {
  package let entry: JSONEntry
  package let members: [String: JSONValue]

  /// The entry of a key, if the object has it.
  package subscript(_ key: String) -> JSONEntry? {
    members[key].map {
      JSONEntry(
        file: entry.file, path: entry.path.isEmpty ? key : "\(entry.path).\(key)", value: $0)
    }
  }

  /// The entry of a key that must be there.
  package func need(_ key: String) throws(ParseError) -> JSONEntry {
    guard let found = self[key] else { throw entry.error("expected the key '\(key)', found none") }
    return found
  }
}

extension DecodingError {
  fileprivate var underlying: (any Error)? {
    if case .dataCorrupted(let context) = self { context.underlyingError } else { nil }
  }
}
