import Netlist

/// Places cells that cover several rows, one by one, the largest first, each where it is nearest to its
/// wish among what is free.
struct TallCells {
  /// A free stretch of one level.
  private struct Piece {
    var low: Double
    var high: Double
    /// Where a site begins.
    var origin: Double
    var orientation: Orientation
  }

  private struct Spot {
    var cost = Double.infinity
    var x = 0.0
    var level = -1
    var orientation = Orientation.north
  }

  /// A cell's place.
  struct Place {
    var left: Double
    var bottom: Double
    var rowOrientation: Orientation
  }

  private let segments: RowSegments
  private var pieces: [[Piece]] = []

  init(segments: RowSegments) {
    self.segments = segments
    for level in segments.levelY.indices {
      let range = Int(segments.levelStart[level])..<Int(segments.levelStart[level + 1])
      pieces.append(
        range.map {
          Piece(
            low: segments.originX[$0], high: segments.endX($0), origin: segments.originX[$0],
            orientation: segments.orientation[$0])
        })
    }
  }

  /// The nearest free place of a cell, which is then taken; nil if there is none.
  mutating func place(_ cell: Int, of cells: RowCells, rowCount: Int) -> Place? {
    let width = Double(cells.width[cell]) * segments.siteSpacing
    var best = Spot()
    let order = segments.levelY.indices.sorted {
      abs(segments.levelY[$0] - cells.y[cell]) < abs(segments.levelY[$1] - cells.y[cell])
    }
    for level in order {
      let dy = segments.levelY[level] - cells.y[cell]
      if dy * dy >= best.cost { break }
      guard isStack(level, rowCount) else { continue }
      search(level, cell, cells, width: width, rowCount: rowCount, &best)
    }
    guard best.level >= 0 else { return nil }
    for level in best.level..<best.level + rowCount {
      take(from: best.x, to: best.x + width, level: level)
    }
    return Place(
      left: best.x, bottom: segments.levelY[best.level], rowOrientation: best.orientation)
  }

  /// Whether the rows from a level on stand close upon each other.
  private func isStack(_ level: Int, _ rowCount: Int) -> Bool {
    guard level + rowCount <= segments.levelY.count else { return false }
    return (1..<max(rowCount, 2)).allSatisfy { step in
      rowCount == 1
        || abs(
          segments.levelY[level + step] - segments.levelY[level]
            - Double(step) * segments.height) <= segments.noise
    }
  }

  private func search(
    _ level: Int, _ cell: Int, _ cells: RowCells, width: Double, rowCount: Int,
    _ best: inout Spot
  ) {
    let dy = segments.levelY[level] - cells.y[cell]
    let x = cells.x[cell]
    let noise = segments.noise
    let start = firstPiece(level, endingAfter: x)
    func tryPiece(_ index: Int) {
      let piece = pieces[level][index]
      guard piece.high - piece.low >= width - noise, cells.allows(piece.orientation, cell) else {
        return
      }
      eachCommonInterval(level + 1, level + rowCount, piece.low, piece.high, width) { low, high in
        let spacing = segments.siteSpacing
        let slack = noise / spacing / 2
        let first = ((low - piece.origin) / spacing - slack).rounded(.up)
        let last = ((high - width - piece.origin) / spacing + slack).rounded(.down)
        guard first <= last else { return }
        let site = min(max(((x - piece.origin) / spacing).rounded(), first), last)
        let left = piece.origin + site * spacing
        let cost = (left - x) * (left - x) + dy * dy
        if cost < best.cost {
          best = Spot(cost: cost, x: left, level: level, orientation: piece.orientation)
        }
      }
    }
    var index = start
    while index < pieces[level].count {
      let gap = max(0, pieces[level][index].low - x)
      if gap * gap + dy * dy >= best.cost { break }
      tryPiece(index)
      index += 1
    }
    index = start - 1
    while index >= 0 {
      let gap = max(0, x + width - pieces[level][index].high)
      if gap * gap + dy * dy >= best.cost { break }
      tryPiece(index)
      index -= 1
    }
  }

  private func firstPiece(_ level: Int, endingAfter x: Double) -> Int {
    var (low, high) = (0, pieces[level].count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[level][middle].high <= x { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Calls `body` with the parts of an interval, wide enough, that are free on a range of levels.
  private func eachCommonInterval(
    _ level: Int, _ end: Int, _ low: Double, _ high: Double, _ width: Double,
    _ body: (Double, Double) -> Void
  ) {
    guard level < end else { return body(low, high) }
    var index = firstPiece(level, endingAfter: low)
    while index < pieces[level].count, pieces[level][index].low < high {
      let (left, right) = (max(low, pieces[level][index].low), min(high, pieces[level][index].high))
      if right - left >= width - segments.noise {
        eachCommonInterval(level + 1, end, left, right, width, body)
      }
      index += 1
    }
  }

  private mutating func take(from left: Double, to right: Double, level: Int) {
    let index = firstPiece(level, endingAfter: left + segments.noise)
    guard index < pieces[level].count else { return }
    let piece = pieces[level][index]
    var rest: [Piece] = []
    if left - piece.low > segments.noise {
      rest.append(
        Piece(
          low: piece.low, high: left, origin: piece.origin, orientation: piece.orientation))
    }
    if piece.high - right > segments.noise {
      rest.append(
        Piece(
          low: right, high: piece.high, origin: piece.origin, orientation: piece.orientation))
    }
    pieces[level].replaceSubrange(index...index, with: rest)
  }
}
