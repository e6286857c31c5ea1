public import Netlist

/// Where a node's centre may be for the node to be inside the die, at single-precision
/// coordinates.
public struct CenterRange: Hashable, Sendable {
  /// The least x.
  public var minX: Double
  /// The greatest x.
  public var maxX: Double
  /// The least y.
  public var minY: Double
  /// The greatest y.
  public var maxY: Double

  /// The range of a node in the orientation it has in `placement`. A node larger than the die gets
  /// the die's centre.
  public init(_ netlist: Netlist, _ floorplan: Floorplan, _ placement: Placement, node: NodeID) {
    let box = placement.box(of: node, in: netlist)
    self.init(floorplan, width: box.width, height: box.height)
  }

  /// The range of a node that covers so much. A node larger than the die gets the die's centre.
  public init(_ floorplan: Floorplan, width: Double, height: Double) {
    let die = floorplan.die
    (minX, maxX) = Self.interval(die.minX + width / 2, die.maxX - width / 2)
    (minY, maxY) = Self.interval(die.minY + height / 2, die.maxY - height / 2)
  }

  private static func interval(_ low: Double, _ high: Double) -> (Double, Double) {
    var first = Float(low)
    if Double(first) < low { first = first.nextUp }
    var last = Float(high)
    if Double(last) > high { last = last.nextDown }
    if first <= last { return (Double(first), Double(last)) }
    // No single-precision number in between: to be inside the die counts for more.
    let middle = (low + high) / 2
    return (middle, middle)
  }

  /// The single-precision x in the range next to a wished one.
  @inlinable public func clampX(_ x: Double) -> Double { min(max(Double(Float(x)), minX), maxX) }

  /// The single-precision y in the range next to a wished one.
  @inlinable public func clampY(_ y: Double) -> Double { min(max(Double(Float(y)), minY), maxY) }
}

/// How far hard macros must be apart.
public enum MacroClearance {
  /// The clearance that keeps macros apart for readers that compute in single precision, in which
  /// the two edges can each be wrong by the last bit.
  public static func minimum(_ floorplan: Floorplan) -> Double {
    let die = floorplan.die
    let reach = max(abs(die.minX), abs(die.maxX), abs(die.minY), abs(die.maxY))
    return 4 * Double(Float(reach).ulp)
  }
}
