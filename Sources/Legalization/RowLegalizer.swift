public import Netlist

/// Makes a global placement of macros and cells legal: first macros (``MacroRowLegalizer``), then cells
/// around them (``CellLegalizer``).
public struct RowLegalizer: Sendable {
  private let macros: MacroRowLegalizer
  private let cells: CellLegalizer

  /// A legalizer of one design.
  public init(design: Design, options: RowLegalizationOptions = RowLegalizationOptions()) {
    macros = MacroRowLegalizer(design: design, options: options)
    cells = CellLegalizer(design: design, options: options)
  }

  /// A legal placement near to a given one. Soft macros and ports stay where they are, as does all that
  /// is fixed.
  ///
  /// - Precondition: the placement is one of the legalizer's design.
  /// - Throws: ``LegalizationError`` if macros or cells find no place; it says how much room is missing
  ///   where.
  public func legalize(_ placement: Placement) throws(LegalizationError) -> Placement {
    try cells.legalize(macros.legalize(placement))
  }
}
