import Netlist

/// Cells with whole sites of clear space at their sides, so that legalization and detailed placement keep
/// the room that global placement made for wires.
///
/// Of an odd number of sites one more is at the right of a cell as drawn. Pins stay where they are.
struct CellPadding {
  /// The netlist with padded cells.
  let netlist: Netlist
  /// By how much the middle of each node's space is to the right of its own, as drawn.
  private let shifts: [Double]

  /// Pads movable cells to about `factors` times their widths, from left to right along the rows; what
  /// whole sites give one cell too much or too little, the next ones make up for. Nil where there are no
  /// rows, or no site to give.
  ///
  /// - Parameter factors: the factor of each node, 1 for none.
  init?(_ design: Design, placement: Placement, factors: [Float]) {
    guard let row = design.floorplan.placementRows.first, row.siteSpacing > 0, row.height > 0 else {
      return nil
    }
    let netlist = design.netlist
    let cells = netlist.nodes(.standardCell).filter {
      !placement.isFixed[$0.index] && factors[$0.index] > 1
    }
    .map { ((placement.y[$0.index] / row.height).rounded(.down), placement.x[$0.index], $0) }
    .sorted { ($0.0, $0.1, $0.2.rawValue) < ($1.0, $1.1, $1.2.rawValue) }
    var widths = netlist.nodeWidths
    var shifts = [Double](repeating: 0, count: netlist.nodeCount)
    var owed = 0.0
    for (_, _, node) in cells {
      owed += widths[node.index] * (Double(factors[node.index]) - 1) / row.siteSpacing
      let sites = owed.rounded(.down)
      owed -= sites
      let right = (sites / 2).rounded(.up)
      widths[node.index] += sites * row.siteSpacing
      shifts[node.index] = (right - (sites - right)) / 2 * row.siteSpacing
    }
    guard widths != netlist.nodeWidths else { return nil }
    self.shifts = shifts
    self.netlist = netlist.replacingWidths(
      with: widths,
      pinOffsetsX: netlist.pinOffsetsX.indices.map {
        netlist.pinOffsetsX[$0] - shifts[netlist.pinNodes[$0].index]
      })
  }

  /// The placement of padded cells that has the cells themselves at the same places.
  func padded(_ placement: Placement) -> Placement { moved(placement, by: 1) }

  /// The placement of the cells themselves.
  func unpadded(_ placement: Placement) -> Placement { moved(placement, by: -1) }

  private func moved(_ placement: Placement, by sign: Double) -> Placement {
    var placement = placement
    for node in shifts.indices where shifts[node] != 0 {
      placement.x[node] += placement.orientations[node].apply(sign * shifts[node], 0).x
    }
    return placement
  }
}
