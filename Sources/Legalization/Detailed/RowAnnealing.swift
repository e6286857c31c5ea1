import Evaluation
import Foundation
import Netlist

/// Simulated annealing of a legal placement by moves that keep it legal, on the exact wirelength
/// (Sechen and Sangiovanni-Vincentelli, "The TimberWolf placement and routing package", IEEE JSSC
/// 20(2), 1985).
///
/// It begins so cool that only what is near changes. Unlike TimberWolf, which draws one place, it
/// draws some for each move, most of them around the region in which the cell's nets are shortest, and
/// takes the best, but for noise of the temperature.
struct RowAnnealing {
  private var nets: CellNets
  private var random: SeededGenerator
  private let movesPerCell: Int
  /// The mean width of cells and the distance of rows.
  private let pitch: Point
  // Of the move at hand.
  private var temperature = 0.0
  private var cell = 0
  private var threshold = 0.0
  private var currentLength = 0.0

  /// The first temperature as a share of the mean length of a net.
  static let heat = 0.03
  /// How many places are looked at for each move.
  static let placeCount = 4
  /// How many cells on a side may give way.
  static let shiftReach = 20
  /// How far a place may be from where it is aimed at, in mean widths of cells and in rows.
  static let spread = Point(6, 2)
  /// The share of places aimed at where the cell is instead of at its optimal region.
  static let localShare = 0.25

  init(movesPerCell: Int, seed: UInt64, for state: DetailedState) {
    nets = CellNets(for: state.wires)
    random = SeededGenerator(seed: seed, stream: 0x726F_7773)
    self.movesPerCell = movesPerCell
    let rows = state.rows
    let width = rows.cells.reduce(0) { $0 + 2 * rows.halfSizes[Int($1)].x }
    let height = rows.levels[rows.levels.count - 1].y - rows.levels[0].y
    pitch = Point(
      width / Double(max(rows.cells.count, 1)), height / Double(max(rows.levels.count - 1, 1)))
  }

  /// One run from the first temperature down to zero.
  mutating func run(_ state: DetailedState, stop: StopFlag) {
    let length = state.wires.totalLength - state.wires.constantLength
    let first = Self.heat * length / Double(max(state.wires.netCount, 1))
    let cells = state.rows.cells
    for sweep in 0..<movesPerCell {
      let left = 1 - Double(sweep) / Double(movesPerCell)
      temperature = first * left * left
      for number in 0..<cells.count {
        if number & 1023 == 0, stop.isRaisedAfterPause { return }
        propose(Int(cells[random.index(below: cells.count)]), state)
      }
    }
  }

  /// Draws a move of a cell, and makes it or not.
  private mutating func propose(_ cell: Int, _ state: DetailedState) {
    self.cell = cell
    threshold = -temperature * log(1 - random.uniform()) - state.noise
    nets.load(cell, from: state.wires)
    let (center, sign) = (state.wires.centers[cell], state.wires.signs[cell])
    currentLength = nets.length(at: center, sign: sign)
    let rows = state.rows
    guard let target = target(center, sign, rows) else { return }
    let (segment, wish) = (Int(target.segment), target.site)
    let width = rows.cellWidths[cell]
    // The first cell that ends right of the middle of the wished place.
    let middle = wish + width / 2
    var index = rows.lowerBound(site: middle + 1, in: segment)
    let isOnCell = index > 0 && rows.endSite(index - 1, in: segment) > middle
    if isOnCell { index -= 1 }
    state.plan.removeAll()
    if plan(segment, index, isOnCell: isOnCell, wish, state) { decide(state) }
  }

