import Foundation
public import Netlist
public import NeuralNetwork

/// A design's netlist as the graph that the policy encodes: nodes with features, and edges between
/// nodes that share nets.
///
/// A net of up to four nodes joins all of them; a larger one joins its driver to each of the others,
/// of which the first sixty-four count. Edges between the same two nodes are one edge, of summed
/// weight.
public struct PolicyGraph: Sendable {
  /// The nodes and edges.
  public let graph: EdgeGraph
  /// ``edgeFeatureCount`` numbers for each edge.
  public let edgeFeatures: [Float]
  /// ``nodeFeatureCount`` numbers for each node; those that depend on a placement are zero.
  let staticFeatures: [Float]

  /// How many numbers describe an edge: the logarithm of its weight, and how much of the nets that it
  /// stands for is between its two nodes.
  public static let edgeFeatureCount = 2

  /// How many numbers describe a node.
  public static let nodeFeatureCount = 16

  /// The most edges that are kept, the heaviest ones.
  private static let edgeLimit = 100_000
  private static let cliqueLimit = 4
  private static let sinkLimit = 64

  /// The graph of a design.
  public init(_ netlist: Netlist, _ floorplan: Floorplan) {
    let edges = Self.edges(of: netlist)
    graph = EdgeGraph(
      nodeCount: netlist.nodeCount, sources: edges.map(\.source), targets: edges.map(\.target))
    edgeFeatures = edges.flatMap { [Float(log1p($0.weight)) / 3, Float($0.share)] }
    staticFeatures = Self.nodeFeatures(netlist, floorplan)
  }

  private struct Edge {
    var source: Int32
    var target: Int32
    var weight: Double
    var share: Double
  }

  private static func edges(of netlist: Netlist) -> [Edge] {
    var all: [Edge] = []
    func join(_ a: Int32, _ b: Int32, _ net: Int, _ degree: Int) {
      all.append(
        Edge(
          source: min(a, b), target: max(a, b), weight: netlist.netWeights[net],
          share: 1 / Double(degree - 1)))
    }
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins[net]
      guard let first = pins.first else { continue }
      let driver = netlist.pinNodes[(netlist.netDrivers[net] ?? first).index].rawValue
      var nodes = Set(pins.lazy.map { netlist.pinNodes[$0.index].rawValue }).sorted()
      if nodes.count < 2 { continue }
      if nodes.count <= cliqueLimit {
        for (index, a) in nodes.enumerated() {
          for b in nodes[(index + 1)...] { join(a, b, net, nodes.count) }
        }
      } else {
        let degree = nodes.count
        nodes.removeAll { $0 == driver }
        for node in nodes.prefix(sinkLimit) { join(driver, node, net, degree) }
      }
    }
    return heaviest(merged(all))
  }

  /// One edge for each pair of nodes.
  private static func merged(_ edges: [Edge]) -> [Edge] {
    // A stable order for equal pairs keeps sums the same from run to run.
    let order = edges.indices.sorted {
      (edges[$0].source, edges[$0].target, $0) < (edges[$1].source, edges[$1].target, $1)
    }
    var result: [Edge] = []
    for index in order {
      let edge = edges[index]
      if let last = result.last, last.source == edge.source, last.target == edge.target {
        result[result.count - 1].weight += edge.weight
        result[result.count - 1].share = max(last.share, edge.share)
      } else {
        result.append(edge)
      }
    }
    return result
  }

  private static func heaviest(_ edges: [Edge]) -> [Edge] {
    guard edges.count > edgeLimit else { return edges }
    let kept = edges.indices.sorted { (-edges[$0].weight, $0) < (-edges[$1].weight, $1) }
    return kept.prefix(edgeLimit).sorted().map { edges[$0] }
  }

  private static func nodeFeatures(_ netlist: Netlist, _ floorplan: Floorplan) -> [Float] {
    let die = floorplan.die
    var features = [Float](repeating: 0, count: netlist.nodeCount * nodeFeatureCount)
    for node in 0..<netlist.nodeCount {
      let kind = netlist.nodeKinds[node]
      let (width, height) = (netlist.nodeWidths[node], netlist.nodeHeights[node])
      let pins = netlist.nodePins[node]
      var (offsetX, offsetY) = (0.0, 0.0)
      for pin in pins {
        offsetX += netlist.pinOffsetsX[pin.index]
        offsetY += netlist.pinOffsetsY[pin.index]
      }
      let weight = netlist.nodeNets[node].reduce(0) { $0 + netlist.netWeights[$1.index] }
      let base = node * nodeFeatureCount
      features[base + 0] = kind == .hardMacro ? 1 : 0
      features[base + 1] = kind == .softMacro || kind == .standardCell ? 1 : 0
      features[base + 2] = kind == .port ? 1 : 0
      features[base + 3] = Float(4 * width / die.width)
      features[base + 4] = Float(4 * height / die.height)
      features[base + 5] = Float(4 * (width * height / die.area).squareRoot())
      features[base + 6] = Float(log1p(Double(netlist.nodeNets.count(row: node))) / 4)
      features[base + 7] = Float(log1p(Double(pins.count)) / 4)
      features[base + 8] = Float(log1p(weight) / 4)
      if !pins.isEmpty, width > 0, height > 0 {
        features[base + 9] = Float(2 * offsetX / Double(pins.count) / width)
        features[base + 10] = Float(2 * offsetY / Double(pins.count) / height)
      }
    }
    return features
  }

  /// The features of all nodes in a placement, row after row.
  public func nodeFeatures(_ placement: Placement, _ floorplan: Floorplan) -> [Float] {
    let die = floorplan.die
    var features = staticFeatures
    for node in 0..<graph.nodeCount {
      let x = (placement.x[node] - die.centerX) / (die.width / 2)
      let y = (placement.y[node] - die.centerY) / (die.height / 2)
      let base = node * Self.nodeFeatureCount
      features[base + 11] = Float(x)
      features[base + 12] = Float(y)
      features[base + 13] = Float(1 - max(abs(x), abs(y)))
      features[base + 14] = placement.isFixed[node] ? 1 : 0
      features[base + 15] = placement.orientations[node].swapsSides ? 1 : 0
    }
    return features
  }
}
