public import Netlist

/// Makes a design of macros of a flat one: its standard cells in clusters, each a soft macro.
///
/// Macros, ports and fixed cells stay as they are. As in Circuit Training (Mirhoseini et al. 2021), a
/// soft macro is a square with the area of its cells and all pins at its centre.
public struct Clusterer: Sendable {
  private let options: ClusteringOptions

  /// A clusterer with these options.
  public init(_ options: ClusteringOptions = ClusteringOptions()) { self.options = options }

  /// Clusters a design. The result depends on the design and the options alone, and on the C library,
  /// from which METIS draws its random numbers. Of several threads that use METIS, one works at a
  /// time.
  ///
  /// - Throws: ``ClusteringError`` if the design has no cells, or none that an engine can tell apart.
  public func cluster(_ design: Design) throws(ClusteringError) -> ClusteredDesign {
    try options.validate()
    let netlist = design.netlist
    let cells = (0..<netlist.nodeCount).filter {
      netlist.nodeKinds[$0] == .standardCell && !design.placement.isFixed[$0]
    }.map { Int32($0) }
    if cells.isEmpty { throw .noCells }
    let count = min(
      options.clusters ?? ClusteringOptions.defaultClusterCount(cells: cells.count), cells.count)
    let parts: [Int32]
    switch options.engine {
    case .metis:
      parts = try CellGraph(netlist, cells: cells).partition(into: count, seed: options.seed)
    case .hierarchy:
      parts = HierarchyClusters(netlist, cells: cells).partition(into: count)
    case .distance:
      parts = try DistanceClusters(design, cells: cells).partition(into: count)
    }
    var clusterOfNode = [Int32](repeating: -1, count: netlist.nodeCount)
    for (cell, part) in zip(cells, Self.renumber(parts)) { clusterOfNode[Int(cell)] = part }
    return ClusterAssembly(design, clusterOfNode: clusterOfNode, options: options).assemble()
  }

  /// Numbers from 0 without gaps, in the same order.
  private static func renumber(_ parts: [Int32]) -> [Int32] {
    var numbers = [Int32](repeating: -1, count: Int(parts.max() ?? -1) + 1)
    for part in parts { numbers[Int(part)] = 0 }
    var next: Int32 = 0
    for part in numbers.indices where numbers[part] == 0 {
      numbers[part] = next
      next += 1
    }
    return parts.map { numbers[Int($0)] }
  }
}
