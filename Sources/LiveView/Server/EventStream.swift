import Foundation
import Synchronization

/// Tells one page what changes, as server-sent events. The event's id is the revision, so that a page
/// that comes back says which it has seen and is told what it has missed. A page that reads slowly is told
/// less often, and nothing is kept for it.
struct EventStream: Sendable {
  let session: any LiveSession
  /// The least time between two updates.
  let pause: Duration
  /// The most bytes a second; after a large update the pause is longer.
  var rate = 4_000_000

  /// Sends updates until cancelled.
  func send(from revision: Int, _ write: ([UInt8]) async throws -> Void) async throws {
    var seen = revision
    var quiet = Duration.zero
    try await write(Array("retry: 1000\n\n".utf8))
    while !Task.isCancelled {
      if let update = try await session.update(since: seen) {
        seen = update.revision
        quiet = .zero
        try await write(
          Array("id: \(update.revision)\nevent: update\ndata: ".utf8) + update.json
            + Array("\n\n".utf8))
        let rest = Duration.seconds(Double(update.json.count) / Double(rate)) - pause
        if rest > .zero { try await Task.sleep(for: rest) }
      } else if quiet > .seconds(15) {
        // Finds out whether anyone is still there.
        quiet = .zero
        try await write(Array(": still here\n\n".utf8))
      }
      try await Task.sleep(for: pause)
      quiet += pause
    }
  }
}

/// How many pages are being told.
final class StreamCount: Sendable {
  private let count = Mutex(0)

  /// Counts one more, unless that would be too many.
  func open(limit: Int) -> Bool {
    count.withLock { count in
      if count >= limit { return false }
      count += 1
      return true
    }
  }

  func close() { count.withLock { $0 -= 1 } }

  var current: Int { count.withLock { $0 } }
}
