import Accelerator

@testable import PerformanceModel

/// Memories that keep what was used last, as tiles of words, fold after fold: a second account of what
/// comes from DRAM and goes there.
///
/// Under the loops' cyclic use, a memory that forgets what was used longest ago keeps all or nothing:
/// just what the model assumes.
struct FoldCache {
  private struct Memory {
    var room: Int
    var tiles: [(id: [Int], words: Int)] = []
    var fetched = 0
    var evicted: [[Int]] = []

    /// Uses a tile; whether it had to come.
    mutating func use(_ id: [Int], words: Int) -> Bool {
      var isNew = true
      if let place = tiles.firstIndex(where: { $0.id == id }) {
        tiles.remove(at: place)
        isNew = false
      } else {
        fetched += words
      }
      tiles.append((id, words))
      while tiles.reduce(0, { $0 + $1.words }) > room, !tiles.isEmpty {
        evicted.append(tiles.removeFirst().id)
      }
      return isNew
    }
  }

  private(set) var rowFetches = 0
  private(set) var columnFetches = 0
  /// Sums that came back.
  private(set) var sumFetches = 0

  init(_ loops: FoldLoops, _ capacity: MemoryCapacity) {
    let mapping = loops.mapping
    var row = Memory(room: capacity.rowWords)
    var column = Memory(room: capacity.columnWords)
    var sums = Memory(room: capacity.sumWords)
    var inElements: [Int] = []
    let isOutputStationary = mapping.dataflow == .outputStationary
    let sizes: [FoldLoops.Axis: Int] = [
      .row: mapping.rowFolds, .column: mapping.columnFolds, .block: loops.blockCount,
    ]
    var place: [FoldLoops.Axis: Int] = [:]
    for outer in 0..<sizes[loops.order[0]]! {
      for middle in 0..<sizes[loops.order[1]]! {
        for inner in 0..<sizes[loops.order[2]]! {
          place[loops.order[0]] = outer
          place[loops.order[1]] = middle
          place[loops.order[2]] = inner
          let (r, c, b) = (place[.row]!, place[.column]!, place[.block]!)
          let rows = min(mapping.rows, mapping.rowLength - r * mapping.rows)
          let columns = min(mapping.columns, mapping.columnLength - c * mapping.columns)
          let steps = min(loops.blockSteps, mapping.steps - b * loops.blockSteps)
          _ = row.use([r, b], words: rows * steps)
          if isOutputStationary {
            _ = column.use([c], words: columns * steps)
          } else {
            if inElements != [r, c] { _ = column.use([r, c], words: rows * columns) }
            inElements = [r, c]
            let isNew = sums.use([b, c], words: steps * columns)
            if isNew, r > 0 { sumFetches += steps * columns }
          }
        }
      }
    }
    (rowFetches, columnFetches) = (row.fetched, column.fetched)
  }
}
