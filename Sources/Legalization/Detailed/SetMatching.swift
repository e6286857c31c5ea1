import Evaluation

/// Independent-set matching: cells of equal width near each other that share no net, put on each
/// other's places at the least total wirelength (Chen, Jiang, Hsu, Chen and Chang, "NTUplace3",
/// IEEE TCAD 27(7), 2008). Since no two share a net, what each costs on each place is exact.
///
/// Cells are lined up along a Hilbert curve, and each set is taken from the line's front. By turns a
/// line is of one width, or of all widths; then a place is a cell's own with the free sites to the
/// right of it, and only cells that fit go there.
struct SetMatching {
  private let memory = BufferMemory()
  private let size: Int
  private let assignment: Assignment
  private var nets: CellNets
  private let members: Buffer<Int>
  /// The sites from each member's first to the next cell's first.
  private let rooms: Buffer<Int32>
  /// Where each member would stand in each place, or -1 where it does not fit.
  private let sites: Buffer<Int32>
  private let isTaken: Buffer<Bool>
  private var pass = 0

  init(size: Int, for state: DetailedState) {
    self.size = size
    assignment = Assignment(capacity: size)
    nets = CellNets(for: state.wires)
    members = memory.buffer(repeating: 0, count: size)
    rooms = memory.buffer(repeating: 0, count: size)
    sites = memory.buffer(repeating: 0, count: size * size)
    isTaken = memory.buffer(repeating: false, count: state.rows.cellSegments.count)
  }

  /// One pass: each cell is in one set at most.
  mutating func run(_ state: DetailedState, stop: StopFlag) {
    isTaken.fill(false)
    let line = lineUp(state)
    var start = 0
    while start < line.count {
      var end = start + 1
      while end < line.count, line[end].group == line[start].group { end += 1 }
      if end - start > 1 { matchGroup(line[start..<end], state, stop) }
      if stop.isRaisedAfterPause { break }
      start = end
    }
    pass += 1
  }

  private struct Entry: Comparable {
    var group: UInt64
    var curve: UInt64
    var cell: Int32

    static func < (a: Entry, b: Entry) -> Bool {
      (a.group, a.curve, a.cell) < (b.group, b.curve, b.cell)
    }
  }

  /// The cells by group and width, each such group along the curve. The curve's origin moves from
  /// pass to pass, so that sets differ.
  private func lineUp(_ state: DetailedState) -> [Entry] {
    var (low, high) = (Point(repeating: .infinity), Point(repeating: -.infinity))
    for cell in state.rows.cells {
      low = lower(low, state.wires.centers[Int(cell)])
      high = upper(high, state.wires.centers[Int(cell)])
    }
    // Cells all at one place, or a single one, lie at the curve's beginning.
    let extent = (high - low).max()
    let scale = extent > 1e-9 ? Double(1 << 15) / extent : 0
    let shift = Double(pass % 7) * Double(1 << 15) / 7
    var line: [Entry] = []
    line.reserveCapacity(state.rows.cells.count)
    for cell in state.rows.cells {
      let index = Int(cell)
      let place = (state.wires.centers[index] - low) * scale
      let group =
        UInt64(UInt32(bitPattern: state.rows.cellGroups[index])) << 32
        | UInt64(pass % 2 == 0 ? UInt32(bitPattern: state.rows.cellWidths[index]) : 0)
      let curve = HilbertCurve.index(
        x: UInt32(min(max(place.x + shift, 0), 65535)),
        y: UInt32(min(max(place.y + shift, 0), 65535)))
      line.append(Entry(group: group, curve: curve, cell: cell))
    }
    line.sort()
    return line
  }

  private mutating func matchGroup(
    _ group: ArraySlice<Entry>, _ state: DetailedState, _ stop: StopFlag
  ) {
    var start = group.startIndex
    while start < group.endIndex, !stop.isRaisedAfterPause {
      var count = 0
      let stamp = state.wires.nextStamp()
      var index = start
      let limit = min(group.endIndex, start + 4 * size)
      while index < limit, count < size {
        let cell = Int(group[index].cell)
        index += 1
        if isTaken[cell] || !Self.isApart(cell, stamp, state) { continue }
        Self.mark(cell, stamp, state)
        isTaken[cell] = true
        members[count] = cell
        count += 1
      }
      while start < group.endIndex, isTaken[Int(group[start].cell)] { start += 1 }
      if count > 1 { match(count, state) }
    }
  }

