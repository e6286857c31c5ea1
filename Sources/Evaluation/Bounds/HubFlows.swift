import Netlist

/// The network of nets and nodes that flows of hubs go through, and what they leave of its capacity.
struct HubFlows {
  /// A way out of a net to a hard macro or a fixed node.
  private struct Exit {
    var net: Int32
    var terminal: Int32
    var arc: Int
    /// Where a fixed end is.
    var x: Double
    var y: Double
    /// The mean distance of a macro's area from the pin.
    var spread: Double
  }

  /// A hard macro or a fixed node at which flows end.
  private struct Terminal {
    var sinkArc: Int
    /// Of a macro; 0 of what is fixed.
    var area: Double
    /// What can still end at a macro.
    var left = 0.0
  }

  /// The nodes that flows can begin at, those of the largest weight of nets first.
  private(set) var hubs: [NodeID] = []
  /// What is left of each net's weight.
  private(set) var spare: [Double]

  private let netlist: Netlist
  private var network: MaximumFlow
  private var netArcs: [Int] = []
  private var carries: [Bool]
  private var exits: [Exit] = []
  private var terminals: [Terminal] = []
  /// Arcs from nodes that flows go through into nets, each with how far apart the node's pins are.
  private var entries: [(arc: Int, loss: Double)] = []
  private let sink: Int

  init(
    _ netlist: Netlist, _ reference: Placement, _ shapes: BoundedShapes, _ nets: NetBounds
  ) {
    self.netlist = netlist
    spare = netlist.netWeights
    carries = nets.nets.map { $0.halfPerimeter == 0 }
    // Places: nodes, then the two sides of each net, then the sink.
    sink = netlist.nodeCount + 2 * netlist.netCount
    network = MaximumFlow(placeCount: sink + 1)
    var terminalOfNode = [Int32](repeating: -1, count: netlist.nodeCount)
    for shape in shapes.shapes where shape.isHard && !reference.isFixed[shape.node.index] {
      terminalOfNode[shape.node.index] = Int32(terminals.count)
      terminals.append(
        Terminal(
          sinkArc: network.addArc(from: shape.node.index, to: sink),
          area: shape.boxWidth * shape.boxHeight))
    }
    for node in 0..<netlist.nodeCount where reference.isFixed[node] {
      terminalOfNode[node] = Int32(terminals.count)
      terminals.append(Terminal(sinkArc: network.addArc(from: node, to: sink), area: 0))
    }
    let losses = Self.pinSpans(netlist)
    for net in 0..<netlist.netCount where carries[net] {
      connect(net, reference, terminalOfNode, losses)
    }
    var weights = [Double](repeating: 0, count: netlist.nodeCount)
    for node in 0..<netlist.nodeCount {
      for net in netlist.nodeNets[node] where carries[net.index] {
        weights[node] += spare[net.index]
      }
      let terminal = Int(terminalOfNode[node])
      if terminal >= 0 { terminals[terminal].left = weights[node] }
    }
    hubs = netlist.nodeKinds.indices.filter { node in
      !reference.isFixed[node] && netlist.nodeKinds[node] != .hardMacro && weights[node] > 0
        // So that all its pins are on the die.
        && netlist.nodePins[node].allSatisfy {
          abs(netlist.pinOffsetsX[$0.index]) <= netlist.nodeWidths[node] / 2
            && abs(netlist.pinOffsetsY[$0.index]) <= netlist.nodeHeights[node] / 2
        }
    }
    .sorted { (weights[$1], $0) < (weights[$0], $1) }.map { NodeID($0) }
    if terminals.isEmpty { hubs = [] }
  }

  /// How far apart, along both axes together, the pins of each node are at most.
  private static func pinSpans(_ netlist: Netlist) -> [Double] {
    (0..<netlist.nodeCount).map { node in
      let pins = netlist.nodePins[node]
      func span(_ offsets: [Double]) -> Double {
        let values = pins.map { offsets[$0.index] }
        return (values.max() ?? 0) - (values.min() ?? 0)
      }
      return span(netlist.pinOffsetsX) + span(netlist.pinOffsetsY)
    }
  }

