/// How macros and cells are brought onto rows.
public struct RowLegalizationOptions: Hashable, Sendable {
  /// How much the displacement of a cell counts against that of others.
  public enum CellWeight: String, CaseIterable, Hashable, Sendable {
    /// All count the same.
    case uniform
    /// By area, as in Abacus.
    case area
    /// By the number of pins.
    case pins
  }

  /// What the displacement of cells is weighted by.
  public var cellWeight = CellWeight.area
  /// The least clearance between hard macros, beyond halos, in the design's length unit.
  public var macroSpacing = 0.0

  /// The defaults.
  public init() {}
}
