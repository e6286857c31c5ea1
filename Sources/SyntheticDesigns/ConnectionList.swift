import Netlist

/// What each net of a synthetic design joins, the driver first.
struct ConnectionList {
  /// A place off the centre of its node.
  struct OffCenterPin {
    var node: Int32
    var offsetX: Double
    var offsetY: Double
  }

  /// Where each net's connections begin in ``ends``, and where the last one's end.
  private(set) var offsets: [Int32] = [0]
  /// The connections of all nets: a node whose centre it is, or, below 0, `~place` of a pin in
  /// ``offCenterPins``.
  private(set) var ends: [Int32] = []
  /// The pins of macros.
  private(set) var offCenterPins: [OffCenterPin] = []

  var netCount: Int { offsets.count - 1 }

  mutating func reserve(nets: Int, connections: Int) {
    offsets.reserveCapacity(nets + 1)
    ends.reserveCapacity(connections)
  }

  /// Makes a pin known; the number stands for it.
  mutating func add(_ pin: OffCenterPin) -> Int32 {
    offCenterPins.append(pin)
    return ~Int32(offCenterPins.count - 1)
  }

  mutating func connect(_ end: Int32) { ends.append(end) }

  mutating func endNet() { offsets.append(Int32(ends.count)) }

  /// The node of a connection, and its offset from the node's centre.
  func resolve(_ end: Int32) -> OffCenterPin {
    end < 0 ? offCenterPins[Int(~end)] : OffCenterPin(node: end, offsetX: 0, offsetY: 0)
  }

  /// Whether the net that is being made has a connection already.
  func isConnected(_ end: Int32) -> Bool {
    ends[Int(offsets[offsets.count - 1])...].contains(end)
  }

  /// The half-perimeter wirelength of all nets, nodes where a placement has them.
  func wirelength(_ placement: Placement) -> Double {
    var total = 0.0
    for net in 0..<netCount {
      var (left, right) = (Double.infinity, -Double.infinity)
      var (bottom, top) = (Double.infinity, -Double.infinity)
      for place in Int(offsets[net])..<Int(offsets[net + 1]) {
        let pin = resolve(ends[place])
        let x = placement.x[Int(pin.node)] + pin.offsetX
        let y = placement.y[Int(pin.node)] + pin.offsetY
        (left, right) = (min(left, x), max(right, x))
        (bottom, top) = (min(bottom, y), max(top, y))
      }
      if left <= right { total += (right - left) + (top - bottom) }
    }
    return total
  }
}
