import Formats
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers requests. All paths are named here, and all content is in memory: no path leads to a file.
struct LiveResponder: HTTPResponder {
  typealias Context = BasicRequestContext

  let session: any LiveSession
  let limits: LiveServer.Limits
  let gate: @Sendable () -> RequestGuard?
  let streams: StreamCount

  func respond(to request: Request, context: Context) async throws -> Response {
    do {
      guard let gate = gate() else { return plain(.serviceUnavailable, "not ready") }
      let path = try gate.admit(request.head)
      switch (request.method, path) {
      case (.get, ""): return page()
      case (.get, "content"):
        return answer(.ok, "application/json", try await session.content())
      case (.get, "maps"):
        guard let maps = try await session.maps() else { return plain(.notFound, "not found") }
        return answer(.ok, "application/json", maps)
      case (.get, "events"): return events(request)
      case (.post, _) where path.hasPrefix("api/"):
        return try await perform(String(path.dropFirst("api/".count)), request)
      case (_, ""), (_, "content"), (_, "maps"), (_, "events"):
        return plain(.methodNotAllowed, "expected GET")
      case (_, _) where path.hasPrefix("api/"): return plain(.methodNotAllowed, "expected POST")
      default: return plain(.notFound, "not found")
      }
    } catch let refusal as RequestGuard.Refusal {
      return plain(refusal.status, refusal.message)
    } catch {
      return fault(.internalServerError, "\(error)")
    }
  }

  // MARK: - Requests

  private func page() -> Response {
    var response = answer(.ok, "text/html; charset=utf-8", session.page.bytes)
    response.headers[.contentSecurityPolicy] = session.page.policy
    return response
  }

  private func perform(_ action: String, _ request: Request) async throws -> Response {
    let type = request.headers[.contentType]?.split(separator: ";").first
    guard let type, type.trimmingCharacters(in: .whitespaces).lowercased() == "application/json"
    else {
      return fault(
        .unsupportedMediaType,
        "expected Content-Type application/json, found \(request.headers[.contentType] ?? "none")")
    }
    let limit = limits.body
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      return fault(.contentTooLarge, "expected at most \(limit) bytes, found \(length)")
    }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      return fault(.contentTooLarge, "expected at most \(limit) bytes, found more")
    }
    do {
      let entry = try JSONEntry.parse(body.readableBytesView, file: "request")
      guard let answer = try await session.perform(action, entry) else {
        return plain(.notFound, "not found")
      }
      return self.answer(.ok, "application/json", answer)
    } catch let error as ParseError {
      return fault(.badRequest, error.message)
    } catch let error as RequestError {
      return fault(.conflict, error.message)
    }
  }

  private func events(_ request: Request) -> Response {
    guard streams.open(limit: limits.streams) else {
      return plain(.serviceUnavailable, "expected at most \(limits.streams) pages")
    }
    let seen = request.headers[.lastEventID].flatMap { Int($0) } ?? 0
    let stream = EventStream(session: session, pause: limits.pause)
    return Response(
      status: .ok, headers: headers("text/event-stream"),
      body: ResponseBody { [streams] writer in
        defer { streams.close() }
        try await request.body.consumeWithCancellationOnInboundClose { _ in
          try await stream.send(from: seen) { try await writer.write(ByteBuffer(bytes: $0)) }
        }
        try await writer.finish(nil)
      })
  }

  // MARK: - Answers

  private func answer(
    _ status: HTTPResponse.Status, _ type: String, _ bytes: some Sequence<UInt8>
  ) -> Response {
    Response(
      status: status, headers: headers(type),
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func plain(_ status: HTTPResponse.Status, _ text: String) -> Response {
    answer(status, "text/plain; charset=utf-8", "\(text)\n".utf8)
  }

  private func fault(_ status: HTTPResponse.Status, _ message: String) -> Response {
    // A dictionary of text has a JSON form.
    answer(status, "application/json", try! JSONEncoder().encode(["error": message]))
  }

  private func headers(_ type: String) -> HTTPFields {
    [
      .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
      .referrerPolicy: "no-referrer", .contentSecurityPolicy: "default-src 'none'",
      .crossOriginResourcePolicy: "same-origin", .crossOriginOpenerPolicy: "same-origin",
    ]
  }
}

extension HTTPField.Name {
  fileprivate static let lastEventID = Self("Last-Event-ID")!
  fileprivate static let referrerPolicy = Self("Referrer-Policy")!
  fileprivate static let crossOriginOpenerPolicy = Self("Cross-Origin-Opener-Policy")!
}
