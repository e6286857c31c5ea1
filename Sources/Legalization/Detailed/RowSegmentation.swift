import Netlist

/// Cuts rows into segments: stretches without obstacle whose sites are all in the same regions.
struct RowSegmentation {
  /// What decides which cells may stand on a segment.
  struct Kind: Hashable {
    var siteName: String
    var siteWidth: Double
    var siteSpacing: Double
    /// Whether the row is upside down.
    var isFlipped: Bool
    /// The regions that the segment is in, rising.
    var regions: [Int]
  }

  /// Segments bottom up, then left to right.
  private(set) var segments: [RowSegment] = []
  private(set) var levels: [RowLevel] = []
  private(set) var segmentLevels: [Int32] = []
  private(set) var kinds: [Kind] = []
  private var kindNumbers: [Kind: Int32] = [:]

  /// The segments of all rows of one height, clear of `obstacles`.
  ///
  /// - Throws: ``LegalizationError`` for rows that overlap or stand upright.
  init(
    floorplan: Floorplan, rowHeight: Double, obstacles: [Box]
  ) throws(LegalizationError) {
    let die = floorplan.die
    let noise = PlacementObstacles.roundingNoise(die)
    // Rows that `RowGroups` drops because others lie over them hold no cells.
    let rows = RowGroups(floorplan: floorplan).groups.flatMap(\.rows).filter {
      abs($0.height - rowHeight) <= noise && $0.siteCount > 0 && $0.y >= die.minY - noise
        && $0.y + $0.height <= die.maxY + noise
    }.sorted { ($0.y, $0.x, $0.siteName) < ($1.y, $1.x, $1.siteName) }
    try Self.requireApart(rows)
    let cuts = Self.obstaclesByRow(rows, obstacles)
    for (index, row) in rows.enumerated() {
      if levels.last?.y != row.y {
        let next = Int32(segments.count)
        levels.append(RowLevel(y: row.y, firstSegment: next, endSegment: next))
      }
      add(row, cuts: cuts[index], floorplan)
      levels[levels.count - 1].endSegment = Int32(segments.count)
    }
    for (index, level) in levels.enumerated() {
      for _ in level.firstSegment..<level.endSegment { segmentLevels.append(Int32(index)) }
    }
  }

  private static func requireApart(_ rows: [PlacementRow]) throws(LegalizationError) {
    for row in rows where row.orientation.swapsSides {
      throw LegalizationError(
        message: "the row at (\(row.x), \(row.y)) has orientation \(row.orientation.name): rows of "
          + "cells that stand upright are not supported")
    }
    for (row, next) in zip(rows, rows.dropFirst()) where row.y == next.y {
      guard row.box.overlaps(next.box) else { continue }
      throw LegalizationError(
        message: "the rows at (\(row.x), \(row.y)) and (\(next.x), \(next.y)) overlap")
    }
  }

  /// The obstacles that reach into each row. Rows are sorted by y and equally high.
  private static func obstaclesByRow(_ rows: [PlacementRow], _ obstacles: [Box]) -> [[Box]] {
    var result = [[Box]](repeating: [], count: rows.count)
    for box in obstacles {
      var (low, high) = (0, rows.count)
      while low < high {
        let middle = (low + high) / 2
        if rows[middle].y + rows[middle].height <= box.minY {
          low = middle + 1
        } else {
          high = middle
        }
      }
      while low < rows.count, rows[low].y < box.maxY {
        if box.overlaps(rows[low].box) { result[low].append(box) }
        low += 1
      }
    }
    return result
  }

  private mutating func add(_ row: PlacementRow, cuts: [Box], _ floorplan: Floorplan) {
    let box = row.box
    let regions = floorplan.regions
    // A fence that covers part of a row's height leaves no place there for any cell.
    let torn = regions.filter(\.isFence).flatMap(\.boxes).filter {
      $0.overlaps(box) && ($0.minY > box.minY || $0.maxY < box.maxY)
    }
    var free = [
      (low: max(box.minX, floorplan.die.minX), high: min(box.maxX, floorplan.die.maxX))
    ].filter { $0.low < $0.high }
    for cut in cuts + torn {
      free = free.flatMap { part in
        [(part.low, min(part.high, cut.minX)), (max(part.low, cut.maxX), part.high)]
          .filter { $0.0 < $0.1 }
      }
    }
    let whole = regions.map { region in
      region.boxes.filter { $0.minY <= box.minY && $0.maxY >= box.maxY }
    }
    var ends = whole.joined().flatMap { [$0.minX, $0.maxX] }
    ends.sort()
    for part in free.sorted(by: { $0.low < $1.low }) {
      var parts: [(low: Double, high: Double, regions: [Int])] = []
      var low = part.low
      for high in ends.filter({ $0 > part.low && $0 < part.high }) + [part.high] where high > low {
        let inside = whole.indices.filter { region in
          whole[region].contains { $0.minX <= low && $0.maxX >= high }
        }
        if let last = parts.last, last.regions == inside, last.high == low {
          parts[parts.count - 1].high = high
        } else {
          parts.append((low, high, inside))
        }
        low = high
      }
      for part in parts { add(row, from: part.low, to: part.high, regions: part.regions) }
    }
  }

  private mutating func add(_ row: PlacementRow, from low: Double, to high: Double, regions: [Int])
  {
    let tolerance = 1e-6
    let first = ((low - row.x) / row.siteSpacing - tolerance).rounded(.up)
    let room = (high - row.x - row.siteWidth) / row.siteSpacing + 1
    let end = min(Double(row.siteCount), (room + tolerance).rounded(.down))
    guard end > first else { return }
    let isFlipped = row.orientation == .flippedSouth || row.orientation == .south
    let isMirrored = row.orientation == .flippedNorth || row.orientation == .south
    let kind = Kind(
      siteName: row.siteName, siteWidth: row.siteWidth, siteSpacing: row.siteSpacing,
      isFlipped: isFlipped, regions: regions)
    if kindNumbers[kind] == nil {
      kindNumbers[kind] = Int32(kinds.count)
      kinds.append(kind)
    }
    segments.append(
      RowSegment(
        originX: row.x, spacing: row.siteSpacing, y: row.y, first: Int32(first), end: Int32(end),
        sign: Point(isMirrored ? -1 : 1, isFlipped ? -1 : 1), kind: kindNumbers[kind]!))
  }
}
