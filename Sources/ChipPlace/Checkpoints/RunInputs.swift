import Annealing
import Evaluation
import Formats
import Netlist

/// What the result of a run depends on, part by part, so that a checkpoint can say what differs.
struct RunInputs: Hashable, Sendable {
  /// One part: an option with its value, or a part of the design with its SHA-256.
  struct Part: Hashable, Sendable {
    var name: String
    var value: String
    var isOption: Bool
  }

  private(set) var parts: [Part] = []

  /// The parts of a design. Names are not among them: nothing goes by them.
  init(_ design: Design) {
    let netlist = design.netlist
    add(part: "nodes, pins or nets") { writer in
      writer.write(netlist.nodeKinds.map(\.rawValue))
      for values in [netlist.nodeWidths, netlist.nodeHeights] { writer.write(values) }
      for values in [netlist.pinOffsetsX, netlist.pinOffsetsY] { writer.write(values) }
      writer.write(whole: netlist.pinNodes.map(\.rawValue))
      writer.write(netlist.pinDirections.map(\.rawValue))
      writer.write(whole: netlist.netPins.offsets)
      writer.write(whole: netlist.netPins.elements.map(\.rawValue))
      writer.write(whole: netlist.netDrivers.map { $0?.rawValue ?? -1 })
    }
    add(part: "net weights") { $0.write(netlist.netWeights) }
    add(part: "sizes of the die, its grid or its rows") { $0.write(design.floorplan) }
    add(part: "places to start from") { $0.write(design.placement) }
    add(part: "constraints of nodes") { $0.write(design.constraints) }
  }

  private mutating func add(part name: String, _ write: (inout BinaryWriter) -> Void) {
    var writer = BinaryWriter()
    write(&writer)
    var hash = SHA256()
    hash.update(writer.bytes)
    parts.append(Part(name: name, value: hash.finish(), isOption: false))
  }

  /// Adds an option.
  mutating func add(_ name: String, _ value: some LosslessStringConvertible) {
    parts.append(Part(name: name, value: "\(value)", isOption: true))
  }

  /// Adds an option that need not be set.
  mutating func add(_ name: String, _ value: (some LosslessStringConvertible)?) {
    add(name, value.map { "\($0)" } ?? "none")
  }

  /// The first part in which a run differs from this one, the checkpoint's, as a sentence; nil if the
  /// runs are the same.
  func difference(from run: RunInputs) -> String? {
    for part in run.parts {
      let own = parts.first { $0.name == part.name }
      if own == part { continue }
      guard part.isOption else { return "it is of a run with other \(part.name)" }
      let found = own.map { "\($0.name) \($0.value)" } ?? "no \(part.name)"
      return "it is of a run with \(found), this one has \(part.name) \(part.value)"
    }
    let extra = parts.first { part in !run.parts.contains { $0.name == part.name } }
    return extra.map { "it is of a run with \($0.name) \($0.value), this one has none" }
  }

  func write(to writer: inout BinaryWriter) {
    writer.write(parts.count)
    for part in parts {
      writer.write(part.name)
      writer.write(part.value)
      writer.write(part.isOption)
    }
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    for _ in 0..<(try reader.integer()) {
      parts.append(
        Part(
          name: try reader.text(), value: try reader.text(), isOption: try reader.flag()))
    }
  }
}

extension BinaryWriter {
  fileprivate mutating func write(whole values: [Int32]) {
    write(values.count)
    values.withUnsafeBytes { write([UInt8]($0)) }
  }

  fileprivate mutating func write(_ box: Box) {
    for value in [box.minX, box.minY, box.maxX, box.maxY] { write(value) }
  }

  fileprivate mutating func write(_ floorplan: Floorplan) {
    write(floorplan.die)
    write(floorplan.columns)
    write(floorplan.rows)
    let routing = floorplan.routing
    for value in [
      routing.horizontal, routing.vertical, routing.horizontalUsedByMacros,
      routing.verticalUsedByMacros, floorplan.unitsPerMicron,
    ] { write(value) }
    write(floorplan.smoothingRange)
    write(floorplan.blockages.count)
    for blockage in floorplan.blockages {
      write(blockage.box)
      write(blockage.density)
      write(blockage.isSoft)
    }
    write(floorplan.regions.count)
    for region in floorplan.regions {
      write(region.boxes.count)
      for box in region.boxes { write(box) }
      write(region.isFence)
    }
    write(floorplan.placementRows.count)
    for row in floorplan.placementRows {
      for value in [row.x, row.y, row.height, row.siteWidth, row.siteSpacing] { write(value) }
      write(row.siteCount)
      write(UInt64(row.orientation.rawValue))
    }
  }

  fileprivate mutating func write(_ constraints: PlacementConstraints) {
    write(whole: constraints.nodeRegions)
    write(constraints.nodeSymmetries.map(\.rawValue))
    write(constraints.halos.count)
    for halo in constraints.halos {
      for value in [halo.left, halo.bottom, halo.right, halo.top] { write(value) }
    }
  }
}
