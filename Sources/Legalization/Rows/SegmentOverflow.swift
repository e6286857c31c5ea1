/// Finds segments for cells that none has room for any more: moves smaller cells out of the way, and
/// should that fail, deals all cells out anew, the widest first.
struct SegmentOverflow {
  private let segments: RowSegments
  private let cells: RowCells
  private(set) var assignment: [Int32]
  private var free: [Int32]
  private var members: [[Int32]] = []

  init(segments: RowSegments, cells: RowCells, assignment: [Int32]) {
    self.segments = segments
    self.cells = cells
    self.assignment = assignment
    free = segments.siteCount
    for cell in 0..<cells.count where assignment[cell] >= 0 {
      free[Int(assignment[cell])] -= cells.width[cell]
    }
  }

  /// Gives each of the cells left over a segment.
  ///
  /// - Returns: The cells that still have none.
  mutating func resolve(_ left: [Int32]) -> [Int32] {
    collectMembers()
    var rest: [Int32] = []
    for cell in left.sorted(by: { (cells.width[Int($0)], $1) > (cells.width[Int($1)], $0) })
    where !makeRoom(for: Int(cell)) {
      rest.append(cell)
    }
    if rest.isEmpty { return [] }
    let (kept, keptFree) = (assignment, free)
    for tightest in [false, true] {
      if dealOut(tightest: tightest).isEmpty { return [] }
    }
    (assignment, free) = (kept, keptFree)
    return rest
  }

  private mutating func collectMembers() {
    members = [[Int32]](repeating: [], count: segments.count)
    for cell in 0..<cells.count where assignment[cell] >= 0 {
      members[Int(assignment[cell])].append(Int32(cell))
    }
    for segment in members.indices {
      members[segment].sort { (cells.width[Int($0)], $0) < (cells.width[Int($1)], $1) }
    }
  }

  /// The square of the way from where a cell was wished to a segment.
  private func distance(_ cell: Int, _ segment: Int) -> Double {
    let dy = segments.levelY[Int(segments.level[segment])] - cells.y[cell]
    let width = Double(cells.width[cell]) * segments.siteSpacing
    let dx = max(
      0, segments.originX[segment] - cells.x[cell], cells.x[cell] + width - segments.endX(segment))
    return dx * dx + dy * dy
  }

  private func segmentsByDistance(_ cell: Int) -> [Int] {
    let distances = (0..<segments.count).map { distance(cell, $0) }
    return (0..<segments.count)
      .filter {
        segments.siteCount[$0] >= cells.width[cell]
          && cells.allows(segments.orientation[$0], cell)
      }
      .sorted { (distances[$0], $0) < (distances[$1], $1) }
  }

  /// Moves the smallest cells of the nearest segment that it works for to others, until a cell fits.
  private mutating func makeRoom(for cell: Int) -> Bool {
    for segment in segmentsByDistance(cell) where evict(from: segment, for: cell) {
      assignment[cell] = Int32(segment)
      free[segment] -= cells.width[cell]
      insertMember(cell, segment)
      return true
    }
    return false
  }

  private mutating func evict(from segment: Int, for cell: Int) -> Bool {
    var moves: [(cell: Int, target: Int)] = []
    var gained = free[segment]
    for member in members[segment] {
      if gained >= cells.width[cell] { break }
      let member = Int(member)
      // To send away as much as comes in gains nothing.
      guard cells.width[member] < cells.width[cell],
        let target = nearestRoom(for: member, but: segment)
      else { break }
      moves.append((member, target))
      free[target] -= cells.width[member]
      gained += cells.width[member]
    }
    guard gained >= cells.width[cell] else {
      for move in moves { free[move.target] += cells.width[move.cell] }
      return false
    }
    for move in moves {
      assignment[move.cell] = Int32(move.target)
      members[segment].removeAll { $0 == Int32(move.cell) }
      insertMember(move.cell, move.target)
    }
    free[segment] = gained
    return true
  }

  private mutating func insertMember(_ cell: Int, _ segment: Int) {
    let place =
      members[segment].firstIndex { cells.width[Int($0)] > cells.width[cell] }
      ?? members[segment].count
    members[segment].insert(Int32(cell), at: place)
  }

  private func nearestRoom(for cell: Int, but excluded: Int) -> Int? {
    var best = (distance: Double.infinity, segment: -1)
    for segment in 0..<segments.count
    where segment != excluded && free[segment] >= cells.width[cell]
      && cells.allows(segments.orientation[segment], cell)
    {
      let distance = distance(cell, segment)
      if distance < best.distance { best = (distance, segment) }
    }
    return best.segment >= 0 ? best.segment : nil
  }

  /// Deals all cells out to segments, the widest first: each to the nearest with room, or to the one
  /// with the least room that suffices.
  ///
  /// - Returns: The cells that found none.
  private mutating func dealOut(tightest: Bool) -> [Int32] {
    free = segments.siteCount
    var failed: [Int32] = []
    let order = (0..<cells.count).sorted {
      (cells.width[$0], $1) > (cells.width[$1], $0)
    }
    for cell in order {
      var best = (cost: Double.infinity, segment: -1)
      for segment in 0..<segments.count
      where free[segment] >= cells.width[cell]
        && cells.allows(segments.orientation[segment], cell)
      {
        let cost = tightest ? Double(free[segment]) : distance(cell, segment)
        if cost < best.cost { best = (cost, segment) }
      }
      assignment[cell] = Int32(best.segment)
      if best.segment >= 0 {
        free[best.segment] -= cells.width[cell]
      } else {
        failed.append(Int32(cell))
      }
    }
    return failed
  }
}
