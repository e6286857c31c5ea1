internal import Netlist

/// Takes a technology from JSON, by the lists of ``TechnologySchema``.
struct TechnologyReader {
  private let file: String
  private var technology = Technology()

  /// The technology that a text holds.
  ///
  /// - Throws: ``TechnologyError`` at the first fault.
  static func read(_ bytes: [UInt8], file: String) throws(TechnologyError) -> Technology {
    var reader = TechnologyReader(file: file)
    try reader.read(try JSONText.parse(bytes, file: file))
    return reader.technology
  }

  private init(file: String) { self.file = file }

  private mutating func read(_ root: JSONNode) throws(TechnologyError) {
    var top = try Members(root, "", file)
    try readHeader(&top)
    try take(TechnologySchema.top, from: &top, into: \.self)
    try takeObject("site", TechnologySchema.site, from: &top, into: \.site)
    try readLayers(&top)
    try takeObject(
      "routingSupply", TechnologySchema.supply, from: &top, into: \.routingSupply)
    try takeObject("repeater", TechnologySchema.repeater, from: &top, into: \.repeater)
    try takeObject("logic", TechnologySchema.logic, from: &top, into: \.logic)
    try takeObject("cells", TechnologySchema.cells, from: &top, into: \.cells)
    try takeObject("energy", TechnologySchema.energy, from: &top, into: \.energy)
    try readMemories(&top)
    try takeObject("dram", TechnologySchema.dram, from: &top, into: \.dram)
    try top.finish()
  }

  private mutating func readHeader(_ top: inout Members) throws(TechnologyError) {
    let format = try top.take("format")
    guard case .string(TechnologySchema.format) = format.value else {
      throw top.error(format, "format", expected: "\"\(TechnologySchema.format)\"")
    }
    let version = try top.take("version")
    guard case .number(TechnologySchema.version) = version.value else {
      throw top.error(
        version, "version", expected: "the number \(Int(TechnologySchema.version))")
    }
    technology.name = try top.text("name")
    technology.summary = try top.text("description")
    let sources = try top.take("sources")
    guard case .object(let members) = sources.value else {
      throw top.error(sources, "sources", expected: "an object of texts")
    }
    for member in members {
      guard case .string(let text) = member.node.value, !text.isEmpty else {
        throw top.error(member.node, "sources.\(member.key)", expected: "a text that is not empty")
      }
      technology.sources[member.key] = text
    }
  }

  private mutating func readLayers(_ top: inout Members) throws(TechnologyError) {
    for (index, node) in try top.list("routingLayers").enumerated() {
      var members = try Members(node, "routingLayers[\(index)]", file)
      var layer = Technology.RoutingLayer()
      layer.name = try members.text("name")
      let direction = try members.take("direction")
      switch direction.value {
      case .string("horizontal"): layer.isHorizontal = true
      case .string("vertical"): layer.isHorizontal = false
      default:
        throw members.error(
          direction, members.path("direction"), expected: "\"horizontal\" or \"vertical\"")
      }
      guard !technology.routingLayers.contains(where: { $0.name == layer.name }) else {
        throw members.error(node, members.path("name"), expected: "a name of its own")
      }
      technology.routingLayers.append(layer)
      try take(TechnologySchema.layer, from: &members, into: \.routingLayers[index])
      try members.finish()
    }
    for (index, node) in try top.list("busLayers").enumerated() {
      guard case .string(let name) = node.value,
        technology.routingLayers.contains(where: { $0.name == name })
      else {
        throw top.error(node, "busLayers[\(index)]", expected: "the name of a routing layer")
      }
      technology.busLayers.append(name)
    }
  }

  private mutating func readMemories(_ top: inout Members) throws(TechnologyError) {
    for (index, node) in try top.list("memories").enumerated() {
      var members = try Members(node, "memories[\(index)]", file)
      var memory = Technology.Memory()
      memory.name = try members.text("name")
      guard technology.memory(memory.name) == nil else {
        throw members.error(node, members.path("name"), expected: "a name of its own")
      }
      technology.memories.append(memory)
      try take(TechnologySchema.memory, from: &members, into: \.memories[index])
      try members.finish()
    }
  }

