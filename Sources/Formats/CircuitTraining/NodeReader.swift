internal import Netlist

/// Reads the nodes of a netlist file one by one; each is checked by itself, names are not resolved.
struct NodeReader: ~Copyable {
  private var scanner: ProtobufTextScanner
  private var records = NetlistRecords()
  /// The text of the attribute value read last: copied, since its key can follow it.
  private var valueText: [UInt8] = []
  private var unknownKeys: [String] = []

  private enum ValueKind { case none, number, text, flag }

  /// A value, its text in ``valueText``.
  private struct Value {
    var kind = ValueKind.none
    var number = 0.0
    var place: FilePlace
  }

  init(file: String) throws(ParseError) {
    scanner = try ProtobufTextScanner(file: file)
  }

  /// Reads the file to its end.
  ///
  /// - Throws: ``ParseError`` where the text is not that of a graph, or a node by itself is wrong.
  mutating func readAll() throws(ParseError) -> NetlistRecords {
    let expected: StaticString = "'node'"
    while let field = try scanner.field(before: nil, expected) {
      if field.matches("node") {
        try readNode()
      } else if field.matches("versions") || field.matches("library") {
        try scanner.skipValue()
      } else {
        throw unexpected(field, expected)
      }
    }
    return records
  }

  private func unexpected(
    _ field: UnsafeRawBufferPointer, _ expected: StaticString
  ) -> ParseError {
    let text = String(decoding: field, as: UTF8.self)
    return scanner.error("expected \(expected), found '\(text)'", at: scanner.place(before: text))
  }

  // MARK: Nodes

  private mutating func readNode() throws(ParseError) {
    let start = scanner.place(before: "node")
    let expected: StaticString = "'name', 'input' or 'attr'"
    var node = NodeRecord()
    node.firstSink = Int32(records.sinks.count)
    var isMetadata = false
    let close = try scanner.openMessage()
    while let field = try scanner.field(before: close, expected) {
      if field.matches("attr") {
        try readAttribute(of: &node, isMetadata: isMetadata)
      } else if field.matches("input") {
        try readSink()
      } else if field.matches("name") {
        guard node.symbol < 0, !isMetadata else {
          throw scanner.error(expected: "one name for the node")
        }
        isMetadata = try readName(of: &node)
      } else if field.matches("op") || field.matches("device") {
        try scanner.skipValue()
      } else {
        throw unexpected(field, expected)
      }
    }
    if isMetadata {
      guard records.sinks.count == Int(node.firstSink) else {
        throw scanner.error("expected no 'input' in the metadata node", at: node.place)
      }
      return
    }
    guard node.symbol >= 0 else {
      throw scanner.error("expected a 'name' in the node that begins here", at: start)
    }
    try check(node)
    try append(node)
  }

  /// Reads the value of a `name` field.
  ///
  /// - Returns: Whether it is the name of the metadata node, which is no node of the netlist.
  private mutating func readName(of node: inout NodeRecord) throws(ParseError) -> Bool {
    try scanner.skipColon()
    node.place = scanner.place
    let name = try scanner.string()
    if name.isEmpty { throw scanner.error("expected a name, found an empty one", at: node.place) }
    if name.matches("__metadata__") {
      guard node.attributes.isEmpty else {
        throw scanner.error(
          "expected the name of the metadata node before its attributes", at: node.place)
      }
      return true
    }
    node.symbol = try intern(name)
    return false
  }

  private mutating func readSink() throws(ParseError) {
    try scanner.skipColon()
    let place = scanner.place
    let symbol = try intern(try scanner.string())
    guard records.sinks.count < Int(Int32.max) / 2 else {
      throw scanner.error("expected fewer than 2^30 connections", at: place)
    }
    records.sinks.append(SinkReference(symbol: symbol, place: place))
  }

  private mutating func intern(_ name: UnsafeRawBufferPointer) throws(ParseError) -> Symbol {
    try checkRoomForName()
    return records.names.intern(name)
  }

