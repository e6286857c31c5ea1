import Annealing
import ChipPlace
import Foundation
import Netlist
import TestSupport
import Testing

@testable import LiveView

/// What the server lets in, and how it says no.
@Suite struct ServerTests {
  private func server(_ limits: LiveServer.Limits = .init()) async throws -> RunningServer {
    let session = PlacementSession(
      RandomDesign.make(seed: 1), options: PlacementOptions(budget: .moves(1000)), title: "<T>")
    await session.pause()
    return try await RunningServer(session, limits: limits)
  }

  @Test func thePageComesWithHeadersThatKeepItApart() async throws {
    let server = try await server()
    let page = try await server.client.get(server.path)
    #expect(page.status == 200)
    #expect(page.headers["content-type"] == "text/html; charset=utf-8")
    #expect(page.headers["cache-control"] == "no-store")
    #expect(page.headers["x-content-type-options"] == "nosniff")
    #expect(page.headers["referrer-policy"] == "no-referrer")
    let policy = try #require(page.headers["content-security-policy"])
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(policy.contains("connect-src 'self'"))
    #expect(policy.hasSuffix("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe"))
    #expect(page.body.contains("<title>&lt;T&gt;</title>"))
    #expect(server.path.count == 34)
  }

  @Test func withoutTheTokenNothingIsFound() async throws {
    let server = try await server()
    let token = String(server.path.dropFirst().dropLast())
    let changed = (token.first == "0" ? "1" : "0") + token.dropFirst()
    for path in ["/", "", "/content", "/\(changed)/", "/\(token)", "/\(token.dropLast())/", "/x"] {
      let answer = try await server.client.get(path.isEmpty ? "*" : path)
      #expect(answer.status == 404, "\(path)")
      #expect(answer.body == "not found\n")
    }
    #expect(try await server.client.post("/\(changed)/api/pause", "{}").status == 404)
    let other = try await self.server()
    #expect(other.path != server.path)
  }

  @Test(arguments: [
    "../", "../../etc/passwd", "..%2f..%2fetc/passwd", "%2e%2e/", "content/../content", ".", "//",
    "\u{5C}..\u{5C}", "content%00", "api/../content", "?x", "content?x=/etc/passwd",
    "Resources/live.js",
  ])
  func noPathLeadsElsewhere(path: String) async throws {
    let server = try await server()
    let answer = try await server.client.get(server.path + path)
    #expect(answer.status == (path.hasPrefix("api/") ? 405 : 404))
    #expect(answer.body.count < 40)
  }

