public import Netlist

/// The positions without a copy, for programs in other languages.
extension IncrementalEvaluator {
  /// The x coordinate of each node's centre, the change at hand included. The address stays the same, and
  /// is valid, for as long as the evaluator lives.
  public var xAddress: UnsafePointer<Double> { UnsafePointer(nodes.x.base) }

  /// The y coordinate of each node's centre, likewise.
  public var yAddress: UnsafePointer<Double> { UnsafePointer(nodes.y.base) }

  /// How each node is turned, likewise.
  public var orientationAddress: UnsafePointer<Orientation> {
    UnsafePointer(nodes.orientations.base)
  }
}
