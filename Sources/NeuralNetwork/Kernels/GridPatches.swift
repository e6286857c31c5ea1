/// The neighbourhoods of 3 times 3 cells that a convolution sees, as rows of a matrix, and back.
///
/// The patch at coarse cell (r, c) is around fine cell (`stride` r, `stride` c). It is nine cells of
/// `channels` elements, row after row, zero where it reaches over the edge.
struct GridPatches {
  let fine: GridShape
  let coarse: GridShape
  let stride: Int
  let channels: Int

  /// The elements of one patch.
  var patchSize: Int { 9 * channels }

  init(fine: GridShape, stride: Int, channels: Int) {
    self.fine = fine
    self.stride = stride
    self.channels = channels
    coarse = fine.reduced(by: stride)
  }

  /// Patches, in elements, that are worked on at once: they and what is computed from them stay in
  /// the second cache.
  private static let blockSize = 1 << 15

  /// Calls with ranges of coarse rows that together are all, each of which makes a block.
  @inline(__always)
  func forEachBlock(_ body: (_ rows: Range<Int>, _ cells: Range<Int>) -> Void) {
    let block = max(1, Self.blockSize / (patchSize * coarse.width))
    var first = 0
    while first < coarse.height {
      let rows = first..<min(first + block, coarse.height)
      body(rows, rows.lowerBound * coarse.width..<rows.upperBound * coarse.width)
      first = rows.upperBound
    }
  }

  /// The largest number of patches of a block.
  var blockCells: Int {
    min(coarse.height, max(1, Self.blockSize / (patchSize * coarse.width))) * coarse.width
  }

  /// Writes the patches of coarse rows of a fine map.
  func gather(
    _ map: UnsafePointer<Float>, rows: Range<Int>, into patches: UnsafeMutablePointer<Float>
  ) {
    let run = 3 * channels
    for row in rows {
      let line = patches + (row - rows.lowerBound) * coarse.width * patchSize
      for offset in 0..<3 {
        let target = line + offset * run
        let fineRow = row * stride + offset - 1
        guard fineRow >= 0 && fineRow < fine.height else {
          for column in 0..<coarse.width {
            (target + column * patchSize).update(repeating: 0, count: run)
          }
          continue
        }
        let source = map + fineRow * fine.width * channels
        for column in 0..<coarse.width {
          let first = column * stride - 1
          let patch = target + column * patchSize
          if first >= 0 && first + 3 <= fine.width {
            patch.update(from: source + first * channels, count: run)
          } else {
            let inside = max(first, 0)..<min(first + 3, fine.width)
            patch.update(repeating: 0, count: run)
            (patch + (inside.lowerBound - first) * channels).update(
              from: source + inside.lowerBound * channels, count: inside.count * channels)
          }
        }
      }
    }
  }

  /// Adds patches of coarse rows to the cells of a fine map that they lie over.
  func scatter(
    _ patches: UnsafePointer<Float>, rows: Range<Int>, addingTo map: UnsafeMutablePointer<Float>
  ) {
    let run = 3 * channels
    for row in rows {
      let line = patches + (row - rows.lowerBound) * coarse.width * patchSize
      for offset in 0..<3 {
        let fineRow = row * stride + offset - 1
        guard fineRow >= 0 && fineRow < fine.height else { continue }
        let target = map + fineRow * fine.width * channels
        for column in 0..<coarse.width {
          let first = column * stride - 1
          let inside = max(first, 0)..<min(first + 3, fine.width)
          let patch = line + column * patchSize + offset * run
          Elementwise.add(
            patch + (inside.lowerBound - first) * channels,
            to: target + inside.lowerBound * channels, count: inside.count * channels)
        }
      }
    }
  }
}
