/// Collects nodes, pins and nets in any order of names and makes a ``Netlist`` of them.
///
/// Names go through ``names``: intern once, pass symbols.
public struct NetlistBuilder: Sendable {
  /// The names so far.
  public var names: StringTable
  /// The design's name.
  public var name: String

  // What is asked for pin by pin is read in place, where a call would get a copy of the whole builder.
  @usableFromInline internal private(set) var nodeKinds: [NodeKind] = []
  @usableFromInline internal private(set) var nodeSymbols: [Symbol] = []
  private var nodeMasters: [Symbol] = []
  private var nodeWidths: [Double] = []
  private var nodeHeights: [Double] = []
  private var pinNodes: [NodeID] = []
  private var pinSymbols: [Symbol] = []
  private var pinOffsetsX: [Double] = []
  private var pinOffsetsY: [Double] = []
  @usableFromInline internal private(set) var pinDirections: [PinDirection] = []
  private var netSymbols: [Symbol] = []
  private var netWeights: [Double] = []
  private var netDrivers: [PinID?] = []
  private var netPinOffsets: [Int32] = [0]
  private var netPins: [PinID] = []

  /// A builder of an empty netlist.
  public init(name: String = "", names: StringTable = StringTable()) {
    self.name = name
    self.names = names
  }

  /// The number of nodes so far.
  public var nodeCount: Int { nodeKinds.count }
  /// The number of pins so far.
  public var pinCount: Int { pinNodes.count }
  /// The number of nets so far.
  public var netCount: Int { netWeights.count }

  /// Makes room ahead of time.
  public mutating func reserve(nodes: Int, pins: Int, nets: Int, connections: Int) {
    nodeKinds.reserveLargePages(nodes)
    nodeSymbols.reserveLargePages(nodes)
    nodeMasters.reserveLargePages(nodes)
    nodeWidths.reserveLargePages(nodes)
    nodeHeights.reserveLargePages(nodes)
    pinNodes.reserveLargePages(pins)
    pinSymbols.reserveLargePages(pins)
    pinOffsetsX.reserveLargePages(pins)
    pinOffsetsY.reserveLargePages(pins)
    pinDirections.reserveLargePages(pins)
    netSymbols.reserveLargePages(nets)
    netWeights.reserveLargePages(nets)
    netDrivers.reserveLargePages(nets)
    netPinOffsets.reserveLargePages(nets + 1)
    netPins.reserveLargePages(connections)
  }

  /// Adds a node; `master` names the library cell that it is an instance of.
  public mutating func addNode(
    _ kind: NodeKind, symbol: Symbol, width: Double, height: Double, master: Symbol = -1
  ) -> NodeID {
    nodeKinds.append(kind)
    nodeSymbols.append(symbol)
    nodeMasters.append(master)
    nodeWidths.append(width)
    nodeHeights.append(height)
    return NodeID(nodeKinds.count - 1)
  }

  /// Gives a node added before a name: many are looked up at a time.
  public mutating func setSymbol(_ symbol: Symbol, of node: NodeID) {
    nodeSymbols[node.index] = symbol
  }

  /// The kind of a node added before.
  @inlinable public func kind(of node: NodeID) -> NodeKind { nodeKinds[node.index] }

  /// The name of a node added before.
  @inlinable public func symbol(of node: NodeID) -> Symbol { nodeSymbols[node.index] }

  /// Adds a pin to a node; offsets are from the node's centre in orientation N.
  public mutating func addPin(
    of node: NodeID, symbol: Symbol = -1, offsetX: Double = 0, offsetY: Double = 0,
    direction: PinDirection = .unknown
  ) -> PinID {
    pinNodes.append(node)
    pinSymbols.append(symbol)
    pinOffsetsX.append(offsetX)
    pinOffsetsY.append(offsetY)
    pinDirections.append(direction)
    return PinID(pinNodes.count - 1)
  }

  /// The direction of a pin added before.
  @inlinable public func direction(of pin: PinID) -> PinDirection { pinDirections[pin.index] }

  /// Adds a pin to the net that the next ``endNet(symbol:weight:driver:)`` closes.
  public mutating func connect(_ pin: PinID) { netPins.append(pin) }

  /// Makes a net of the pins connected since the last one.
  @discardableResult
  public mutating func endNet(
    symbol: Symbol = -1, weight: Double = 1, driver: PinID? = nil
  ) -> NetID {
    netSymbols.append(symbol)
    netWeights.append(weight)
    netDrivers.append(driver)
    netPinOffsets.append(Int32(netPins.count))
    return NetID(netWeights.count - 1)
  }

  /// Gives the net added before a different weight: weights often come in a file of their own.
  public mutating func setWeight(_ weight: Double, of net: NetID) {
    netWeights[net.index] = weight
  }

  /// The finished netlist. Linear in pins and connections.
  public consuming func build() -> Netlist {
    let nodePins = Adjacency(
      groupingBy: pinNodes.lazy.map(\.rawValue), rowCount: nodeKinds.count
    ) { PinID($0) }
    let netPins = Adjacency(offsets: netPinOffsets, elements: self.netPins)
    return Netlist(
      name: name, names: names, nodeKinds: nodeKinds, nodeSymbols: nodeSymbols,
      nodeMasters: nodeMasters, nodeWidths: nodeWidths, nodeHeights: nodeHeights,
      pinNodes: pinNodes,
      pinSymbols: pinSymbols, pinOffsetsX: pinOffsetsX, pinOffsetsY: pinOffsetsY,
      pinDirections: pinDirections, netSymbols: netSymbols, netWeights: netWeights,
      netPins: netPins, netDrivers: netDrivers,
      nodePins: nodePins,
      nodeNets: Self.netsOfNodes(netPins, pinNodes: pinNodes, nodeCount: nodeKinds.count))
  }

  /// The nets of each node, each once: two passes over the connections, remembering for each node
  /// the last net that counted it.
  private static func netsOfNodes(
    _ netPins: Adjacency<PinID>, pinNodes: [NodeID], nodeCount: Int
  ) -> Adjacency<NetID> {
    // Not as slices, of which each costs a count of references.
    let (starts, pins) = (netPins.offsets, netPins.elements)
    var lastNet = [Int32](repeating: -1, count: nodeCount)
    var offsets = [Int32](repeating: 0, count: nodeCount + 1)
    for net in 0..<netPins.rowCount {
      for place in Int(starts[net])..<Int(starts[net + 1]) {
        let node = pinNodes[pins[place].index].index
        if lastNet[node] != Int32(net) {
          lastNet[node] = Int32(net)
          offsets[node + 1] += 1
        }
      }
    }
    for node in 0..<nodeCount { offsets[node + 1] += offsets[node] }
    var next = offsets
    var elements = [NetID](repeating: NetID(Int32(0)), count: Int(offsets[nodeCount]))
    for node in 0..<nodeCount { lastNet[node] = -1 }
    for net in 0..<netPins.rowCount {
      for place in Int(starts[net])..<Int(starts[net + 1]) {
        let node = pinNodes[pins[place].index].index
        if lastNet[node] != Int32(net) {
          lastNet[node] = Int32(net)
          elements[Int(next[node])] = NetID(net)
          next[node] += 1
        }
      }
    }
    return Adjacency(offsets: offsets, elements: elements)
  }
}
