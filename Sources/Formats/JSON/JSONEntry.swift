import Foundation

/// A value of a JSON file together with its path in it, for errors that name the place.
package struct JSONEntry {
  package let file: String
  /// Keys and indices from the root, such as `recipes[1].engine`.
  package let path: String
  package let node: JSONNode

  package var value: JSONNode.Value { node.value }

  /// Reads a file.
  package static func read(file: String) throws(ParseError) -> JSONEntry {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw ParseError(file: file, message: error.localizedDescription)
    }
    return try parse(data, file: file)
  }

  /// Reads a text.
  package static func parse(
    _ bytes: some Sequence<UInt8>, file: String
  ) throws(ParseError) -> JSONEntry {
    JSONEntry(file: file, path: "", node: try JSONText.parse(Array(bytes), file: file))
  }

  /// The error that something else was expected here.
  package func mismatch(_ expected: String) -> ParseError {
    error("expected \(expected), found \(node.summary)")
  }

  /// An error at this place, or at one in it.
  package func error(_ message: String, at place: FilePlace? = nil) -> ParseError {
    ParseError(
      file: file, place: place ?? node.place,
      message: path.isEmpty ? message : "\(path): \(message)")
  }

  /// The members of an object that has no keys but these.
  package func object(_ known: [String]) throws(ParseError) -> JSONObject {
    let object = try object()
    if let unknown = object.members.filter({ !known.contains($0.key) }).min(by: { $0.key < $1.key })
    {
      let expected = known.isEmpty ? "no keys" : "the keys \(known.joined(separator: ", "))"
      throw error(
        "expected \(expected), found '\(unknown.key.prefix(60))'",
        at: unknown.keyPlace)
    }
    return object
  }

  /// The members of an object whose keys are names of something.
  package func object() throws(ParseError) -> JSONObject {
    guard case .object(let members) = value else { throw mismatch("an object") }
    return JSONObject(entry: self, members: members)
  }

  package func array() throws(ParseError) -> [JSONEntry] {
    guard case .array(let nodes) = value else { throw mismatch("a list") }
    return nodes.enumerated().map {
      JSONEntry(file: file, path: "\(path)[\($0.offset)]", node: $0.element)
    }
  }

  /// The values of a list that has some.
  package func list<Value>(
    _ read: (JSONEntry) throws(ParseError) -> Value
  ) throws(ParseError) -> [Value] {
    let entries = try array()
    if entries.isEmpty { throw mismatch("at least one item") }
    var values: [Value] = []
    for entry in entries { values.append(try read(entry)) }
    return values
  }

  package func text() throws(ParseError) -> String {
    guard case .text(let text) = value, !text.isEmpty else { throw mismatch("a text") }
    return text
  }

  package func boolean() throws(ParseError) -> Bool {
    guard case .boolean(let flag) = value else { throw mismatch("true or false") }
    return flag
  }

  /// A whole number; no more of them than a `Double` tells apart.
  package func integer(_ range: ClosedRange<Int>) throws(ParseError) -> Int {
    guard case .number(let value) = value, let number = Int(exactly: value), range.contains(number)
    else {
      throw mismatch(
        range.count == 1
          ? "\(range.lowerBound)"
          : "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number for which a condition holds, described by `expected`.
  package func number(
    _ expected: String, _ condition: (Double) -> Bool
  ) throws(ParseError) -> Double {
    guard case .number(let number) = value, number.isFinite, condition(number) else {
      throw mismatch(expected)
    }
    return number
  }

  /// One of a few texts, by its place among them.
  package func choice(_ texts: [String]) throws(ParseError) -> Int {
    guard case .text(let text) = value, let index = texts.firstIndex(of: text) else {
      throw mismatch(texts.count == 1 ? "'\(texts[0])'" : "one of \(texts.joined(separator: ", "))")
    }
    return index
  }

  /// One of the cases of an enumeration, by its name.
  package func choice<Choice: CaseIterable & RawRepresentable>(
    _ type: Choice.Type
  ) throws(ParseError) -> Choice where Choice.RawValue == String {
    let cases = Array(Choice.allCases)
    return cases[try choice(cases.map(\.rawValue))]
  }
}

/// An entry from a decoder, with the path that this has come to.
extension JSONEntry: Decodable {
  package init(from decoder: any Decoder) throws {
    file = "JSON"
    path = decoder.codingPath.reduce(into: "") { path, key in
      path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? "" : ".") + key.stringValue
    }
    node = try JSONNode(from: decoder)
  }
}

/// An object of a JSON file.
package struct JSONObject {
  package let entry: JSONEntry
  package let members: [JSONNode.Member]

  /// The entry of a key, if the object has it.
  package subscript(_ key: String) -> JSONEntry? {
    members.first { $0.key == key }.map(entry(of:))
  }

  /// The entry of a key that must be there.
  package func need(_ key: String) throws(ParseError) -> JSONEntry {
    guard let found = self[key] else { throw entry.error("expected the key '\(key)', found none") }
    return found
  }

  /// The entry of a member.
  package func entry(of member: JSONNode.Member) -> JSONEntry {
    JSONEntry(
      file: entry.file, path: entry.path.isEmpty ? member.key : "\(entry.path).\(member.key)",
      node: member.node)
  }
}
