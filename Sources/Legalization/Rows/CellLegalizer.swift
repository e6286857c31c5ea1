public import Netlist

/// Brings standard cells onto rows: no two overlap, each stands on a site of a row of its height,
/// turned as the row is, in its region and clear of macros, halos, blockages and other cells' fences.
///
/// Cells over several rows come first, each at the nearest free place; then those of one row, by
/// ``Abacus``. Macros stay where they are. The result depends on the arguments alone.
public struct CellLegalizer: Sendable {
  private let design: Design
  private let options: RowLegalizationOptions
  private let groups: RowGroups

  /// Cells that share rows and a region.
  private struct Batch {
    var group: Int
    /// -1 for cells that are bound to no region.
    var region: Int
    var nodes: [Int32]
    var rowCount: Int
  }

  /// A legalizer of one design.
  public init(design: Design, options: RowLegalizationOptions = RowLegalizationOptions()) {
    self.design = design
    self.options = options
    groups = RowGroups(floorplan: design.floorplanForCells)
  }

  /// A placement with all movable cells on rows; all other nodes as they are.
  ///
  /// - Precondition: the placement is one of the legalizer's design.
  /// - Throws: ``LegalizationError`` if there are no rows, a position is no number, or some cells find
  ///   no place; it says how much room is missing in which region.
  public func legalize(_ placement: Placement) throws(LegalizationError) -> Placement {
    var result = placement
    let batches = try makeBatches(placement)
    var closed = PlacementObstacles.forCells(design, placement)
    for (index, batch) in batches.enumerated() {
      let region = batch.region >= 0 ? batch.region : nil
      let segments = RowSegments(
        group: groups.groups[batch.group], die: design.floorplan.die,
        domain: region.map { design.floorplan.regions[$0].boxes },
        closed: closed + PlacementObstacles.fences(design.floorplan, but: region))
      let cells = RowCells(
        nodes: batch.nodes, design: design, placement: placement,
        siteSpacing: segments.siteSpacing, weight: options.cellWeight)
      if batch.rowCount > 1 {
        try placeTall(cells, segments, batch, &result)
      } else {
        try placeOnRows(cells, segments, batch, &result)
      }
      if index + 1 < batches.count {
        closed += batch.nodes.map { result.box(of: NodeID($0), in: design.netlist) }
      }
    }
    return result
  }

  // MARK: - Batches

  /// The cells by what they share: those over the most rows first, those bound to regions before the
  /// others.
  private func makeBatches(_ placement: Placement) throws(LegalizationError) -> [Batch] {
    let netlist = design.netlist
    var batches: [Batch] = []
    for index in 0..<netlist.nodeCount
    where netlist.nodeKinds[index] == .standardCell && !design.placement.isFixed[index] {
      guard placement.x[index].isFinite, placement.y[index].isFinite else {
        throw LegalizationError(
          message: "the position of cell '\(netlist.name(of: NodeID(index)))' is no number")
      }
      guard let (group, rowCount) = groups.group(forHeight: netlist.nodeHeights[index]) else {
        throw LegalizationError(message: "the design has cells but no rows to place them on")
      }
      let region = design.constraints.region(of: NodeID(index)) ?? -1
      let known = batches.firstIndex {
        $0.group == group && $0.region == region && $0.rowCount == rowCount
      }
      if let known {
        batches[known].nodes.append(Int32(index))
      } else {
        batches.append(
          Batch(group: group, region: region, nodes: [Int32(index)], rowCount: rowCount))
      }
    }
    return batches.sorted {
      ($0.rowCount, $1.group, $0.region) > ($1.rowCount, $0.group, $1.region)
    }
  }

  // MARK: - Placing

  private func placeTall(
    _ cells: RowCells, _ segments: RowSegments, _ batch: Batch, _ result: inout Placement
  ) throws(LegalizationError) {
    var tall = TallCells(segments: segments)
    let order = (0..<cells.count).sorted {
      (cells.width[$0], $1) > (cells.width[$1], $0)
    }
    for (index, cell) in order.enumerated() {
      guard let place = tall.place(cell, of: cells, rowCount: batch.rowCount) else {
        throw noRoom(for: order[index...].map { Int32($0) }, cells, segments, batch)
      }
      put(
        cells.node[cell], left: place.left, bottom: place.bottom, on: place.rowOrientation, &result)
    }
  }

  private func placeOnRows(
    _ cells: RowCells, _ segments: RowSegments, _ batch: Batch, _ result: inout Placement
  ) throws(LegalizationError) {
    var abacus = Abacus(segments: segments, cells: cells)
    let left = abacus.assign()
    var assignment = abacus.assignment
    if !left.isEmpty {
      var overflow = SegmentOverflow(segments: segments, cells: cells, assignment: assignment)
      let rest = overflow.resolve(left)
      guard rest.isEmpty else { throw noRoom(for: rest, cells, segments, batch) }
      assignment = overflow.assignment
    }
    abacus.place(assignment)
    abacus.forEachPlaced { cell, segment, site in
      put(
        cells.node[cell],
        left: segments.originX[segment] + Double(site) * segments.siteSpacing,
        bottom: segments.levelY[Int(segments.level[segment])], on: segments.orientation[segment],
        &result)
    }
  }

  private func put(
    _ node: Int32, left: Double, bottom: Double, on row: Orientation, _ result: inout Placement
  ) {
    let index = Int(node)
    result.x[index] = left + design.netlist.nodeWidths[index] / 2
    result.y[index] = bottom + design.netlist.nodeHeights[index] / 2
    let turned = RowOrientation.on(
      row, keeping: result.orientations[index],
      symmetry: design.constraints.symmetry(of: NodeID(node)))
    if let turned { result.orientations[index] = turned }
  }

  private func noRoom(
    for rest: [Int32], _ cells: RowCells, _ segments: RowSegments, _ batch: Batch
  ) -> LegalizationError {
    let siteArea = segments.siteSpacing * segments.height
    let needed =
      cells.width.reduce(0.0) { $0 + Double($1) } * Double(batch.rowCount) * siteArea
    let room = Double(segments.totalSites) * siteArea
    let region =
      batch.region >= 0 ? "region '\(design.floorplan.regions[batch.region].name)'" : "the die"
    let widest = rest.max { cells.width[Int($0)] < cells.width[Int($1)] }!
    let name = design.netlist.name(of: NodeID(cells.node[Int(widest)]))
    let shortage =
      needed > room
      ? "the rows lack an area of \(needed - room)"
      : "what is free is in pieces too small, or turned as they may not be"
    return LegalizationError(
      message: "\(rest.count) of \(cells.count) cells found no place in \(region), '\(name)' among "
        + "them: they need an area of \(needed), the rows there have \(room); \(shortage)")
  }
}
