/// Reads JSON (RFC 8259) as a whole and keeps the line and column of each value, so that a fault in what
/// a value says can be told as exactly as a fault in the text.
package enum JSONText {
  /// The value that a text holds.
  ///
  /// - Throws: ``ParseError`` at the first byte that is not as JSON has it, or at a key that an object
  ///   has twice.
  package static func parse(_ bytes: [UInt8], file: String) throws(ParseError) -> JSONNode {
    var scanner = JSONScanner(bytes, file: file)
    let node = try value(&scanner)
    try scanner.end()
    return node
  }

  private static func value(_ scanner: inout JSONScanner) throws(ParseError) -> JSONNode {
    let kind = try scanner.kind()
    let place = scanner.place
    switch kind {
    case .object: return JSONNode(value: .object(try members(&scanner)), place: place)
    case .array: return JSONNode(value: .array(try elements(&scanner)), place: place)
    case .text:
      let text = String(decoding: try scanner.text(), as: UTF8.self)
      return JSONNode(value: .text(text), place: place)
    case .number: return JSONNode(value: .number(try scanner.number()), place: place)
    case .boolean: return JSONNode(value: .boolean(try scanner.boolean()), place: place)
    case .null:
      try scanner.null()
      return JSONNode(value: .null, place: place)
    }
  }

  private static func members(
    _ scanner: inout JSONScanner
  ) throws(ParseError) -> [JSONNode.Member] {
    var members: [JSONNode.Member] = []
    var keys: Set<String> = []
    try scanner.enterObject()
    while let bytes = try scanner.nextKey() {
      let key = String(decoding: bytes, as: UTF8.self)
      let place = scanner.keyPlace
      guard keys.insert(key).inserted else {
        throw scanner.fault("expected each key once, found '\(key)' again", at: place)
      }
      members.append(.init(key: key, keyPlace: place, node: try value(&scanner)))
    }
    return members
  }

  private static func elements(_ scanner: inout JSONScanner) throws(ParseError) -> [JSONNode] {
    var nodes: [JSONNode] = []
    try scanner.enterArray()
    while try scanner.hasNextElement() { nodes.append(try value(&scanner)) }
    return nodes
  }
}
