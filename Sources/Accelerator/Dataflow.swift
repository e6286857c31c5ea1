/// What a processing element keeps while the other two operands pass by.
///
/// In all three, one operand streams along the rows from the left, and results leave each column at
/// the bottom.
public enum Dataflow: String, CaseIterable, Sendable {
  /// Weights are loaded down the columns and stay; inputs stream along the rows; partial sums run
  /// down the columns.
  case weightStationary = "ws"
  /// Sums stay; inputs stream along the rows and weights down the columns; finished results are
  /// drained down the columns.
  case outputStationary = "os"
  /// Inputs are loaded down the columns and stay; weights stream along the rows; partial sums run
  /// down the columns.
  case inputStationary = "is"

  /// The operand that streams along the rows.
  public var rowOperand: Operand { self == .inputStationary ? .weight : .input }

  /// The operand that enters the columns at the top: streaming past, or loaded to stay.
  public var columnOperand: Operand { self == .inputStationary ? .input : .weight }

  /// Whether sums move from element to element, to be added up outside the array where a product
  /// has more terms than the array has rows.
  public var movesPartialSums: Bool { self != .outputStationary }
}

/// What flows through an accelerator.
public enum Operand: String, CaseIterable, Sendable {
  /// Activations.
  case input
  /// Weights.
  case weight
  /// Results.
  case output
}
