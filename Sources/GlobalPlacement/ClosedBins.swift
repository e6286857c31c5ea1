import Netlist

/// How much of each bin of a grid is closed to the nodes of a territory: by fixed nodes, by blockages, by
/// lying outside all rows, and by fences.
struct ClosedBins {
  private let grid: BinGrid
  /// The closed share of each bin, row by row.
  private(set) var shares: [Float]

  /// The bins as those nodes find them that are bound to a fence or, without one, to none.
  ///
  /// - Parameter closesSoft: whether soft blockages count.
  init(
    of fence: Region?, _ design: Design, _ placement: Placement, grid: BinGrid,
    closesSoft: Bool = true
  ) {
    self.grid = grid
    let floorplan = design.floorplan
    shares = [Float](repeating: 0, count: grid.columns * grid.rows)
    if !floorplan.placementRows.isEmpty { close(outside: floorplan.placementRows.map(\.box)) }
    if let fence {
      close(outside: fence.boxes)
    } else {
      for region in floorplan.regions where region.isFence {
        for box in region.boxes { add(box, density: 1) }
      }
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
    let binArea = grid.area.area / Double(shares.count)
    return shares.reduce(0) { $0 + Double(1 - $1) } * binArea
  }

  /// Closes what none of the boxes covers.
  private mutating func close(outside boxes: [Box]) {
    let before = shares
    shares = [Float](repeating: 1, count: shares.count)
    for box in boxes { add(box, density: -1) }
    for bin in shares.indices { shares[bin] = before[bin] + max(0, shares[bin]) }
  }

  private mutating func add(_ box: Box, density: Double) {
    let (area, columns, rows) = (grid.area, grid.columns, grid.rows)
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
