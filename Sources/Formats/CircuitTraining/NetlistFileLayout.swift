internal import Netlist

/// In which order nodes and pins of a design stand in a netlist file, and which of them drives each
/// net. Placement files number nodes by it.
///
/// A design read from such a file keeps its order. Any other one is put in Circuit Training's: ports,
/// hard macros, then soft macros and cells, each macro followed by its pins.
///
/// In this format one node drives one net, ports and cells are their own single pin, and every net
/// has a driver. What does not fit is made to: a net without a driver is driven by its first pin; a
/// pin or port that drives several nets gets a twin at the same place, at the file's end; a cell
/// that drives several becomes a soft macro of its own with pins.
struct NetlistFileLayout {
  /// What one `node { … }` of the file stands for.
  enum Entry {
    case node(NodeID)
    case pin(PinID)
    /// A second pin, or port, at the place of a first.
    case twin(PinID)
  }

  /// The file's nodes, in order.
  private(set) var entries: [Entry] = []
  /// The net that each entry drives, or -1.
  private(set) var netOfEntry: [Int32] = []
  /// The place of each node in ``entries``.
  private(set) var numberOfNode: [Int32]
  /// The place of each pin in ``entries``; -1 for the pin of a port or cell.
  private(set) var numberOfPin: [Int32]
  /// The pin that drives each net in the file; meaningless for nets without pins.
  private(set) var driverOfNet: [PinID]
  /// Which nodes are cells written as soft macros.
  private(set) var isCluster: [Bool]

  /// Linear time but for one sort.
  init(_ design: Design) {
    let netlist = design.netlist
    driverOfNet = (0..<netlist.netCount).map { Self.driver(of: $0, in: netlist) }
    isCluster = Self.clusters(netlist, drivers: driverOfNet)
    numberOfNode = [Int32](repeating: -1, count: netlist.nodeCount)
    numberOfPin = [Int32](repeating: -1, count: netlist.pinCount)
    let source = design.source
    let hasOrder =
      source.nodeIndices.count == netlist.nodeCount && source.pinIndices.count == netlist.pinCount
    entries = hasOrder ? sourceOrder(design) : canonicalOrder(netlist)
    for (number, entry) in entries.enumerated() {
      switch entry {
      case .node(let node): numberOfNode[node.index] = Int32(number)
      case .pin(let pin), .twin(let pin): numberOfPin[pin.index] = Int32(number)
      }
    }
    assignNets(netlist)
  }

  /// The net's driver or its first pin; but not a port if another pin can carry a weight, which
  /// ports have not.
  private static func driver(of net: Int, in netlist: Netlist) -> PinID {
    let pins = netlist.netPins[net]
    guard let driver = netlist.netDrivers[net] ?? pins.first else { return PinID(0) }
    func isPort(_ pin: PinID) -> Bool {
      netlist.nodeKinds[netlist.pinNodes[pin.index].index] == .port
    }
    guard netlist.netWeights[net] != 1, isPort(driver) else { return driver }
    return pins.first { !isPort($0) } ?? driver
  }

  private static func clusters(_ netlist: Netlist, drivers: [PinID]) -> [Bool] {
    var drives = [Bool](repeating: false, count: netlist.nodeCount)
    var isCluster = drives
    for (net, driver) in drivers.enumerated() where netlist.netPins.count(row: net) > 0 {
      let node = netlist.pinNodes[driver.index].index
      if drives[node], netlist.nodeKinds[node] == .standardCell { isCluster[node] = true }
      drives[node] = true
    }
    return isCluster
  }

  /// Whether a node's pins are nodes of the file.
  func listsPins(of node: NodeID, in netlist: Netlist) -> Bool {
    switch netlist.nodeKinds[node.index] {
    case .hardMacro, .softMacro: true
    case .standardCell: isCluster[node.index]
    case .port: false
    }
  }

  private func sourceOrder(_ design: Design) -> [Entry] {
    let netlist = design.netlist
    var numbered: [(number: Int32, entry: Entry)] = []
    numbered.reserveCapacity(netlist.nodeCount + netlist.pinCount)
    for (node, number) in design.source.nodeIndices.enumerated() {
      numbered.append((number, .node(NodeID(node))))
    }
    for (pin, number) in design.source.pinIndices.enumerated()
    where listsPins(of: netlist.pinNodes[pin], in: netlist) {
      numbered.append((number < 0 ? .max : number, .pin(PinID(pin))))
    }
    let isSorted = zip(numbered, numbered.dropFirst()).allSatisfy { $0.number <= $1.number }
    if !isSorted { numbered.sort { $0.number < $1.number } }
    return numbered.map(\.entry)
  }

  private func canonicalOrder(_ netlist: Netlist) -> [Entry] {
    var entries = netlist.nodes(.port).map { Entry.node($0) }
    func append(_ node: NodeID) {
      entries.append(.node(node))
      guard listsPins(of: node, in: netlist) else { return }
      for pin in netlist.nodePins[node.index] { entries.append(.pin(pin)) }
    }
    netlist.nodes(.hardMacro).forEach(append)
    for (node, kind) in netlist.nodeKinds.enumerated() where kind != .port && kind != .hardMacro {
      append(NodeID(node))
    }
    return entries
  }

  private mutating func assignNets(_ netlist: Netlist) {
    netOfEntry = [Int32](repeating: -1, count: entries.count)
    for (net, driver) in driverOfNet.enumerated() where netlist.netPins.count(row: net) > 0 {
      let number = Int(self.number(of: driver, in: netlist))
      if netOfEntry[number] < 0 {
        netOfEntry[number] = Int32(net)
      } else {
        entries.append(.twin(driver))
        netOfEntry.append(Int32(net))
      }
    }
  }

  /// Which entries a placement file has lines for, and of what node: all but pins, -1.
  func nodeOfNumber(in netlist: Netlist) -> [Int32] {
    entries.map { entry in
      switch entry {
      case .node(let node): return node.rawValue
      case .pin: return -1
      case .twin(let pin):
        let node = netlist.pinNodes[pin.index]
        return listsPins(of: node, in: netlist) ? -1 : node.rawValue
      }
    }
  }

  /// The place in ``entries`` of the node that a pin is in the file.
  func number(of pin: PinID, in netlist: Netlist) -> Int32 {
    let number = numberOfPin[pin.index]
    return number >= 0 ? number : numberOfNode[netlist.pinNodes[pin.index].index]
  }
}
