import Evaluation

/// Global and vertical swap: moves each cell towards its optimal region, in exchange with a cell
/// there or into white space, with neighbours shifted where widths differ (Pan, Viswanathan and Chu,
/// "An efficient and effective detailed placement algorithm", ICCAD 2005).
///
/// Instead of that paper's penalty for overlap, each swap is tried with all shifts it needs and
/// judged by the exact change of wirelength. Candidates are ranked by what the cell itself gains, and
/// the best few are tried.
struct CellSwap {
  private let memory = BufferMemory()
  enum Target {
    /// The rows at the cell's optimal region.
    case optimalRegion
    /// The rows above and below.
    case neighbourRows
  }

  /// A place for the cell: that of the cell at `index`, or the gap left of it.
  struct Candidate: BitwiseCopyable {
    var estimate: Double
    var segment: Int32
    var index: Int32
    var wish: Int32
    var isGap: Bool
  }

  /// How many rows to each side of the optimal one are searched.
  static let rowReach = 3
  /// How many cells to each side of the wished place in a row are looked at.
  static let cellReach = 5
  /// How many candidates are tried.
  static let trialCount = 16
  /// How many cells on a side may give way.
  static let shiftReach = 20
  /// What a site of missing width is thought to cost, in units of mean net weight.
  static let missingWidthCost = 0.5

  private let target: Target
  private var nets: CellNets
  private let candidates: BufferList<Candidate>
  // Of the cell on the move.
  private var cell = 0
  private var currentLength = 0.0
  private var siteCost = 0.0

  init(_ target: Target, for wires: CellWires) {
    self.target = target
    nets = CellNets(for: wires)
    candidates = memory.list(
      capacity: Self.trialCount + 1,
      filler: Candidate(estimate: 0, segment: 0, index: 0, wish: 0, isGap: false))
  }

  /// One pass over all cells.
  mutating func run(_ state: DetailedState, stop: StopFlag) {
    for (number, cell) in state.rows.cells.enumerated() {
      if number & 1023 == 0, stop.isRaisedAfterPause { return }
      improve(Int(cell), state)
    }
  }

  private mutating func improve(_ cell: Int, _ state: DetailedState) {
    nets.load(cell, from: state.wires)
    let (center, sign) = (state.wires.centers[cell], state.wires.signs[cell])
    guard let region = nets.optimalRegion(sign: sign) else { return }
    let goal = upper(region.low, lower(region.high, center))
    currentLength = nets.length(at: center, sign: sign)
    guard currentLength - nets.length(at: goal, sign: sign) > state.noise else { return }
    self.cell = cell
    var weights = 0.0
    for index in 0..<nets.count { weights += nets.entries[index].weight }
    siteCost = Self.missingWidthCost * weights / Double(nets.count)
    candidates.removeAll()
    let half = state.rows.halfSizes[cell]
    let own = Int(state.rows.segmentLevels[Int(state.rows.cellSegments[cell])])
    switch target {
    case .optimalRegion:
      let nearest = state.rows.nearestLevel(y: goal.y - half.y)
      for level in nearest - Self.rowReach...nearest + Self.rowReach {
        search(level: level, x: goal.x - half.x, state)
      }
    case .neighbourRows:
      for level in own - 1...own + 1 {
        search(level: level, x: goal.x - half.x, state)
      }
    }
    tryCandidates(state)
  }

  // MARK: Candidates

  private mutating func search(level: Int, x: Double, _ state: DetailedState) {
    guard level >= 0, level < state.rows.levels.count else { return }
    let row = state.rows.levels[level]
    for number in row.firstSegment..<row.endSegment {
      let segment = Int(number)
      let extent = state.rows.segments[segment]
      let width = state.rows.cellWidths[cell]
      guard extent.end - extent.first >= width, state.rows.isAllowed(cell, in: segment) else {
        continue
      }
      let wish = min(max(extent.site(x: x), extent.first), extent.end - width)
      // Cells farther than the reach of the search gain nothing from being looked at.
      let distance = abs(extent.x(site: wish) - x)
      if row.endSegment - row.firstSegment > 1, distance > 40 * extent.spacing * Double(width) {
        continue
      }
      let middle = state.rows.lowerBound(site: wish, in: segment)
      let first = max(middle - Self.cellReach, 0)
      let last = min(middle + Self.cellReach, Int(state.rows.counts[segment]))
      for index in first...last {
        consider(gap: index, segment, wish, state)
        if index < last { consider(cellAt: index, segment, wish, state) }
      }
    }
  }

  private mutating func consider(
    gap index: Int, _ segment: Int, _ wish: Int32, _ state: DetailedState
  ) {
    consider(
      Candidate(
        estimate: 0, segment: Int32(truncatingIfNeeded: segment),
        index: Int32(truncatingIfNeeded: index), wish: wish, isGap: true),
      low: state.rows.endSite(index - 1, in: segment),
      high: state.rows.startSite(index, in: segment), extra: 0, state)
  }

  private mutating func consider(
    cellAt index: Int, _ segment: Int, _ wish: Int32, _ state: DetailedState
  ) {
    let other = state.rows.cell(index, in: segment)
    let own = Int(state.rows.cellSegments[cell])
    guard other != cell, state.rows.isAllowed(other, in: own) else { return }
    let missing =
      state.rows.cellWidths[other] - state.rows.cellWidths[cell]
    consider(
      Candidate(
        estimate: 0, segment: Int32(truncatingIfNeeded: segment),
        index: Int32(truncatingIfNeeded: index), wish: wish, isGap: false),
      low: state.rows.endSite(index - 1, in: segment),
      high: state.rows.startSite(index + 1, in: segment), extra: max(missing, 0), state)
  }

  private mutating func consider(
    _ candidate: Candidate, low: Int32, high: Int32, extra: Int32,
    _ state: DetailedState
  ) {
    let (segment, width) = (Int(candidate.segment), state.rows.cellWidths[cell])
    let room = high - width
    let site = min(max(candidate.wish, min(low, room)), max(low, room))
    let center = state.rows.center(of: cell, site: site, in: segment)
    let length = nets.length(at: center, sign: state.rows.sign(of: cell, in: segment))
    let missing = max(low - room, 0) + extra
    let gain = length - currentLength
    guard gain < -state.noise else { return }
    var new = candidate
    new.wish = site
    new.estimate = gain + siteCost * Double(missing)
    var index = candidates.count
    candidates.append(new)
    while index > 0, candidates[index - 1].estimate > new.estimate {
      candidates[index] = candidates[index - 1]
      index -= 1
    }
    candidates[index] = new
    if candidates.count > Self.trialCount { candidates.removeLast() }
  }

  // MARK: Trials

  private func tryCandidates(_ state: DetailedState) {
    var (best, bestDelta) = (-1, -state.noise)
    for index in 0..<candidates.count {
      state.plan.removeAll()
      guard makePlan(candidates[index], state) else { continue }
      let delta = state.tryPlan()
      state.dropPlan()
      if delta < bestDelta { (best, bestDelta) = (index, delta) }
    }
    state.plan.removeAll()
    guard best >= 0, makePlan(candidates[best], state) else { return }
    _ = state.tryPlan()
    state.keepPlan()
  }

  private func makePlan(_ candidate: Candidate, _ state: DetailedState) -> Bool {
    let (segment, index) = (Int(candidate.segment), Int(candidate.index))
    return candidate.isGap
      ? state.planInsertion(
        of: cell, before: index, in: segment, wish: candidate.wish, reach: Self.shiftReach)
      : state.planSwap(
        of: cell, withCellAt: index, in: segment, wish: candidate.wish, reach: Self.shiftReach)
  }
}
