package import Formats
package import Foundation
import Netlist
import WebReport

extension PlacementSession {
  /// How many edits can be undone.
  private static let undoLimit = 20

  package func perform(_ action: String, _ body: JSONEntry) throws -> Data? {
    switch action {
    case "pause":
      _ = try body.object([])
      pause()
    case "resume":
      _ = try body.object([])
      resume()
    case "pin":
      try pin(body)
    case "move":
      return WebPage.json(try move(body))
    case "undo":
      _ = try body.object([])
      try undo()
    case "save":
      _ = try body.object([])
      try saveBest()
    default: return nil
    }
    return WebPage.json(state())
  }

  /// `{"node": …, "pinned": true}`: keeps annealing from moving a node, or lets it.
  private func pin(_ body: JSONEntry) throws {
    let members = try body.object(["node", "pinned"])
    let node = try node(members.need("node"))
    let wish = try members.need("pinned").boolean()
    guard wish != pinned.contains(node) else { return }
    remember()
    if wish { pinned.insert(node) } else { pinned.remove(node) }
    take(shown.placement)
  }

  /// `{"node": …, "x": …, "y": …}` and, if wished, `orientation` and `pinned`: moves a node; with
  /// `"preview": true` only tells what that would cost.
  private func move(_ body: JSONEntry) throws -> EditOutcome {
    let members = try body.object(["node", "x", "y", "orientation", "preview", "pinned"])
    let node = try node(members.need("node"))
    func place(_ key: String) throws(ParseError) -> Double {
      try members.need(key).number("a number of at most 1e12 either way") { abs($0) <= 1e12 }
    }
    let (x, y) = (try place("x"), try place("y"))
    let orientation = try members["orientation"].map(orientation)
    let wish = try members["pinned"].map { entry throws(ParseError) in try entry.boolean() }
    let isPreview = try members["preview"].map { entry throws(ParseError) in try entry.boolean() }
    let turned = orientation ?? shown.placement.orientations[node.index]
    var outcome = shown.preview(node, x: x, y: y, turned)
    if isPreview ?? false { return outcome }
    remember()
    if let wish { if wish { pinned.insert(node) } else { pinned.remove(node) } }
    take(shown.edited(outcome, turned))
    outcome.committed = true
    return outcome
  }

  /// A node by name or number; only those that the design lets move.
  private func node(_ entry: JSONEntry) throws -> NodeID {
    let found: NodeID
    if case .number(let value) = entry.value, let number = Int(exactly: value),
      (0..<design.netlist.nodeCount).contains(number)
    {
      found = NodeID(number)
    } else if case .text(let name) = entry.value {
      let all = (0..<design.netlist.nodeCount).lazy.map { NodeID($0) }
      guard let named = all.first(where: { self.design.netlist.name(of: $0) == name }) else {
        throw entry.error("expected a node's name, found '\(name.prefix(60))'")
      }
      found = named
    } else {
      throw entry.mismatch("a node's name or its number below \(design.netlist.nodeCount)")
    }
    guard !design.placement.isFixed[found.index], design.netlist.nodeKinds[found.index] != .port
    else {
      throw RequestError(message: "'\(design.netlist.name(of: found))' is fixed by the design")
    }
    return found
  }

  private func orientation(_ entry: JSONEntry) throws(ParseError) -> Orientation {
    guard case .text(let name) = entry.value, let orientation = Orientation(name: name) else {
      throw entry.mismatch("one of \(Orientation.allCases.map(\.name).joined(separator: ", "))")
    }
    return orientation
  }

  private func remember() {
    if undoable.count == Self.undoLimit { undoable.removeFirst() }
    undoable.append((shown.placement, pinned))
  }

  private func undo() throws(RequestError) {
    guard let last = undoable.popLast() else {
      throw RequestError(message: "there is nothing to undo")
    }
    pinned = last.pinned
    take(last.placement)
  }
}
