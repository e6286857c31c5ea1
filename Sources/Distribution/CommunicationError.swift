/// Why ranks could not talk to each other.
public struct CommunicationError: Error, Hashable, CustomStringConvertible {
  /// What was called, such as `MPI_Allgatherv`.
  public var call: String
  /// What came of it.
  public var message: String

  /// An error from its parts.
  public init(call: String, message: String) {
    self.call = call
    self.message = message
  }

  /// The error as a line for a person.
  public var description: String { "\(call): \(message)" }
}
