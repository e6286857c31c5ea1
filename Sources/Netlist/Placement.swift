/// Where the nodes of a ``Netlist`` are: centre, orientation, and whether each may move. A value of
/// its own, so that keeping and restoring a placement are assignments.
///
/// Coordinates are in the design's length unit: micrometres for Circuit Training, the file's own unit
/// for Bookshelf, database units for DEF (``Floorplan/unitsPerMicron`` of them to a micrometre).
public struct Placement: Hashable, Sendable {
  /// The x coordinate of each node's centre.
  public var x: [Double]
  /// The y coordinate of each node's centre.
  public var y: [Double]
  /// How each node is turned.
  public var orientations: [Orientation]
  /// Whether each node must stay where it is.
  public var isFixed: [Bool]

  /// A placement from its arrays.
  ///
  /// - Precondition: all have one element for each node.
  public init(x: [Double], y: [Double], orientations: [Orientation], isFixed: [Bool]) {
    precondition(
      y.count == x.count && orientations.count == x.count && isFixed.count == x.count,
      "a placement's arrays are of one length")
    self.x = x
    self.y = y
    self.orientations = orientations
    self.isFixed = isFixed
  }

  /// All nodes at the origin, as drawn; ports fixed, all others free.
  public init(for netlist: Netlist) {
    x = [Double](repeating: 0, count: netlist.nodeCount)
    y = [Double](repeating: 0, count: netlist.nodeCount)
    orientations = [Orientation](repeating: .north, count: netlist.nodeCount)
    isFixed = netlist.nodeKinds.map { $0 == .port }
  }

  /// The rectangle a node covers. In orientations that swap the sides, `swappingSides` says whether
  /// width and height do change places, as they do on a chip; the reference proxy-cost evaluator
  /// leaves them.
  public func box(of node: NodeID, in netlist: Netlist, swappingSides: Bool = true) -> Box {
    let swap = swappingSides && orientations[node.index].swapsSides
    let width = netlist.nodeWidths[node.index]
    let height = netlist.nodeHeights[node.index]
    return Box(
      centerX: x[node.index], centerY: y[node.index],
      width: swap ? height : width, height: swap ? width : height)
  }

  /// Where a pin is.
  public func position(of pin: PinID, in netlist: Netlist) -> (x: Double, y: Double) {
    let node = netlist.pinNodes[pin.index].index
    let offset = orientations[node].apply(
      netlist.pinOffsetsX[pin.index], netlist.pinOffsetsY[pin.index])
    return (x[node] + offset.x, y[node] + offset.y)
  }

  /// Moves every movable node to the nearest coordinates that a single-precision number holds, as
  /// consumers that compute in single precision read them.
  public mutating func roundMovablesToSinglePrecision() {
    for node in x.indices where !isFixed[node] {
      x[node] = Double(Float(x[node]))
      y[node] = Double(Float(y[node]))
    }
  }
}
