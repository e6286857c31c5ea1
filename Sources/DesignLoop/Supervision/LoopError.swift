/// Why a design loop cannot begin or go on.
public enum LoopError: Error, Hashable, CustomStringConvertible {
  /// The goals allow no accelerator.
  case noArchitecture(String)
  /// A file of goals, or a proposal from outside, is not as it should be.
  case input(file: String, message: String)
  /// The ledger cannot be read, or belongs to another loop.
  case ledger(String)
  /// The ledger cannot be written: the disk is full, or the folder closed to writing.
  case unwritable(String)
  /// An architecture could not be placed.
  case placement(String)
  /// Ranks could not talk to each other.
  case communication(String)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .input(let file, let message): "\(file): \(message)"
    case .noArchitecture(let message), .ledger(let message), .unwritable(let message),
      .placement(let message), .communication(let message):
      message
    }
  }
}
