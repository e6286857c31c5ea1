public import Netlist

extension IncrementalEvaluator {
  /// The mean size of the change of cost when a random one of some nodes goes to a random place: the
  /// scale of costs that temperatures are told in. The state stays.
  ///
  /// - Parameters:
  ///   - nodes: the nodes; without any the scale is zero.
  ///   - range: where a node's centre may be.
  ///   - samples: how many nodes are tried.
  public mutating func costScale(
    of nodes: [NodeID], within range: (NodeID) -> CenterRange, samples: Int,
    random: inout SeededGenerator
  ) -> Double {
    guard !nodes.isEmpty, samples > 0 else { return 0 }
    let before = cost
    var sum = 0.0
    for _ in 0..<samples {
      let node = nodes[random.index(below: nodes.count)]
      let range = range(node)
      move(
        node, x: range.minX + random.uniform() * (range.maxX - range.minX),
        y: range.minY + random.uniform() * (range.maxY - range.minY))
      _ = evaluate()
      sum += abs(cost - before)
      revert()
    }
    return sum / Double(samples)
  }
}
