/// What is wrong with the text of a formula.
public struct FormulaError: Error, Hashable, CustomStringConvertible {
  /// Where, as the number of the character, from 1.
  public var column: Int
  /// What could have stood there.
  public var expected: String
  /// What stood there.
  public var found: String

  /// The error as a line for a person.
  public var description: String { "column \(column): expected \(expected), found \(found)" }
}
