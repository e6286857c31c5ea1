import Netlist

/// The start placement: memories in strips along the edges next to what they feed, or in rows where
/// strips do not fit; the array in the space that is left, as it is drawn in textbooks; ports at
/// even distances along the edges.
struct AcceleratorPlacement {
  let blocks: AcceleratorBlocks
  let netlist: Netlist
  let die: Box
  private(set) var placement: Placement
  private var random: SeededGenerator

  private var parameters: AcceleratorParameters { blocks.parameters }

  init(blocks: AcceleratorBlocks, netlist: Netlist, die: Box, seed: UInt64) {
    self.blocks = blocks
    self.netlist = netlist
    self.die = die
    placement = Placement(for: netlist)
    random = SeededGenerator(seed: seed)
  }

  /// How the memories are set.
  enum Arrangement {
    case strips
    case rows
  }

  @discardableResult
  mutating func place() throws(AcceleratorError) -> Arrangement {
    let regions = tileRegions()
    let memories = blocks.tiles.map { tile in
      [parameters.dataflow.rowOperand, parameters.dataflow.columnOperand, .output]
        .map { shuffledMemories($0, of: tile) }
    }
    var inner: [Box] = []
    for (region, memories) in zip(regions, memories) {
      guard
        let left = placeStrips(left: memories[0], top: memories[1], bottom: memories[2], in: region)
      else { break }
      inner.append(left)
    }
    let fits = inner.count == regions.count
    if !fits { try placeRows(memories, in: regions) }
    for (tile, region) in zip(blocks.tiles, fits ? inner : regions) {
      placeLogic(of: tile, in: region)
    }
    if blocks.tiles.count > 1 { placeShared(regions) }
    placePorts()
    return fits ? .strips : .rows
  }

  /// The die in equal parts, one for each tile, row by row from the bottom.
  private func tileRegions() -> [Box] {
    let grid = TileGrid(tiles: blocks.tiles.count)
    return blocks.tiles.indices.map { index in
      let column = Double(index % grid.columns)
      let row = Double(index / grid.columns)
      return Box(
        minX: die.minX + die.width * column / Double(grid.columns),
        minY: die.minY + die.height * row / Double(grid.rows),
        maxX: die.minX + die.width * (column + 1) / Double(grid.columns),
        maxY: die.minY + die.height * (row + 1) / Double(grid.rows))
    }
  }

  /// The memories of an operand, bank by bank, the banks in an order that the seed decides.
  private mutating func shuffledMemories(_ operand: Operand, of tile: TileBlocks) -> [NodeID] {
    let banks = (tile.banks[operand] ?? []).map { $0.map(\.node) }
    return Array(banks.shuffled(using: &random).joined())
  }

  // MARK: - Memories

  /// Strips along three edges; the space they leave, or nil, with nothing placed, if they would
  /// meet.
  private mutating func placeStrips(
    left: [NodeID], top: [NodeID], bottom: [NodeID], in region: Box
  ) -> Box? {
    let spacing = parameters.macroSpacing
    guard let topShelves = Shelves(top.map(upright), length: region.width, spacing: spacing),
      let bottomShelves = Shelves(bottom.map(upright), length: region.width, spacing: spacing)
    else { return nil }
    let height = region.height - topShelves.depth - bottomShelves.depth
    guard
      let leftShelves = Shelves(
        left.map { Extent(along: upright($0).across, across: upright($0).along) },
        length: height, spacing: spacing),
      leftShelves.depth < region.width
    else { return nil }
    for (node, place) in zip(top, topShelves.places) {
      set(node, lowX: region.minX + place.along, highY: region.maxY - place.across)
    }
    for (node, place) in zip(bottom, bottomShelves.places) {
      set(node, lowX: region.minX + place.along, lowY: region.minY + place.across)
    }
    for (node, place) in zip(left, leftShelves.places) {
      set(
        node, lowX: region.minX + place.across,
        lowY: region.minY + bottomShelves.depth + place.along)
    }
    return Box(
      minX: region.minX + leftShelves.depth, minY: region.minY + bottomShelves.depth,
      maxX: region.maxX, maxY: region.maxY - topShelves.depth)
  }

  /// Rows across the part of each tile, or, if those do not hold them, across the die.
  private mutating func placeRows(
    _ memories: [[[NodeID]]], in regions: [Box]
  ) throws(AcceleratorError) {
    if regions.count > 1 {
      let start = placement
      do throws(AcceleratorError) {
        for (memories, region) in zip(memories, regions) {
          try placeRows(Array(memories.joined()), in: region)
        }
        return
      } catch {
        placement = start
      }
    }
    try placeRows(Array(memories.joined().joined()), in: die)
  }

  /// Rows across a region from its bottom, the tallest memories first.
  private mutating func placeRows(
    _ memories: [NodeID], in region: Box
  ) throws(AcceleratorError) {
    let sorted = memories.enumerated().sorted {
      let heights = (upright($0.element).across, upright($1.element).across)
      return heights.0 != heights.1 ? heights.0 > heights.1 : $0.offset < $1.offset
    }.map(\.element)
    let spacing = parameters.macroSpacing
    let size = "the die of \(rounded(region.width)) × \(rounded(region.height)) µm"
    guard let shelves = Shelves(sorted.map(upright), length: region.width, spacing: spacing) else {
      throw .doesNotFit("a memory is wider than \(size): expected a lower utilization")
    }
    guard shelves.depth <= region.height else {
      throw .doesNotFit(
        "\(sorted.count) memories in rows are \(rounded(shelves.depth)) µm tall, "
          + "more than \(size): expected a lower utilization, less macro spacing or a squarer die")
    }
    for (node, place) in zip(sorted, shelves.places) {
      set(node, lowX: region.minX + place.along, lowY: region.minY + place.across)
    }
  }

