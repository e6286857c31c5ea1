public import Netlist

extension IncrementalEvaluator {
  /// The box in which a node adds least to the wirelength while all others stay: the weighted
  /// median of the edges of its nets' boxes without it (Goto 1981), nil for a node without nets.
  ///
  /// A point or a line where the medians coincide. In absolute coordinates of the node's centre.
  public func optimalRegion(of node: NodeID) -> Box? {
    let (x, y) = (nodes.x[node.index], nodes.y[node.index])
    // A pin's offset moves the place where the centre should be.
    return optimalRegion(of: node) { terminal in
      SIMD2(
        wires.positions[terminal].x + grid.originX - x,
        wires.positions[terminal].y + grid.originY - y)
    }
  }

  /// As ``optimalRegion(of:)``, and to the last bit the same wherever the node itself is.
  public func optimalRegionFromOffsets(of node: NodeID) -> Box? {
    let orientation = nodes.orientations[node.index]
    return optimalRegion(of: node) { terminal in
      let offset = wires.nets.offsets[terminal]
      let turned = orientation.apply(offset.x, offset.y)
      return SIMD2(turned.x, turned.y)
    }
  }

  @inline(__always)
  private func optimalRegion(
    of node: NodeID, offset: (_ terminal: Int) -> SIMD2<Double>
  ) -> Box? {
    let nets = borrowNets(of: node)
    guard nets.count > 0 else { return nil }
    return withUnsafeTemporaryAllocation(of: WeightedEdge.self, capacity: 4 * nets.count) { edges in
      let half = 2 * nets.count
      var xCount = 0
      var netStart = nets.lowerBound
      while netStart < nets.upperBound {
        let net = wires.nets.terminalNets[Int(wires.nets.nodeTerminals[netStart])]
        guard let box = wires.boxWithout(node.rawValue, net: Int(net)) else {
          netStart += 1
          continue
        }
        let weight = wires.nets.weights[Int(net)]
        let offset = offset(Int(wires.nets.nodeTerminals[netStart]))
        edges[xCount] = WeightedEdge(coordinate: box.low.x - offset.x, weight: weight)
        edges[xCount + 1] = WeightedEdge(coordinate: box.high.x - offset.x, weight: weight)
        edges[half + xCount] = WeightedEdge(coordinate: box.low.y - offset.y, weight: weight)
        edges[half + xCount + 1] = WeightedEdge(coordinate: box.high.y - offset.y, weight: weight)
        xCount += 2
        netStart += 1
      }
      guard xCount > 0 else { return nil }
      let x = WeightedEdge.medianInterval(UnsafeMutableBufferPointer(rebasing: edges[..<xCount]))
      let y = WeightedEdge.medianInterval(
        UnsafeMutableBufferPointer(rebasing: edges[half..<(half + xCount)]))
      return Box(
        minX: x.low + grid.originX, minY: y.low + grid.originY, maxX: x.high + grid.originX,
        maxY: y.high + grid.originY)
    }
  }

  /// The places of a node's terminals in the list by node.
  private func borrowNets(of node: NodeID) -> Range<Int> {
    Int(wires.nets.nodeStarts[node.index])..<Int(wires.nets.nodeStarts[node.index + 1])
  }
}

/// An edge of a net's box, for weighted medians.
struct WeightedEdge: BitwiseCopyable {
  var coordinate: Double
  var weight: Double

  /// Between which coordinates Σ weight · |x − coordinate| is least, by quickselect. Reorders the
  /// edges; linear time on average.
  static func medianInterval(
    _ edges: UnsafeMutableBufferPointer<WeightedEdge>
  ) -> (low: Double, high: Double) {
    var total = 0.0
    for edge in edges { total += edge.weight }
    var (first, last) = (0, edges.count - 1)
    var below = 0.0
    while first < last {
      // Three parts: lighter than the pivot, equal to it, heavier.
      let pivot = edges[(first + last) / 2].coordinate
      var (less, index, greater) = (first, first, last)
      var (lessWeight, equalWeight) = (0.0, 0.0)
      while index <= greater {
        let edge = edges[index]
        if edge.coordinate < pivot {
          edges[index] = edges[less]
          edges[less] = edge
          lessWeight += edge.weight
          less += 1
          index += 1
        } else if edge.coordinate > pivot {
          edges[index] = edges[greater]
          edges[greater] = edge
          greater -= 1
        } else {
          equalWeight += edge.weight
          index += 1
        }
      }
      if 2 * (below + lessWeight) >= total, less > first {
        last = less - 1
      } else if 2 * (below + lessWeight + equalWeight) >= total || greater == last {
        let isFlat = 2 * (below + lessWeight + equalWeight) == total && greater < last
        return (pivot, isFlat ? least(edges, greater + 1, last) : pivot)
      } else {
        below += lessWeight + equalWeight
        first = greater + 1
      }
    }
    let low = edges[first].coordinate
    let isFlat = 2 * (below + edges[first].weight) == total && first + 1 < edges.count
    return (low, isFlat ? least(edges, first + 1, edges.count - 1) : low)
  }

  private static func least(
    _ edges: UnsafeMutableBufferPointer<WeightedEdge>, _ first: Int, _ last: Int
  ) -> Double {
    var least = Double.infinity
    for index in first...last { least = min(least, edges[index].coordinate) }
    return least
  }
}

extension WireState {
  /// The box of a net's terminals other than those of one node; nil if there are none.
  func boxWithout(_ node: Int32, net: Int) -> NetBox? {
    var box: NetBox?
    for terminal in Int(nets.starts[net])..<Int(nets.starts[net + 1])
    where nets.terminalNodes[terminal] != node {
      let position = positions[terminal]
      if let known = box {
        box = NetBox(
          low: pointwiseMin(known.low, position), high: pointwiseMax(known.high, position))
      } else {
        box = NetBox(low: position, high: position)
      }
    }
    return box
  }
}

extension IncrementalEvaluator {
  /// The density of a grid cell: area of macros and cells over the cell's own.
  public func density(row: Int, column: Int) -> Double {
    density.density(row * grid.columns + column)
  }

  /// The congestion of a grid cell, the larger of both directions.
  public func congestion(row: Int, column: Int) -> Double {
    max(
      congestion.horizontalValue(row: row, column: column),
      congestion.verticalValue(row: row, column: column))
  }

  /// How far the horizontal congestion of a cell is above what counts in the cost; negative below.
  /// Fast, but with a threshold between two neighbouring values that earlier changes decide:
  /// ``congestionThreshold`` is a function of the placement.
  public func horizontalExcess(row: Int, column: Int) -> Double {
    congestion.horizontalValue(row: row, column: column) - congestion.threshold
  }

  /// How far the vertical congestion of a cell is above what counts in the cost, likewise.
  public func verticalExcess(row: Int, column: Int) -> Double {
    congestion.verticalValue(row: row, column: column) - congestion.threshold
  }
}
