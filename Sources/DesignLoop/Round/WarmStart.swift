import Foundation
import Legalization
import Netlist

/// A start for a placement from the layout of an earlier, similar accelerator.
///
/// Blocks that both have by the same name take the place that they had, scaled to the new die; what is
/// new stays where the generator put it.
enum WarmStart {
  /// The placement, hard macros freed from overlap.
  ///
  /// - Returns: nil if the designs share no hard macro, or there is no room for a start without overlap.
  static func placement(
    for design: Design, from earlier: Design, _ layout: Placement
  ) -> Placement? {
    let netlist = design.netlist
    var places: [String: SIMD2<Double>] = [:]
    let (old, new) = (earlier.floorplan.die, design.floorplan.die)
    for node in (0..<earlier.netlist.nodeCount).map({ NodeID($0) })
    where earlier.netlist.nodeKinds[node.index] != .port {
      places[blockName(node, earlier.netlist)] = SIMD2(
        (layout.x[node.index] - old.minX) / old.width,
        (layout.y[node.index] - old.minY) / old.height)
    }
    var start = design.placement
    var shared = 0
    for node in (0..<netlist.nodeCount).map({ NodeID($0) })
    where netlist.nodeKinds[node.index] != .port && !start.isFixed[node.index] {
      guard let place = places[blockName(node, netlist)] else { continue }
      let halves = SIMD2(netlist.nodeWidths[node.index], netlist.nodeHeights[node.index]) / 2
      let low = SIMD2(new.minX, new.minY) + halves
      let high = SIMD2(new.maxX, new.maxY) - halves
      let wished = SIMD2(new.minX, new.minY) + place * SIMD2(new.width, new.height)
      let inside = wished.clamped(lowerBound: low, upperBound: pointwiseMax(low, high))
      start.x[node.index] = inside.x
      start.y[node.index] = inside.y
      if netlist.nodeKinds[node.index] == .hardMacro { shared += 1 }
    }
    guard shared > 0 else { return nil }
    return try? MacroLegalizer(netlist: netlist, floorplan: design.floorplan, halo: 0)
      .legalize(start)
  }

  /// The name of a block without the number that soft macros' names begin with, which differs from
  /// design to design.
  private static func blockName(_ node: NodeID, _ netlist: Netlist) -> String {
    let name = netlist.name(of: node)
    guard name.hasPrefix("Grp_") else { return name }
    return name.dropFirst(4).drop { $0.isNumber }.description
  }
}
