import Netlist

/// Builds the state of the detailed placer from a placement and refuses one that is not legal.
struct DetailedStart {
  /// What decides where a cell may stand.
  private struct Group: Hashable {
    var siteName: String
    var siteWidth: Double
    var siteSpacing: Double
    var region: Int32
    /// Whether it may stand on rows of either side up; else only on those like `isFlipped`.
    var turnsOver: Bool
    var isFlipped: Bool
  }

  private let design: Design
  private let placement: Placement
  private let rowHeight: Double
  private let segmentation: RowSegmentation
  /// The cells that move, in rising order.
  private(set) var cells: [Int32] = []

  private var netlist: Netlist { design.netlist }
  private let noise: Double

  // By node.
  private var cellSegments: [Int32]
  private var cellSites: [Int32]
  private var cellWidths: [Int32]
  private var cellGroups: [Int32]
  private var mirrors: [Double]
  private var groups: [Group] = []
  private var groupNumbers: [Group: Int32] = [:]

  /// Finds each movable cell's segment and site.
  ///
  /// - Throws: ``LegalizationError`` for the first cell that does not stand on sites of a row, clear
  ///   of obstacles, in its region; for rows that cannot be used; for a design without rows.
  init(design: Design, placement: Placement) throws(LegalizationError) {
    self.design = design
    self.placement = placement
    noise = PlacementObstacles.roundingNoise(design.floorplan.die)
    let count = design.netlist.nodeCount
    let candidates = design.netlist.nodes(.standardCell).filter {
      !placement.isFixed[$0.index] && design.netlist.area(of: $0) > 0
    }
    cellSegments = [Int32](repeating: -1, count: count)
    cellSites = [Int32](repeating: 0, count: count)
    cellWidths = [Int32](repeating: 0, count: count)
    cellGroups = [Int32](repeating: 0, count: count)
    mirrors = [Double](repeating: 1, count: count)
    rowHeight = try Self.rowHeight(for: candidates, design)
    var isMovable = [Bool](repeating: false, count: count)
    for node in candidates where design.netlist.nodeHeights[node.index] <= rowHeight + noise {
      isMovable[node.index] =
        !placement.orientations[node.index].swapsSides
        && !Self.straddlesRegion(placement.box(of: node, in: design.netlist), node, design)
    }
    segmentation = try RowSegmentation(
      floorplan: design.floorplanForCells, rowHeight: rowHeight,
      obstacles: Self.obstacles(design, placement, isMovable: isMovable))
    for node in candidates where isMovable[node.index] {
      cells.append(node.rawValue)
      try seat(node)
    }
  }

  /// The height of the rows that most movable cells stand on: of those at least as high as a cell,
  /// the lowest.
  private static func rowHeight(
    for cells: [NodeID], _ design: Design
  ) throws(LegalizationError) -> Double {
    let heights = Set(design.floorplan.placementRows.map(\.height)).sorted()
    guard !heights.isEmpty else {
      throw LegalizationError(message: "the design has no rows for its \(cells.count) cells")
    }
    for row in design.floorplan.placementRows
    where !(row.siteSpacing > 0 && row.siteWidth > 0 && row.siteCount < Int(Int32.max) / 2) {
      throw LegalizationError(
        message: "the row at (\(row.x), \(row.y)) has \(row.siteCount) sites of \(row.siteWidth) "
          + "every \(row.siteSpacing)")
    }
    let noise = PlacementObstacles.roundingNoise(design.floorplan.die)
    var votes = [Int](repeating: 0, count: heights.count)
    for cell in cells {
      let height = design.netlist.nodeHeights[cell.index]
      if let index = heights.firstIndex(where: { $0 >= height - noise }) { votes[index] += 1 }
    }
    let most = votes.indices.max { (votes[$0], -$0) < (votes[$1], -$1) }
    return heights[most!]
  }

