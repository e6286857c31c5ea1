import Netlist
import Testing

@testable import Accelerator

/// What one dataflow, several shapes and bank counts must come to.
@Suite struct AcceleratorGeneratorTests {
  static let variants: [AcceleratorParameters] = Dataflow.allCases.flatMap { dataflow in
    var plain = AcceleratorParameters()
    plain.dataflow = dataflow
    var wide = plain
    wide.rows = 8
    wide.columns = 32
    wide.clusterRows = 2
    wide.clusterColumns = 8
    wide.inputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 4)
    wide.weightBuffer = BufferParameters(banks: 8, kilobytesPerBank: 2)
    wide.outputBuffer = BufferParameters(banks: 8, kilobytesPerBank: 9)
    wide.aspectRatio = 1.6
    wide.operandBits = 16
    wide.accumulatorBits = 40
    var least = plain
    (least.rows, least.columns, least.clusterRows, least.clusterColumns) = (1, 1, 1, 1)
    let bank = BufferParameters(banks: 1, kilobytesPerBank: 1)
    (least.inputBuffer, least.weightBuffer, least.outputBuffer) = (bank, bank, bank)
    least.utilization = 0.4
    return [plain, wide, least]
  }

  /// Several tiles, on all networks.
  static let tiled: [AcceleratorParameters] = [
    (TileNetwork.bus, 2, 1), (.bus, 4, 4), (.mesh, 6, 1), (.mesh, 8, 2), (.tree, 8, 1),
    (.tree, 8, 2),
  ].map { network, tiles, channels in
    var parameters = AcceleratorParameters()
    (parameters.rows, parameters.columns) = (8, 8)
    (parameters.network, parameters.tiles, parameters.dmaChannels) = (network, tiles, channels)
    parameters.utilization = 0.5
    return parameters
  }

  private func sinks(_ netlist: Netlist, of node: NodeID, _ busClass: BusClass) -> [NodeID] {
    netlist.nodeNets[node.index].filter { net in
      netlist.netDrivers[net.index].map { netlist.pinNodes[$0.index] } == node
        && BusClass(of: net, in: netlist) == busClass
    }.flatMap { net in
      netlist.netPins[net.index].dropFirst().map { netlist.pinNodes[$0.index] }
    }
  }

  @Test(arguments: variants)
  func nodesAndArrayNetsAreAsManyAsTheFormulaSays(_ parameters: AcceleratorParameters) throws {
    let netlist = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
    let rows = parameters.clusterRowCount
    let columns = parameters.clusterColumnCount
    #expect(netlist.count(of: .softMacro) == rows * columns + rows + 2 * columns + 3)
    #expect(netlist.count(of: .port) == 32 * 4 + 2 * parameters.busBits + 13)
    let memories = Operand.allCases.reduce(0) { sum, operand in
      let buffer = parameters.buffer(operand)
      let lanes = parameters.lanes(operand) / buffer.banks
      let bits = lanes * (operand == .output ? parameters.accumulatorBits : parameters.operandBits)
      let bank = BankOrganization(bits: bits, kilobytes: buffer.kilobytesPerBank)
      #expect(bank.widthSlices * bank.macro.bits >= bits)
      #expect(
        bank.count * bank.macro.bits * bank.macro.words >= buffer.kilobytesPerBank * 8192)
      return sum + buffer.banks * bank.count
    }
    #expect(netlist.count(of: .hardMacro) == memories)
    var counts: [BusClass: Int] = [:]
    for net in 0..<netlist.netCount {
      counts[try #require(BusClass(of: NetID(net), in: netlist)), default: 0] += 1
    }
    let dataflow = parameters.dataflow
    for busClass in [
      BusClass(rowOf: dataflow), BusClass(columnOf: dataflow), BusClass(resultOf: dataflow),
    ] {
      #expect(counts[busClass] == rows * columns)
    }
    #expect(counts[.interface] == netlist.count(of: .port))
    #expect(counts[.fill] == 2)
  }

  @Test(arguments: variants)
  func everyClusterReachesItsNeighbours(_ parameters: AcceleratorParameters) throws {
    let netlist = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
    var nodes: [String: NodeID] = [:]
    for index in 0..<netlist.nodeCount {
      let name = netlist.name(of: NodeID(index))
      // Without the number that soft macros begin with.
      let isSoft = netlist.nodeKinds[index] == .softMacro
      nodes[isSoft ? String(name.split(separator: "_", maxSplits: 2)[2]) : name] = NodeID(index)
    }
    #expect(nodes.count == netlist.nodeCount)
    let flow = parameters.dataflow
    let (rows, columns) = (parameters.clusterRowCount, parameters.clusterColumnCount)
    for row in 0..<rows {
      for column in 0..<columns {
        let cluster = try #require(nodes["array/pe_r\(row)_c\(column)"])
        let right = nodes["array/pe_r\(row)_c\(column + 1)"]
        let below = nodes["array/pe_r\(row + 1)_c\(column)"]
        #expect(sinks(netlist, of: cluster, BusClass(rowOf: flow)) == (right.map { [$0] } ?? []))
        #expect(
          sinks(netlist, of: cluster, BusClass(columnOf: flow)) == (below.map { [$0] } ?? []))
        let next = try #require(below ?? nodes["collectors/column_\(column)"])
        #expect(sinks(netlist, of: cluster, BusClass(resultOf: flow)) == [next])
      }
      let feeder = try #require(nodes["feeders/row_\(row)"])
      #expect(sinks(netlist, of: feeder, BusClass(rowOf: flow)) == [nodes["array/pe_r\(row)_c0"]])
    }
  }

  /// Each feeder gets each bit of its lanes once from every part of the addresses.
  @Test(arguments: variants)
  func banksAndFeedersExchangeEveryBitOnce(_ parameters: AcceleratorParameters) throws {
    let netlist = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
    var received = [Double](repeating: 0, count: netlist.nodeCount)
    var written = [Double](repeating: 0, count: netlist.nodeCount)
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins[net].map { netlist.pinNodes[$0.index].index }
      let weight = netlist.netWeights[net]
      switch BusClass(of: NetID(net), in: netlist) {
      case .inputRead, .weightRead, .outputRead:
        for sink in pins.dropFirst() { received[sink] += weight }
      case .outputWrite: written[pins[0]] += weight
      default: break
      }
    }
    let dimensions = try HardwareDimensions(parameters)
    func depth(_ operand: Operand) -> Int { dimensions.buffer(operand).organization.depthSlices }
    let sums = parameters.clusterColumns * parameters.accumulatorBits
    for index in 0..<netlist.nodeCount {
      let name = netlist.name(of: NodeID(index))
      if name.contains("feeders/row") {
        let bits = parameters.clusterRows * parameters.operandBits
        #expect(received[index] == Double(bits * depth(parameters.dataflow.rowOperand)))
      } else if name.contains("feeders/column") {
        let bits = parameters.clusterColumns * parameters.operandBits
        #expect(received[index] == Double(bits * depth(parameters.dataflow.columnOperand)))
      } else if name.contains("collectors/") {
        #expect(written[index] == Double(sums))
        let back = parameters.dataflow.movesPartialSums ? sums * depth(.output) : 0
        #expect(received[index] == Double(back))
      }
    }
  }

  @Test(arguments: variants + tiled, [UInt64(1), 99])
  func theStartIsLegal(_ parameters: AcceleratorParameters, _ seed: UInt64) throws {
    let design = try AcceleratorGenerator.generate(parameters, seed: seed)
    let netlist = design.netlist
    let boxes = netlist.nodes(.hardMacro).map { design.placement.box(of: $0, in: netlist) }
    for (index, box) in boxes.enumerated() {
      #expect(design.floorplan.die.contains(box))
      for other in boxes[..<index] { #expect(!box.overlaps(other)) }
    }
    for node in netlist.nodes(.softMacro) + netlist.nodes(.port) {
      #expect(design.floorplan.die.contains(design.placement.box(of: node, in: netlist)))
    }
    for node in netlist.nodes(.port) {
      let (x, y) = (design.placement.x[node.index], design.placement.y[node.index])
      let die = design.floorplan.die
      #expect(x == die.minX || x == die.maxX || y == die.minY || y == die.maxY)
      #expect(design.source.portSides[node.index] != nil)
    }
    let area = (0..<netlist.nodeCount).reduce(0) { $0 + netlist.area(of: NodeID($1)) }
    #expect(area / design.floorplan.die.area <= parameters.utilization)
    #expect(area / design.floorplan.die.area > parameters.utilization * 0.97)
  }

  @Test(arguments: variants + tiled)
  func formatRulesHold(_ parameters: AcceleratorParameters) throws {
    let netlist = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
    var drives = [Int](repeating: 0, count: netlist.pinCount)
    for net in 0..<netlist.netCount {
      let driver = try #require(netlist.netDrivers[net])
      #expect(netlist.netPins[net].first == driver && netlist.netPins[net].count >= 2)
      drives[driver.index] += 1
      #expect(netlist.netWeights[net] >= 1)
      let kind = netlist.nodeKinds[netlist.pinNodes[driver.index].index]
      if kind == .port { #expect(netlist.netWeights[net] == 1) }
    }
    #expect(drives.allSatisfy { $0 <= 1 })
    var names = Set<String>()
    for pin in 0..<netlist.pinCount {
      let node = netlist.pinNodes[pin]
      let kind = netlist.nodeKinds[node.index]
      if kind == .port { continue }
      let name = netlist.names.string(netlist.pinSymbols[pin])
      #expect(name.hasPrefix(netlist.name(of: node) + "/") && names.insert(name).inserted)
      if kind == .softMacro {
        #expect(name.hasPrefix("Grp_"))
        #expect(netlist.pinOffsetsX[pin] == 0 && netlist.pinOffsetsY[pin] == 0)
      } else {
        #expect(netlist.pinOffsetsX[pin] == 0.035 - netlist.nodeWidths[node.index] / 2)
        #expect(abs(netlist.pinOffsetsY[pin]) < netlist.nodeHeights[node.index] / 2)
      }
    }
  }

  @Test func sameSeedSameDesignAndAnotherSeedAnotherStart() throws {
    let parameters = AcceleratorParameters()
    let designs = try [3, 3, 4].map { try AcceleratorGenerator.generate(parameters, seed: $0) }
    #expect(designs[0].placement == designs[1].placement)
    #expect(designs[0].placement != designs[2].placement)
    for design in designs {
      #expect(design.netlist.netWeights == designs[0].netlist.netWeights)
      #expect(design.netlist.netPins.elements == designs[0].netlist.netPins.elements)
      #expect(design.netlist.pinOffsetsY == designs[0].netlist.pinOffsetsY)
      #expect(design.floorplan == designs[0].floorplan)
    }
  }

  @Test func whatIsPackedTooTightlyIsRefusedWithTheReason() throws {
    var parameters = AcceleratorParameters()
    parameters.utilization = 0.95
    parameters.macroSpacing = 40
    let error = #expect(throws: AcceleratorError.self) {
      try AcceleratorGenerator.generate(parameters, seed: 1)
    }
    guard case .doesNotFit(let reason) = error else {
      Issue.record("expected doesNotFit, got \(String(describing: error))")
      return
    }
    #expect(reason.contains("memories") && reason.contains("utilization"))
  }

  /// Strips would meet here, so the memories stand in rows.
  @Test func flatDiesArePackedInRows() throws {
    var parameters = AcceleratorParameters()
    parameters.aspectRatio = 4
    try theStartIsLegal(parameters, 5)
    let arrangements = try [4.0, 1.0].map { aspectRatio in
      parameters.aspectRatio = aspectRatio
      let blocks = try AcceleratorBlocks(parameters)
      let die = try AcceleratorGenerator.generate(parameters, seed: 5).floorplan.die
      var start = AcceleratorPlacement(
        blocks: blocks, netlist: blocks.builder.build(), die: die, seed: 5)
      return try start.place()
    }
    #expect(arrangements == [.rows, .strips])
  }

  @Test func invalidParametersAreRefusedByName() {
    let changes: [(String, (inout AcceleratorParameters) -> Void)] = [
      ("rows", { $0.rows = 0 }), ("rows", { $0.rows = .max }), ("columns", { $0.columns = -4 }),
      ("clusterRows", { $0.clusterRows = 3 }), ("clusterColumns", { $0.clusterColumns = 32 }),
      ("operandBits", { $0.operandBits = 1 }), ("accumulatorBits", { $0.accumulatorBits = 15 }),
      ("inputBuffer.banks", { $0.inputBuffer.banks = 5 }),
      ("weightBuffer.banks", { $0.weightBuffer.banks = 0 }),
      ("outputBuffer.kilobytesPerBank", { $0.outputBuffer.kilobytesPerBank = .max }),
      ("tiles", { $0.tiles = 17 }), ("dmaChannels", { $0.dmaChannels = 9 }),
      ("dmaChannels", { ($0.tiles, $0.dmaChannels) = (4, 3) }),
      ("tiles", { ($0.tiles, $0.network) = (5, .mesh) }),
      ("tiles", { ($0.tiles, $0.network) = (6, .tree) }),
      ("pipelineStages", { $0.pipelineStages = 5 }), ("targetClock", { $0.targetClock = 0 }),
      ("vectorLanes", { $0.vectorLanes = 0 }), ("busBits", { $0.busBits = 4 }),
      ("utilization", { $0.utilization = 1.2 }), ("utilization", { $0.utilization = .nan }),
      ("aspectRatio", { $0.aspectRatio = 0 }), ("macroSpacing", { $0.macroSpacing = -.infinity }),
      ("gridColumns", { $0.gridColumns = 0 }), ("gridRows", { $0.gridRows = 1000 }),
    ]
    for (name, change) in changes {
      var parameters = AcceleratorParameters()
      change(&parameters)
      let error = #expect(throws: AcceleratorError.self) {
        try AcceleratorGenerator.generate(parameters, seed: 1)
      }
      guard case .parameter(name, _, let reason) = error else {
        Issue.record("expected an error about \(name), got \(String(describing: error))")
        continue
      }
      #expect(reason.hasPrefix("expected "))
    }
  }
}
