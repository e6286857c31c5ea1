/// What joins the tiles of an accelerator to the DMA engine and the controller.
public enum TileNetwork: String, CaseIterable, Sendable {
  /// A shared bus to all tiles; on the way back each tile has its own.
  case bus
  /// A router beside each tile, joined to those of the neighbouring tiles. Words go along the row of
  /// tiles first, then along the column.
  case mesh
  /// A binary tree of routers, with the tiles below the last ones.
  case tree

  /// The routers that join so many tiles.
  public func routerCount(tiles: Int) -> Int {
    if tiles == 1 { return 0 }
    switch self {
    case .bus: return 0
    case .mesh: return tiles
    case .tree: return tiles - 1
    }
  }

  /// The neighbours of a router, the tile included.
  public var routerPorts: Int {
    switch self {
    case .bus: 0
    case .mesh: 5
    case .tree: 3
    }
  }
}

/// Tiles set in a rectangle, as near to a square as their number allows, no taller than wide.
public struct TileGrid: Hashable, Sendable {
  /// The tiles side by side.
  public var columns: Int
  /// The rows of them.
  public var rows: Int

  /// The grid of so many tiles.
  public init(tiles: Int) {
    rows = (1...max(1, tiles)).last { $0 * $0 <= tiles && tiles.isMultiple(of: $0) } ?? 1
    columns = tiles / rows
  }
}