  /// Whether a cell stands across the edge of a region that it need not be in. It stays there.
  private static func straddlesRegion(_ box: Box, _ node: NodeID, _ design: Design) -> Bool {
    let own = design.constraints.region(of: node)
    return design.floorplan.regions.enumerated().contains { index, region in
      index != own && !region.isFence
        && region.boxes.contains { $0.overlaps(box) && ($0.minX > box.minX || $0.maxX < box.maxX) }
    }
  }

  /// What the movable cells must keep clear of: macros with their halos, cells that stay, and closed
  /// parts of the die.
  private static func obstacles(
    _ design: Design, _ placement: Placement, isMovable: [Bool]
  ) -> [Box] {
    var boxes = PlacementObstacles.blockages(design.floorplan)
    for index in 0..<design.netlist.nodeCount where !isMovable[index] {
      let node = NodeID(index)
      var box = placement.box(of: node, in: design.netlist)
      switch design.netlist.nodeKinds[index] {
      case .hardMacro:
        let halo = design.constraints.halo(of: node).turned(placement.orientations[index])
        box.minX -= halo.left
        box.minY -= halo.bottom
        box.maxX += halo.right
        box.maxY += halo.top
        boxes.append(box)
      case .standardCell: boxes.append(box)
      case .softMacro, .port: break
      }
    }
    return boxes.filter { $0.area > 0 }
  }

  /// Finds a cell's segment and site.
  private mutating func seat(_ node: NodeID) throws(LegalizationError) {
    let index = node.index
    let width = netlist.nodeWidths[index]
    let left = placement.x[index] - width / 2
    let bottom = placement.y[index] - netlist.nodeHeights[index] / 2
    guard let level = segmentation.level(y: bottom, tolerance: 1e-6 * rowHeight) else {
      throw illegal(node, "is on no row")
    }
    let row = segmentation.levels[level]
    let place = (row.firstSegment..<row.endSegment).first { number in
      let segment = segmentation.segments[Int(number)]
      let tolerance = 1e-6 * segment.spacing
      let sites = sitesNeeded(width, segment)
      return left >= segment.x(site: segment.first) - tolerance
        && left + Double(sites - 1) * segment.spacing < segment.x(site: segment.end)
        && segment.site(x: left) + sites <= segment.end
    }
    guard let place else {
      throw illegal(node, "is not within the free part of a row, or not on its sites")
    }
    let segment = segmentation.segments[Int(place)]
    let site = segment.site(x: left)
    guard abs(segment.x(site: site) - left) <= 1e-3 * segment.spacing else {
      throw illegal(node, "is not on the sites of its row, which are \(segment.spacing) apart")
    }
    cellSegments[index] = place
    cellSites[index] = site
    cellWidths[index] = sitesNeeded(width, segment)
    assignGroup(node, segment)
    guard isAllowed(group: Int(cellGroups[index]), kind: Int(segment.kind)) else {
      throw illegal(node, "is outside its region or inside a fence of others")
    }
  }

  private func sitesNeeded(_ width: Double, _ segment: RowSegment) -> Int32 {
    let siteWidth = segmentation.kinds[Int(segment.kind)].siteWidth
    let sites = ((width - siteWidth - noise) / segment.spacing).rounded(.up) + 1
    return Int32(min(max(sites, 1), Double(Int32.max / 4)))
  }

  private mutating func assignGroup(_ node: NodeID, _ segment: RowSegment) {
    let kind = segmentation.kinds[Int(segment.kind)]
    let turnsOver = design.constraints.symmetry(of: node).contains(.x)
    let region = design.constraints.region(of: node)
    let group = Group(
      siteName: kind.siteName, siteWidth: kind.siteWidth, siteSpacing: kind.siteSpacing,
      region: Int32(region ?? -1), turnsOver: turnsOver,
      isFlipped: turnsOver ? false : kind.isFlipped)
    if groupNumbers[group] == nil {
      groupNumbers[group] = Int32(groups.count)
      groups.append(group)
    }
    cellGroups[node.index] = groupNumbers[group]!
    let orientation = placement.orientations[node.index]
    let isMirrored = orientation == .flippedNorth || orientation == .south
    mirrors[node.index] = isMirrored == (segment.sign.x < 0) ? 1 : -1
  }

