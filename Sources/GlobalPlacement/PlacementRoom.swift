import Netlist

/// The area that a design is placed in, its density grid, and the territories that fences make of it.
struct PlacementRoom {
  let grid: BinGrid
  let movableCount: Int
  /// What is outside of fences, then the fences that have nodes to place.
  let territories: [Territory]

  init(
    _ design: Design, _ placement: Placement, _ options: GlobalPlacementOptions
  ) throws(GlobalPlacementError) {
    let movable = design.netlist.nodeKinds.indices.filter { !placement.isFixed[$0] }
      .map { NodeID($0) }
    movableCount = movable.count
    let size = options.gridSize(nodes: movable.count)
    let grid = BinGrid(area: design.floorplan.placementArea, columns: size, rows: size)
    self.grid = grid
    let regions = design.floorplan.regions
    func fence(of node: NodeID) -> Int? {
      design.constraints.region(of: node).flatMap { regions[$0].isFence ? $0 : nil }
    }
    func territory(_ region: Int?) throws(GlobalPlacementError) -> Territory {
      try Territory(
        of: region.map { regions[$0] }, nodes: movable.filter { fence(of: $0) == region }, design,
        placement, grid: grid, targetDensity: options.targetDensity)
    }
    var territories = [try territory(nil)]
    for region in Set(movable.compactMap(fence)).sorted() {
      territories.append(try territory(region))
    }
    self.territories = territories
  }
}

/// A grid of equal bins over the placement area.
struct BinGrid {
  /// Around all rows, or the die where there are none.
  let area: Box
  let columns: Int
  let rows: Int
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
