import Netlist

/// The nets that some movable cell is on, net by net, pin by pin.
struct ChangingNets {
  /// The pins of net `n` are `starts[n] ..< starts[n + 1]`.
  private(set) var starts: [Int32] = [0]
  private(set) var weights: [Double] = []
  private(set) var pinNodes: [Int32] = []
  private(set) var pinNets: [Int32] = []
  /// From the node's centre, in orientation N.
  private(set) var pinOffsets: [Point] = []
  private(set) var pinPositions: [Point] = []
  /// The length of all other nets.
  private(set) var constantLength = 0.0

  init(_ netlist: Netlist, _ placement: Placement, isMovable: [Bool]) {
    for net in 0..<netlist.netCount where netlist.netWeights[net] != 0 {
      let first = pinPositions.count
      var changes = false
      for pin in netlist.netPins[net] {
        let node = netlist.pinNodes[pin.index]
        changes = changes || isMovable[node.index]
        let position = placement.position(of: pin, in: netlist)
        pinNodes.append(node.rawValue)
        pinNets.append(Int32(truncatingIfNeeded: weights.count))
        pinOffsets.append(Point(netlist.pinOffsetsX[pin.index], netlist.pinOffsetsY[pin.index]))
        pinPositions.append(Point(position.x, position.y))
      }
      if changes, pinPositions.count - first > 1 {
        starts.append(Int32(truncatingIfNeeded: pinPositions.count))
        weights.append(netlist.netWeights[net])
      } else {
        drop(from: first, weight: netlist.netWeights[net])
      }
    }
  }

  /// Takes the last net out again.
  private mutating func drop(from first: Int, weight: Double) {
    let positions = pinPositions[first...]
    if let start = positions.first {
      let extent = positions.reduce(start, upper) - positions.reduce(start, lower)
      constantLength += weight * extent.sum()
    }
    let extra = positions.count
    pinNodes.removeLast(extra)
    pinNets.removeLast(extra)
    pinOffsets.removeLast(extra)
    pinPositions.removeLast(extra)
  }
}
