import Foundation

/// Text on its way to a file: collected in memory, written to a temporary file beside the target
/// and renamed, so that the target is whole or not there.
public struct FileOutput: Sendable {
  private var bytes: [UInt8] = []

  /// An empty output.
  public init() {}

  /// Adds text as it is.
  public mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Adds bytes as they are.
  public mutating func write(_ raw: UnsafeRawBufferPointer) { bytes.append(contentsOf: raw) }

  /// Adds a number in the shortest plain decimal form that reads back exactly.
  public mutating func write(_ value: Double) { write(DecimalNumber.plain(value)) }

  /// Writes everything to a file, gzip-compressed if its name ends in `.gz`.
  ///
  /// - Throws: ``OutputError`` if that fails; a file that stood there is then untouched.
  public func save(to file: String) throws(OutputError) {
    let target = URL(fileURLWithPath: file)
    let temporary = target.deletingLastPathComponent()
      .appendingPathComponent(".\(target.lastPathComponent).\(getpid()).tmp")
    do {
      let contents = file.hasSuffix(".gz") ? try Gzip.compress(bytes) : Data(bytes)
      try contents.write(to: temporary)
      guard rename(temporary.path, target.path) == 0 else {
        throw OutputError(file: file, message: String(cString: strerror(errno)))
      }
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw OutputError(
        file: file, message: (error as? OutputError)?.message ?? error.localizedDescription)
    }
  }
}

/// A file that cannot be written.
public struct OutputError: Error, Hashable, CustomStringConvertible {
  /// The file, as the caller named it.
  public var file: String
  /// What went wrong.
  public var message: String

  /// A failure to write one file.
  public init(file: String, message: String) {
    self.file = file
    self.message = message
  }

  /// The error as a line for a person.
  public var description: String { "\(file): error: cannot be written: \(message)" }
}
