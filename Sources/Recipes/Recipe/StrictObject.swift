/// A key of any name.
struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// A JSON object of which every key must be known. What a key that is left out stands for is what the caller
/// has already; a value of another sort is an error that tells where, what was expected and what stood
/// there.
struct StrictObject {
  private let container: KeyedDecodingContainer<AnyKey>

  /// - Throws: ``RecipeError`` for what is no object, and for keys that are not known.
  init(_ decoder: any Decoder, keys: [String]) throws {
    do {
      container = try decoder.container(keyedBy: AnyKey.self)
    } catch is DecodingError {
      throw RecipeError(path: Self.path(decoder.codingPath), message: "expected an object")
    }
    let unknown = container.allKeys.map(\.stringValue).filter { !keys.contains($0) }.sorted()
    if let first = unknown.first {
      throw RecipeError(
        path: Self.path(decoder.codingPath + [AnyKey(first)]),
        message: "expected one of the keys \(keys.joined(separator: ", ")), found '\(first)'")
    }
  }

  /// Sets a value from a key if that is there.
  func read<Value: Decodable>(_ key: String, _ expected: String, into value: inout Value) throws {
    guard container.contains(AnyKey(key)) else { return }
    do {
      value = try container.decode(Value.self, forKey: AnyKey(key))
    } catch let error as RecipeError {
      throw error
    } catch {
      // Numbers that a type does not hold are not told by `DecodingError` alone.
      throw self.error(key, expected)
    }
  }

  /// Sets one of a few names from a key if that is there.
  func read<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, into value: inout Choice
  ) throws {
    var name = value.rawValue
    let expected = "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))"
    try read(key, expected, into: &name)
    guard let choice = Choice(rawValue: name) else { throw error(key, expected) }
    value = choice
  }

  /// Sets a formula from a key if that is there.
  func read<Variable>(_ key: String, into value: inout Formula<Variable>) throws {
    guard container.contains(AnyKey(key)) else { return }
    var text = ""
    try read(key, "a formula as a string", into: &text)
    do throws(FormulaError) {
      value = try Formula(parsing: text)
    } catch {
      throw RecipeError(path: path(key), message: error.description)
    }
  }

  /// The path of a key.
  func path(_ key: String) -> String { Self.path(container.codingPath + [AnyKey(key)]) }

  /// A path as messages have it, such as `stages[0].share`.
  static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }

  private func error(_ key: String, _ expected: String) -> RecipeError {
    RecipeError(path: path(key), message: "expected \(expected), found \(found(key))")
  }

  /// What stands at a key, in words.
  private func found(_ key: String) -> String {
    let key = AnyKey(key)
    if (try? container.decodeNil(forKey: key)) == true { return "null" }
    if let text = try? container.decode(String.self, forKey: key) { return "'\(text)'" }
    if let value = try? container.decode(Bool.self, forKey: key) { return "\(value)" }
    if let value = try? container.decode(Double.self, forKey: key) { return "\(value)" }
    if (try? container.nestedUnkeyedContainer(forKey: key)) != nil { return "an array" }
    if (try? container.nestedContainer(keyedBy: AnyKey.self, forKey: key)) != nil {
      return "an object"
    }
    return "a number that is too large"
  }
}
