/// What is wrong with a recipe, or with what it is applied to.
public struct RecipeError: Error, Hashable, CustomStringConvertible {
  /// Where in the JSON, such as `stages[0].share`; empty for the whole.
  public var path: String
  /// What was expected and what stood there.
  public var message: String

  /// An error from its parts.
  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  /// The error as a line for a person.
  public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
