internal import Formats

/// Takes a technology from JSON, by the lists of ``TechnologySchema``.
struct TechnologyReader {
  private var technology = Technology()

  private static let keys = [
    "format", "version", "name", "description", "sources", "voltage", "site", "routingLayers",
    "busLayers", "routingSupply", "repeater", "logic", "cells", "energy", "memories", "dram",
  ]

  /// The technology that a text holds.
  ///
  /// - Throws: `ParseError` at the first fault.
  static func read(_ bytes: [UInt8], file: String) throws(ParseError) -> Technology {
    var reader = TechnologyReader()
    try reader.read(try JSONEntry.parse(bytes, file: file).object(keys))
    return reader.technology
  }

  private mutating func read(_ top: JSONObject) throws(ParseError) {
    try readHeader(top)
    try take(TechnologySchema.top, from: top, into: \.self)
    try takeObject("site", TechnologySchema.site, from: top, into: \.site)
    try readLayers(top)
    try takeObject("routingSupply", TechnologySchema.supply, from: top, into: \.routingSupply)
    try takeObject("repeater", TechnologySchema.repeater, from: top, into: \.repeater)
    try takeObject("logic", TechnologySchema.logic, from: top, into: \.logic)
    try takeObject("cells", TechnologySchema.cells, from: top, into: \.cells)
    try takeObject("energy", TechnologySchema.energy, from: top, into: \.energy)
    try readMemories(top)
    try takeObject("dram", TechnologySchema.dram, from: top, into: \.dram)
  }

  private mutating func readHeader(_ top: JSONObject) throws(ParseError) {
    _ = try top.need("format").choice([TechnologySchema.format])
    _ = try top.need("version").integer(TechnologySchema.version...TechnologySchema.version)
    technology.name = try top.need("name").text()
    technology.summary = try top.need("description").text()
    let sources = try top.need("sources").object()
    for member in sources.members {
      technology.sources[member.key] = try sources.entry(of: member).text()
    }
  }

  private mutating func readLayers(_ top: JSONObject) throws(ParseError) {
    for entry in try top.need("routingLayers").list({ $0 }) {
      let object = try entry.object(["name", "direction"] + TechnologySchema.layer.map(\.key))
      var layer = Technology.RoutingLayer()
      layer.name = try object.need("name").text()
      guard !technology.routingLayers.contains(where: { $0.name == layer.name }) else {
        throw try object.need("name").mismatch("a name of its own")
      }
      layer.isHorizontal = try object.need("direction").choice(["vertical", "horizontal"]) == 1
      technology.routingLayers.append(layer)
      let index = technology.routingLayers.count - 1
      try take(TechnologySchema.layer, from: object, into: \.routingLayers[index])
    }
    let names = technology.routingLayers.map(\.name)
    technology.busLayers = try top.need("busLayers").list { (entry) throws(ParseError) in
      guard case .text(let name) = entry.value, names.contains(name) else {
        throw entry.mismatch("the name of a routing layer")
      }
      return name
    }
  }

  private mutating func readMemories(_ top: JSONObject) throws(ParseError) {
    for entry in try top.need("memories").list({ $0 }) {
      let object = try entry.object(["name"] + TechnologySchema.memory.map(\.key))
      var memory = Technology.Memory()
      memory.name = try object.need("name").text()
      guard technology.memory(memory.name) == nil else {
        throw try object.need("name").mismatch("a name of its own")
      }
      technology.memories.append(memory)
      let index = technology.memories.count - 1
      try take(TechnologySchema.memory, from: object, into: \.memories[index])
    }
  }

  private mutating func takeObject<Part>(
    _ key: String, _ fields: [TechnologyField<Part>], from top: JSONObject,
    into part: WritableKeyPath<Technology, Part>
  ) throws(ParseError) {
    try take(fields, from: try top.need(key).object(fields.map(\.key)), into: part)
  }

  private mutating func take<Part>(
    _ fields: [TechnologyField<Part>], from object: JSONObject,
    into part: WritableKeyPath<Technology, Part>
  ) throws(ParseError) {
    for field in fields {
      let entry = try object.need(field.key)
      let quantity = try entry.object(["value", "unit", "source"])
      // Far within what a Double or an Int holds, so that no product of a few of them overflows.
      technology[keyPath: part][keyPath: field.keyPath] = try quantity.need("value").number(
        field.isCount ? "a whole number above 0" : "a number above 0 and below 1e12"
      ) { $0 > 0 && $0 < 1e12 && (!field.isCount || $0.rounded() == $0) }
      _ = try quantity.need("unit").choice([field.unit])
      let source = try quantity.need("source")
      guard case .text(let key) = source.value, technology.sources[key] != nil else {
        throw source.mismatch("a key of 'sources'")
      }
      technology.citations[entry.path] = key
    }
  }
}
