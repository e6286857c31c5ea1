import Foundation
import Testing

/// Whether servers are tried: by `CHIPPLACE_LIVE_SERVERS=1 Scripts/test --filter LiveViewTests`.
///
/// They anneal on the threads that Swift's tasks share, and where there are but two of those the tests can
/// wait for each other for ever.
enum LiveServers {
  static let areTried = ProcessInfo.processInfo.environment["CHIPPLACE_LIVE_SERVERS"] != nil
  static let absence: Comment = "set CHIPPLACE_LIVE_SERVERS to try servers"
}
