public import Netlist

/// A mirror image or a turn of a whole design: the same problem on another canvas, which a policy must
/// solve as well.
public struct CanvasSymmetry: Hashable, Sendable {
  /// Whether left and right are exchanged, first.
  public var isMirrored: Bool
  /// Whether the canvas is then turned by a quarter, so that x becomes y.
  public var isTurned: Bool

  /// A symmetry.
  public init(isMirrored: Bool, isTurned: Bool) {
    self.isMirrored = isMirrored
    self.isTurned = isTurned
  }

  /// The image of a design. Orientations stay: nodes themselves are mirrored and turned.
  ///
  /// - Precondition: all nodes stand north; there are no rows, regions or blockages, which accelerators
  ///   and clustered designs do not need.
  public func apply(to design: Design) -> Design {
    precondition(design.placement.orientations.allSatisfy { $0 == .north })
    precondition(design.floorplan.regions.isEmpty && design.floorplan.blockages.isEmpty)
    let netlist = image(of: design.netlist)
    var placement = design.placement
    for node in placement.x.indices {
      let place = image(of: SIMD2(placement.x[node], placement.y[node]), in: design.floorplan.die)
      placement.x[node] = place.x
      placement.y[node] = place.y
    }
    return Design(
      netlist: netlist, floorplan: image(of: design.floorplan), placement: placement)
  }

  private func image(of point: SIMD2<Double>, in die: Box) -> SIMD2<Double> {
    let x = isMirrored ? die.minX + die.maxX - point.x : point.x
    return isTurned ? SIMD2(point.y, x) : SIMD2(x, point.y)
  }

  private func image(ofOffset x: Double, _ y: Double) -> SIMD2<Double> {
    let x = isMirrored ? -x : x
    return isTurned ? SIMD2(y, x) : SIMD2(x, y)
  }

  private func image(of floorplan: Floorplan) -> Floorplan {
    var result = floorplan
    result.placementRows = []
    guard isTurned else { return result }
    let die = floorplan.die
    result.die = Box(minX: die.minY, minY: die.minX, maxX: die.maxY, maxY: die.maxX)
    swap(&result.columns, &result.rows)
    swap(&result.routing.horizontal, &result.routing.vertical)
    swap(&result.routing.horizontalUsedByMacros, &result.routing.verticalUsedByMacros)
    return result
  }

  private func image(of netlist: Netlist) -> Netlist {
    var builder = NetlistBuilder(name: netlist.name, names: netlist.names)
    for node in 0..<netlist.nodeCount {
      let (width, height) = (netlist.nodeWidths[node], netlist.nodeHeights[node])
      _ = builder.addNode(
        netlist.nodeKinds[node], symbol: netlist.nodeSymbols[node],
        width: isTurned ? height : width, height: isTurned ? width : height,
        master: netlist.nodeMasters[node])
    }
    for pin in 0..<netlist.pinCount {
      let offset = image(ofOffset: netlist.pinOffsetsX[pin], netlist.pinOffsetsY[pin])
      _ = builder.addPin(
        of: netlist.pinNodes[pin], symbol: netlist.pinSymbols[pin], offsetX: offset.x,
        offsetY: offset.y, direction: netlist.pinDirections[pin])
    }
    for net in 0..<netlist.netCount {
      for pin in netlist.netPins[net] { builder.connect(pin) }
      builder.endNet(
        symbol: netlist.netSymbols[net], weight: netlist.netWeights[net],
        driver: netlist.netDrivers[net])
    }
    return builder.build()
  }
}
