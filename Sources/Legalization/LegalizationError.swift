/// Why a placement could not be made legal.
public struct LegalizationError: Error, Hashable, CustomStringConvertible {
  /// What does not fit, and into what.
  public var message: String

  /// The error as a line for a person.
  public var description: String { message }
}
