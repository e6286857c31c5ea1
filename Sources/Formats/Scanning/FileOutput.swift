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
  /// - Throws: ``OutputError`` if that fails; a file that stood there is then untouched.
  public func save(to file: String) throws(OutputError) {
    let temporary = TemporaryFile(for: file)
    do {
      let content = file.hasSuffix(".gz") ? try [UInt8](Gzip.compress(bytes)) : bytes
      try content.withUnsafeBytes { try temporary.write($0) }
      try temporary.replaceTarget()
    } catch {
      unlink(temporary.path)
      throw OutputError(
        file: file, message: (error as? OutputError)?.message ?? error.localizedDescription)
    }
  }
}

/// The file beside a target that becomes it when it is whole.
private struct TemporaryFile {
  let file: String
  let target: URL
  var path: String { path(of: getpid()) }

  init(for file: String) {
    self.file = file
    target = URL(fileURLWithPath: file)
  }

  /// The name that a process uses.
  private func path(of process: pid_t) -> String {
    target.deletingLastPathComponent().path + "/" + prefix + "\(process)" + Self.suffix
  }

  private var prefix: String { ".\(target.lastPathComponent)." }
  private static let suffix = ".tmp"

  /// Writes bytes as they lie: `Data` would be a second copy of them all.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure }
    do throws(OutputError) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
        let count = Foundation.write(descriptor, part.baseAddress, part.count)
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          throw failure
        }
      }
      // Renamed before its content is on the disk, it could be empty after a power cut. Where the
      // system cannot say, as of pipes, there is nothing to wait for.
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure }
    } catch {
      close(descriptor)
      throw error
    }
    // Some file systems tell only here that the disk is full.
    guard close(descriptor) == 0 else { throw failure }
  }

  /// Puts the file in the target's place, and removes what processes that are no more left beside it.
  func replaceTarget() throws(OutputError) {
    guard rename(path, target.path) == 0 else { throw failure }
    let folder = target.deletingLastPathComponent().path
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard name.hasPrefix(prefix), name.hasSuffix(Self.suffix),
        let process = pid_t(name.dropFirst(prefix.count).dropLast(Self.suffix.count)),
        process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink(self.path(of: process))
    }
  }

  private var failure: OutputError {
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
