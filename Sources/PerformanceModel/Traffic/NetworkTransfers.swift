import Accelerator

/// How many nets of the network between tiles a word goes over, on the mean of all tiles.
///
/// A shared bus is one net. In a mesh a word enters beside the first tile, goes along the rows and
/// columns of tiles, and leaves its router for the tile. In a tree it goes from the root down.
struct NetworkTransfers {
  let parameters: AcceleratorParameters
  let tiles: Int

  /// The mean number of nets between a DMA engine and a tile.
  var meanNets: Double {
    let channels = max(1, min(parameters.dmaChannels, tiles))
    let count = tiles / channels
    guard tiles > 1 else { return 0 }
    guard count > 1 else { return 1 }
    switch parameters.network {
    case .bus: return 1
    case .mesh:
      let grid = TileGrid(tiles: count)
      return 2 + Double(grid.columns - 1) / 2 + Double(grid.rows - 1) / 2
    case .tree: return 1 + Double(Int.bitWidth - 1 - count.leadingZeroBitCount)
    }
  }

  /// The bits over the network's nets: all that is fetched and all results, over each net on its way.
  func bits(_ transfers: BusTransfers) -> Int {
    Int((Double(transfers[.fill] + transfers[.result]) * meanNets).rounded())
  }
}
