import Netlist
import Technology

/// One memory of a bank.
struct MemoryInstance {
  var node: NodeID
  var bank: Int
  var widthSlice: Int
  var depthSlice: Int
}

/// A cluster of logic and its one input pin.
struct LogicBlock {
  var node: NodeID
  var input: PinID
}

/// A die edge, by the name that Circuit Training has for it.
enum DieSide: String, CaseIterable {
  case left = "LEFT"
  case right = "RIGHT"
  case bottom = "BOTTOM"
  case top = "TOP"
}

/// A bus to the outside: a port for each bit.
struct PortBus {
  var name: String
  /// The DMA channel that it belongs to; nil for the host's port.
  var channel: Int?
  var side: DieSide
  var direction: PinDirection
  var nodes: [NodeID]
  var pins: [PinID]
}

/// The blocks of one tile.
struct TileBlocks {
  /// What names of its blocks begin with: nothing where there is one tile.
  let prefix: String
  /// The memories of each operand, by bank.
  var banks: [Operand: [[MemoryInstance]]] = [:]
  /// The clusters of processing elements, by row from the top and column from the left.
  var array: [[LogicBlock]] = []
  var rowFeeders: [LogicBlock] = []
  var columnFeeders: [LogicBlock] = []
  var collectors: [LogicBlock] = []
  var vectorUnit: LogicBlock
  /// Its end of the network; the DMA engine where there is one tile.
  var port: LogicBlock
  /// What runs it; the controller where there is one tile.
  var sequencer: LogicBlock
}

/// The blocks of an accelerator, as nodes of a netlist under construction.
struct AcceleratorBlocks {
  let dimensions: HardwareDimensions
  let area: LogicArea
  var builder: NetlistBuilder
  private(set) var logicCount = 0

  /// The buses to the outside.
  private(set) var ports: [PortBus] = []
  /// The tiles.
  private(set) var tiles: [TileBlocks] = []
  /// The routers of each DMA channel.
  private(set) var routers: [[LogicBlock]] = []
  /// The DMA engines, one a channel.
  private(set) var dmas: [LogicBlock] = []
  private(set) var controller = Self.none

  var parameters: AcceleratorParameters { dimensions.parameters }

  /// Stands for blocks until their turn in the file comes.
  private static let none = LogicBlock(node: NodeID(Int32(-1)), input: PinID(Int32(-1)))

  /// - Throws: ``AcceleratorError`` if the technology has no memory.
  init(
    _ parameters: AcceleratorParameters, technology: Technology = .nangate45
  ) throws(AcceleratorError) {
    dimensions = try HardwareDimensions(parameters, technology: technology)
    area = LogicArea(dimensions, technology: technology)
    let tileCount = parameters.tiles == 1 ? "" : "_\(parameters.tiles)_tiles"
    builder = NetlistBuilder(
      name: "accelerator_\(parameters.dataflow.rawValue)_\(parameters.rows)x\(parameters.columns)"
        + tileCount)
    addPorts()
    tiles = (0..<parameters.tiles).map {
      TileBlocks(
        prefix: parameters.tiles == 1 ? "" : "tile_\($0)/", vectorUnit: Self.none,
        port: Self.none, sequencer: Self.none)
    }
    for tile in tiles.indices {
      for operand in Operand.allCases { addBanks(operand, to: tile) }
    }
    for tile in tiles.indices { addLogic(to: tile) }
    addShared()
  }

  private mutating func addPorts() {
    let data = parameters.busBits
    for channel in 0..<parameters.dmaChannels {
      let axi = parameters.dmaChannels == 1 ? "axi" : "axi\(channel)"
      addPort("\(axi)_araddr", 32, .left, .output, channel)
      addPort("\(axi)_ar_valid", 1, .left, .output, channel)
      addPort("\(axi)_ar_ready", 1, .left, .input, channel)
      addPort("\(axi)_rdata", data, .left, .input, channel)
      addPort("\(axi)_r_valid", 1, .left, .input, channel)
      addPort("\(axi)_r_ready", 1, .left, .output, channel)
      addPort("\(axi)_awaddr", 32, .right, .output, channel)
      addPort("\(axi)_aw_valid", 1, .right, .output, channel)
      addPort("\(axi)_aw_ready", 1, .right, .input, channel)
      addPort("\(axi)_wdata", data, .right, .output, channel)
      addPort("\(axi)_w_valid", 1, .right, .output, channel)
      addPort("\(axi)_w_ready", 1, .right, .input, channel)
      addPort("\(axi)_b_valid", 1, .right, .input, channel)
      addPort("\(axi)_b_ready", 1, .right, .output, channel)
    }
    addPort("cfg_wdata", 32, .bottom, .input)
    addPort("cfg_valid", 1, .bottom, .input)
    addPort("cfg_rdata", 32, .bottom, .output)
    addPort("cfg_ready", 1, .bottom, .output)
    addPort("interrupt", 1, .bottom, .output)
  }