  private func checkRoomForName() throws(ParseError) {
    guard records.names.byteCount < LineScanner.mostNameBytes else {
      throw scanner.error("expected names of less than 4 GiB in all", at: scanner.place)
    }
  }

  private mutating func append(_ node: NodeRecord) throws(ParseError) {
    let symbol = Int(node.symbol)
    while records.nodeOfSymbol.count <= symbol { records.nodeOfSymbol.append(-1) }
    let earlier = Int(records.nodeOfSymbol[symbol])
    if earlier >= 0 {
      throw scanner.error(
        "expected a name of its own for each node, found '\(records.names.string(node.symbol))' "
          + "again, which line \(records.nodes[earlier].place.line) declares", at: node.place)
    }
    guard records.nodes.count < Int(Int32.max) / 2 else {
      throw scanner.error("expected fewer than 2^30 nodes", at: node.place)
    }
    records.nodeOfSymbol[symbol] = Int32(records.nodes.count)
    records.nodes.append(node)
  }

  /// Checks what can be said of a node by itself.
  private func check(_ node: NodeRecord) throws(ParseError) {
    let needed: [(AttributeKey, String)] =
      switch node.kind {
      case .unknown: [(.type, "type")]
      case .port, .pin: []
      case .upperMacro, .lowerMacro, .standardCell: [(.width, "width"), (.height, "height")]
      }
    for (key, name) in needed where !node.attributes.contains(key) {
      throw scanner.error(
        "expected a '\(name)' attribute in node '\(records.names.string(node.symbol))'",
        at: node.place)
    }
    if node.kind == .upperMacro || node.kind == .lowerMacro,
      records.sinks.count > Int(node.firstSink)
    {
      throw scanner.error(
        "expected no 'input' in a macro, whose pins it is that drive nets; found one in "
          + "'\(records.names.string(node.symbol))'",
        at: records.sinks[Int(node.firstSink)].place)
    }
  }

  // MARK: Attributes

  private mutating func readAttribute(
    of node: inout NodeRecord, isMetadata: Bool
  ) throws(ParseError) {
    let start = scanner.place(before: "attr")
    let expected: StaticString = "'key' or 'value'"
    var key: AttributeKey?
    var keyText = ""
    var value: Value?
    let close = try scanner.openMessage()
    while let field = try scanner.field(before: close, expected) {
      if field.matches("key"), key == nil {
        try scanner.skipColon()
        let text = try scanner.string()
        key = AttributeKey(text)
        if isMetadata || key == .other { keyText = String(decoding: text, as: UTF8.self) }
      } else if field.matches("value"), value == nil {
        value = try readValue()
      } else {
        throw unexpected(field, expected)
      }
    }
    guard let key else {
      throw scanner.error("expected a 'key' in the attribute that begins here", at: start)
    }
    guard let value, value.kind != .none else {
      throw scanner.error("expected a 'value' in the attribute that begins here", at: start)
    }
    if isMetadata {
      let text = String(decoding: valueText, as: UTF8.self)
      records.metadata.append((keyText, value.kind == .text ? "\"\(text)\"" : text))
      return
    }
    guard key == .other || node.attributes.insert(key) else {
      throw scanner.error("expected each attribute once in a node", at: value.place)
    }
    if key == .other, !unknownKeys.contains(keyText), unknownKeys.count < 16 {
      unknownKeys.append(keyText)
      records.warnings.append(
        "\(scanner.file):\(value.place.line): attribute '\(keyText)' is not one that Circuit "
          + "Training's netlists have; it is left out")
    }
    try apply(key, value, to: &node)
  }

