public import Netlist

/// Rough starts that owe nothing to a given placement. Hard macros may still overlap: a
/// ``MacroLegalizer`` frees them.
public enum MacroStarts {
  /// Movable hard macros along a spiral from the die's lower-left corner inwards, the largest first,
  /// and all else that moves at the mean of its neighbours.
  ///
  /// - Parameter order: nodes in the order in which the spiral takes them instead. Movable hard macros
  ///   that it does not name come after those it does; all others in it do not matter.
  public static func spiral(
    _ netlist: Netlist, _ floorplan: Floorplan, like template: Placement, order: [NodeID] = []
  ) -> Placement {
    var placement = template
    var ranks = [Int](repeating: order.count, count: netlist.nodeCount)
    for (rank, node) in order.enumerated().reversed() { ranks[node.index] = rank }
    let macros = movable(.hardMacro, netlist, template).sorted {
      (ranks[$0.index], -netlist.area(of: $0), $0) < (ranks[$1.index], -netlist.area(of: $1), $1)
    }
    var free = floorplan.die
    var side = 0
    var offset = 0.0
    var depth = 0.0
    for macro in macros {
      let box = placement.box(of: macro, in: netlist)
      let length = side % 2 == 0 ? free.width : free.height
      let extent = side % 2 == 0 ? box.width : box.height
      if offset > 0, offset + extent > length {
        free = free.shrunk(side: side, by: depth)
        side = (side + 1) % 4
        (offset, depth) = (0, 0)
      }
      let place = free.spot(side: side, offset: offset, width: box.width, height: box.height)
      placement.x[macro.index] = place.x
      placement.y[macro.index] = place.y
      offset += side % 2 == 0 ? box.width : box.height
      depth = max(depth, side % 2 == 0 ? box.height : box.width)
    }
    settleSoftNodes(netlist, floorplan, &placement)
    return placement
  }

  /// Movable hard macros anywhere on the die, and all else that moves at the mean of its neighbours.
  public static func random(
    _ netlist: Netlist, _ floorplan: Floorplan, like template: Placement, seed: UInt64
  ) -> Placement {
    var placement = template
    var random = SeededGenerator(seed: seed, stream: 0x5354_4152_54)
    for macro in movable(.hardMacro, netlist, template) {
      placement.x[macro.index] = floorplan.die.minX + random.uniform() * floorplan.die.width
      placement.y[macro.index] = floorplan.die.minY + random.uniform() * floorplan.die.height
    }
    settleSoftNodes(netlist, floorplan, &placement)
    return placement
  }

  private static func movable(
    _ kind: NodeKind, _ netlist: Netlist, _ placement: Placement
  ) -> [NodeID] {
    netlist.nodes(kind).filter { !placement.isFixed[$0.index] }
  }

  /// Sets every movable soft macro and cell to the mean position of its nets' other nodes, over and
  /// over, from the die's centre: a few sweeps towards the quadratic optimum.
  private static func settleSoftNodes(
    _ netlist: Netlist, _ floorplan: Floorplan, _ placement: inout Placement
  ) {
    let nodes =
      movable(.softMacro, netlist, placement) + movable(.standardCell, netlist, placement)
    for node in nodes {
      placement.x[node.index] = floorplan.die.centerX
      placement.y[node.index] = floorplan.die.centerY
    }
    for _ in 0..<20 {
      for node in nodes {
        var (sumX, sumY, sumWeights) = (0.0, 0.0, 0.0)
        for net in netlist.nodeNets[node.index] {
          let pins = netlist.netPins[net.index]
          let weight = netlist.netWeights[net.index] / Double(max(pins.count - 1, 1))
          for pin in pins where netlist.pinNodes[pin.index] != node {
            let position = placement.position(of: pin, in: netlist)
            sumX += weight * position.x
            sumY += weight * position.y
            sumWeights += weight
          }
        }
        guard sumWeights > 0 else { continue }
        placement.x[node.index] = sumX / sumWeights
        placement.y[node.index] = sumY / sumWeights
      }
    }
  }
}

extension Box {
  /// The centre of a rectangle that lies along one side (0 bottom, 1 right, 2 top, 3 left), so far
  /// from the corner where that side begins when going round counter-clockwise.
  fileprivate func spot(
    side: Int, offset: Double, width: Double, height: Double
  ) -> (x: Double, y: Double) {
    switch side {
    case 0: (minX + offset + width / 2, minY + height / 2)
    case 1: (maxX - width / 2, minY + offset + height / 2)
    case 2: (maxX - offset - width / 2, maxY - height / 2)
    default: (minX + width / 2, maxY - offset - height / 2)
    }
  }

  /// The box without a strip along one side.
  fileprivate func shrunk(side: Int, by depth: Double) -> Box {
    var box = self
    switch side {
    case 0: box.minY = min(minY + depth, maxY)
    case 1: box.maxX = max(maxX - depth, minX)
    case 2: box.maxY = max(maxY - depth, minY)
    default: box.minX = min(minX + depth, maxX)
    }
    return box
  }
}
