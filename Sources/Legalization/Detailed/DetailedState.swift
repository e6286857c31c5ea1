import Netlist

/// A legal placement of the movable cells in rows, and what it costs; every change goes through a
/// plan, which is tried as a whole and then kept or dropped.
final class DetailedState {
  /// A cell that a plan moves. A shift keeps the order of the segment; any other move may go
  /// anywhere.
  struct PlannedMove: BitwiseCopyable {
    var cell: Int32
    var segment: Int32
    var site: Int32
    var isShift: Bool
  }

  /// Changes of wirelength smaller than this are rounding.
  private let memory = BufferMemory()
  let noise: Double
  let wires: CellWires
  let rows: CellRows
  let plan: BufferList<PlannedMove>

  init(wires: CellWires, rows: CellRows) {
    noise = 1e-9 * max(wires.totalLength, 1)
    // A whole segment can be on the move at once.
    plan = memory.list(
      capacity: rows.largestCapacity + 512,
      filler: PlannedMove(cell: 0, segment: 0, site: 0, isShift: false))
    self.wires = wires
    self.rows = rows
  }

  /// Adds a cell to the plan, each at most once.
  @inline(__always)
  func planMove(_ cell: Int, segment: Int, site: Int32, isShift: Bool = false) {
    plan.append(
      PlannedMove(
        cell: Int32(truncatingIfNeeded: cell), segment: Int32(truncatingIfNeeded: segment),
        site: site, isShift: isShift))
  }

  /// Moves the plan's cells in a trial.
  ///
  /// - Returns: The change of wirelength. ``keepPlan()`` or ``dropPlan()`` must follow.
  func tryPlan() -> Double {
    wires.begin()
    for index in 0..<plan.count {
      let move = plan[index]
      let (cell, segment) = (Int(move.cell), Int(move.segment))
      wires.move(
        cell, to: rows.center(of: cell, site: move.site, in: segment),
        sign: rows.sign(of: cell, in: segment))
    }
    return wires.delta()
  }

  /// Keeps what the plan moved.
  func keepPlan() {
    wires.keep()
    for index in 0..<plan.count where !plan[index].isShift { rows.remove(Int(plan[index].cell)) }
    for index in 0..<plan.count where plan[index].isShift {
      rows.cellSites[Int(plan[index].cell)] = plan[index].site
    }
    for index in 0..<plan.count where !plan[index].isShift {
      let move = plan[index]
      rows.insert(Int(move.cell), site: move.site, in: Int(move.segment))
    }
    plan.removeAll()
  }

  /// Undoes what the plan moved.
  func dropPlan() {
    wires.undo()
    plan.removeAll()
  }

  /// Plans shifts that make room for `width` sites between the neighbours at `left` and `right` of a
  /// segment's order, and finds the site nearest to `wish` there. The cells in between are leaving;
  /// `guest` is on its way too, but stays an obstacle.
  ///
  /// - Returns: The site, or nil if more than `reach` cells on a side would have to give way.
  func planRoom(
    in segment: Int, left: Int, right: Int, width: Int32, wish: Int32, guest: Int, reach: Int
  ) -> Int32? {
    let low = rows.endSite(left, in: segment)
    let high = rows.startSite(right, in: segment)
    let missing = width - (high - low)
    if missing <= 0 { return min(max(wish, low), high - width) }
    var (leftSlack, rightSlack): (Int32, Int32) = (0, 0)
    var index = left
    while index >= 0, index > left - reach, leftSlack < missing {
      if rows.cell(index, in: segment) == guest { break }
      leftSlack += rows.startSite(index, in: segment) - rows.endSite(index - 1, in: segment)
      index -= 1
    }
    index = right
    let count = Int(rows.counts[segment])
    while index < count, index < right + reach, rightSlack < missing {
      if rows.cell(index, in: segment) == guest { break }
      rightSlack += rows.startSite(index + 1, in: segment) - rows.endSite(index, in: segment)
      index += 1
    }
    let (first, last) = (low - min(leftSlack, missing), high + min(rightSlack, missing) - width)
    guard first <= last else { return nil }
    let site = min(max(wish, first), last)
    planShifts(in: segment, left: left, right: right, from: site, to: site + width)
    return site
  }

  /// Plans the shifts that clear the sites `start ..< end` between two neighbours.
  private func planShifts(
    in segment: Int, left: Int, right: Int, from start: Int32, to end: Int32
  ) {
    var edge = start
    var index = left
    while index >= 0, rows.endSite(index, in: segment) > edge {
      let cell = rows.cell(index, in: segment)
      edge -= rows.cellWidths[cell]
      planMove(cell, segment: segment, site: edge, isShift: true)
      index -= 1
    }
    edge = end
    index = right
    let count = Int(rows.counts[segment])
    while index < count, rows.startSite(index, in: segment) < edge {
      let cell = rows.cell(index, in: segment)
      planMove(cell, segment: segment, site: edge, isShift: true)
      edge += rows.cellWidths[cell]
      index += 1
    }
  }

  /// The placement of the cells, written over one of all nodes.
  func store(in placement: inout Placement) {
    for cell in rows.cells {
      let node = Int(cell)
      let center = wires.centers[node]
      placement.x[node] = center.x
      placement.y[node] = center.y
      placement.orientations[node] = Self.orientation(sign: wires.signs[node])
    }
  }

  private static func orientation(sign: Point) -> Orientation {
    switch (sign.x < 0, sign.y < 0) {
    case (false, false): .north
    case (true, false): .flippedNorth
    case (true, true): .south
    case (false, true): .flippedSouth
    }
  }
}
