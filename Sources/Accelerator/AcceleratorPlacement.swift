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
    let memories = [parameters.dataflow.rowOperand, parameters.dataflow.columnOperand, .output]
      .map { shuffledMemories($0) }
    let inner = placeStrips(left: memories[0], top: memories[1], bottom: memories[2])
    if inner == nil { try placeRows(Array(memories.joined())) }
    placeLogic(in: inner ?? die)
    placePorts()
    return inner == nil ? .rows : .strips
  }

  /// The memories of an operand, bank by bank, the banks in an order that the seed decides.
  private mutating func shuffledMemories(_ operand: Operand) -> [NodeID] {
    let banks = (blocks.banks[operand] ?? []).map { $0.map(\.node) }
    return Array(banks.shuffled(using: &random).joined())
  }

  // MARK: - Memories

  /// Strips along three edges; the space they leave, or nil, with nothing placed, if they would
  /// meet.
  private mutating func placeStrips(left: [NodeID], top: [NodeID], bottom: [NodeID]) -> Box? {
    let spacing = parameters.macroSpacing
    guard let topShelves = Shelves(top.map(upright), length: die.width, spacing: spacing),
      let bottomShelves = Shelves(bottom.map(upright), length: die.width, spacing: spacing)
    else { return nil }
    let height = die.height - topShelves.depth - bottomShelves.depth
    guard
      let leftShelves = Shelves(
        left.map { Extent(along: upright($0).across, across: upright($0).along) },
        length: height, spacing: spacing),
      leftShelves.depth < die.width
    else { return nil }
    for (node, place) in zip(top, topShelves.places) {
      set(node, lowX: die.minX + place.along, highY: die.maxY - place.across)
    }
    for (node, place) in zip(bottom, bottomShelves.places) {
      set(node, lowX: die.minX + place.along, lowY: die.minY + place.across)
    }
    for (node, place) in zip(left, leftShelves.places) {
      set(
        node, lowX: die.minX + place.across,
        lowY: die.minY + bottomShelves.depth + place.along)
    }
    return Box(
      minX: die.minX + leftShelves.depth, minY: die.minY + bottomShelves.depth,
      maxX: die.maxX, maxY: die.maxY - topShelves.depth)
  }

  /// Rows across the die from the bottom, the tallest memories first.
  private mutating func placeRows(_ memories: [NodeID]) throws(AcceleratorError) {
    let sorted = memories.enumerated().sorted {
      let heights = (upright($0.element).across, upright($1.element).across)
      return heights.0 != heights.1 ? heights.0 > heights.1 : $0.offset < $1.offset
    }.map(\.element)
    let spacing = parameters.macroSpacing
    let size = "the die of \(rounded(die.width)) × \(rounded(die.height)) µm"
    guard let shelves = Shelves(sorted.map(upright), length: die.width, spacing: spacing) else {
      throw .doesNotFit("a memory is wider than \(size): expected a lower utilization")
    }
    guard shelves.depth <= die.height else {
      throw .doesNotFit(
        "\(sorted.count) memories in rows are \(rounded(shelves.depth)) µm tall, "
          + "more than \(size): expected a lower utilization, less macro spacing or a squarer die")
    }
    for (node, place) in zip(sorted, shelves.places) {
      set(node, lowX: die.minX + place.along, lowY: die.minY + place.across)
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
  /// left and above, collectors below, vector unit below those, DMA engine and controller to its
  /// right. Soft macros may overlap anything, but keep inside the die.
  private mutating func placeLogic(in region: Box) {
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
    let dma = upright(blocks.dma.node)
    center(blocks.dma, array.maxX + dma.along / 2, array.centerY)
    let controller = upright(blocks.controller.node)
    center(
      blocks.controller, array.maxX + controller.along / 2,
      array.centerY - (dma.across + controller.across) / 2)
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
