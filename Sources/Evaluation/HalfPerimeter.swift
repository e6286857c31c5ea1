public import Netlist

/// Half-perimeter wirelength: for each net, the width and height of the box around its pins.
public enum HalfPerimeter {
  /// The sum over all nets of at least two pins, every net counted once whatever its weight, in the
  /// design's length unit. What published results and OpenROAD's logs state.
  public static func wirelength(_ placement: Placement, _ netlist: Netlist) -> Double {
    var sum = 0.0
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins[net]
      guard pins.count >= 2 else { continue }
      var (minX, maxX) = (Double.infinity, -Double.infinity)
      var (minY, maxY) = (Double.infinity, -Double.infinity)
      for pin in pins {
        let place = placement.position(of: pin, in: netlist)
        minX = min(minX, place.x)
        maxX = max(maxX, place.x)
        minY = min(minY, place.y)
        maxY = max(maxY, place.y)
      }
      sum += (maxX - minX) + (maxY - minY)
    }
    return sum
  }
}
