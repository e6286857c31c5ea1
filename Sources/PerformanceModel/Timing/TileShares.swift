public import Accelerator

/// A product split over equal arrays, the tiles, that work side by side.
///
/// Outputs are split, by columns or by rows, never the terms of a sum, so that no tile waits for
/// another's sums. Of the two the split is taken that takes fewer cycles; of equal ones the first
/// that splits the folds over columns, the outer loop. Tiles get equal shares, but for one.
public struct TileShares: Hashable, Sendable {
  /// A shape, and how many tiles compute one like it.
  public struct Share: Hashable, Sendable {
    /// The product of one tile.
    public var gemm: GEMM
    /// The number of tiles.
    public var tiles: Int
  }

  /// The shares, the largest first. Tiles beyond these have nothing to do.
  public let shares: [Share]

  /// Splits a product.
  public init(_ gemm: GEMM, dataflow: Dataflow, rows: Int, columns: Int, tiles: Int) {
    let byRows = Self.parts(gemm.m, tiles).map {
      Share(gemm: GEMM(m: $0.length, n: gemm.n, k: gemm.k), tiles: $0.count)
    }
    let byColumns = Self.parts(gemm.n, tiles).map {
      Share(gemm: GEMM(m: gemm.m, n: $0.length, k: gemm.k), tiles: $0.count)
    }
    let choices = dataflow == .inputStationary ? [byRows, byColumns] : [byColumns, byRows]
    func cycles(_ shares: [Share]) -> Int {
      SystolicTiming.cycles(shares[0].gemm, dataflow: dataflow, rows: rows, columns: columns)
    }
    shares = cycles(choices[1]) < cycles(choices[0]) ? choices[1] : choices[0]
  }

  /// The product of the tile that has most to do.
  public var largest: GEMM { shares[0].gemm }

  /// The tiles that have something to do.
  public var activeTiles: Int { shares.reduce(0) { $0 + $1.tiles } }

  /// A length in so many parts, none of which is longer than another by more than one.
  private static func parts(_ length: Int, _ count: Int) -> [(length: Int, count: Int)] {
    let (short, longer) = length.quotientAndRemainder(dividingBy: count)
    return [(short + 1, longer), (short, count - longer)].filter { $0.length > 0 && $0.count > 0 }
  }
}
