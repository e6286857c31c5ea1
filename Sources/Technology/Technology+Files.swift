import Foundation
public import Formats

extension Technology {
  /// Reads a technology file.
  ///
  /// - Throws: ``ParseError`` if there is no such file or at the first fault in it.
  public init(contentsOf file: String) throws(ParseError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw ParseError(
        file: file, message: "expected a file that can be read: \(error.localizedDescription)")
    }
    try self.init(json: [UInt8](data), file: file)
  }

  /// Reads the JSON of a technology file.
  ///
  /// - Parameters:
  ///   - json: The text.
  ///   - file: What errors call the file.
  /// - Throws: ``ParseError`` at the first fault.
  public init(json: [UInt8], file: String) throws(ParseError) {
    self = try TechnologyReader.read(json, file: file)
  }

  /// Writes the technology to a file, from which it is read back equal.
  ///
  /// - Throws: `OutputError` if that fails; a file that stood there is then untouched.
  public func write(to file: String) throws(OutputError) {
    var output = FileOutput()
    output.write(json)
    try output.save(to: file)
  }
}
