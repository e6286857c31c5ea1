import Foundation

/// The folder that inputs are written to and read from; in memory, if runs are to be many.
struct ScratchFolder {
  let path: String

  /// The path of a file in the folder, there or not.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes a file of bytes, in place of what was there.
  func write(_ bytes: UnsafeRawBufferPointer, to name: String) {
    let file = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let written = file >= 0 ? Foundation.write(file, bytes.baseAddress, bytes.count) : -1
    precondition(written == bytes.count, "\(path): cannot be written to")
    close(file)
  }

  /// Removes a file if it is there.
  func remove(_ name: String) { unlink(file(name)) }
}
