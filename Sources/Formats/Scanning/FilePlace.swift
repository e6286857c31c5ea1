/// A line and a column of a file, from 1.
package struct FilePlace {
  package var line: UInt32
  package var column: UInt32
}

extension ParseError {
  /// A fault at one place.
  init(file: String, place: FilePlace, message: String) {
    self.init(file: file, line: Int(place.line), column: Int(place.column), message: message)
  }
}
