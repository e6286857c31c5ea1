import Netlist

/// The bits of one command bus of the controller.
private let commandBits = 8
/// The bits of a DMA descriptor and of a state word.
private let wordBits = 32

/// The nets of an accelerator. A net is a bus: its weight is the number of its bits, and it has one
/// driver pin of its own, as Circuit Training's format demands. Clock, reset and write masks are
/// left out: the first two are trees of their own, the last are tied.
extension AcceleratorBlocks {
  /// Joins all blocks.
  mutating func wire() {
    let dataflow = parameters.dataflow
    for tile in tiles {
      wireArray(tile)
      wireReads(
        dataflow.rowOperand, of: tile, to: tile.rowFeeders, lanesEach: parameters.clusterRows)
      wireReads(
        dataflow.columnOperand, of: tile, to: tile.columnFeeders,
        lanesEach: parameters.clusterColumns)
      wireResults(tile)
      wireFills(tile)
      wireAddresses(tile)
      wireControl(tile)
    }
    if parameters.tiles > 1 { wireNetworks() }
    wirePorts()
  }

  /// The systolic array: each cluster to its right and lower neighbour, feeders to the first row
  /// and column, the last row to the collectors. Along the rows a valid bit goes with each operand.
  private mutating func wireArray(_ tile: TileBlocks) {
    let array = tile.array
    let dataflow = parameters.dataflow
    let rowBits = parameters.clusterRows * (parameters.operandBits + 1)
    let columnBits = parameters.clusterColumns * parameters.operandBits
    let resultBits = parameters.clusterColumns * parameters.accumulatorBits
    let rowClass = BusClass(rowOf: dataflow)
    let columnClass = BusClass(columnOf: dataflow)
    for (row, feeder) in tile.rowFeeders.enumerated() {
      drive(feeder, rowClass, bits: rowBits, to: [array[row][0].input])
    }
    for (column, feeder) in tile.columnFeeders.enumerated() {
      drive(feeder, columnClass, bits: columnBits, to: [array[0][column].input])
    }
    for row in array.indices {
      for column in array[row].indices {
        let cluster = array[row][column]
        if column + 1 < array[row].count {
          drive(cluster, rowClass, bits: rowBits, to: [array[row][column + 1].input])
        }
        let isLast = row + 1 == array.count
        if !isLast {
          drive(cluster, columnClass, bits: columnBits, to: [array[row + 1][column].input])
        }
        let next = isLast ? tile.collectors[column] : array[row + 1][column]
        drive(cluster, BusClass(resultOf: dataflow), bits: resultBits, to: [next.input])
      }
    }
  }

  /// Each memory's read data to the feeders of the lanes it holds.
  private mutating func wireReads(
    _ operand: Operand, of tile: TileBlocks, to feeders: [LogicBlock], lanesEach: Int
  ) {
    forEachShare(operand, of: tile, lanesEach: lanesEach) { blocks, instances, bits, feeder in
      for instance in instances {
        blocks.driveRead(operand, instance, bits: bits, to: [feeders[feeder].input])
      }
    }
  }

  /// Collectors write to the output banks; those go to the vector unit, and back to collectors that
  /// add sums of several passes; the vector unit's results go to the DMA engine or the tile's port.
  private mutating func wireResults(_ tile: TileBlocks) {
    let adds = parameters.dataflow.movesPartialSums
    forEachShare(.output, of: tile, lanesEach: parameters.clusterColumns) {
      blocks, instances, bits, column in
      let collector = tile.collectors[column]
      let sinks = instances.map {
        blocks.memoryPin(.output, $0.node, "wd_in", bits: bits, direction: .input)
      }
      blocks.drive(
        collector, .outputWrite,
        suffix: "_\(instances[0].bank)_w\(instances[0].widthSlice)_\(bits.lowerBound)",
        bits: bits.count, to: sinks)
      for instance in instances {
        let back = adds ? [collector.input] : []
        blocks.driveRead(.output, instance, bits: bits, to: [tile.vectorUnit.input] + back)
      }
    }
    drive(tile.vectorUnit, .result, bits: parameters.busBits, to: [tile.port.input])
  }

  /// One bus from the DMA engine, or the tile's port, past all memories of an operand.
  private mutating func wireFills(_ tile: TileBlocks) {
    for operand in [Operand.input, .weight] {
      let macro = dimensions.buffer(operand).organization.macro
      let sinks = (tile.banks[operand] ?? []).joined().map {
        memoryPin(operand, $0.node, "wd_in", bits: 0..<macro.bits, direction: .input)
      }
      drive(
        tile.port, .fill, suffix: "_\(operand.rawValue)", bits: min(parameters.busBits, macro.bits),
        to: sinks)
    }
  }

  /// For each bank an address and a write enable, for each memory a chip enable.
  private mutating func wireAddresses(_ tile: TileBlocks) {
    let controller = tile.sequencer
    for operand in Operand.allCases {
      let macro = dimensions.buffer(operand).organization.macro
      for (bank, instances) in (tile.banks[operand] ?? []).enumerated() {
        let name = "_\(operand.rawValue)_\(bank)"
        let addresses = instances.map {
          memoryPin(
            operand, $0.node, "addr_in", bits: 0..<macro.address.bits, direction: .input)
        }
        drive(controller, .address, suffix: name, bits: macro.address.bits, to: addresses)
        let writes = instances.map { enablePin($0.node, "we_in", at: macro.writeEnable, macro) }
        drive(controller, .address, suffix: "_we\(name)", bits: 1, to: writes)
        for (index, instance) in instances.enumerated() {
          let enable = enablePin(instance.node, "ce_in", at: macro.chipEnable, macro)
          drive(controller, .address, suffix: "_ce\(name)_\(index)", bits: 1, to: [enable])
        }
      }
    }
  }

