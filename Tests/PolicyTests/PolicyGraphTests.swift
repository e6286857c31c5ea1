import Foundation
import Netlist
import NeuralNetwork
import Policy
import TestSupport
import Testing

@Suite("The policy's graph")
struct PolicyGraphTests {
  /// A design of six nodes, of given nets, each the nodes of its pins, the driver first.
  private func graph(_ nets: [(nodes: [Int], weight: Double)]) -> PolicyGraph {
    var builder = NetlistBuilder(name: "graph")
    for _ in 0..<80 { _ = builder.addNode(.softMacro, symbol: -1, width: 1, height: 1) }
    for net in nets {
      let pins = net.nodes.map { builder.addPin(of: NodeID($0)) }
      for pin in pins.reversed() { builder.connect(pin) }
      builder.endNet(weight: net.weight, driver: pins.first)
    }
    return PolicyGraph(
      builder.build(), Floorplan(die: Box(minX: 0, minY: 0, maxX: 10, maxY: 10)))
  }

  private func edges(_ graph: PolicyGraph) -> [[Int]] {
    zip(graph.graph.sources, graph.graph.targets).map { [Int($0), Int($1)] }
  }

  @Test("joins all nodes of small nets, and the driver to the others of large ones")
  func nets() {
    #expect(edges(graph([([2, 0, 1], 1)])) == [[0, 1], [0, 2], [1, 2]])
    #expect(
      edges(graph([([3, 0, 1, 2, 4, 4], 1)])) == [[0, 3], [1, 3], [2, 3], [3, 4]])
    #expect(edges(graph([([1], 1), ([2, 2], 1), ([], 1)])) == [])
    #expect(graph([(Array(0..<80), 1)]).graph.edgeCount == 64)
  }

  @Test("sums the weights of edges between the same nodes")
  func weights() {
    let graph = graph([([0, 1], 2), ([1, 0], 3), ([0, 1, 2], 0.5)])
    #expect(edges(graph) == [[0, 1], [0, 2], [1, 2]])
    let features = graph.edgeFeatures
    #expect(features.count == 6)
    #expect(abs(features[0] - log1p(Float(5.5)) / 3) < 1e-6 && features[1] == 1)
    #expect(abs(features[2] - log1p(Float(0.5)) / 3) < 1e-6 && features[3] == 0.5)
  }

  @Test("describes where nodes are")
  func features() {
    let (design, scene) = Small.scene(seed: 9)
    var placement = design.placement
    let before = scene.graph.nodeFeatures(placement, design.floorplan)
    #expect(before.count == design.netlist.nodeCount * PolicyGraph.nodeFeatureCount)
    #expect(before.allSatisfy { $0.isFinite && abs($0) < 100 })
    let node = scene.hardMacros[0].index
    placement.x[node] = design.floorplan.die.maxX
    placement.y[node] = design.floorplan.die.centerY
    placement.orientations[node] = .west
    let after = scene.graph.nodeFeatures(placement, design.floorplan)
    let base = node * PolicyGraph.nodeFeatureCount
    #expect(Array(after[(base + 11)..<(base + 16)]) == [1, 0, 0, 0, 1])
    for index in before.indices where !(base..<base + 16).contains(index) {
      #expect(before[index] == after[index])
    }
    #expect(before[0 * PolicyGraph.nodeFeatureCount + 2] == 1, "ports first")
    #expect(before[base] == 1)
  }
}
