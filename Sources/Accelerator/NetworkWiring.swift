import Netlist

/// The nets between DMA engines, routers, tiles and controller of an accelerator of several tiles. A
/// link between routers is a net each way, of a word and its handshake.
extension AcceleratorBlocks {
  /// Joins the tiles of each DMA channel to its engine, and the engines to the controller.
  mutating func wireNetworks() {
    for channel in dmas.indices {
      let count = parameters.tilesPerChannel
      let ports = tiles[channel * count..<(channel + 1) * count].map(\.port)
      if count == 1 {
        join(dmas[channel], ports[0], bits: tileWordBits, "tile", "up")
      } else {
        switch parameters.network {
        case .bus: wireBus(dmas[channel], ports)
        case .mesh: wireMesh(dmas[channel], routers[channel], ports)
        case .tree: wireTree(dmas[channel], routers[channel], ports)
        }
      }
      // A register with its tile and index; an end of a command for each tile.
      drive(
        controller, .control, suffix: "_dma_\(channel)", bits: 48, to: [dmas[channel].input])
      drive(dmas[channel], .control, bits: count, to: [controller.input])
    }
  }

  /// A word with what it is, and its handshake.
  private var tileWordBits: Int { dimensions.payloadBits + 1 + 2 }
  /// A word on its way through routers.
  private var linkBits: Int { dimensions.linkBits + 2 }

  /// A net each way between two blocks; the names say what stands at the other end.
  private mutating func join(
    _ first: LogicBlock, _ second: LogicBlock, bits: Int, _ toSecond: String, _ toFirst: String
  ) {
    drive(first, .network, suffix: "_\(toSecond)", bits: bits, to: [second.input])
    drive(second, .network, suffix: "_\(toFirst)", bits: bits, to: [first.input])
  }

  /// One net past all tiles, and a net back from each.
  private mutating func wireBus(_ dma: LogicBlock, _ ports: [LogicBlock]) {
    drive(
      dma, .network, suffix: "_tiles", bits: tileWordBits + dimensions.tileBits,
      to: ports.map(\.input))
    for port in ports {
      drive(port, .network, suffix: "_up", bits: tileWordBits, to: [dma.input])
    }
  }

  /// Neighbours in the grid of tiles; the engine is to the left of the first.
  private mutating func wireMesh(
    _ dma: LogicBlock, _ routers: [LogicBlock], _ ports: [LogicBlock]
  ) {
    let columns = TileGrid(tiles: ports.count).columns
    join(dma, routers[0], bits: linkBits, "mesh", "root")
    for index in ports.indices {
      join(routers[index], ports[index], bits: tileWordBits, "tile", "up")
      if (index + 1) % columns != 0 {
        join(routers[index], routers[index + 1], bits: linkBits, "east", "west")
      }
      if index + columns < ports.count {
        join(routers[index], routers[index + columns], bits: linkBits, "north", "south")
      }
    }
  }

  /// Router n, counted from 1 at the root, above n * 2 and n * 2 + 1; the tiles come after the
  /// routers.
  private mutating func wireTree(
    _ dma: LogicBlock, _ routers: [LogicBlock], _ ports: [LogicBlock]
  ) {
    join(dma, routers[0], bits: linkBits, "tree", "root")
    for number in 1..<ports.count {
      for side in 0...1 {
        let below = 2 * number + side
        let isTile = below >= ports.count
        join(
          routers[number - 1], isTile ? ports[below - ports.count] : routers[below - 1],
          bits: isTile ? tileWordBits : linkBits, "below_\(side)", "up")
      }
    }
  }
}
