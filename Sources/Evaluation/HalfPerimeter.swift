public import Netlist

/// Half-perimeter wirelength: for each net, the width and height of the box around its pins.
public enum HalfPerimeter {
  /// The sum over all nets of at least two pins, every net counted once whatever its weight, in the
  /// design's length unit. What published results and OpenROAD's logs state.
  ///
  /// - Parameter isLocated: whether each node has a place; pins of those that have none do not count.
  ///   All have one if nil.
  public static func wirelength(
    _ placement: Placement, _ netlist: Netlist, isLocated: [Bool]? = nil
  ) -> Double {
    var sum = 0.0
    for net in 0..<netlist.netCount {
      var (minX, maxX) = (Double.infinity, -Double.infinity)
      var (minY, maxY) = (Double.infinity, -Double.infinity)
      for pin in netlist.netPins[net] {
        if let isLocated, !isLocated[netlist.pinNodes[pin.index].index] { continue }
        let place = placement.position(of: pin, in: netlist)
        minX = min(minX, place.x)
        maxX = max(maxX, place.x)
        minY = min(minY, place.y)
        maxY = max(maxY, place.y)
      }
      if minX <= maxX { sum += (maxX - minX) + (maxY - minY) }
    }
    return sum
  }
}
