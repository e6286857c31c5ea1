package import Formats
package import Foundation

/// What a ``LiveServer`` shows and lets people steer: a placement or a design loop.
package protocol LiveSession: Actor {
  /// The page.
  nonisolated var page: LivePage { get }

  /// What the page needs once, as JSON.
  func content() throws -> Data

  /// What has changed since a revision that the page has seen; nil for nothing. Revision 0 has seen
  /// nothing, and so has one that is yet to come.
  func update(since revision: Int) throws -> LiveUpdate?

  /// The maps of what is shown, as JSON; nil if there are none.
  func maps() async throws -> Data?

  /// Does what a page asks for.
  ///
  /// - Parameters:
  ///   - action: the name of the request, below `api/`.
  ///   - body: its body.
  /// - Returns: the answer as JSON; nil if there is no such action.
  /// - Throws: `ParseError` if the body is not as it must be, ``RequestError`` if what it asks for cannot
  ///   be done.
  func perform(_ action: String, _ body: JSONEntry) async throws -> Data?
}

extension LiveSession {
  package func maps() -> Data? { nil }
}

/// A change for the page, whoever asks for it.
package struct LiveUpdate: Hashable, Sendable {
  /// The state that it leads to.
  package var revision: Int
  /// What the page is told, as JSON without line feeds.
  package var json: Data
}

/// Why something cannot be done as things are.
package struct RequestError: Error, Hashable, CustomStringConvertible {
  /// What stands in the way.
  package var message: String

  /// The error as a line for a person.
  package var description: String { message }
}
