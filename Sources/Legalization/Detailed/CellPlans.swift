/// Plans that take one cell to a place in a row: each adds what it moves to the state's plan, and says
/// whether there is room.
extension DetailedState {
  /// Plans a cell between two neighbours, which give way, up to `reach` cells on a side.
  func planInsertion(
    of cell: Int, before index: Int, in segment: Int, wish: Int32, reach: Int
  ) -> Bool {
    let site = planRoom(
      in: segment, left: index - 1, right: index, width: rows.cellWidths[cell], wish: wish,
      guest: cell, reach: reach)
    guard let site else { return false }
    planMove(cell, segment: segment, site: site)
    return true
  }

  /// Plans an exchange of a cell with one that is no neighbour of it in its row; other cells give way.
  func planSwap(
    of cell: Int, withCellAt index: Int, in segment: Int, wish: Int32, reach: Int
  ) -> Bool {
    let other = rows.cell(index, in: segment)
    let own = Int(rows.cellSegments[cell])
    let ownIndex = rows.index(of: cell)
    if own == segment, abs(ownIndex - index) <= 1 { return false }
    // In one segment the two rooms could meet, so there neighbours stay where they are.
    let reach = own == segment ? 0 : reach
    let site = planRoom(
      in: segment, left: index - 1, right: index + 1, width: rows.cellWidths[cell], wish: wish,
      guest: cell, reach: reach)
    guard let site else { return false }
    let back = planRoom(
      in: own, left: ownIndex - 1, right: ownIndex + 1, width: rows.cellWidths[other],
      wish: rows.cellSites[cell], guest: other, reach: reach)
    guard let back else { return false }
    planMove(cell, segment: segment, site: site)
    planMove(other, segment: own, site: back)
    return true
  }

  /// Plans the cells at `index` and to the right of it in each other's order, the outer ends kept.
  func planTurn(at index: Int, in segment: Int) {
    let (left, right) = (rows.cell(index, in: segment), rows.cell(index + 1, in: segment))
    let start = rows.cellSites[left]
    let end = rows.cellSites[right] + rows.cellWidths[right]
    planMove(right, segment: segment, site: start)
    planMove(left, segment: segment, site: end - rows.cellWidths[left])
  }

  /// Plans a cell nearer to a wished site, between its neighbours.
  func planSlide(of cell: Int, wish: Int32) -> Bool {
    let segment = Int(rows.cellSegments[cell])
    let index = rows.index(of: cell)
    let low = rows.endSite(index - 1, in: segment)
    let high = rows.startSite(index + 1, in: segment) - rows.cellWidths[cell]
    let site = min(max(wish, low), high)
    if site == rows.cellSites[cell] { return false }
    planMove(cell, segment: segment, site: site, isShift: true)
    return true
  }
}
