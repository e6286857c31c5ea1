import Foundation

/// The file beside a target that becomes it when it is whole.
struct TemporaryFile {
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

  /// Writes bytes, and waits until they are on the disk.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure }
    do throws(OutputError) {
      guard FileOutput.write(bytes, to: descriptor) else { throw failure }
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