  private static func isApart(_ cell: Int, _ stamp: Int32, _ state: DetailedState) -> Bool {
    for index in state.wires.pinRange(ofNode: cell)
    where state.wires.netStamps[Int(state.wires.pinNets[Int(state.wires.nodePins[index])])] == stamp
    {
      return false
    }
    return true
  }

  private static func mark(_ cell: Int, _ stamp: Int32, _ state: DetailedState) {
    for index in state.wires.pinRange(ofNode: cell) {
      state.wires.netStamps[Int(state.wires.pinNets[Int(state.wires.nodePins[index])])] = stamp
    }
  }

  private mutating func match(_ count: Int, _ state: DetailedState) {
    for column in 0..<count {
      let cell = members[column]
      let segment = Int(state.rows.cellSegments[cell])
      let next = state.rows.startSite(state.rows.index(of: cell) + 1, in: segment)
      rooms[column] = next - state.rows.cellSites[cell]
    }
    // An assignment with a cell where it does not fit is dearer than none at all.
    var forbidden = 1.0
    for row in 0..<count { forbidden += fillRow(row, count, state) }
    for index in 0..<count * count where sites[index] < 0 { assignment.costs[index] = forbidden }
    assignment.solve(size: count)
    state.plan.removeAll()
    for row in 0..<count {
      let column = assignment.columnOfRow[row]
      let cell = members[row]
      let segment = Int(state.rows.cellSegments[members[column]])
      let site = sites[row * count + column]
      if site < 0 { return state.plan.removeAll() }
      if column != row || site != state.rows.cellSites[cell] {
        state.planMove(cell, segment: segment, site: site)
      }
    }
    if state.plan.count == 0 { return }
    if state.tryPlan() < -state.noise { state.keepPlan() } else { state.dropPlan() }
  }

  /// Finds what one member costs in each place.
  ///
  /// - Returns: What it costs in its own.
  private mutating func fillRow(_ row: Int, _ count: Int, _ state: DetailedState) -> Double {
    let cell = members[row]
    let (center, sign) = (state.wires.centers[cell], state.wires.signs[cell])
    nets.load(cell, from: state.wires)
    var goal = center.x
    if let region = nets.optimalRegion(sign: sign) {
      goal = min(max(goal, region.low.x), region.high.x)
    }
    goal -= state.rows.halfSizes[cell].x
    let width = state.rows.cellWidths[cell]
    for column in 0..<count {
      let place = members[column]
      if width > rooms[column] {
        sites[row * count + column] = -1
        continue
      }
      let segment = Int(state.rows.cellSegments[place])
      let first = state.rows.cellSites[place]
      let wish = state.rows.segments[segment].site(x: goal)
      let site = min(max(wish, first), first + rooms[column] - width)
      sites[row * count + column] = site
      assignment.costs[row * count + column] = nets.length(
        at: state.rows.center(of: cell, site: site, in: segment),
        sign: state.rows.sign(of: cell, in: segment))
    }
    return assignment.costs[row * count + row]
  }
}

/// The Hilbert curve over a square of 2¹⁶ by 2¹⁶ points.
enum HilbertCurve {
  /// How far along the curve a point lies.
  static func index(x: UInt32, y: UInt32) -> UInt64 {
    var (x, y, result) = (x, y, UInt64(0))
    var side: UInt32 = 1 << 15
    while side > 0 {
      let right: UInt32 = x & side > 0 ? 1 : 0
      let top: UInt32 = y & side > 0 ? 1 : 0
      result += UInt64(side) * UInt64(side) * UInt64((3 * right) ^ top)
      if top == 0 {
        if right == 1 { (x, y) = (65535 - x, 65535 - y) }
        (x, y) = (y, x)
      }
      side /= 2
    }
    return result
  }
}