  private mutating func takeObject<Part>(
    _ key: String, _ fields: [TechnologyField<Part>], from top: inout Members,
    into part: WritableKeyPath<Technology, Part>
  ) throws(TechnologyError) {
    var members = try Members(try top.take(key), key, file)
    try take(fields, from: &members, into: part)
    try members.finish()
  }

  private mutating func take<Part>(
    _ fields: [TechnologyField<Part>], from members: inout Members,
    into part: WritableKeyPath<Technology, Part>
  ) throws(TechnologyError) {
    for field in fields {
      let path = members.path(field.key)
      let node = try members.take(field.key)
      let (value, source) = try quantity(node, path, unit: field.unit, isCount: field.isCount)
      technology[keyPath: part][keyPath: field.keyPath] = value
      technology.citations[path] = source
    }
  }

  /// Reads one number with its unit and source.
  private func quantity(
    _ node: JSONNode, _ path: String, unit: String, isCount: Bool
  ) throws(TechnologyError) -> (value: Double, source: String) {
    var members = try Members(node, path, file)
    let value = try members.take("value")
    // Far within what a Double or an Int holds, so that no product of a few of them overflows.
    guard case .number(let number) = value.value, number > 0, number < 1e12,
      !isCount || number.rounded() == number
    else {
      let expected = isCount ? "a whole number above 0" : "a number above 0 and below 1e12"
      throw members.error(value, "\(path).value", expected: expected)
    }
    let unitNode = try members.take("unit")
    guard case .string(unit) = unitNode.value else {
      throw members.error(unitNode, "\(path).unit", expected: "the unit \"\(unit)\"")
    }
    let source = try members.take("source")
    guard case .string(let key) = source.value, technology.sources[key] != nil else {
      throw members.error(source, "\(path).source", expected: "a key of \"sources\"")
    }
    try members.finish()
    return (number, key)
  }
}

extension TechnologyReader {
  /// The entries of an object, of which each must be taken.
  private struct Members {
    private let file: String
    private let prefix: String
    private let node: JSONNode
    private var rest: [JSONNode.Member]

    init(_ node: JSONNode, _ path: String, _ file: String) throws(TechnologyError) {
      guard case .object(let members) = node.value else {
        throw TechnologyError(
          file: file, line: node.place.line, column: node.place.column, path: path,
          message: "expected an object, found \(node.found)")
      }
      (self.file, self.node, prefix, rest) = (file, node, path, members)
    }

    func path(_ key: String) -> String { prefix.isEmpty ? key : "\(prefix).\(key)" }

    mutating func take(_ key: String) throws(TechnologyError) -> JSONNode {
      guard let index = rest.firstIndex(where: { $0.key == key }) else {
        throw TechnologyError(
          file: file, line: node.place.line, column: node.place.column, path: path(key),
          message: "expected the key \"\(key)\", found none")
      }
      return rest.remove(at: index).node
    }

    mutating func text(_ key: String) throws(TechnologyError) -> String {
      let node = try take(key)
      guard case .string(let text) = node.value, !text.isEmpty else {
        throw error(node, path(key), expected: "a text that is not empty")
      }
      return text
    }

    mutating func list(_ key: String) throws(TechnologyError) -> [JSONNode] {
      let node = try take(key)
      guard case .array(let nodes) = node.value, !nodes.isEmpty else {
        throw error(node, path(key), expected: "a list that is not empty")
      }
      return nodes
    }

    /// Refuses what nobody asked for: a misspelt key would else pass for a missing one or none.
    func finish() throws(TechnologyError) {
      guard let member = rest.first else { return }
      throw TechnologyError(
        file: file, line: member.keyPlace.line, column: member.keyPlace.column,
        path: path(member.key), message: "expected no such key, found \"\(member.key)\"")
    }

    func error(_ node: JSONNode, _ path: String, expected: String) -> TechnologyError {
      TechnologyError(
        file: file, line: node.place.line, column: node.place.column, path: path,
        message: "expected \(expected), found \(node.found)")
    }
  }
}
