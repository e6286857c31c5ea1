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
  public var cellWeight = CellWeight.pins
  /// The least clearance between hard macros, beyond halos, in the design's length unit.
  public var macroSpacing = 0.0
  /// How often the order of macros is changed in search of a smaller displacement.
  public var macroTrials = 400

  /// The defaults.
  public init() {}
}
