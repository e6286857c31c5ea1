public import Netlist

/// A flat design with its cells in clusters, and the way back.
public struct ClusteredDesign: Sendable {
  /// The macros, ports and fixed cells of the flat design, in their order, and behind them a soft
  /// macro for each cluster, named `Grp_0`, …, in order of their numbers. Each is at its cells' centre
  /// of gravity; if the flat design has all cells at one place, they are spread over the die.
  public var design: Design
  /// The cluster of each node of the flat design; -1 for nodes that stay.
  public let clusterOfNode: [Int32]
  /// The node of ``design`` that each node of the flat design became or went into.
  public let nodeOfFlatNode: [NodeID]
  /// The number of clusters.
  public let clusterCount: Int
  /// The number of nets of the flat design that join more than one node of ``design``, before nets
  /// between the same nodes become one.
  public let cutNetCount: Int
  /// The area of the largest cluster's cells over that of the mean.
  public let imbalance: Double

  /// The flat design with its nodes where a placement of ``design`` has what became of them: macros
  /// at their places, turned as they are, the cells of each cluster spread evenly over its square.
  ///
  /// - Parameters:
  ///   - placement: a placement of ``design``.
  ///   - flat: a placement of the flat design, whose fixed nodes stay.
  /// - Precondition: both have as many nodes as their designs.
  public func expand(_ placement: Placement, onto flat: Placement) -> Placement {
    precondition(placement.x.count == design.netlist.nodeCount, "not a placement of this design")
    precondition(flat.x.count == clusterOfNode.count, "not a placement of the flat design")
    var result = flat
    let members = Adjacency(groupingBy: clusterOfNode, rowCount: clusterCount)
    for node in clusterOfNode.indices where clusterOfNode[node] < 0 && !flat.isFixed[node] {
      let source = nodeOfFlatNode[node].index
      result.x[node] = placement.x[source]
      result.y[node] = placement.y[source]
      result.orientations[node] = placement.orientations[source]
    }
    for cluster in 0..<clusterCount {
      let cells = members[cluster]
      guard let first = cells.first else { continue }
      let box = placement.box(of: nodeOfFlatNode[Int(first)], in: design.netlist)
      let columns = Int(Double(cells.count).squareRoot().rounded(.up))
      let rows = (cells.count + columns - 1) / columns
      for (place, cell) in cells.enumerated() {
        let row = place / columns
        let inRow = min(columns, cells.count - row * columns)
        let shareX = (Double(place % columns) + 0.5) / Double(inRow)
        result.x[Int(cell)] = box.minX + box.width * shareX
        result.y[Int(cell)] = box.minY + box.height * (Double(row) + 0.5) / Double(rows)
      }
    }
    return result
  }
}