  private func isAllowed(group: Int, kind: Int) -> Bool {
    let (group, kind) = (groups[group], segmentation.kinds[kind])
    let isFit =
      group.siteName == kind.siteName && group.siteWidth == kind.siteWidth
      && group.siteSpacing == kind.siteSpacing
    let isUpright = group.turnsOver || group.isFlipped == kind.isFlipped
    let isHome = group.region < 0 || kind.regions.contains(Int(group.region))
    let isOpen = kind.regions.allSatisfy {
      $0 == Int(group.region) || !design.floorplan.regions[$0].isFence
    }
    return isFit && isUpright && isHome && isOpen
  }

  private func illegal(_ node: NodeID, _ fault: String) -> LegalizationError {
    let box = placement.box(of: node, in: netlist)
    return LegalizationError(
      message: "detailed placement needs a legal start: cell '\(netlist.name(of: node))' at "
        + "(\(box.minX), \(box.minY)) \(fault)")
  }

  // MARK: The state

  /// The state; cells are turned as their rows are.
  ///
  /// - Throws: ``LegalizationError`` for the first two cells that overlap.
  func makeState() throws(LegalizationError) -> DetailedState {
    let wires = CellWires(netlist, placement, isMovable: cellSegments.map { $0 >= 0 })
    let rows = try makeRows()
    for cell in cells {
      let node = Int(cell)
      let segment = Int(rows.cellSegments[node])
      wires.place(
        node, at: rows.center(of: node, site: rows.cellSites[node], in: segment),
        sign: rows.sign(of: node, in: segment))
    }
    wires.rebuildBoxes()
    return DetailedState(wires: wires, rows: rows)
  }

  private func makeRows() throws(LegalizationError) -> CellRows {
    let narrowest = cells.reduce(Int32.max) { min($0, cellWidths[Int($1)]) }
    var segments = segmentation.segments
    var base: Int32 = 0
    for index in segments.indices {
      segments[index].base = base
      segments[index].capacity = (segments[index].end - segments[index].first) / narrowest
      base += segments[index].capacity
    }
    let inSegments = Adjacency<Int32>(groupingBy: cellSegments, rowCount: segments.count)
    var order = [Int32](repeating: -1, count: Int(base))
    for (index, segment) in segments.enumerated() {
      let sorted = inSegments[index].sorted { (cellSites[Int($0)], $0) < (cellSites[Int($1)], $1) }
      for (left, right) in zip(sorted, sorted.dropFirst())
      where cellSites[Int(left)] + cellWidths[Int(left)] > cellSites[Int(right)] {
        throw illegal(
          NodeID(right), "overlaps cell '\(netlist.name(of: NodeID(left)))'")
      }
      for (place, cell) in sorted.enumerated() { order[Int(segment.base) + place] = cell }
    }
    return CellRows(
      segments: segments, levels: segmentation.levels, segmentLevels: segmentation.segmentLevels,
      counts: segments.indices.map { Int32(inSegments.count(row: $0)) }, order: order,
      cells: CellRows.Cells(
        segments: cellSegments, sites: cellSites, widths: cellWidths, groups: cellGroups,
        mirrors: mirrors,
        halfSizes: (0..<netlist.nodeCount).map {
          Point(netlist.nodeWidths[$0] / 2, netlist.nodeHeights[$0] / 2)
        }, movable: cells),
      isAllowed: groups.indices.flatMap { group in
        segmentation.kinds.indices.map { isAllowed(group: group, kind: $0) }
      }, kindCount: segmentation.kinds.count)
  }
}

extension RowSegmentation {
  /// The level at a height, or nil.
  func level(y: Double, tolerance: Double) -> Int? {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      if levels[middle].y < y - tolerance { low = middle + 1 } else { high = middle }
    }
    return low < levels.count && abs(levels[low].y - y) <= tolerance ? low : nil
  }
}