  private mutating func connect(
    _ net: Int, _ reference: Placement, _ terminalOfNode: [Int32], _ losses: [Double]
  ) {
    let (inside, outside) = (netlist.nodeCount + 2 * net, netlist.nodeCount + 2 * net + 1)
    netArcs.append(network.addArc(from: inside, to: outside))
    let pins = netlist.netPins[net].sorted {
      (netlist.pinNodes[$0.index], $0) < (netlist.pinNodes[$1.index], $1)
    }
    var last: NodeID?
    for pin in pins {
      let node = netlist.pinNodes[pin.index]
      let terminal = terminalOfNode[node.index]
      if terminal >= 0 {
        let place = reference.position(of: pin, in: netlist)
        let spread = terminals[Int(terminal)].area > 0 ? spread(pin, reference) : 0
        if last == node {
          // Any pin of a node on the net will do as the end: the most central one loses least.
          if spread < exits[exits.count - 1].spread { exits[exits.count - 1].spread = spread }
          continue
        }
        exits.append(
          Exit(
            net: Int32(net), terminal: terminal,
            arc: network.addArc(from: outside, to: node.index, capacity: .infinity), x: place.x,
            y: place.y, spread: spread))
      } else if netlist.nodeKinds[node.index] != .hardMacro, !reference.isFixed[node.index],
        last != node
      {
        entries.append(
          (
            network.addArc(from: node.index, to: inside, capacity: .infinity),
            losses[node.index]
          ))
        _ = network.addArc(from: outside, to: node.index, capacity: .infinity)
      }
      last = node
    }
  }

  /// The mean of |z − pin| over a macro's area.
  private func spread(_ pin: PinID, _ reference: Placement) -> Double {
    let box = reference.box(of: netlist.pinNodes[pin.index], in: netlist)
    let offset = reference.offset(of: pin, in: netlist)
    func mean(_ size: Double, _ offset: Double) -> Double {
      abs(offset) < size / 2 ? size / 4 + offset * offset / size : abs(offset)
    }
    return mean(box.width, offset.x) + mean(box.height, offset.y)
  }

  /// What flows from a hub through what is left; nil if nothing does.
  ///
  /// - Parameter evenness: how many times its even share of the flow any macro may take.
  mutating func star(of hub: NodeID, evenness: Double) -> HubStar? {
    var weight = 0.0
    for net in netlist.nodeNets[hub.index] where carries[net.index] {
      weight += spare[net.index]
    }
    let left = terminals.reduce(0) { $0 + ($1.area > 0 ? $1.left : 0) }
    guard weight > 0 else { return nil }
    var arcs = netArcs.makeIterator()
    for net in 0..<netlist.netCount where carries[net] {
      network.setCapacity(arcs.next()!, spare[net])
    }
    for terminal in terminals {
      let share = left > 0 ? min(1, evenness * weight / left) : 0
      network.setCapacity(
        terminal.sinkArc, terminal.area > 0 ? terminal.left * share : .infinity)
    }
    network.maximize(from: hub.index, to: sink)
    return collect()
  }

  /// The ends of the flow at hand.
  private func collect() -> HubStar? {
    var star = HubStar()
    var flows = [Double](repeating: 0, count: terminals.count)
    for exit in exits {
      let flow = network.flow(exit.arc)
      guard flow > 0 else { continue }
      let terminal = Int(exit.terminal)
      if terminals[terminal].area > 0 {
        flows[terminal] += flow
        star.loss += flow * exit.spread
      } else {
        star.fixed.append((exit.x, exit.y, flow))
      }
    }
    for entry in entries where entry.loss > 0 { star.loss += entry.loss * network.flow(entry.arc) }
    for (terminal, flow) in flows.enumerated() where flow > 0 {
      let area = terminals[terminal].area
      star.macros.append((flow / area, area))
    }
    star.macros.sort { ($0.rate, $0.area) > ($1.rate, $1.area) }
    return star.macros.isEmpty && star.fixed.isEmpty ? nil : star
  }

  /// Takes the flow at hand off what is left.
  mutating func keep() {
    var arcs = netArcs.makeIterator()
    for net in 0..<netlist.netCount where carries[net] {
      spare[net] = max(0, spare[net] - network.flow(arcs.next()!))
    }
    for index in terminals.indices where terminals[index].area > 0 {
      terminals[index].left = max(
        0, terminals[index].left - network.flow(terminals[index].sinkArc))
    }
  }
}