  private mutating func wireControl(_ tile: TileBlocks) {
    let controller = tile.sequencer
    let groups = [
      ("rows", tile.rowFeeders), ("columns", tile.columnFeeders), ("collectors", tile.collectors),
      ("vector_unit", [tile.vectorUnit]),
    ]
    for (name, blocks) in groups {
      drive(controller, .control, suffix: "_\(name)", bits: commandBits, to: blocks.map(\.input))
    }
    if parameters.tiles == 1 {
      drive(controller, .control, suffix: "_dma", bits: wordBits, to: [tile.port.input])
      drive(tile.port, .control, bits: wordBits, to: [controller.input])
    } else {
      // A register's index and value; the end of a command.
      drive(tile.port, .control, bits: wordBits + 4, to: [controller.input])
      drive(controller, .control, suffix: "_port", bits: 1, to: [tile.port.input])
    }
    drive(tile.vectorUnit, .control, bits: 1, to: [controller.input])
  }

  /// Ports have a net a bit: nets that a port drives weigh 1 in Circuit Training's format.
  private mutating func wirePorts() {
    for bus in ports {
      let block = bus.channel.map { dmas[$0] } ?? controller
      for (bit, pin) in bus.pins.enumerated() {
        if bus.direction == .input {
          builder.connect(pin)
          builder.connect(block.input)
          builder.endNet(driver: pin)
        } else {
          drive(block, .interface, suffix: "_\(bus.name)_\(bit)", bits: 1, to: [pin])
        }
      }
    }
  }

  // MARK: - Pins and nets

  /// Calls `body` for each share of a bank's word: the memories that hold it, one for each part of
  /// the addresses, their bits, and the feeder or collector whose lanes it belongs to.
  private mutating func forEachShare(
    _ operand: Operand, of tile: TileBlocks, lanesEach: Int,
    _ body: (inout AcceleratorBlocks, [MemoryInstance], Range<Int>, Int) -> Void
  ) {
    let organization = dimensions.buffer(operand).organization
    let banks = tile.banks[operand] ?? []
    let laneBits = parameters.laneBits(operand)
    let lanesPerBank = parameters.lanes(operand) / banks.count
    let wordBits = lanesPerBank * laneBits
    let unitBits = lanesEach * laneBits
    for (bank, instances) in banks.enumerated() {
      // Bits are counted over all lanes of the array, first lane first.
      let word = bank * wordBits..<(bank + 1) * wordBits
      for slice in 0..<organization.widthSlices {
        let start = word.lowerBound + slice * organization.macro.bits
        let held = start..<min(start + organization.macro.bits, word.upperBound)
        let stack = instances.filter { $0.widthSlice == slice }
        for unit in held.lowerBound / unitBits...(held.upperBound - 1) / unitBits {
          let share = held.clamped(to: unit * unitBits..<(unit + 1) * unitBits)
          body(&self, stack, share.lowerBound - start..<share.upperBound - start, unit)
        }
      }
    }
  }

  /// Adds a net from a new output pin of a block.
  mutating func drive(
    _ block: LogicBlock, _ busClass: BusClass, suffix: String = "", bits: Int, to sinks: [PinID]
  ) {
    let node = builder.names.string(builder.symbol(of: block.node))
    let symbol = builder.names.intern("\(node)/\(busClass.rawValue)\(suffix)")
    let driver = builder.addPin(of: block.node, symbol: symbol, direction: .output)
    finishNet(driver, bits: bits, to: sinks)
  }

  /// Adds a net from the read pins of a memory.
  private mutating func driveRead(
    _ operand: Operand, _ instance: MemoryInstance, bits: Range<Int>, to sinks: [PinID]
  ) {
    let driver = memoryPin(operand, instance.node, "rd_out", bits: bits, direction: .output)
    finishNet(driver, bits: bits.count, to: sinks)
  }

  private mutating func finishNet(_ driver: PinID, bits: Int, to sinks: [PinID]) {
    builder.connect(driver)
    for sink in sinks { builder.connect(sink) }
    builder.endNet(weight: Double(bits), driver: driver)
  }

  /// Adds one pin for a run of bits of a memory's bus, in the middle of the run.
  private mutating func memoryPin(
    _ operand: Operand, _ node: NodeID, _ name: String, bits: Range<Int>, direction: PinDirection
  ) -> PinID {
    let macro = dimensions.buffer(operand).organization.macro
    let bus = name == "rd_out" ? macro.readData : name == "wd_in" ? macro.writeData : macro.address
    let label = "\(name)[\(bits.upperBound - 1):\(bits.lowerBound)]"
    return addPin(node, label, at: bus.center(of: bits), macro, direction)
  }

  private mutating func enablePin(
    _ node: NodeID, _ name: String, at y: Double, _ macro: MemoryMacro
  ) -> PinID {
    addPin(node, name, at: y, macro, .input)
  }

  private mutating func addPin(
    _ node: NodeID, _ name: String, at y: Double, _ macro: MemoryMacro, _ direction: PinDirection
  ) -> PinID {
    let full = builder.names.string(builder.symbol(of: node)) + "/" + name
    return builder.addPin(
      of: node, symbol: builder.names.intern(full),
      offsetX: macro.pinInset - macro.width / 2, offsetY: y - macro.height / 2,
      direction: direction)
  }
}
