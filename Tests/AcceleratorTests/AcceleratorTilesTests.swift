import Netlist
import Technology
import Testing

@testable import Accelerator

/// What several tiles, their networks and other technologies must come to.
@Suite struct AcceleratorTilesTests {
  /// Names of nodes, without the number that soft macros begin with.
  private func names(_ netlist: Netlist) -> [String] {
    (0..<netlist.nodeCount).map { index in
      let name = netlist.name(of: NodeID(index))
      return netlist.nodeKinds[index] == .softMacro
        ? String(name.split(separator: "_", maxSplits: 2)[2]) : name
    }
  }

  /// For each tile what one tile has, less its DMA engine and controller, plus a port and a sequencer.
  @Test(arguments: AcceleratorGeneratorTests.tiled)
  func tilesHaveWhatOneTileHas(_ parameters: AcceleratorParameters) throws {
    var alone = parameters
    (alone.tiles, alone.dmaChannels, alone.network) = (1, 1, .bus)
    let one = try AcceleratorGenerator.generate(alone, seed: 1).netlist
    let many = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
    let expected = Set(names(one).filter { $0.contains("/") })
      .union(["vector_unit", "port", "sequencer"])
    for tile in 0..<parameters.tiles {
      let own = names(many).filter { $0.hasPrefix("tile_\(tile)/") }
        .map { String($0.drop { $0 != "/" }.dropFirst()) }
      #expect(own.count == expected.count && Set(own) == expected)
    }
    let routers =
      parameters.dmaChannels * parameters.network.routerCount(tiles: parameters.tilesPerChannel)
    #expect(names(many).count { $0.hasPrefix("network/") } == routers)
    #expect(names(many).count { $0.hasPrefix("dma") } == parameters.dmaChannels)
    #expect(
      many.count(of: .softMacro)
        == parameters.tiles * (one.count(of: .softMacro) - 2 + 2) + routers
        + parameters.dmaChannels + 1)
    #expect(many.count(of: .hardMacro) == parameters.tiles * one.count(of: .hardMacro))
    for net in 0..<many.netCount { #expect(BusClass(of: NetID(net), in: many) != nil) }
  }

  /// Over nets of the network alone, each DMA engine reaches its tiles and no others, and they it.
  @Test(arguments: AcceleratorGeneratorTests.tiled)
  func networksJoinEachEngineWithItsTiles(_ parameters: AcceleratorParameters) throws {
    let netlist = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
    let names = names(netlist)
    var next = [[Int]](repeating: [], count: netlist.nodeCount)
    var previous = next
    for net in 0..<netlist.netCount where BusClass(of: NetID(net), in: netlist) == .network {
      let nodes = netlist.netPins[net].map { netlist.pinNodes[$0.index].index }
      for sink in nodes.dropFirst() {
        next[nodes[0]].append(sink)
        previous[sink].append(nodes[0])
      }
      #expect(netlist.netWeights[net] > Double(parameters.busBits))
    }
    for channel in 0..<parameters.dmaChannels {
      let name = parameters.dmaChannels == 1 ? "dma" : "dma_\(channel)"
      let engine = try #require(names.firstIndex(of: name))
      let share = parameters.tilesPerChannel
      let expected = Set((channel * share..<(channel + 1) * share).map { "tile_\($0)/port" })
      for links in [next, previous] {
        var reached: Set<Int> = [engine]
        var front = [engine]
        while let node = front.popLast() {
          for other in links[node] where reached.insert(other).inserted { front.append(other) }
        }
        let ports = Set(reached.map { names[$0] }.filter { $0.hasSuffix("/port") })
        #expect(ports == expected)
      }
    }
  }

  /// A mesh has a link each way between neighbours, and between router and tile.
  @Test func meshesAndTreesHaveAsManyLinksAsTheyShould() throws {
    func links(_ network: TileNetwork, _ tiles: Int) throws -> Int {
      var parameters = AcceleratorParameters()
      (parameters.rows, parameters.columns) = (4, 4)
      (parameters.network, parameters.tiles) = (network, tiles)
      let netlist = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
      return (0..<netlist.netCount).count { BusClass(of: NetID($0), in: netlist) == .network }
    }
    // 3 by 2: 4 + 3 pairs of neighbours, 6 tiles, the root.
    #expect(try links(.mesh, 6) == 2 * (7 + 6 + 1))
    #expect(try links(.tree, 8) == 2 * (14 + 1))
    #expect(try links(.bus, 5) == 1 + 5)
  }

  @Test func tilesStandInTheirPartsOfTheDie() throws {
    var parameters = AcceleratorParameters()
    (parameters.rows, parameters.columns, parameters.tiles) = (8, 8, 6)
    let design = try AcceleratorGenerator.generate(parameters, seed: 3)
    let (width, height) = (design.floorplan.die.width / 3, design.floorplan.die.height / 2)
    for (index, name) in names(design.netlist).enumerated() where name.hasPrefix("tile_") {
      let tile = try #require(Int(name.dropFirst(5).prefix { $0 != "/" }))
      let (x, y) = (design.placement.x[index], design.placement.y[index])
      #expect(Int(x / width) == tile % 3 && Int(y / height) == tile / 3)
    }
  }

  @Test func pipelinesEnlargeElementsAlone() throws {
    var parameters = AcceleratorParameters()
    let plain = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
    parameters.pipelineStages = 3
    let piped = try AcceleratorGenerator.generate(parameters, seed: 1).netlist
    #expect(plain.nodeCount == piped.nodeCount && plain.netCount == piped.netCount)
    for (index, name) in names(plain).enumerated() {
      let ratio = piped.area(of: NodeID(index)) / max(1e-9, plain.area(of: NodeID(index)))
      if name.contains("array/") {
        #expect(ratio > 1.1 && ratio < 2.5)
      } else if plain.nodeKinds[index] != .port, name != "controller" {
        #expect(ratio == 1)
      }
    }
  }

  @Test func otherTechnologiesHaveTheirOwnMemoriesCellsAndTracks() throws {
    let asap7 = try #require(Technology.preset("asap7"))
    let parameters = AcceleratorParameters()
    let design = try AcceleratorGenerator.generate(parameters, technology: asap7, seed: 1)
    let usual = try AcceleratorGenerator.generate(parameters, seed: 1)
    #expect(design.floorplan.routing == asap7.routingSupply)
    let sizes = Set(asap7.memories.map { [$0.width, $0.height] })
    for node in design.netlist.nodes(.hardMacro) {
      #expect(
        sizes.contains([
          design.netlist.nodeWidths[node.index], design.netlist.nodeHeights[node.index],
        ]))
    }
    // Between the ratios of flip-flops and of gates.
    let cells = (asap7.cells, Technology.nangate45.cells)
    let ratios = [cells.0.flipFlop / cells.1.flipFlop, cells.0.nand2 / cells.1.nand2].sorted()
    for (soft, other) in zip(design.netlist.nodes(.softMacro), usual.netlist.nodes(.softMacro)) {
      let ratio = design.netlist.area(of: soft) / usual.netlist.area(of: other)
      #expect(ratio > ratios[0] && ratio < ratios[1])
    }
    #expect(
      try SystemVerilog.source(parameters, technology: asap7).contains("module memory_fakeram7"))
  }
}