  /// A port of the design drives its net when it is an input of the design.
  private mutating func addPort(
    _ name: String, _ bits: Int, _ side: DieSide, _ direction: PinDirection, _ channel: Int? = nil
  ) {
    var bus = PortBus(
      name: name, channel: channel, side: side, direction: direction, nodes: [], pins: [])
    for bit in 0..<bits {
      let symbol = builder.names.intern(bits > 1 ? "\(name)[\(bit)]" : name)
      let node = builder.addNode(.port, symbol: symbol, width: 0, height: 0)
      bus.nodes.append(node)
      bus.pins.append(
        builder.addPin(of: node, direction: direction == .input ? .output : .input))
    }
    ports.append(bus)
  }

  private mutating func addBanks(_ operand: Operand, to tile: Int) {
    let organization = dimensions.buffer(operand).organization
    tiles[tile].banks[operand] = (0..<parameters.buffer(operand).banks).map { bank in
      (0..<organization.count).map { index in
        let wide = index % organization.widthSlices
        let deep = index / organization.widthSlices
        var name = "\(tiles[tile].prefix)buffers/\(operand.rawValue)_bank_\(bank)"
        if organization.count > 1 { name += "_w\(wide)_d\(deep)" }
        let node = builder.addNode(
          .hardMacro, symbol: builder.names.intern(name), width: organization.macro.width,
          height: organization.macro.height)
        return MemoryInstance(node: node, bank: bank, widthSlice: wide, depthSlice: deep)
      }
    }
  }

  private mutating func addLogic(to tile: Int) {
    let prefix = tiles[tile].prefix
    let rows = parameters.clusterRowCount
    let columns = parameters.clusterColumnCount
    let aspect = Double(parameters.clusterColumns) / Double(parameters.clusterRows)
    tiles[tile].array = (0..<rows).map { row in
      (0..<columns).map { column in
        addLogic("\(prefix)array/pe_r\(row)_c\(column)", area.cluster, aspect: aspect)
      }
    }
    tiles[tile].rowFeeders = (0..<rows).map {
      addLogic("\(prefix)feeders/row_\($0)", area.rowFeeder($0))
    }
    tiles[tile].columnFeeders = (0..<columns).map {
      addLogic("\(prefix)feeders/column_\($0)", area.columnFeeder($0))
    }
    tiles[tile].collectors = (0..<columns).map {
      addLogic("\(prefix)collectors/column_\($0)", area.collector($0))
    }
    tiles[tile].vectorUnit = addLogic("\(prefix)vector_unit", area.vectorUnit)
    if parameters.tiles > 1 {
      tiles[tile].port = addLogic("\(prefix)port", area.tilePort)
      tiles[tile].sequencer = addLogic("\(prefix)sequencer", area.sequencer)
    }
  }

  /// What tiles share: routers, DMA engines and the controller.
  private mutating func addShared() {
    let routerCount = parameters.network.routerCount(tiles: parameters.tilesPerChannel)
    let isNumbered = parameters.dmaChannels > 1
    routers = (0..<parameters.dmaChannels).map { channel in
      (0..<routerCount).map { router in
        addLogic(
          "network/\(isNumbered ? "channel_\(channel)_" : "")router_\(router)", area.router)
      }
    }
    dmas = (0..<parameters.dmaChannels).map {
      addLogic(isNumbered ? "dma_\($0)" : "dma", area.dma)
    }
    controller = addLogic("controller", area.controller)
    if parameters.tiles == 1 {
      tiles[0].port = dmas[0]
      tiles[0].sequencer = controller
    }
  }

  /// Adds a soft macro. Its name begins with `Grp_` and its number, by which Circuit Training knows
  /// soft macros; its sinks share one pin, as in Circuit Training's own netlists.
  private mutating func addLogic(
    _ name: String, _ size: BlockSize, aspect: Double = 1
  ) -> LogicBlock {
    let area = area.area(size)
    let fullName = "Grp_\(logicCount)_\(name)"
    logicCount += 1
    let node = builder.addNode(
      .softMacro, symbol: builder.names.intern(fullName), width: (area * aspect).squareRoot(),
      height: (area / aspect).squareRoot())
    let input = builder.addPin(
      of: node, symbol: builder.names.intern("\(fullName)/Pinput"), direction: .input)
    return LogicBlock(node: node, input: input)
  }
}
