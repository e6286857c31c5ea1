import Annealing
import ChipPlace
import Dispatch
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Netlist

@testable import LiveView

/// Asks a responder what an input says, one request after the other, without a socket; false if there is
/// no request in it.
///
/// A request is a line of method and path, lines of fields, an empty line, and a body up to a line of
/// `%` alone. `TOKEN` in a path is the server's token.
func readRequests(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  let text = String(decoding: input, as: UTF8.self)
  let requests = text.components(separatedBy: "\n%\n").prefix(8).compactMap(request)
  if requests.isEmpty { return false }
  let session = PlacementSession(
    SmallDesign.read(in: folder), options: PlacementOptions(budget: .moves(64), start: .given),
    title: "fuzzed", save: { _ in })
  let done = DispatchSemaphore(value: 0)
  Task {
    await session.pause()
    let responder = LiveResponder(
      session: session, limits: LiveServer.Limits(), gate: { gate }, streams: StreamCount())
    let context = BasicRequestContext(
      source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger))
    for request in requests {
      do {
        let response = try await responder.respond(to: request, context: context)
        precondition(response.status.code != 500, "a fault of the server's own")
        precondition(response.headers[.cacheControl] == "no-store", "an answer without its headers")
      } catch {
        fatalError("a request without an answer: \(error)")
      }
      let update = await session.update(since: 0)
      precondition(update?.json.contains(0x0A) == false, "an update of several lines")
    }
    let placement = await session.finish()
    precondition(placement.x.allSatisfy(\.isFinite) && placement.y.allSatisfy(\.isFinite))
    done.signal()
  }
  done.wait()
  return true
}

private let gate = RequestGuard(token: "TOKEN", host: "127.0.0.1", port: 80)
private let logger = Logger(label: "fuzzing") { _ in SwiftLogNoOpLogHandler() }

private func request(_ text: String) -> Request? {
  let parts = text.components(separatedBy: "\n\n")
  let lines = parts[0].components(separatedBy: "\n")
  let line = lines[0].split(separator: " ", maxSplits: 1)
  guard line.count == 2, let method = HTTPRequest.Method(String(line[0])) else { return nil }
  var fields = HTTPFields()
  var authority: String?
  for field in lines.dropFirst() {
    let pair = field.split(separator: ":", maxSplits: 1)
    guard pair.count == 2, let name = HTTPField.Name(String(pair[0])) else { return nil }
    let value = pair[1].trimmingCharacters(in: .whitespaces)
    // The server's HTTP decoder takes it for the head, too.
    if name.rawName.lowercased() == "host" { authority = value } else { fields[name] = value }
  }
  let body = parts.dropFirst().joined(separator: "\n\n")
  return Request(
    head: HTTPRequest(
      method: method, scheme: "http", authority: authority, path: String(line[1]),
      headerFields: fields),
    body: RequestBody(buffer: ByteBuffer(string: body)))
}
