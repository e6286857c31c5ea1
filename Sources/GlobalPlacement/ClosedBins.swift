import Netlist

/// How much of each bin of a grid is closed to movable nodes: by fixed nodes, by blockages, and by
/// lying outside all rows.
struct ClosedBins {
  private let area: Box
  private let columns: Int
  private let rows: Int
  /// The closed share of each bin, row by row.
  private(set) var shares: [Float]

  /// The bins of a grid over `area`.
  ///
  /// - Parameter closesSoft: whether soft blockages count.
  init(
    design: Design, placement: Placement, area: Box, columns: Int, rows: Int,
    closesSoft: Bool = true
  ) {
    self.area = area
    self.columns = columns
    self.rows = rows
    shares = [Float](repeating: 0, count: columns * rows)
    let floorplan = design.floorplan
    if !floorplan.placementRows.isEmpty {
      shares = [Float](repeating: 1, count: columns * rows)
      for row in floorplan.placementRows { add(row.box, density: -1) }
      for bin in shares.indices { shares[bin] = max(0, shares[bin]) }
    }
    for blockage in floorplan.blockages where closesSoft || !blockage.isSoft {
      add(blockage.box, density: blockage.density)
    }
    for node in 0..<design.netlist.nodeCount
    where placement.isFixed[node] && design.netlist.nodeKinds[node] != .port {
      add(placement.box(of: NodeID(node), in: design.netlist), density: 1)
    }
    for bin in shares.indices { shares[bin] = min(1, shares[bin]) }
  }

  /// The area that is open, in the design's own unit.
  var openArea: Double {
    let binArea = area.area / Double(columns * rows)
    return shares.reduce(0) { $0 + Double(1 - $1) } * binArea
  }

  private mutating func add(_ box: Box, density: Double) {
    let binWidth = area.width / Double(columns)
    let binHeight = area.height / Double(rows)
    let left = max(box.minX - area.minX, 0) / binWidth
    let right = min(box.maxX - area.minX, area.width) / binWidth
    let bottom = max(box.minY - area.minY, 0) / binHeight
    let top = min(box.maxY - area.minY, area.height) / binHeight
    guard left < right, bottom < top else { return }
    for row in Int(bottom)..<min(rows, Int(top.rounded(.up))) {
      let height = min(top, Double(row + 1)) - max(bottom, Double(row))
      for column in Int(left)..<min(columns, Int(right.rounded(.up))) {
        let width = min(right, Double(column + 1)) - max(left, Double(column))
        shares[row * columns + column] += Float(density * width * height)
      }
    }
  }
}