  private func upright(_ node: NodeID) -> Extent {
    Extent(along: netlist.nodeWidths[node.index], across: netlist.nodeHeights[node.index])
  }

  private mutating func set(_ node: NodeID, lowX: Double, lowY: Double) {
    placement.x[node.index] = lowX + netlist.nodeWidths[node.index] / 2
    placement.y[node.index] = lowY + netlist.nodeHeights[node.index] / 2
  }

  private mutating func set(_ node: NodeID, lowX: Double, highY: Double) {
    set(node, lowX: lowX, lowY: highY - netlist.nodeHeights[node.index])
  }

  private func rounded(_ length: Double) -> Double { (length * 10).rounded() / 10 }

  // MARK: - Logic

  /// The array in the middle of the region, pressed together where it is larger; feeders to its
  /// left and above, collectors below, vector unit below those, what brings data and what commands to
  /// its right. Soft macros may overlap anything, but keep inside the die.
  private mutating func placeLogic(of blocks: TileBlocks, in region: Box) {
    let rows = blocks.array.count
    let columns = blocks.array[0].count
    let cluster = upright(blocks.array[0][0].node)
    let pitchX = min(cluster.along, region.width * 0.7 / Double(columns))
    let pitchY = min(cluster.across, region.height * 0.7 / Double(rows))
    let array = Box(
      centerX: region.centerX, centerY: region.centerY, width: pitchX * Double(columns),
      height: pitchY * Double(rows))
    func x(_ column: Int) -> Double { array.minX + (Double(column) + 0.5) * pitchX }
    func y(_ row: Int) -> Double { array.maxY - (Double(row) + 0.5) * pitchY }
    for row in 0..<rows {
      for column in 0..<columns { center(blocks.array[row][column], x(column), y(row)) }
      let feeder = upright(blocks.rowFeeders[row].node)
      center(blocks.rowFeeders[row], array.minX - feeder.along / 2, y(row))
    }
    var deepest = 0.0
    for column in 0..<columns {
      let feeder = upright(blocks.columnFeeders[column].node)
      center(blocks.columnFeeders[column], x(column), array.maxY + feeder.across / 2)
      let collector = upright(blocks.collectors[column].node)
      center(blocks.collectors[column], x(column), array.minY - collector.across / 2)
      deepest = max(deepest, collector.across)
    }
    let vector = upright(blocks.vectorUnit.node)
    center(blocks.vectorUnit, array.centerX, array.minY - deepest - vector.across / 2)
    let port = upright(blocks.port.node)
    center(blocks.port, array.maxX + port.along / 2, array.centerY)
    let sequencer = upright(blocks.sequencer.node)
    center(
      blocks.sequencer, array.maxX + sequencer.along / 2,
      array.centerY - (port.across + sequencer.across) / 2)
  }

  /// Routers of a mesh at the left edges of their tiles, those of a tree amid the tiles below them,
  /// DMA engines amid their tiles, the controller in the middle of the lower edge.
  private mutating func placeShared(_ regions: [Box]) {
    let count = parameters.tilesPerChannel
    for channel in blocks.dmas.indices {
      let own = Array(regions[channel * count..<(channel + 1) * count])
      for (index, router) in blocks.routers[channel].enumerated() {
        if parameters.network == .mesh {
          center(router, own[index].minX, own[index].centerY)
        } else {
          // The tiles below a router are a run of neighbours in their order.
          let level = Int.bitWidth - 1 - (index + 1).leadingZeroBitCount
          let share = count >> level
          let first = (index + 1 - (1 << level)) * share
          let (x, y) = middle(own[first..<first + share])
          center(router, x, y)
        }
      }
      let (x, y) = middle(own[...])
      center(blocks.dmas[channel], x, y)
    }
    center(blocks.controller, die.centerX, die.minY)
  }

  private func middle(_ boxes: ArraySlice<Box>) -> (Double, Double) {
    let count = Double(boxes.count)
    return (
      boxes.reduce(0) { $0 + $1.centerX } / count, boxes.reduce(0) { $0 + $1.centerY } / count
    )
  }

  /// Centres a soft macro at a point, or as near to it as the die allows.
  private mutating func center(_ block: LogicBlock, _ x: Double, _ y: Double) {
    let size = upright(block.node)
    placement.x[block.node.index] = Self.clamp(x, die.minX, die.maxX, size.along)
    placement.y[block.node.index] = Self.clamp(y, die.minY, die.maxY, size.across)
  }

  private static func clamp(
    _ value: Double, _ low: Double, _ high: Double, _ extent: Double
  ) -> Double {
    extent >= high - low
      ? (low + high) / 2 : min(max(value, low + extent / 2), high - extent / 2)
  }

  // MARK: - Ports

  /// The buses of each side one after another, in an order that the seed decides, their bits in
  /// order.
  private mutating func placePorts() {
    for side in DieSide.allCases {
      let buses = blocks.ports.filter { $0.side == side }.shuffled(using: &random)
      let nodes = buses.flatMap(\.nodes)
      for (index, node) in nodes.enumerated() {
        let share = (Double(index) + 0.5) / Double(nodes.count)
        let point =
          switch side {
          case .left: (die.minX, die.minY + die.height * share)
          case .right: (die.maxX, die.minY + die.height * share)
          case .bottom: (die.minX + die.width * share, die.minY)
          case .top: (die.minX + die.width * share, die.maxY)
          }
        placement.x[node.index] = point.0
        placement.y[node.index] = point.1
      }
    }
  }
}
