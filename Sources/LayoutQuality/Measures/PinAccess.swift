import Netlist

/// Which pins of hard macros have no room before them.
///
/// A pin is reached from the side of its macro that it is nearest to, of equally near ones left, right,
/// bottom, top in this order. It is *blocked* if another macro, or the edge of the die, comes nearer to
/// that side than the channel asked for, at the pin's place along it.
enum PinAccess {
  /// The share of the hard macros' pins on nets that are blocked; 0 if there are none.
  static func blockedShare(
    _ netlist: Netlist, _ floorplan: Floorplan, _ placement: Placement, macros: [NodeID],
    boxes: [Box], channel: Double, noise: Double
  ) -> Double {
    var isConnected = [Bool](repeating: false, count: netlist.pinCount)
    for pin in netlist.netPins.elements { isConnected[pin.index] = true }
    var (count, blocked) = (0, 0)
    for (index, macro) in macros.enumerated() {
      // Only macros this near can stand before a pin.
      let box = boxes[index]
      let near = Box(
        minX: box.minX - channel, minY: box.minY - channel, maxX: box.maxX + channel,
        maxY: box.maxY + channel)
      let others = boxes.indices.filter { $0 != index && boxes[$0].overlaps(near) }
        .map { boxes[$0] }
      for pin in netlist.nodePins[macro.index] where isConnected[pin.index] {
        count += 1
        let place = placement.position(of: pin, in: netlist)
        let front = front(of: box, place.x, place.y, channel - noise, noise)
        if !floorplan.die.contains(front) || others.contains(where: { $0.overlaps(front) }) {
          blocked += 1
        }
      }
    }
    return count == 0 ? 0 : Double(blocked) / Double(count)
  }

  /// What must be free before a pin: a strip as long as the channel is wide.
  private static func front(
    of box: Box, _ x: Double, _ y: Double, _ depth: Double, _ noise: Double
  ) -> Box {
    let distances = [x - box.minX, box.maxX - x, y - box.minY, box.maxY - y]
    let side = distances.indices.min { distances[$0] < distances[$1] }!
    // Pins at a macro's corner look along its side, not around it.
    let (alongX, alongY) = (
      min(max(x, box.minX + 2 * noise), box.maxX - 2 * noise),
      min(max(y, box.minY + 2 * noise), box.maxY - 2 * noise)
    )
    switch side {
    case 0:
      return Box(
        minX: box.minX - depth, minY: alongY - noise, maxX: box.minX, maxY: alongY + noise)
    case 1:
      return Box(
        minX: box.maxX, minY: alongY - noise, maxX: box.maxX + depth, maxY: alongY + noise)
    case 2:
      return Box(
        minX: alongX - noise, minY: box.minY - depth, maxX: alongX + noise, maxY: box.minY)
    default:
      return Box(
        minX: alongX - noise, minY: box.maxY, maxX: alongX + noise, maxY: box.maxY + depth)
    }
  }
}
