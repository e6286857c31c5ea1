import Netlist

/// The nets that are routed, with the pins that can be in different cells: pins of one node at one
/// place count once. The driver's comes first.
struct RoutedNets {
  /// The points of net `n` are those from `starts[n]` up to `starts[n + 1]`.
  private(set) var starts: [Int32] = [0]
  /// The routes that a net asks for: at least one.
  private(set) var demands: [Double] = []
  /// The object that each point moves with: a movable node by its rank, or the number of those.
  private(set) var objects: [Int32] = []
  /// Where a point is, from its object's centre or, where that is fixed, from the die's corner.
  private(set) var offsetsX: [Double] = []
  private(set) var offsetsY: [Double] = []

  init(_ design: Design, _ placement: Placement, movable: [NodeID]) {
    let netlist = design.netlist
    let anchor = Int32(movable.count)
    var objectOfNode = [Int32](repeating: anchor, count: netlist.nodeCount)
    for (object, node) in movable.enumerated() { objectOfNode[node.index] = Int32(object) }
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins[net]
      guard let first = pins.first else { continue }
      var seen = Set<Point>()
      for pin in [netlist.netDrivers[net] ?? first] + pins {
        let node = netlist.pinNodes[pin.index].index
        let place = placement.position(of: pin, in: netlist)
        let object = objectOfNode[node]
        let origin =
          object == anchor
          ? (design.floorplan.die.minX, design.floorplan.die.minY)
          : (placement.x[node], placement.y[node])
        let offset =
          object == anchor
          ? (x: place.x - origin.0, y: place.y - origin.1)
          : placement.orientations[node].apply(
            netlist.pinOffsetsX[pin.index], netlist.pinOffsetsY[pin.index])
        guard seen.insert(Point(object: object, x: offset.x, y: offset.y)).inserted else {
          continue
        }
        objects.append(object)
        offsetsX.append(offset.x)
        offsetsY.append(offset.y)
      }
      if seen.count < 2 {
        objects.removeLast(seen.count)
        offsetsX.removeLast(seen.count)
        offsetsY.removeLast(seen.count)
        continue
      }
      starts.append(Int32(objects.count))
      demands.append(max(1, netlist.netWeights[net]))
    }
  }

  private struct Point: Hashable {
    var object: Int32
    var x: Double
    var y: Double
  }
}
