internal import Netlist

extension Technology {
  /// The technology as the JSON of its file: all numbers with their units and sources.
  ///
  /// - Precondition: ``citations`` has a key of ``sources`` for each number, as in every technology
  ///   that was read.
  public var json: String {
    var text = TechnologyText(technology: self)
    text.write()
    return text.lines.joined(separator: "\n") + "\n"
  }
}

/// Writes a technology as JSON, by the lists of ``TechnologySchema``.
private struct TechnologyText {
  let technology: Technology
  var lines: [String] = []

  mutating func write() {
    lines = ["{"]
    lines.append("  \"format\": \(quoted(TechnologySchema.format)),")
    lines.append("  \"version\": \(Int(TechnologySchema.version)),")
    lines.append("  \"name\": \(quoted(technology.name)),")
    lines.append("  \"description\": \(quoted(technology.summary)),")
    let sources = technology.sources.sorted { $0.key < $1.key }
    block("sources", sources.map { "\(quoted($0.key)): \(quoted($0.value))" })
    for entry in entries(TechnologySchema.top, of: technology, at: "") {
      lines.append("  \(entry),")
    }
    block("site", entries(TechnologySchema.site, of: technology.site, at: "site"))
    list("routingLayers", layers)
    lines.append(
      "  \"busLayers\": [\(technology.busLayers.map(quoted).joined(separator: ", "))],")
    let supply = technology.routingSupply
    block("routingSupply", entries(TechnologySchema.supply, of: supply, at: "routingSupply"))
    let repeater = technology.repeater
    block("repeater", entries(TechnologySchema.repeater, of: repeater, at: "repeater"))
    block("logic", entries(TechnologySchema.logic, of: technology.logic, at: "logic"))
    block("cells", entries(TechnologySchema.cells, of: technology.cells, at: "cells"))
    block("energy", entries(TechnologySchema.energy, of: technology.energy, at: "energy"))
    list("memories", memories)
    block("dram", entries(TechnologySchema.dram, of: technology.dram, at: "dram"), isLast: true)
    lines.append("}")
  }

  private func entries<Part>(
    _ fields: [TechnologyField<Part>], of part: Part, at path: String
  ) -> [String] {
    fields.map { field in
      let value = part[keyPath: field.keyPath]
      let source = technology.citations[path.isEmpty ? field.key : "\(path).\(field.key)"] ?? ""
      let number = value == value.rounded() ? "\(Int(value))" : "\(value)"
      return "\"\(field.key)\": {\"value\": \(number), \"unit\": \"\(field.unit)\", "
        + "\"source\": \(quoted(source))}"
    }
  }

  private mutating func block(_ key: String, _ entries: [String], isLast: Bool = false) {
    lines.append("  \"\(key)\": {")
    add(entries, indent: "    ")
    lines.append(isLast ? "  }" : "  },")
  }

  private var layers: [[String]] {
    technology.routingLayers.enumerated().map { index, layer in
      [
        "\"name\": \(quoted(layer.name))",
        "\"direction\": \"\(layer.isHorizontal ? "horizontal" : "vertical")\"",
      ] + entries(TechnologySchema.layer, of: layer, at: "routingLayers[\(index)]")
    }
  }

  private var memories: [[String]] {
    technology.memories.enumerated().map { index, memory in
      ["\"name\": \(quoted(memory.name))"]
        + entries(TechnologySchema.memory, of: memory, at: "memories[\(index)]")
    }
  }

  private mutating func list(_ key: String, _ parts: [[String]]) {
    lines.append("  \"\(key)\": [")
    for (index, entries) in parts.enumerated() {
      lines.append("    {")
      add(entries, indent: "      ")
      lines.append(index + 1 < parts.count ? "    }," : "    }")
    }
    lines.append("  ],")
  }

  private mutating func add(_ entries: [String], indent: String) {
    for (index, entry) in entries.enumerated() {
      lines.append("\(indent)\(entry)\(index + 1 < entries.count ? "," : "")")
    }
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
