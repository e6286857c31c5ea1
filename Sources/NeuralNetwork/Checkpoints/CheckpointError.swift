import Formats

/// A checkpoint that cannot be read, or that is not the one of the network at hand.
///
/// Prints as `file: byte offset: error: expected …, found …`.
public struct CheckpointError: Error, Hashable, CustomStringConvertible {
  /// The file, as the caller named it.
  public var file: String
  /// The bytes of the file before the fault; 0 where it is with the file as a whole.
  public var offset: Int
  /// What is wrong: what was expected and what stood there.
  public var message: String

  /// A fault at one place.
  public init(file: String, offset: Int = 0, message: String) {
    self.file = file
    self.offset = offset
    self.message = message
  }

  /// The error as a line for a person. Control and invisible characters, which a message can hold
  /// where it shows what stood in the file, are escaped.
  public var description: String {
    return "\(file): byte \(offset): error: \(message.escapingInvisibles)"
  }
}
