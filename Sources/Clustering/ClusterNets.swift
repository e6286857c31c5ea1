import Netlist

/// The nets of the clustered design.
///
/// The pins of a cluster are at its centre, so that one for each net says all. As in Circuit
/// Training's files, a cluster has a pin for each net that it drives, and one for all that it does
/// not.
struct ClusterNets {
  private let netlist: Netlist
  private let clusterOfNode: [Int32]
  private let nodeOfFlatNode: [NodeID]
  private let clusterNodes: [NodeID]
  private let mergesNets: Bool
  /// The number of nets that join more than one node.
  private(set) var cutNetCount = 0

  /// The nets so far: ends are pins of the flat netlist, or `~cluster`.
  private var ends: [[Int32]] = []
  private var drivers: [Int32?] = []
  private var weights: [Double] = []
  private var sources: [Int] = []
  private var netOfEnds: [[Int32]: Int] = [:]
  /// The first pin of the same node at the same place, for each pin of the flat netlist.
  private let firstPinThere: [Int32]
  /// The last net that noted each cluster, and each pin of the flat netlist.
  private var lastNetOfCluster: [Int32]
  private var lastNetOfPin: [Int32]

  init(
    _ netlist: Netlist, clusterOfNode: [Int32], nodeOfFlatNode: [NodeID], clusterNodes: [NodeID],
    mergesNets: Bool
  ) {
    self.netlist = netlist
    self.clusterOfNode = clusterOfNode
    self.nodeOfFlatNode = nodeOfFlatNode
    self.clusterNodes = clusterNodes
    self.mergesNets = mergesNets
    firstPinThere = Self.firstPins(netlist)
    lastNetOfCluster = [Int32](repeating: -1, count: clusterNodes.count)
    lastNetOfPin = [Int32](repeating: -1, count: netlist.pinCount)
  }

  /// Adds pins and nets.
  mutating func addAll(to builder: inout NetlistBuilder) {
    for net in 0..<netlist.netCount { collect(net) }
    var pinOfFlatPin = [PinID?](repeating: nil, count: netlist.pinCount)
    for pin in 0..<netlist.pinCount where clusterOfNode[netlist.pinNodes[pin].index] < 0 {
      pinOfFlatPin[pin] = builder.addPin(
        of: nodeOfFlatNode[netlist.pinNodes[pin].index],
        symbol: copy(netlist.pinSymbols[pin], to: &builder), offsetX: netlist.pinOffsetsX[pin],
        offsetY: netlist.pinOffsetsY[pin], direction: netlist.pinDirections[pin])
    }
    var sinks = [PinID?](repeating: nil, count: clusterNodes.count)
    var outputCounts = [Int](repeating: 0, count: clusterNodes.count)
    for net in ends.indices {
      // Formats in which each net has a driver take the first pin where none is stated: that one, too,
      // is a pin of this net alone.
      let own = drivers[net] ?? ends[net][0]
      var driver: PinID?
      for end in ends[net] {
        let pin: PinID
        if end >= 0 {
          pin = pinOfFlatPin[Int(end)]!
        } else if end == own {
          let cluster = Int(~end)
          pin = addPin(
            of: cluster, "Poutput_\(outputCounts[cluster])",
            drivers[net] == nil ? .unknown : .output, to: &builder)
          outputCounts[cluster] += 1
        } else {
          let cluster = Int(~end)
          pin = sinks[cluster] ?? addPin(of: cluster, "Pinput", .input, to: &builder)
          sinks[cluster] = pin
        }
        builder.connect(pin)
        if end == drivers[net] { driver = pin }
      }
      builder.endNet(
        symbol: copy(netlist.netSymbols[sources[net]], to: &builder), weight: weights[net],
        driver: driver)
    }
  }

  /// Notes what a net of the flat design joins, unless that is one cluster or nothing at all.
  private mutating func collect(_ net: Int) {
    var joined: [Int32] = []
    var driver: Int32?
    for pin in netlist.netPins[net] {
      let cluster = clusterOfNode[netlist.pinNodes[pin.index].index]
      let end = cluster < 0 ? pin.rawValue : ~cluster
      if note(end, in: Int32(net)) { joined.append(end) }
      if netlist.netDrivers[net] == pin { driver = end }
    }
    if joined.isEmpty || (joined.count == 1 && joined[0] < 0) { return }
    if joined.count > 1 { cutNetCount += 1 }
    if mergesNets {
      let key = key(joined)
      if let known = netOfEnds[key] {
        weights[known] += netlist.netWeights[net]
        return
      }
      netOfEnds[key] = ends.count
    }
    ends.append(joined)
    drivers.append(driver)
    weights.append(netlist.netWeights[net])
    sources.append(net)
  }

  /// The places that a net joins: equal for nets of equal length wherever the nodes are.
  private func key(_ joined: [Int32]) -> [Int32] {
    var key = joined.map { $0 < 0 ? $0 : firstPinThere[Int($0)] }.sorted()
    var count = 1
    for place in key.indices.dropFirst() where key[place] != key[count - 1] {
      key[count] = key[place]
      count += 1
    }
    key.removeSubrange(count...)
    return key
  }

  private static func firstPins(_ netlist: Netlist) -> [Int32] {
    var first = [Int32](repeating: -1, count: netlist.pinCount)
    var known: [SIMD2<Double>: Int32] = [:]
    for node in 0..<netlist.nodeCount {
      known.removeAll(keepingCapacity: true)
      for pin in netlist.nodePins[node] {
        let place = SIMD2(netlist.pinOffsetsX[pin.index], netlist.pinOffsetsY[pin.index])
        first[pin.index] = known[place] ?? pin.rawValue
        known[place] = first[pin.index]
      }
    }
    return first
  }

  /// Whether this is the first time that the net has the end.
  private mutating func note(_ end: Int32, in net: Int32) -> Bool {
    if end < 0 {
      defer { lastNetOfCluster[Int(~end)] = net }
      return lastNetOfCluster[Int(~end)] != net
    }
    defer { lastNetOfPin[Int(end)] = net }
    return lastNetOfPin[Int(end)] != net
  }

  private func addPin(
    of cluster: Int, _ name: String, _ direction: PinDirection, to builder: inout NetlistBuilder
  ) -> PinID {
    let node = clusterNodes[cluster]
    let nodeName = builder.names.string(builder.symbol(of: node))
    return builder.addPin(
      of: node, symbol: builder.names.intern("\(nodeName)/\(name)"), direction: direction)
  }

  private func copy(_ symbol: Symbol, to builder: inout NetlistBuilder) -> Symbol {
    symbol < 0 ? -1 : netlist.names.withBytes(of: symbol) { builder.names.intern($0) }
  }
}
