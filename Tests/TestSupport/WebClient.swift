import Foundation

/// A client of HTTP that sends what it is told, be it proper or not.
public struct WebClient: Sendable {
  /// The port of this machine.
  public let port: Int

  /// A client of the server at a port of this machine.
  public init(port: Int) { self.port = port }

  /// An answer.
  public struct Answer: Sendable {
    /// The status.
    public var status: Int
    /// Headers, with names in lower case.
    public var headers: [String: String]
    /// The body.
    public var body: String

    /// The body as an object of JSON.
    public func json() throws -> [String: Any] {
      try need(
        try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any], body)
    }
  }

  /// Sends a request and reads the answer to the end of the connection.
  public func send(_ request: String) async throws -> Answer {
    try Self.parse(
      await onOwnThread { [port] in
        let connection = try Connection(port: port)
        connection.write(request)
        return connection.readAll()
      })
  }

  /// Gets a page.
  public func get(_ path: String, host: String? = nil, headers: [String] = [])
    async throws -> Answer
  {
    try await send(Self.request("GET", path, host ?? "127.0.0.1:\(port)", headers, nil))
  }

  /// Posts JSON as the server's own page does.
  public func post(
    _ path: String, _ body: String, origin: String? = nil,
    type: String = "application/json", host: String? = nil
  ) async throws -> Answer {
    let host = host ?? "127.0.0.1:\(port)"
    return try await send(
      Self.request(
        "POST", path, host,
        ["Origin: \(origin ?? "http://\(host)")", "Content-Type: \(type)"], body))
  }

  /// A request as it goes over the wire.
  public static func request(
    _ method: String, _ path: String, _ host: String, _ headers: [String], _ body: String?
  ) -> String {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close"] + headers
    if let body { lines.append("Content-Length: \(body.utf8.count)") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
  }

  static func parse(_ bytes: [UInt8]) throws -> Answer {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = try need(text.range(of: "\r\n\r\n"), "\(text.prefix(200))")
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let status = try need(
      lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) }, lines[0])
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return Answer(status: status, headers: headers, body: String(text[end.upperBound...]))
  }
}

/// Does what waits on a thread of its own: the pool's few threads are the server's too.
public func onOwnThread<Result: Sendable>(
  _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread {
      continuation.resume(with: Swift.Result { try work() })
    }
  }
}

/// A connection to this machine; what is read comes within a minute, or as told, or is nothing.
public final class Connection: Sendable {
  private let socket: Int32

  /// Connects to a port, of the loopback address unless told of another.
  public init(port: Int, address bits: UInt32 = 0x7F00_0001, patience seconds: Double = 60) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(
      tv_sec: Int(seconds), tv_usec: Int((seconds - seconds.rounded(.down)) * 1e6))
    setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(bits).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if status != 0 { throw WebFault(message: "cannot connect to port \(port)") }
  }

  deinit { close(socket) }

  /// Sends text.
  public func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // A server may refuse before it has read all.
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Some bytes; none at the end.
  public func read() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(socket, &bytes, bytes.count, 0)
    return count > 0 ? Array(bytes[..<count]) : []
  }

  /// All that comes until the end.
  public func readAll() -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let part = read()
      if part.isEmpty { return all }
      all += part
    }
  }
}

/// The events of a page.
public final class EventReader {
  private let connection: Connection
  private var text = ""

  /// Asks for events, after one that was seen if there is one.
  public init(port: Int, path: String, lastEvent: Int? = nil) throws {
    connection = try Connection(port: port)
    connection.write(
      WebClient.request(
        "GET", path, "127.0.0.1:\(port)", lastEvent.map { ["Last-Event-ID: \($0)"] } ?? [], nil))
  }

  /// The next update: its id, and what it tells.
  public func next() async throws -> (id: Int, update: [String: Any]) {
    while true {
      if let match = text.firstMatch(of: /id: ([0-9]+)\nevent: update\ndata: (.*?)\n\n/) {
        let data = Data(match.output.2.replacing(/\r\n[0-9a-f]+\r\n/, with: "").utf8)
        let json = try JSONSerialization.jsonObject(with: data)
        let update = try need(json as? [String: Any], "\(json)")
        let id = try need(Int(match.output.1), "\(match.output.1)")
        text.removeSubrange(..<match.range.upperBound)
        return (id, update)
      }
      let part = try await onOwnThread { [connection] in connection.read() }
      if part.isEmpty { throw WebFault(message: "the stream ended: \(text)") }
      text += String(decoding: part, as: UTF8.self)
    }
  }

  /// The next update for which a condition holds.
  public func next(
    _ isWanted: ([String: Any]) -> Bool
  ) async throws -> (id: Int, update: [String: Any]) {
    while true {
      let found = try await next()
      if isWanted(found.update) { return found }
    }
  }
}

extension [String: Any] {
  /// What stands at a path of keys.
  public subscript(path path: String...) -> Any? {
    path.reduce(self as Any?) { ($0 as? [String: Any])?[$1] }
  }
}

/// What a server sent and should not have.
private struct WebFault: Error {
  var message: String
}

private func need<Value>(_ value: Value?, _ found: String) throws -> Value {
  guard let value else { throw WebFault(message: "found \(found)") }
  return value
}
