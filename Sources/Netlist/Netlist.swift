/// What a node of the netlist is.
public enum NodeKind: UInt8, BitwiseCopyable, Sendable {
  /// A block of fixed shape that must not overlap another: a memory, an analog block.
  case hardMacro
  /// A cluster of standard cells, placed as one; may overlap anything. All its pins are at its
  /// centre.
  case softMacro
  /// One standard cell.
  case standardCell
  /// A terminal of the design: an I/O port or pad; never moves.
  case port
}

/// Which way a signal goes through a pin.
public enum PinDirection: UInt8, BitwiseCopyable, Sendable {
  /// Not stated.
  case unknown
  /// Driven by its net.
  case input
  /// Drives its net.
  case output
  /// Either way.
  case bidirectional
}

/// A design's connectivity: nodes (macros, cells, ports), their pins, and the nets that join pins.
///
/// Immutable; a structure of arrays indexed by ``NodeID``, ``PinID`` and ``NetID``, with the nets of
/// a pin and the pins of a net both in compressed form. Positions are not here but in
/// ``Placement``. Build one with ``NetlistBuilder``.
public struct Netlist: Sendable {
  /// The design's name.
  public let name: String
  /// Every name, stored once.
  public let names: StringTable

  /// What each node is.
  public let nodeKinds: [NodeKind]
  /// Each node's name, a symbol in ``names``.
  public let nodeSymbols: [Symbol]
  /// The library cell that each node is an instance of, a symbol in ``names``, or -1 where the source
  /// names none.
  public let nodeMasters: [Symbol]
  /// Each node's width in orientation N, in the design's length unit.
  public let nodeWidths: [Double]
  /// Each node's height in orientation N, in the design's length unit.
  public let nodeHeights: [Double]

  /// The node each pin belongs to.
  public let pinNodes: [NodeID]
  /// Each pin's name, a symbol in ``names``, or -1 for pins without one.
  public let pinSymbols: [Symbol]
  /// Each pin's x offset from its node's centre, in orientation N.
  public let pinOffsetsX: [Double]
  /// Each pin's y offset from its node's centre, in orientation N.
  public let pinOffsetsY: [Double]
  /// Each pin's direction.
  public let pinDirections: [PinDirection]

  /// Each net's name, a symbol in ``names``, or -1 for nets without one.
  public let netSymbols: [Symbol]
  /// Each net's weight.
  public let netWeights: [Double]
  /// The pins of each net, in file order. The driver, where there is one, comes first in Circuit
  /// Training netlists and anywhere in others. A pin can be on a net more than once.
  public let netPins: Adjacency<PinID>
  /// The pin that drives each net, or nil where the file names none.
  public let netDrivers: [PinID?]

  /// The pins of each node, in rising order.
  public let nodePins: Adjacency<PinID>
  /// The nets of each node, in rising order, each once.
  public let nodeNets: Adjacency<NetID>

  /// The number of nodes.
  @inlinable public var nodeCount: Int { nodeKinds.count }
  /// The number of pins.
  @inlinable public var pinCount: Int { pinNodes.count }
  /// The number of nets.
  @inlinable public var netCount: Int { netWeights.count }

  /// All nodes of one kind, in rising order.
  public func nodes(_ kind: NodeKind) -> [NodeID] {
    nodeKinds.indices.lazy.filter { nodeKinds[$0] == kind }.map { NodeID($0) }
  }

  /// How many nodes are of one kind.
  public func count(of kind: NodeKind) -> Int {
    nodeKinds.reduce(0) { $0 + ($1 == kind ? 1 : 0) }
  }

  /// The name of a node.
  public func name(of node: NodeID) -> String { names.string(nodeSymbols[node.index]) }

  /// The name of the library cell that a node is an instance of, or nil.
  public func masterName(of node: NodeID) -> String? {
    let master = nodeMasters[node.index]
    return master >= 0 ? names.string(master) : nil
  }

  /// The name of a net: its own, or else that of the pin or node which drives it, or else `net`
  /// and its number.
  public func name(of net: NetID) -> String {
    if netSymbols[net.index] >= 0 { return names.string(netSymbols[net.index]) }
    guard let driver = netDrivers[net.index] else { return "net\(net.rawValue)" }
    return pinSymbols[driver.index] >= 0
      ? names.string(pinSymbols[driver.index]) : name(of: pinNodes[driver.index])
  }

  /// The same netlist with other net weights.
  ///
  /// - Precondition: there is a weight for each net.
  public func replacingNetWeights(with weights: [Double]) -> Netlist {
    precondition(weights.count == netCount)
    return replacing(nodeWidths: nodeWidths, pinOffsetsX: pinOffsetsX, netWeights: weights)
  }

  /// The same netlist with nodes of other widths, their pins at other places along them.
  ///
  /// - Precondition: there is a width for each node and an offset for each pin.
  public func replacingWidths(
    with widths: [Double], pinOffsetsX offsets: [Double]
  ) -> Netlist {
    precondition(widths.count == nodeCount && offsets.count == pinCount)
    return replacing(nodeWidths: widths, pinOffsetsX: offsets, netWeights: netWeights)
  }

  private func replacing(
    nodeWidths: [Double], pinOffsetsX: [Double], netWeights: [Double]
  ) -> Netlist {
    Netlist(
      name: name, names: names, nodeKinds: nodeKinds, nodeSymbols: nodeSymbols,
      nodeMasters: nodeMasters, nodeWidths: nodeWidths, nodeHeights: nodeHeights,
      pinNodes: pinNodes, pinSymbols: pinSymbols, pinOffsetsX: pinOffsetsX,
      pinOffsetsY: pinOffsetsY, pinDirections: pinDirections, netSymbols: netSymbols,
      netWeights: netWeights, netPins: netPins, netDrivers: netDrivers, nodePins: nodePins,
      nodeNets: nodeNets)
  }

  /// The area of a node.
  @inlinable public func area(of node: NodeID) -> Double {
    nodeWidths[node.index] * nodeHeights[node.index]
  }
}
