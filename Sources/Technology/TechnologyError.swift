/// A technology file that cannot be read, or that says something it must not.
///
/// Prints as `file:line:column: error: path: expected …, found …`. The path is that of the value in
/// the JSON, as `routingLayers[2].pitch`, and empty where the text is no JSON at all.
public struct TechnologyError: Error, Hashable, CustomStringConvertible {
  /// The file, as the caller named it.
  public var file: String
  /// The line of the fault, from 1.
  public var line: Int
  /// The column of the fault, from 1, in bytes.
  public var column: Int
  /// Where the value is in the JSON.
  public var path: String
  /// What was expected and what stood there.
  public var message: String

  /// A fault at one place.
  public init(file: String, line: Int = 1, column: Int = 1, path: String = "", message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
    self.message = message
  }

  /// The error as a line for a person.
  public var description: String {
    "\(file):\(line):\(column): error: \(path.isEmpty ? "" : "\(path): ")\(message)"
  }
}
