/// A value of JSON and where it stands.
package struct JSONNode {
  /// What a value is. Objects have each key once.
  package enum Value {
    case object([Member])
    case array([JSONNode])
    case text(String)
    case number(Double)
    case boolean(Bool)
    case null
  }

  /// One entry of an object.
  package struct Member {
    package var key: String
    package var keyPlace: FilePlace
    package var node: JSONNode
  }

  package var value: Value
  package var place: FilePlace

  /// The value as an error shows it.
  package var summary: String {
    switch value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let value): Int(exactly: value).map(String.init) ?? "\(value)"
    case .text(let value): "'\(value.prefix(60))'"
    case .array(let values): "a list of \(values.count)"
    case .object: "an object"
    }
  }
}

/// A value from a decoder, which knows no places: they are all the first.
extension JSONNode: Decodable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package init(from decoder: any Decoder) throws {
    place = FilePlace(line: 1, column: 1)
    if let container = try? decoder.container(keyedBy: Key.self) {
      let place = place
      value = .object(
        try container.allKeys.map { key in
          Member(
            key: key.stringValue, keyPlace: place,
            node: try container.decode(JSONNode.self, forKey: key))
        })
    } else if var container = try? decoder.unkeyedContainer() {
      var nodes: [JSONNode] = []
      while !container.isAtEnd { nodes.append(try container.decode(JSONNode.self)) }
      value = .array(nodes)
    } else {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        value = .number(number)
      } else if let text = try? container.decode(String.self) {
        value = .text(text)
      } else if let flag = try? container.decode(Bool.self) {
        value = .boolean(flag)
      } else {
        value = .null
      }
    }
  }
}
