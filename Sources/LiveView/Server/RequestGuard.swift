import Foundation
import HTTPTypes

/// Decides which requests are answered at all: those that know the token, come to this server's own
/// address, and where a browser says from which page, from the server's own.
struct RequestGuard: Sendable {
  /// The first part of every path.
  let token: String
  /// The name or address that the server was told to listen at.
  let host: String
  /// The port it listens at.
  let port: Int

  /// A request that is not answered, and with what status.
  struct Refusal: Error, Hashable {
    var status: HTTPResponse.Status
    var message: String
  }

  /// The path below the token.
  ///
  /// - Throws: ``Refusal``.
  func admit(_ request: HTTPRequest) throws(Refusal) -> String {
    // A page elsewhere whose name was made to lead here sends its own name.
    let authority = request.authority ?? ""
    guard isOwn(authority) else {
      throw Refusal(status: .misdirectedRequest, message: "this is not the server asked for")
    }
    guard let path = path(of: request.path ?? "") else {
      throw Refusal(status: .notFound, message: "not found")
    }
    let origin = request.headerFields[.origin]
    guard origin == "http://\(authority)" || (origin == nil && request.method == .get) else {
      throw Refusal(
        status: .forbidden,
        message: "expected the Origin http://\(authority), found \(origin ?? "none")")
    }
    return path
  }

  /// Whether a Host is this server: its port, and `localhost`, the name it listens at, or an address in
  /// digits, which no name server can make lead elsewhere.
  private func isOwn(_ authority: String) -> Bool {
    let end = ":\(port)"
    guard authority.hasSuffix(end) else { return false }
    let name = String(authority.dropLast(end.count)).lowercased()
    if name == "localhost" || name == host.lowercased() { return true }
    let bare =
      name.hasPrefix("[") && name.hasSuffix("]") ? String(name.dropFirst().dropLast()) : name
    return Self.isAddress(bare)
  }

  private static func isAddress(_ text: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1
  }

  /// What stands behind the token; nil for another token. It takes as long whatever is wrong.
  private func path(of path: String) -> String? {
    let bytes = Array(path.utf8)
    let expected = Array("/\(token)/".utf8)
    var difference: UInt8 = bytes.count < expected.count ? 1 : 0
    for (place, byte) in expected.enumerated() {
      difference |= byte ^ (place < bytes.count ? bytes[place] : 0)
    }
    return difference == 0 ? String(decoding: bytes[expected.count...], as: UTF8.self) : nil
  }

  /// A token that nobody can guess: 128 bits in hexadecimal digits.
  static func freshToken() -> String {
    // A secret, so it must not follow from a seed.
    var system = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(system.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
