/// Cells of one row's height on segments with the least quadratic displacement, cell by cell.
///
/// Follows Spindler, Schlichtmann and Johannes, "Abacus: Fast Legalization of Standard Cell Circuits
/// with Minimal Movement" (ISPD 2008): cells go by rising x to the segment where they cost least;
/// cells that touch form a cluster, which stands at the weighted mean of what its cells wish for. It
/// departs from the paper in that a trial's cost includes what the cells already there are moved,
/// which each cluster's sums give without visiting its cells.
///
/// Positions within a segment are in sites. Cell widths are whole sites, and rounding keeps order, so
/// rounded clusters do not overlap.
struct Abacus {
  let segments: RowSegments
  let cells: RowCells
  /// The segment of each cell, or -1.
  private(set) var assignment: [Int32]

  // Clusters, each at the number of its first cell.
  private var position: [Double]
  private var clusterWeight: [Double]
  private var weightedWish: [Double]
  private var weightedSquare: [Double]
  private var clusterWidth: [Int32]
  private var previousCluster: [Int32]
  /// The cell to the right of each in its segment, or -1.
  private var nextCell: [Int32]
  // By segment; -1 where empty.
  private var lastCluster: [Int32]
  private var lastCell: [Int32]
  private var usedSites: [Int32]

  init(segments: RowSegments, cells: RowCells) {
    self.segments = segments
    self.cells = cells
    assignment = [Int32](repeating: -1, count: cells.count)
    position = [Double](repeating: 0, count: cells.count)
    clusterWeight = position
    weightedWish = position
    weightedSquare = position
    clusterWidth = [Int32](repeating: 0, count: cells.count)
    previousCluster = assignment
    nextCell = assignment
    lastCluster = [Int32](repeating: -1, count: segments.count)
    lastCell = lastCluster
    usedSites = [Int32](repeating: 0, count: segments.count)
  }

  /// The sites that are free in each segment.
  var freeSites: [Int32] { zip(segments.siteCount, usedSites).map { $0 - $1 } }

  /// Gives every cell a segment that has room, as near as can be to where it was wished.
  ///
  /// - Returns: The cells that found none.
  mutating func assign() -> [Int32] {
    var left: [Int32] = []
    for cell in 0..<cells.count {
      let segment = bestSegment(cell)
      if segment >= 0 { insert(cell, segment) } else { left.append(Int32(cell)) }
    }
    return left
  }

  /// Puts every cell into the segment that it is told to be in.
  mutating func place(_ assignment: [Int32]) {
    for segment in 0..<segments.count {
      lastCluster[segment] = -1
      lastCell[segment] = -1
      usedSites[segment] = 0
    }
    for cell in 0..<cells.count where assignment[cell] >= 0 {
      insert(cell, Int(assignment[cell]))
    }
  }

  /// Calls `body` with each placed cell, its segment and its site there.
  func forEachPlaced(_ body: (_ cell: Int, _ segment: Int, _ site: Int) -> Void) {
    for segment in 0..<segments.count {
      var cluster = Int(lastCluster[segment])
      var end = -1
      while cluster >= 0 {
        var site = Int(position[cluster].rounded())
        var cell = cluster
        while cell >= 0, cell != end {
          body(cell, segment, site)
          site += Int(cells.width[cell])
          cell = Int(nextCell[cell])
        }
        end = cluster
        cluster = Int(previousCluster[cluster])
      }
    }
  }

  // MARK: - Choosing a segment

  private func bestSegment(_ cell: Int) -> Int {
    var best = (cost: Double.infinity, segment: -1)
    let y = cells.y[cell]
    let weight = cells.weight[cell]
    var up = firstLevel(atOrAbove: y)
    var down = up - 1
    while true {
      let above = up < segments.levelY.count ? segments.levelY[up] - y : .infinity
      let below = down >= 0 ? y - segments.levelY[down] : .infinity
      let distance = min(above, below)
      if distance == .infinity || weight * distance * distance >= best.cost { break }
      if above <= below {
        tryLevel(up, cell, weight * distance * distance, &best)
        up += 1
      } else {
        tryLevel(down, cell, weight * distance * distance, &best)
        down -= 1
      }
    }
    return best.segment
  }

