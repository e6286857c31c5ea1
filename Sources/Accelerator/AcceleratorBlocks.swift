import Netlist

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
  var side: DieSide
  var direction: PinDirection
  var nodes: [NodeID]
  var pins: [PinID]
}

/// The blocks of an accelerator, as nodes of a netlist under construction.
struct AcceleratorBlocks {
  let parameters: AcceleratorParameters
  var builder: NetlistBuilder
  private(set) var logicCount = 0

  /// The buses to the outside.
  private(set) var ports: [PortBus] = []
  /// How the banks of each operand are made.
  private(set) var organizations: [Operand: BankOrganization] = [:]
  /// The memories of each operand, by bank.
  private(set) var banks: [Operand: [[MemoryInstance]]] = [:]
  /// The clusters of processing elements, by row from the top and column from the left.
  private(set) var array: [[LogicBlock]] = []
  private(set) var rowFeeders: [LogicBlock] = []
  private(set) var columnFeeders: [LogicBlock] = []
  private(set) var collectors: [LogicBlock] = []
  private(set) var vectorUnit: LogicBlock
  private(set) var dma: LogicBlock
  private(set) var controller: LogicBlock

  init(_ parameters: AcceleratorParameters) {
    self.parameters = parameters
    builder = NetlistBuilder(
      name: "accelerator_\(parameters.dataflow.rawValue)_\(parameters.rows)x\(parameters.columns)")
    // Overwritten below, once the nodes that come first in the file are in.
    let none = LogicBlock(node: NodeID(Int32(-1)), input: PinID(Int32(-1)))
    vectorUnit = none
    dma = none
    controller = none
    addPorts()
    for operand in Operand.allCases { addBanks(operand) }
    addLogic()
  }

  private mutating func addPorts() {
    let data = parameters.busBits
    addPort("axi_araddr", 32, .left, .output)
    addPort("axi_ar_valid", 1, .left, .output)
    addPort("axi_ar_ready", 1, .left, .input)
    addPort("axi_rdata", data, .left, .input)
    addPort("axi_r_valid", 1, .left, .input)
    addPort("axi_r_ready", 1, .left, .output)
    addPort("axi_awaddr", 32, .right, .output)
    addPort("axi_aw_valid", 1, .right, .output)
    addPort("axi_aw_ready", 1, .right, .input)
    addPort("axi_wdata", data, .right, .output)
    addPort("axi_w_valid", 1, .right, .output)
    addPort("axi_w_ready", 1, .right, .input)
    addPort("axi_b_valid", 1, .right, .input)
    addPort("axi_b_ready", 1, .right, .output)
    addPort("cfg_wdata", 32, .bottom, .input)
    addPort("cfg_valid", 1, .bottom, .input)
    addPort("cfg_rdata", 32, .bottom, .output)
    addPort("cfg_ready", 1, .bottom, .output)
    addPort("interrupt", 1, .bottom, .output)
  }

  /// A port of the design drives its net when it is an input of the design.
  private mutating func addPort(
    _ name: String, _ bits: Int, _ side: DieSide, _ direction: PinDirection
  ) {
    var bus = PortBus(name: name, side: side, direction: direction, nodes: [], pins: [])
    for bit in 0..<bits {
      let symbol = builder.names.intern(bits > 1 ? "\(name)[\(bit)]" : name)
      let node = builder.addNode(.port, symbol: symbol, width: 0, height: 0)
      bus.nodes.append(node)
      bus.pins.append(
        builder.addPin(of: node, direction: direction == .input ? .output : .input))
    }
    ports.append(bus)
  }

  private mutating func addBanks(_ operand: Operand) {
    let buffer = parameters.buffer(operand)
    let lanes = parameters.lanes(operand) / buffer.banks
    let organization = BankOrganization(
      bits: lanes * parameters.laneBits(operand), kilobytes: buffer.kilobytesPerBank)
    organizations[operand] = organization
    banks[operand] = (0..<buffer.banks).map { bank in
      (0..<organization.count).map { index in
        let wide = index % organization.widthSlices
        let deep = index / organization.widthSlices
        var name = "buffers/\(operand.rawValue)_bank_\(bank)"
        if organization.count > 1 { name += "_w\(wide)_d\(deep)" }
        let node = builder.addNode(
          .hardMacro, symbol: builder.names.intern(name), width: organization.macro.width,
          height: organization.macro.height)
        return MemoryInstance(node: node, bank: bank, widthSlice: wide, depthSlice: deep)
      }
    }
  }

  private mutating func addLogic() {
    let area = LogicArea(parameters: parameters)
    let rows = parameters.clusterRowCount
    let columns = parameters.clusterColumnCount
    let aspect = Double(parameters.clusterColumns) / Double(parameters.clusterRows)
    array = (0..<rows).map { row in
      (0..<columns).map { column in
        addLogic("array/pe_r\(row)_c\(column)", area: area.cluster, aspect: aspect)
      }
    }
    let rowDepth = depth(parameters.dataflow.rowOperand)
    let columnDepth = depth(parameters.dataflow.columnOperand)
    rowFeeders = (0..<rows).map {
      addLogic("feeders/row_\($0)", area: area.rowFeeder($0, depthSlices: rowDepth))
    }
    columnFeeders = (0..<columns).map {
      addLogic("feeders/column_\($0)", area: area.columnFeeder($0, depthSlices: columnDepth))
    }
    collectors = (0..<columns).map {
      addLogic("collectors/column_\($0)", area: area.collector($0))
    }
    vectorUnit = addLogic("vector_unit", area: area.vectorUnit)
    dma = addLogic("dma", area: area.dma)
    let addressBits = Operand.allCases.reduce(0) {
      $0 + parameters.buffer($1).banks * (organizations[$1]?.macro.address.bits ?? 0)
    }
    controller = addLogic("controller", area: area.controller(addressBits: addressBits))
  }

  private func depth(_ operand: Operand) -> Int { organizations[operand]?.depthSlices ?? 1 }

  /// Adds a soft macro. Its name begins with `Grp_` and its number, by which Circuit Training knows
  /// soft macros; its sinks share one pin, as in Circuit Training's own netlists.
  private mutating func addLogic(
    _ name: String, area: Double, aspect: Double = 1
  ) -> LogicBlock {
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