  /// Of some places drawn around the aim, the one to move to: each with the weight that its
  /// length has in Boltzmann's distribution. The logarithm adds Gumbel noise, the least of which
  /// draws by such weights.
  private mutating func target(
    _ center: Point, _ sign: Point, _ rows: CellRows
  ) -> (segment: Int, site: Int32)? {
    var best: (cost: Double, segment: Int, site: Int32) = (.infinity, -1, 0)
    let region = nets.optimalRegion(sign: sign) ?? (center, center)
    for _ in 0..<Self.placeCount {
      let corner = aim(center, region) - rows.halfSizes[cell]
      guard let segment = segment(rows.nearestLevel(y: corner.y), x: corner.x, rows) else {
        continue
      }
      let row = rows.segments[segment]
      let site = min(max(row.site(x: corner.x), row.first), row.end - rows.cellWidths[cell])
      let length = nets.length(
        at: rows.center(of: cell, site: site, in: segment),
        sign: rows.sign(of: cell, in: segment))
      let cost = length + temperature * log(-log(1 - random.uniform()))
      if cost < best.cost { best = (cost, segment, site) }
    }
    return best.segment < 0 ? nil : (best.segment, best.site)
  }

  /// A point near the optimal region, or near where the cell is.
  private mutating func aim(_ center: Point, _ region: (low: Point, high: Point)) -> Point {
    var aim = center
    let deviation = Point(
      random.uniform() + random.uniform() - 1, random.uniform() + random.uniform() - 1)
    if random.uniform() >= Self.localShare {
      aim = region.low + (region.high - region.low) * Point(random.uniform(), random.uniform())
    }
    return aim + Self.spread * pitch * deviation
  }

  /// The segment of a level that is nearest to `x`, of those that the cell may stand on.
  private func segment(_ level: Int, x: Double, _ rows: CellRows) -> Int? {
    var best: (distance: Double, segment: Int?) = (.infinity, nil)
    let width = rows.cellWidths[cell]
    for number in rows.levels[level].firstSegment..<rows.levels[level].endSegment {
      let segment = Int(number)
      let row = rows.segments[segment]
      guard row.end - row.first >= width, rows.isAllowed(cell, in: segment) else { continue }
      let distance = max(row.x(site: row.first) - x, x - row.x(site: row.end - width), 0)
      if distance < best.distance { best = (distance, segment) }
    }
    return best.segment
  }

  /// Plans the move to a segment, at the cell at `index` or into the gap left of it.
  private mutating func plan(
    _ segment: Int, _ index: Int, isOnCell: Bool, _ wish: Int32, _ state: DetailedState
  ) -> Bool {
    let rows = state.rows
    let own = Int(rows.cellSegments[cell])
    let ownIndex = own == segment ? rows.index(of: cell) : -2
    if isOnCell ? index == ownIndex : index == ownIndex || index == ownIndex + 1 {
      return state.planSlide(of: cell, wish: wish)
    }
    if isOnCell, abs(index - ownIndex) == 1 {
      state.planTurn(at: min(index, ownIndex), in: segment)
      return true
    }
    guard isBearable(wish, segment, state) else { return false }
    if isOnCell, random.uniform() < 0.5 {
      let other = rows.cell(index, in: segment)
      guard rows.isAllowed(other, in: own) else { return false }
      return state.planSwap(
        of: cell, withCellAt: index, in: segment, wish: wish, reach: Self.shiftReach)
    }
    var gap = index
    if isOnCell, rows.cellSites[rows.cell(index, in: segment)] < wish { gap += 1 }
    if gap == ownIndex || gap == ownIndex + 1 { return false }
    return state.planInsertion(
      of: cell, before: gap, in: segment, wish: wish, reach: Self.shiftReach)
  }

  /// Whether the cell itself does not lose more by a move than all may: other cells seldom gain.
  private func isBearable(_ site: Int32, _ segment: Int, _ state: DetailedState) -> Bool {
    let length = nets.length(
      at: state.rows.center(of: cell, site: site, in: segment),
      sign: state.rows.sign(of: cell, in: segment))
    return length - currentLength <= threshold
  }

  private func decide(_ state: DetailedState) {
    if state.tryPlan() <= threshold { state.keepPlan() } else { state.dropPlan() }
  }
}
