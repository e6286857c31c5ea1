import Netlist

/// A part of the placement area with the nodes that fill it: a fence with its own nodes, or all that is
/// outside of fences with those that no fence holds. Density counts in each territory for itself (Gu et
/// al., *DREAMPlace 3.0*, ICCAD 2020).
struct Territory {
  /// A box around it.
  let box: Box
  /// The nodes to place in it, in rising order.
  let nodes: [NodeID]
  /// The closed share of each bin of the density grid, row by row.
  let closed: [Float]
  let targetDensity: Double
  /// What takes up the space that the nodes leave.
  let fillers: (count: Int, width: Double, height: Double)

  /// - Parameters:
  ///   - fence: the region that the nodes are bound to; nil for those that no fence holds.
  ///   - grid: the placement area and its bins.
  ///   - targetDensity: what is aimed at where the nodes need no more.
  init(
    of fence: Region?, nodes: [NodeID], _ design: Design, _ placement: Placement, grid: BinGrid,
    targetDensity: Double
  ) throws(GlobalPlacementError) {
    let netlist = design.netlist
    self.nodes = nodes
    box = fence?.boundingBox(within: grid.area) ?? grid.area
    let nodeArea = nodes.reduce(0) { $0 + netlist.area(of: $1) }
    var bins = ClosedBins(of: fence, design, placement, grid: grid)
    if nodeArea > bins.openArea {
      // Soft blockages keep the first placement out only where it can do without them.
      bins = ClosedBins(of: fence, design, placement, grid: grid, closesSoft: false)
    }
    closed = bins.shares
    let openArea = bins.openArea
    guard nodeArea <= openArea * (1 + 1e-6) else {
      let place = fence.map { " in region '\($0.name)'" } ?? ""
      throw GlobalPlacementError(
        message:
          "the nodes to place\(place) cover \(nodeArea), more than the \(openArea) that is open "
          + "to them")
    }
    self.targetDensity = min(1, max(targetDensity, nodeArea / max(openArea, 1e-300)))
    fillers = Self.fillers(
      space: openArea * self.targetDensity - nodeArea, nodes: nodes, netlist)
  }

  /// Fillers for a space, of the mean size of those nodes that are neither among the smallest nor the
  /// largest tenth.
  private static func fillers(
    space: Double, nodes: [NodeID], _ netlist: Netlist
  ) -> (count: Int, width: Double, height: Double) {
    let byArea = nodes.sorted {
      (netlist.area(of: $0), $0.rawValue) < (netlist.area(of: $1), $1.rawValue)
    }
    let trim = byArea.count / 10
    let middle = byArea.dropFirst(trim).dropLast(trim)
    let width = middle.reduce(0) { $0 + netlist.nodeWidths[$1.index] } / Double(middle.count)
    let height = middle.reduce(0) { $0 + netlist.nodeHeights[$1.index] } / Double(middle.count)
    guard space > 0, width > 0, height > 0 else { return (0, 0, 0) }
    // A sparse design needs no finer filling than this.
    let count = min(Int(space / (width * height)), max(4 * nodes.count, 1024))
    guard count > 0 else { return (0, 0, 0) }
    let scale = (space / (Double(count) * width * height)).squareRoot()
    return (count, width * scale, height * scale)
  }
}

extension Region {
  /// The smallest box around the region's parts, as far as they are inside `area`.
  func boundingBox(within area: Box) -> Box {
    guard let first = boxes.first else { return area }
    let hull = boxes.dropFirst().reduce(first) {
      Box(
        minX: min($0.minX, $1.minX), minY: min($0.minY, $1.minY), maxX: max($0.maxX, $1.maxX),
        maxY: max($0.maxY, $1.maxY))
    }
    return Box(
      minX: max(hull.minX, area.minX), minY: max(hull.minY, area.minY),
      maxX: min(hull.maxX, area.maxX), maxY: min(hull.maxY, area.maxY))
  }
}
