import Netlist
import TestSupport

/// What of two designs a new DEF file must keep.
enum DEFComparison {
  /// The parts in which designs differ, but for those that a DEF file written from a design does not
  /// hold: grid and routing supply. Offsets of pins may differ by rounding.
  static func differences(
    _ first: Design, _ second: Design
  ) -> [String] {
    var second = second
    second.floorplan.columns = first.floorplan.columns
    second.floorplan.rows = first.floorplan.rows
    second.floorplan.routing = first.floorplan.routing
    let blockages = first.floorplan.blockages
    if blockages.count == second.floorplan.blockages.count {
      for (index, blockage) in blockages.enumerated()
      where abs(blockage.density - second.floorplan.blockages[index].density) < 1e-9 {
        second.floorplan.blockages[index].density = blockage.density
      }
    }
    // What has no place in the source is put at the centre of the die, which may be on half units.
    for node in first.placement.x.indices where first.placement.x.count == second.placement.x.count
    {
      if abs(first.placement.x[node] - second.placement.x[node]) <= 0.5,
        abs(first.placement.y[node] - second.placement.y[node]) <= 0.5,
        first.source.placementText?.spans[node].isEmpty != false
      {
        second.placement.x[node] = first.placement.x[node]
        second.placement.y[node] = first.placement.y[node]
      }
    }
    var differences = first.differences(from: second).filter {
      !["pin offsets", "pin y offsets", "net names"].contains($0)
    }
    for (mine, other) in [
      (first.netlist.pinOffsetsX, second.netlist.pinOffsetsX),
      (first.netlist.pinOffsetsY, second.netlist.pinOffsetsY),
    ] where zip(mine, other).contains(where: { abs($0 - $1) > 1e-5 }) {
      differences.append("pin offsets")
    }
    let masters = [first, second].map { design in
      (0..<design.netlist.nodeCount).map { design.netlist.masterName(of: NodeID($0)) }
    }
    if masters[0] != masters[1] { differences.append("masters") }
    // Nets without a name get one.
    for net in 0..<first.netlist.netCount where first.netlist.netSymbols[net] >= 0 {
      let name = first.netlist.name(of: NetID(net))
      guard second.netlist.netCount > net else { break }
      let other = second.netlist.name(of: NetID(net))
      if name != other, !other.hasPrefix(name + "_") { differences.append("net \(name)") }
    }
    if first.constraints.nodeRegions != second.constraints.nodeRegions {
      differences.append("regions of nodes")
    }
    if first.constraints.halos != second.constraints.halos { differences.append("halos") }
    return differences
  }

  /// The nodes and nets in which two designs differ, by name, whatever the order of nodes and pins.
  /// Lengths of the first are `scale` times as long in the second, where they are rounded.
  static func differencesByName(_ first: Design, scale: Double, _ second: Design) -> [String] {
    let mine = Named(first, scale: scale)
    let theirs = Named(second, scale: 1)
    var differences: [String] = []
    if mine.nodes.keys.sorted() != theirs.nodes.keys.sorted() { differences.append("nodes") }
    for (name, node) in mine.nodes {
      guard let other = theirs.nodes[name] else { continue }
      let isNear = zip(node, other).allSatisfy { abs($0 - $1) <= 1 }
      if !isNear { differences.append("\(name): \(node), \(other)") }
    }
    if mine.nets.count != theirs.nets.count { differences.append("nets") }
    for (net, other) in zip(mine.nets, theirs.nets) {
      let isNear =
        net.keys.sorted() == other.keys.sorted()
        && net.allSatisfy { name, offset in
          zip(offset, other[name] ?? []).allSatisfy { abs($0 - $1) <= 1 }
        }
      if !isNear { differences.append("\(net), \(other)") }
    }
    return differences
  }

  /// A design by names.
  private struct Named {
    /// The lengths of each node, by its name, kind, orientation and whether it is fixed.
    var nodes: [String: [Double]] = [:]
    /// The offsets of each net's pins, by node and pin.
    var nets: [[String: [Double]]] = []

    init(_ design: Design, scale: Double) {
      let netlist = design.netlist
      for node in 0..<netlist.nodeCount {
        let isPort = netlist.nodeKinds[node] == .port
        let key =
          "\(netlist.name(of: NodeID(node))) \(netlist.nodeKinds[node]) "
          + "\(design.placement.orientations[node]) \(design.placement.isFixed[node])"
        nodes[key] = [
          isPort ? 0 : netlist.nodeWidths[node] * scale,
          isPort ? 0 : netlist.nodeHeights[node] * scale,
          design.placement.x[node] * scale, design.placement.y[node] * scale,
        ]
      }
      for net in 0..<netlist.netCount {
        var pins = ["": [netlist.netWeights[net]]]
        for pin in netlist.netPins[net] {
          // The box of all pins of a node: a pin that is on a net twice comes back as two.
          let x = netlist.pinOffsetsX[pin.index] * scale
          let y = netlist.pinOffsetsY[pin.index] * scale
          let name = netlist.name(of: netlist.pinNodes[pin.index])
          let box = pins[name] ?? [x, y, x, y]
          pins[name] = [min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)]
        }
        nets.append(pins)
      }
    }
  }
}
