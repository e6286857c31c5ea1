import Netlist

/// The area that a design is placed in, its density grid, and the fillers that take up what space is
/// left.
struct PlacementRoom {
  /// The placement area: around all rows, or the die where there are none.
  let area: Box
  let columns: Int
  let rows: Int
  /// The closed share of each bin, row by row.
  let closed: [Float]
  let targetDensity: Double
  let movableCount: Int
  let fillers: (count: Int, width: Double, height: Double)

  init(
    _ design: Design, _ placement: Placement, _ options: GlobalPlacementOptions
  ) throws(GlobalPlacementError) {
    let netlist = design.netlist
    area = design.floorplan.placementArea
    let movable = netlist.nodeKinds.indices.filter { !placement.isFixed[$0] }.map { NodeID($0) }
    movableCount = movable.count
    let size = options.gridSize(nodes: movable.count)
    (columns, rows) = (size, size)
    let movableArea = movable.reduce(0) { $0 + netlist.area(of: $1) }
    var bins = ClosedBins(
      design: design, placement: placement, area: area, columns: columns, rows: rows)
    if movableArea > bins.openArea {
      // Soft blockages keep the first placement out only where it can do without them.
      bins = ClosedBins(
        design: design, placement: placement, area: area, columns: columns, rows: rows,
        closesSoft: false)
    }
    closed = bins.shares
    let openArea = bins.openArea
    guard movableArea <= openArea * (1 + 1e-6) else {
      throw GlobalPlacementError(
        message: "the nodes to place cover \(movableArea), more than the \(openArea) that is open "
          + "to them")
    }
    targetDensity = min(1, max(options.targetDensity, movableArea / max(openArea, 1e-300)))
    fillers = Self.fillers(
      space: openArea * targetDensity - movableArea, nodes: movable, netlist)
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

extension Floorplan {
  /// The box around all rows, or the die where there are none.
  fileprivate var placementArea: Box {
    guard let first = placementRows.first?.box else { return die }
    return placementRows.dropFirst().reduce(first) {
      let box = $1.box
      return Box(
        minX: min($0.minX, box.minX), minY: min($0.minY, box.minY), maxX: max($0.maxX, box.maxX),
        maxY: max($0.maxY, box.maxY))
    }
  }
}
