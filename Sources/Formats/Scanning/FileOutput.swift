import Foundation

/// Text on its way to a file: collected in memory, written to a temporary file beside the target
/// and renamed, so that the target is whole or not there.
public struct FileOutput: Sendable {
  private var bytes: [UInt8] = []

  /// An empty output.
  public init() {}

  /// An empty output with room for so many bytes.
  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Adds text as it is.
  public mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// Adds one byte.
  mutating func write(byte: UInt8) { bytes.append(byte) }

  /// Adds bytes as they are.
  public mutating func write(_ raw: UnsafeRawBufferPointer) { bytes.append(contentsOf: raw) }

  /// Adds a number in the shortest plain decimal form that reads back exactly.
  public mutating func write(_ value: Double) { DecimalNumber.write(value, to: &bytes) }

  /// Writes everything to a file, gzip-compressed if its name ends in `.gz`.
  ///
  /// - Throws: ``OutputError`` if that fails; a file that stood there is then untouched.
  public func save(to file: String) throws(OutputError) {
    let target = URL(fileURLWithPath: file)
    let temporary = target.deletingLastPathComponent()
      .appendingPathComponent(".\(target.lastPathComponent).\(getpid()).tmp")
    do {
      if file.hasSuffix(".gz") {
        try Gzip.compress(bytes).write(to: temporary)
      } else {
        try bytes.withUnsafeBytes { try Self.write($0, to: temporary, for: file) }
      }
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

extension FileOutput {
  /// Writes bytes as they lie: `Data` would be a second copy of them all.
  private static func write(
    _ bytes: UnsafeRawBufferPointer, to temporary: URL, for file: String
  ) throws(OutputError) {
    func failure() -> OutputError {
      OutputError(file: file, message: String(cString: strerror(errno)))
    }
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure() }
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let count = Foundation.write(descriptor, part.baseAddress, part.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let error = failure()
        close(descriptor)
        throw error
      }
    }
    // Some file systems tell only here that the disk is full.
    guard close(descriptor) == 0 else { throw failure() }
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
