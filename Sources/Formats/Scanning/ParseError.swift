/// A file that cannot be read, or that says something it must not.
///
/// Prints as `file:line:column: error: expected …, found …`, the form that editors and build tools
/// know.
public struct ParseError: Error, Hashable, CustomStringConvertible {
  /// The file, as the caller named it.
  public var file: String
  /// The line, from 1; also 1 where the fault is with the file as a whole.
  public var line: Int
  /// The column, from 1, in bytes; also 1 where the fault is with the file as a whole.
  public var column: Int
  /// What is wrong: what was expected and what stood there.
  public var message: String

  /// A fault at one place.
  public init(file: String, line: Int = 1, column: Int = 1, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// The error as a line for a person: the place, then the fault. Control and invisible
  /// characters, which a message can hold where it shows what stood in the file, are escaped.
  public var description: String {
    return "\(file):\(line):\(column): error: \(message.escapingInvisibles)"
  }
}

extension String {
  /// The text with its control and invisible characters escaped, as it is safe to show to a person.
  package var escapingInvisibles: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      if [.control, .format].contains(scalar.properties.generalCategory) {
        text += scalar.escaped(asASCII: true)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}
