import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A web server for one session, on this machine unless told otherwise. Its address has a token in it
/// without which it answers nothing.
package struct LiveServer: Sendable {
  /// What a client may ask for at most.
  package struct Limits: Hashable, Sendable {
    /// Bytes of a request's body.
    package var body = 64 * 1024
    /// Connections at a time; more wait until one ends.
    package var connections = 64
    /// Pages that are told of changes at a time.
    package var streams = 16
    /// Seconds after which a connection without a request is closed.
    package var idleSeconds = 60
    /// The least time between two updates of a page.
    package var pause = Duration.milliseconds(100)

    /// The limits that `chipplace view` has.
    package init() {}
  }

  private let session: any LiveSession
  private let host: String
  private let port: Int
  private let limits: Limits
  private let token = RequestGuard.freshToken()

  /// A server.
  ///
  /// - Parameters:
  ///   - host: the name or address to listen at.
  ///   - port: the port; 0 for any that is free.
  package init(
    _ session: any LiveSession, host: String = "127.0.0.1", port: Int = 0,
    limits: Limits = Limits()
  ) {
    self.session = session
    self.host = host
    self.port = port
    self.limits = limits
  }

  /// Serves until the task is cancelled.
  ///
  /// - Parameter ready: told the address once the server listens.
  /// - Throws: ``ListenError`` if it cannot listen.
  package func run(ready: @escaping @Sendable (String) -> Void) async throws {
    let gate = Mutex<RequestGuard?>(nil)
    let (host, token) = (host, token)
    // Standard output is for the address.
    let logger = Logger(label: "chipplace.view") { _ in SwiftLogNoOpLogHandler() }
    let responder = LiveResponder(
      session: session, limits: limits, gate: { gate.withLock { $0 } }, streams: StreamCount())
    let application = Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(Int64(limits.idleSeconds)),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 16 * 1024, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? 0
        gate.withLock { $0 = RequestGuard(token: token, host: host, port: port) }
        let name = host.contains(":") ? "[\(host)]" : host
        ready("http://\(name):\(port)/\(token)/")
      }, logger: logger)
    do {
      try await application.run()
    } catch let error as IOError {
      throw ListenError(host: host, port: port, reason: error)
    } catch let error as SocketAddressError {
      throw ListenError(host: host, port: port, reason: error)
    }
  }
}

/// Why a server cannot listen.
package struct ListenError: Error, CustomStringConvertible {
  let host: String
  let port: Int
  let reason: any Error

  /// The error as a line for a person.
  package var description: String { "\(host):\(port): cannot listen there: \(reason)" }
}
