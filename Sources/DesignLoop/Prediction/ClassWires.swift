/// The wires of a bus class.
public struct ClassWires: Hashable, Codable, Sendable {
  /// The longest wire, from driver to sink, in micrometres.
  public var longest = 0.0
  /// All wires, each times its bits, in micrometres.
  public var total = 0.0

  /// None.
  public init() {}

  /// Lengths from their parts.
  public init(longest: Double, total: Double) {
    self.longest = longest
    self.total = total
  }
}
