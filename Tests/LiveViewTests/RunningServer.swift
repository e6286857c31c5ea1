import Foundation
import Netlist
import TestSupport
import Testing

@testable import LiveView

/// A server on a free port, until it is let go.
final class RunningServer: Sendable {
  let address: URL
  private let task: Task<Void, any Error>

  init(_ session: any LiveSession, limits: LiveServer.Limits = .init()) async throws {
    let (addresses, ready) = AsyncStream<String>.makeStream()
    let server = LiveServer(session, limits: limits)
    task = Task { try await server.run { ready.yield($0) } }
    var iterator = addresses.makeAsyncIterator()
    let first = await iterator.next()
    address = try #require(first.flatMap { URL(string: $0) })
  }

  deinit { task.cancel() }

  var port: Int { address.port ?? 0 }
  var client: WebClient { WebClient(port: port) }
  /// The path of the page, ending in a slash.
  var path: String { address.path.hasSuffix("/") ? address.path : address.path + "/" }

  /// Ends the server and waits for that.
  func stop() async {
    task.cancel()
    _ = await task.result
  }
}
