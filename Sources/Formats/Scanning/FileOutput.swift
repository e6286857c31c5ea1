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

  /// Writes everything to a file, gzip-compressed if its name ends in `.gz`. It is on the disk when this
  /// returns, and what a killed process left of an earlier attempt is gone.
  ///
  /// The name may mean ``StandardOutput``. Pipes and devices are written to as they stand.
  ///
  /// - Throws: ``OutputError`` if that fails; a file that stood there is then untouched.
  public func save(to file: String) throws(OutputError) {
    let isCompressed = StandardOutput.formatName(of: file).hasSuffix(".gz")
    let content = isCompressed ? try Array(Gzip.compress(bytes, for: file)) : bytes
    try content.withUnsafeBufferPointer { buffer throws(OutputError) in
      let bytes = UnsafeRawBufferPointer(buffer)
      if StandardOutput.isMeant(by: file) {
        try StandardOutput.write(bytes)
      } else if Self.isStream(file) {
        try Self.write(bytes, to: file, O_WRONLY, for: file)
      } else {
        try Self.replace(file, by: bytes)
      }
    }
  }

  /// Whether a pipe or a device has this name: a file by the same name must not take its place.
  public static func isStream(_ file: String) -> Bool {
    var status = stat()
    guard stat(file, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }
}

extension FileOutput {
  private static func replace(
    _ file: String, by bytes: UnsafeRawBufferPointer
  ) throws(OutputError) {
    let temporary = TemporaryFile(for: file)
    do throws(OutputError) {
      try temporary.write(bytes)
      try temporary.replaceTarget()
    } catch {
      unlink(temporary.path)
      throw error
    }
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to path: String, _ flags: Int32, for file: String
  ) throws(OutputError) {
    let descriptor = open(path, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(file) }
    guard write(bytes, to: descriptor) else {
      let error = failure(file)
      close(descriptor)
      throw error
    }
    // Some file systems tell only here that the disk is full.
    guard close(descriptor) == 0 else { throw failure(file) }
  }

  /// Writes bytes as they lie: `Data` would be a second copy of them all. False, with the system's
  /// error number, if that fails.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      let count = Foundation.write(descriptor, part.baseAddress, part.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private static func failure(_ file: String) -> OutputError {
    OutputError(file: file, message: String(cString: strerror(errno)))
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
