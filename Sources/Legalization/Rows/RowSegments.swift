import Netlist

/// The stretches of rows that cells may stand on: rows less what is closed, cut to whole sites. By
/// level (lower edge), bottom up, and from left to right.
struct RowSegments: Sendable {
  /// The height of the rows.
  let height: Double
  /// The distance between sites.
  let siteSpacing: Double
  /// The left end of each segment, where a site begins.
  private(set) var originX: [Double] = []
  /// The number of sites of each.
  private(set) var siteCount: [Int32] = []
  /// How the row of each is turned.
  private(set) var orientation: [Orientation] = []
  /// The level of each.
  private(set) var level: [Int32] = []
  /// The lower edge of each level, rising.
  private(set) var levelY: [Double] = []
  /// Where the segments of each level begin; one more entry than levels.
  private(set) var levelStart: [Int32] = [0]
  /// The least distance between edges that are not the same.
  let noise: Double

  /// The number of segments.
  var count: Int { originX.count }

  /// The right end of a segment.
  func endX(_ segment: Int) -> Double {
    originX[segment] + Double(siteCount[segment]) * siteSpacing
  }

  /// The number of all sites.
  var totalSites: Int { siteCount.reduce(0) { $0 + Int($1) } }

  /// - Parameters:
  ///   - group: the rows.
  ///   - die: what segments must be inside of.
  ///   - domain: the rectangles that segments must be inside of, or nil for the die.
  ///   - closed: the rectangles to keep clear of.
  init(group: RowGroup, die: Box, domain: [Box]?, closed: [Box]) {
    height = group.height
    siteSpacing = group.siteSpacing
    noise = PlacementObstacles.roundingNoise(die)
    var rowsOfLevel: [Range<Int>] = []
    for (index, row) in group.rows.enumerated() {
      if let last = levelY.last, row.y - last <= noise {
        rowsOfLevel[rowsOfLevel.count - 1] = rowsOfLevel.last!.lowerBound..<index + 1
      } else {
        levelY.append(row.y)
        rowsOfLevel.append(index..<index + 1)
      }
    }
    let closedOnLevel = spans(of: closed)
    let domainOnLevel = domain.map { boxesOnLevels($0) }
    for (level, rows) in rowsOfLevel.enumerated() {
      let y = levelY[level]
      let isInside = y >= die.minY - noise && y + height <= die.maxY + noise
      for row in group.rows[rows] where isInside {
        var free = [
          Interval(low: max(row.box.minX, die.minX), high: min(row.box.maxX, die.maxX))
        ]
        if let domainOnLevel {
          let inside = Self.fullyCovered(domainOnLevel[level], from: y, to: y + height, noise)
          free = free.flatMap { part in inside.map { $0.intersection(part) } }
        }
        for part in free { add(part, less: closedOnLevel[level], of: row, level: level) }
      }
      levelStart.append(Int32(count))
    }
  }

  /// An interval of x.
  struct Interval {
    var low: Double
    var high: Double

    func intersection(_ other: Interval) -> Interval {
      Interval(low: max(low, other.low), high: min(high, other.high))
    }
  }

  /// The levels that a box reaches into by more than noise.
  private func levels(of box: Box) -> Range<Int> {
    func first(_ isBeyond: (Double) -> Bool) -> Int {
      var (low, high) = (0, levelY.count)
      while low < high {
        let middle = (low + high) / 2
        if isBeyond(levelY[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let start = first { $0 + height > box.minY + noise }
    return start..<max(start, first { $0 >= box.maxY - noise })
  }

  private func boxesOnLevels(_ boxes: [Box]) -> [[Box]] {
    var lists = [[Box]](repeating: [], count: levelY.count)
    for box in boxes { for level in levels(of: box) { lists[level].append(box) } }
    return lists
  }

  /// What boxes close on each level, from left to right.
  private func spans(of boxes: [Box]) -> [[Interval]] {
    var lists = [[Interval]](repeating: [], count: levelY.count)
    for box in boxes {
      let span = Interval(low: box.minX, high: box.maxX)
      for level in levels(of: box) { lists[level].append(span) }
    }
    for level in lists.indices { lists[level].sort { ($0.low, $0.high) < ($1.low, $1.high) } }
    return lists
  }

  /// Where boxes together cover a strip from its lower to its upper edge.
  private static func fullyCovered(
    _ boxes: [Box], from bottom: Double, to top: Double, _ noise: Double
  ) -> [Interval] {
    let edges = boxes.flatMap { [$0.minX, $0.maxX] }.sorted()
    var covered: [Interval] = []
    for (left, right) in zip(edges, edges.dropFirst()) where right > left {
      var reached = bottom
      let over = boxes.filter { $0.minX <= left && $0.maxX >= right }
      for box in over.sorted(by: { $0.minY < $1.minY }) where box.minY <= reached + noise {
        reached = max(reached, box.maxY)
      }
      guard reached >= top - noise else { continue }
      if let last = covered.last, last.high == left {
        covered[covered.count - 1].high = right
      } else {
        covered.append(Interval(low: left, high: right))
      }
    }
    return covered
  }

  private mutating func add(
    _ part: Interval, less closed: [Interval], of row: PlacementRow, level: Int
  ) {
    var start = part.low
    for span in closed where span.high > part.low && span.low < part.high {
      append(from: start, to: span.low, of: row, level: level)
      start = max(start, span.high)
    }
    append(from: start, to: part.high, of: row, level: level)
  }

  /// Adds the whole sites between two ends.
  private mutating func append(
    from start: Double, to end: Double, of row: PlacementRow, level: Int
  ) {
    guard end > start else { return }
    let slack = noise / siteSpacing / 2
    let first = ((start - row.x) / siteSpacing - slack).rounded(.up)
    let last = ((end - row.x) / siteSpacing + slack).rounded(.down)
    guard last > first, last - first < Double(Int32.max) else { return }
    originX.append(row.x + first * siteSpacing)
    siteCount.append(Int32(last - first))
    orientation.append(row.orientation)
    self.level.append(Int32(level))
  }
}
