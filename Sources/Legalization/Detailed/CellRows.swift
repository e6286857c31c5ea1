import Netlist

/// A stretch of one row's sites without obstacle, all of it in the same regions.
struct RowSegment: BitwiseCopyable {
  /// The left end of the row's first site.
  var originX: Double
  /// The distance of sites.
  var spacing: Double
  /// The lower edge.
  var y: Double
  /// The first site, counted from the row's.
  var first: Int32
  /// The site behind the last one.
  var end: Int32
  /// What the pin offsets of cells on it are multiplied by.
  var sign: Point
  /// Which cells may stand here, a column of ``CellRows/isAllowed``.
  var kind: Int32
  /// Where its cells stand in ``CellRows/order``.
  var base: Int32 = 0
  /// How many cells it has room for.
  var capacity: Int32 = 0

  @inline(__always)
  func x(site: Int32) -> Double { originX + Double(site) * spacing }

  /// The site whose left end is nearest to `x`, as far as an `Int32` reaches.
  @inline(__always)
  func site(x: Double) -> Int32 {
    let site = ((x - originX) / spacing).rounded()
    return Int32(min(max(site, -1e9), 1e9))
  }
}

/// All segments with the same lower edge: `segments`, from left to right.
struct RowLevel: BitwiseCopyable {
  var y: Double
  var firstSegment: Int32
  var endSegment: Int32
}

/// The movable cells in their segments, each segment's from left to right.
final class CellRows {
  let segments: Buffer<RowSegment>
  /// Bottom up.
  let levels: Buffer<RowLevel>
  /// The level of each segment.
  let segmentLevels: Buffer<Int32>
  /// How many cells stand on each segment.
  let counts: Buffer<Int32>
  /// The cells of all segments.
  let order: Buffer<Int32>
  /// The segment of each node, or -1 for a node that is no movable cell.
  let cellSegments: Buffer<Int32>
  /// The first site of each cell.
  let cellSites: Buffer<Int32>
  /// The number of sites of each cell.
  let cellWidths: Buffer<Int32>
  /// Half of each cell's size.
  let halfSizes: Buffer<Point>
  /// Cells of one group may stand on the same kinds of segments.
  let cellGroups: Buffer<Int32>
  /// Whether a group of cells may stand on a kind of segment, by `group * kindCount + kind`.
  let isAllowed: Buffer<Bool>
  let kindCount: Int32
  /// -1 for cells mirrored about their vertical axis against their row's orientation, else 1.
  let mirrors: Buffer<Double>
  /// The movable cells that stand in segments, in rising order.
  let cells: [Int32]
  private let memory = BufferMemory()

  /// What the placer knows of each node that is one of its cells.
  struct Cells {
    var segments: [Int32]
    var sites: [Int32]
    var widths: [Int32]
    var groups: [Int32]
    var mirrors: [Double]
    var halfSizes: [Point]
    /// The cells themselves.
    var movable: [Int32]
  }

  /// - Parameters:
  ///   - order: the cells of all segments, as `base` and `capacity` of the segments say.
  ///   - counts: how many there are of each.
  ///   - isAllowed: by group and kind of segment.
  init(
    segments: [RowSegment], levels: [RowLevel], segmentLevels: [Int32], counts: [Int32],
    order: [Int32], cells: Cells, isAllowed: [Bool], kindCount: Int
  ) {
    self.segments = memory.buffer(segments)
    self.levels = memory.buffer(levels)
    self.segmentLevels = memory.buffer(segmentLevels)
    self.counts = memory.buffer(counts)
    self.order = memory.buffer(order)
    cellSegments = memory.buffer(cells.segments)
    cellSites = memory.buffer(cells.sites)
    cellWidths = memory.buffer(cells.widths)
    halfSizes = memory.buffer(cells.halfSizes)
    cellGroups = memory.buffer(cells.groups)
    mirrors = memory.buffer(cells.mirrors)
    self.isAllowed = memory.buffer(isAllowed)
    self.kindCount = Int32(truncatingIfNeeded: kindCount)
    self.cells = cells.movable
  }

  /// The most cells that any segment has room for.
  var largestCapacity: Int {
    (0..<segments.count).reduce(0) { max($0, Int(segments[$1].capacity)) }
  }

  @inline(__always)
  func isAllowed(_ cell: Int, in segment: Int) -> Bool {
    isAllowed[Int(cellGroups[cell] * kindCount + segments[segment].kind)]
  }

  /// The centre of a cell on a site of a segment.
  @inline(__always)
  func center(of cell: Int, site: Int32, in segment: Int) -> Point {
    let row = segments[segment]
    return Point(row.x(site: site) + halfSizes[cell].x, row.y + halfSizes[cell].y)
  }

  /// What a cell's pin offsets are multiplied by on a segment.
  @inline(__always)
  func sign(of cell: Int, in segment: Int) -> Point {
    segments[segment].sign * Point(mirrors[cell], 1)
  }

  /// The cell at a place of a segment's order.
  @inline(__always)
  func cell(_ index: Int, in segment: Int) -> Int {
    Int(order[Int(segments[segment].base) + index])
  }

  /// The number of a segment's cells that begin left of a site.
  @inline(__always)
  func lowerBound(site: Int32, in segment: Int) -> Int {
    var (low, high) = (0, Int(counts[segment]))
    let base = Int(segments[segment].base)
    while low < high {
      let middle = (low + high) / 2
      if cellSites[Int(order[base + middle])] < site { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Where a cell stands in its segment's order.
  @inline(__always)
  func index(of cell: Int) -> Int {
    lowerBound(site: cellSites[cell], in: Int(cellSegments[cell]))
  }

  /// The first site that is free right of the cell at `index`; of the segment, for -1.
  @inline(__always)
  func endSite(_ index: Int, in segment: Int) -> Int32 {
    if index < 0 { return segments[segment].first }
    let cell = cell(index, in: segment)
    return cellSites[cell] + cellWidths[cell]
  }

  /// The first site of the cell at `index`; the segment's end, behind the last one.
  @inline(__always)
  func startSite(_ index: Int, in segment: Int) -> Int32 {
    if index >= Int(counts[segment]) { return segments[segment].end }
    return cellSites[cell(index, in: segment)]
  }

  /// Takes a cell out of its segment.
  func remove(_ cell: Int) {
    let segment = Int(cellSegments[cell])
    let base = Int(segments[segment].base)
    var index = index(of: cell)
    let last = Int(counts[segment]) - 1
    while index < last {
      order[base + index] = order[base + index + 1]
      index += 1
    }
    counts[segment] = Int32(last)
  }

  /// Puts a cell on a free site of a segment.
  func insert(_ cell: Int, site: Int32, in segment: Int) {
    let base = Int(segments[segment].base)
    precondition(counts[segment] < segments[segment].capacity)
    let place = lowerBound(site: site, in: segment)
    var index = Int(counts[segment])
    while index > place {
      order[base + index] = order[base + index - 1]
      index -= 1
    }
    order[base + place] = Int32(cell)
    counts[segment] += 1
    cellSegments[cell] = Int32(segment)
    cellSites[cell] = site
  }

  /// The level whose lower edge is nearest to `y`.
  func nearestLevel(y: Double) -> Int {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      if levels[middle].y < y { low = middle + 1 } else { high = middle }
    }
    if low == levels.count { return low - 1 }
    if low > 0, y - levels[low - 1].y < levels[low].y - y { return low - 1 }
    return low
  }
}
