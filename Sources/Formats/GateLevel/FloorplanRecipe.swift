/// How a chip is made for a netlist that comes without one.
public struct FloorplanRecipe: Hashable, Sendable {
  /// The share of the core that cells and macros take up: above 0, at most 1.
  public var utilization: Double
  /// The height of the core divided by its width.
  public var aspectRatio: Double

  /// A recipe from its parts.
  public init(utilization: Double = 0.7, aspectRatio: Double = 1) {
    self.utilization = utilization
    self.aspectRatio = aspectRatio
  }
}
