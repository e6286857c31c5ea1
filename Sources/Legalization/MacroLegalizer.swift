import Evaluation
public import Netlist

/// Frees hard macros from overlap while moving them as little as it can.
///
/// First every overlapping pair is pushed apart along the axis of lesser overlap, again and again,
/// which settles slight overlaps with hardly a change; what still overlaps then goes, largest
/// macro first, to the nearest free place.
public struct MacroLegalizer: Sendable {
  private let netlist: Netlist
  private let floorplan: Floorplan
  private let halo: Double

  /// A legalizer of one design.
  ///
  /// - Parameter halo: the clearance to keep between two hard macros. At least
  ///   ``MacroClearance/minimum(_:)`` is kept.
  public init(netlist: Netlist, floorplan: Floorplan, halo: Double = 0) {
    self.netlist = netlist
    self.floorplan = floorplan
    self.halo = max(halo, MacroClearance.minimum(floorplan))
  }

  /// A placement without overlap of hard macros, each inside the die, at single-precision
  /// coordinates. Soft macros and cells are moved only into the die.
  ///
  /// - Throws: ``LegalizationError`` if a macro is larger than the die, or no place is found for some.
  public func legalize(_ placement: Placement) throws(LegalizationError) -> Placement {
    var result = placement
    let movable = netlist.nodeKinds.indices.filter {
      netlist.nodeKinds[$0] != .port && !placement.isFixed[$0]
    }
    for node in movable where netlist.nodeKinds[node] == .hardMacro {
      try requireFit(NodeID(node), placement)
    }
    for node in movable {
      let range = CenterRange(netlist, floorplan, placement, node: NodeID(node))
      result.x[node] = range.clampX(result.x[node])
      result.y[node] = range.clampY(result.y[node])
    }
    var macros = MovableMacros(netlist, floorplan, result, halo: halo)
    if macros.overlapExists {
      macros.pushApart(iterations: 200)
      if macros.overlapExists { try placeGreedily(&macros) }
      macros.store(in: &result)
    }
    return result
  }

  private func requireFit(
    _ node: NodeID, _ placement: Placement
  ) throws(LegalizationError) {
    let box = placement.box(of: node, in: netlist)
    let die = floorplan.die
    let noise = LegalityChecker(netlist: netlist, floorplan: floorplan).roundingNoise
    guard box.width <= die.width + noise, box.height <= die.height + noise else {
      throw LegalizationError(
        message: "hard macro '\(netlist.name(of: node))' of \(box.width) by \(box.height) does not "
          + "fit on the die of \(die.width) by \(die.height)")
    }
  }

  /// Places the macros one by one at the nearest free place: by falling area, and should that fail,
  /// tall ones first, then wide ones first; at last without regard to where they were wished.
  private func placeGreedily(_ macros: inout MovableMacros) throws(LegalizationError) {
    for order in MovableMacros.Order.allCases where macros.placeGreedily(order) { return }
    let die = floorplan.die
    let share = macros.totalArea / die.area * 100
    throw LegalizationError(
      message: "found no place without overlap for all of \(macros.count) hard macros, which "
        + "cover \(share.rounded())% of the die of \(die.width) by \(die.height)")
  }
}