  @Test func otherHostsAndOriginsAreRefused() async throws {
    let server = try await server()
    let (client, port) = (server.client, server.port)
    for host in [
      "evil.example:\(port)", "evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil:\(port)",
      "127.0.0.1.evil.example:\(port)", "[::1]evil:\(port)",
    ] {
      #expect(try await client.get(server.path, host: host).status == 421, "\(host)")
      #expect(try await client.post(server.path + "api/pause", "{}", host: host).status == 421)
    }
    for host in ["localhost:\(port)", "LOCALHOST:\(port)", "[::1]:\(port)", "192.0.2.7:\(port)"] {
      #expect(try await client.get(server.path, host: host).status == 200, "\(host)")
    }
    for origin in ["http://evil.example", "null", "https://127.0.0.1:\(port)", "http://127.0.0.1"] {
      let answer = try await client.post(server.path + "api/pause", "{}", origin: origin)
      #expect(answer.status == 403)
      #expect(
        answer.body == "expected the Origin http://127.0.0.1:\(port), found \(origin)\n")
      #expect(try await client.get(server.path, headers: ["Origin: \(origin)"]).status == 403)
    }
    let bare = WebClient.request(
      "POST", server.path + "api/pause", "127.0.0.1:\(port)", ["Content-Type: application/json"],
      "{}")
    #expect(try await client.send(bare).status == 403)
    #expect(try await client.post(server.path + "api/pause", "{}").status == 200)
  }

  @Test func onlyWhatIsThereCanBeAsked() async throws {
    let server = try await server()
    let client = server.client
    let host = "127.0.0.1:\(server.port)"
    func status(_ method: String, _ path: String) async throws -> Int {
      try await client.send(
        WebClient.request(method, server.path + path, host, ["Origin: http://\(host)"], "{}")
      ).status
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
      for path in ["", "content", "events"] { #expect(try await status(method, path) == 405) }
    }
    #expect(try await status("GET", "api/pause") == 405)
    #expect(try await status("PUT", "api/pause") == 405)
    #expect(try await status("POST", "api/pause") == 415)
    #expect(
      try await client.post(server.path + "api/pause", "{}", type: "text/plain").status == 415)
    for action in ["", "page", "round/approve", "pause/", "Pause"] {
      #expect(try await client.post(server.path + "api/\(action)", "{}").status == 404)
    }
    let charset = "application/JSON ; charset=utf-8"
    #expect(try await client.post(server.path + "api/pause", "{}", type: charset).status == 200)
  }

  @Test func largeBodiesAreNotRead() async throws {
    var limits = LiveServer.Limits()
    limits.body = 100
    let server = try await server(limits)
    let path = server.path + "api/pause"
    let large = try await server.client.post(path, String(repeating: " ", count: 99) + "{}")
    #expect(large.status == 413)
    #expect(try large.json()["error"] as? String == "expected at most 100 bytes, found 101")
    // In chunks, which say no length beforehand.
    let host = "127.0.0.1:\(server.port)"
    let chunk = "40\r\n" + String(repeating: " ", count: 64) + "\r\n"
    let chunked = try await server.client.send(
      "POST \(path) HTTP/1.1\r\nHost: \(host)\r\nOrigin: http://\(host)\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk
        + "0\r\n\r\n")
    #expect(chunked.status == 413)
    let fits = try await server.client.post(path, String(repeating: " ", count: 98) + "{}")
    #expect(fits.status == 200)
  }

  @Test func largeHeadersAreNotRead() async throws {
    let server = try await server()
    let header = "X: " + String(repeating: "x", count: 40_000)
    let answer = try await server.client.get(server.path, headers: [header])
    #expect(answer.status >= 400)
    #expect(try await server.client.get(server.path).status == 200)
  }

  @Test func aLongAddressIsNotRead() async throws {
    let server = try await server()
    let path = server.path + String(repeating: "x", count: 200_000)
    let answer = try? await server.client.get(path)
    #expect((answer?.status ?? 400) >= 400)
    #expect(try await server.client.get(server.path).status == 200)
  }

  @Test func deepNestingIsRefused() async throws {
    let server = try await server()
    let body = String(repeating: "[", count: 60_000)
    #expect(try await server.client.post(server.path + "api/pause", body).status == 400)
  }

  @Test func aRequestThatNamesNoHostIsRefused() async throws {
    let server = try await server()
    let old = try await server.client.send(
      "GET \(server.path) HTTP/1.0\r\nConnection: close\r\n\r\n")
    #expect(old.status == 421)
    let whole = try await server.client.send(
      "GET http://evil.example\(server.path) HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    #expect(whole.status >= 400)
  }

  @Test func onlyTheLoopbackAddressListens() async throws {
    let server = try await server()
    #expect(try await server.client.get(server.path).status == 200)
    // Also of this machine, where all of 127.0.0.0/8 is.
    #expect(throws: (any Error).self) {
      try Connection(port: server.port, address: 0x7F00_0002)
    }
  }

  @Test func moreConnectionsThanAllowedWait() async throws {
    var limits = LiveServer.Limits()
    limits.connections = 2
    let server = try await server(limits)
    let first = try EventReader(port: server.port, path: server.path + "events")
    _ = try await first.next()
    var second: EventReader? = try EventReader(port: server.port, path: server.path + "events")
    _ = try await second?.next()
    let request = WebClient.request("GET", server.path, "127.0.0.1:\(server.port)", [], nil)
    let port = server.port
    let third = try Connection(port: port, patience: 0.5)
    third.write(request)
    let early = try await onOwnThread { third.read() }
    #expect(early.isEmpty)
    #expect(second != nil)
    second = nil
    var late: [UInt8] = []
    while late.isEmpty { late = try await onOwnThread { third.read() } }
    #expect(String(decoding: late, as: UTF8.self).hasPrefix("HTTP/1.1 200"))
  }

  @Test func moreStreamsThanAllowedAreRefusedUntilOneEnds() async throws {
    var limits = LiveServer.Limits()
    limits.streams = 2
    let server = try await server(limits)
    let first = try EventReader(port: server.port, path: server.path + "events")
    _ = try await first.next()
    do {
      let second = try EventReader(port: server.port, path: server.path + "events")
      _ = try await second.next()
      let third = try await server.client.get(server.path + "events")
      #expect(third.status == 503)
      #expect(third.body == "expected at most 2 pages\n")
    }
    // The second is gone, and that is noticed.
    while try await !open(server) {}
  }

  /// Whether another page is let in.
  private func open(_ server: RunningServer) async throws -> Bool {
    let (port, path) = (server.port, server.path)
    return try await onOwnThread {
      let connection = try Connection(port: port)
      connection.write(
        WebClient.request("GET", path + "events", "127.0.0.1:\(port)", [], nil))
      return String(decoding: connection.read(), as: UTF8.self).hasPrefix("HTTP/1.1 200")
    }
  }

  @Test func aTakenPortIsAnError() async throws {
    let server = try await server()
    let session = PlacementSession(
      RandomDesign.make(seed: 1), options: PlacementOptions(budget: .moves(1000)), title: "T")
    let error = await #expect(throws: ListenError.self) {
      try await LiveServer(session, port: server.port).run { _ in }
    }
    #expect(
      error.map { "\($0)".hasPrefix("127.0.0.1:\(server.port): cannot listen there: ") } == true)
  }
}