  private mutating func readValue() throws(ParseError) -> Value {
    let expected: StaticString = "'f', 'placeholder', 'i', 's' or 'b'"
    let close = try scanner.openMessage()
    var value = Value(place: scanner.place)
    while let field = try scanner.field(before: close, expected) {
      guard value.kind == .none else { throw unexpected(field, "'}' after the value") }
      let isText = field.matches("placeholder") || field.matches("s")
      let isNumber = field.matches("f") || field.matches("i")
      guard isText || isNumber || field.matches("b") else { throw unexpected(field, expected) }
      try scanner.skipColon()
      value.place = scanner.place
      valueText.removeAll(keepingCapacity: true)
      if isText {
        value.kind = .text
        valueText.append(contentsOf: try scanner.string())
      } else if isNumber {
        value.kind = .number
        let number = try scanner.number()
        value.number = number.value
        valueText.append(contentsOf: number.text)
      } else {
        value.kind = .flag
        let word = scanner.word()
        guard word == "true" || word == "false" else {
          throw scanner.error("expected 'true' or 'false', found '\(word)'", at: value.place)
        }
        valueText.append(contentsOf: word.utf8)
      }
    }
    return value
  }

  private mutating func apply(
    _ key: AttributeKey, _ value: Value, to node: inout NodeRecord
  ) throws(ParseError) {
    switch key {
    case .type: node.kind = try kind(value)
    case .width: node.width = try number(value, "a width of 0 or more", from: 0)
    case .height: node.height = try number(value, "a height of 0 or more", from: 0)
    case .x: node.x = try number(value, "an x coordinate")
    case .y: node.y = try number(value, "a y coordinate")
    case .offsetX: node.offsetX = try number(value, "an x offset")
    case .offsetY: node.offsetY = try number(value, "a y offset")
    case .weight: node.weight = try number(value, "a weight of 0 or more", from: 0)
    case .orientation: node.orientation = try orientation(value)
    case .side: node.side = try side(value)
    case .macroName:
      try expect(.text, "the name of a macro", value)
      try checkRoomForName()
      let name = valueText
      node.macro = name.withUnsafeBytes { records.names.intern($0) }
    case .referenceName, .other: break
    }
  }

  // MARK: Values

  private func expect(
    _ kind: ValueKind, _ expected: String, _ value: Value
  ) throws(ParseError) {
    guard value.kind == kind else { throw error(expected: expected, value) }
  }

  private func error(expected: String, _ value: Value) -> ParseError {
    let text = String(decoding: valueText.prefix(40), as: UTF8.self)
    return scanner.error("expected \(expected), found '\(text)'", at: value.place)
  }

  private func number(
    _ value: Value, _ expected: String, from least: Double = -DecimalNumber.largest
  ) throws(ParseError) -> Double {
    guard value.kind == .number, value.number >= least, value.number <= DecimalNumber.largest else {
      throw error(expected: expected, value)
    }
    return value.number
  }

  private func kind(_ value: Value) throws(ParseError) -> NodeRecord.Kind {
    let kind: NodeRecord.Kind = valueText.withUnsafeBytes { text in
      if text.matches("MACRO_PIN") || text.matches("macro_pin") { return .pin }
      if text.matches("STDCELL") || text.matches("stdcell") { return .standardCell }
      if text.matches("PORT") || text.matches("port") { return .port }
      if text.matches("MACRO") { return .upperMacro }
      return text.matches("macro") ? .lowerMacro : .unknown
    }
    guard value.kind == .text, kind != .unknown else {
      throw error(expected: "PORT, MACRO, MACRO_PIN, macro, macro_pin or STDCELL", value)
    }
    return kind
  }

  private func orientation(_ value: Value) throws(ParseError) -> Orientation {
    if value.kind == .text {
      if valueText == [0x4E] { return .north }
      if let known = Orientation(name: String(decoding: valueText, as: UTF8.self)) { return known }
    }
    throw error(expected: "an orientation (N, W, S, E, FN, FW, FS or FE)", value)
  }

  private func side(_ value: Value) throws(ParseError) -> NodeRecord.Side {
    if value.kind == .text {
      let name = String(decoding: valueText, as: UTF8.self).uppercased()
      for side in NodeRecord.Side.allCases where side.name == name { return side }
    }
    throw error(expected: "LEFT, RIGHT, TOP or BOTTOM", value)
  }
}