  private func firstLevel(atOrAbove y: Double) -> Int {
    var (low, high) = (0, segments.levelY.count)
    while low < high {
      let middle = (low + high) / 2
      if segments.levelY[middle] < y { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Tries the segments of a level, from the nearest outwards.
  private func tryLevel(
    _ level: Int, _ cell: Int, _ verticalCost: Double, _ best: inout (cost: Double, segment: Int)
  ) {
    let first = Int(segments.levelStart[level])
    let end = Int(segments.levelStart[level + 1])
    let x = cells.x[cell]
    let weight = cells.weight[cell]
    let width = Double(cells.width[cell]) * segments.siteSpacing
    var (low, high) = (first, end)
    while low < high {
      let middle = (low + high) / 2
      if segments.originX[middle] <= x { low = middle + 1 } else { high = middle }
    }
    var segment = low - 1
    while segment >= first {
      let gap = max(0, x + width - segments.endX(segment))
      if verticalCost + weight * gap * gap >= best.cost { break }
      trySegment(segment, cell, verticalCost, &best)
      segment -= 1
    }
    segment = low
    while segment < end {
      let gap = segments.originX[segment] - x
      if verticalCost + weight * gap * gap >= best.cost { break }
      trySegment(segment, cell, verticalCost, &best)
      segment += 1
    }
  }

  private func trySegment(
    _ segment: Int, _ cell: Int, _ verticalCost: Double, _ best: inout (cost: Double, segment: Int)
  ) {
    guard cells.width[cell] <= segments.siteCount[segment] - usedSites[segment],
      cells.allows(segments.orientation[segment], cell)
    else { return }
    let scale = segments.siteSpacing * segments.siteSpacing
    let cost =
      verticalCost + horizontalCost(segment, cell, upTo: (best.cost - verticalCost) / scale) * scale
    if cost < best.cost { best = (cost, segment) }
  }

  /// By how much the sum of weighted squares of displacements along a segment grows with a cell, in
  /// square sites; something at or above `limit` if it is that much at least.
  private func horizontalCost(_ segment: Int, _ cell: Int, upTo limit: Double) -> Double {
    let siteCount = Double(segments.siteCount[segment])
    let wish = (cells.x[cell] - segments.originX[segment]) / segments.siteSpacing
    var weight = cells.weight[cell]
    var sum = weight * wish
    var square = sum * wish
    var width = Double(cells.width[cell])
    var before = 0.0
    var place = min(max(wish, 0), siteCount - width)
    var cluster = Int(lastCluster[segment])
    while cluster >= 0, position[cluster] + Double(clusterWidth[cluster]) > place {
      let shift = Double(clusterWidth[cluster])
      square += shift * (shift * weight - 2 * sum) + weightedSquare[cluster]
      sum += weightedWish[cluster] - shift * weight
      weight += clusterWeight[cluster]
      before += cost(cluster)
      width += shift
      place = min(max(sum / weight, 0), siteCount - width)
      cluster = Int(previousCluster[cluster])
      if place * (weight * place - 2 * sum) + square - before >= limit { return limit }
    }
    return max(0, place * (weight * place - 2 * sum) + square - before)
  }

  /// The weighted squares of a cluster's displacements.
  private func cost(_ cluster: Int) -> Double {
    let place = position[cluster]
    return place * (clusterWeight[cluster] * place - 2 * weightedWish[cluster])
      + weightedSquare[cluster]
  }

  // MARK: - Inserting

  private mutating func insert(_ cell: Int, _ segment: Int) {
    let siteCount = Double(segments.siteCount[segment])
    let wish = (cells.x[cell] - segments.originX[segment]) / segments.siteSpacing
    var weight = cells.weight[cell]
    var sum = weight * wish
    var square = sum * wish
    var width = cells.width[cell]
    var place = min(max(wish, 0), siteCount - Double(width))
    var first = cell
    var cluster = Int(lastCluster[segment])
    while cluster >= 0, position[cluster] + Double(clusterWidth[cluster]) > place {
      let shift = Double(clusterWidth[cluster])
      square += shift * (shift * weight - 2 * sum) + weightedSquare[cluster]
      sum += weightedWish[cluster] - shift * weight
      weight += clusterWeight[cluster]
      width += clusterWidth[cluster]
      place = min(max(sum / weight, 0), siteCount - Double(width))
      first = cluster
      cluster = Int(previousCluster[cluster])
    }
    position[first] = place
    clusterWeight[first] = weight
    weightedWish[first] = sum
    weightedSquare[first] = square
    clusterWidth[first] = width
    previousCluster[first] = Int32(cluster)
    if lastCell[segment] >= 0 { nextCell[Int(lastCell[segment])] = Int32(cell) }
    nextCell[cell] = -1
    lastCell[segment] = Int32(cell)
    lastCluster[segment] = Int32(first)
    usedSites[segment] += cells.width[cell]
    assignment[cell] = Int32(segment)
  }
}
