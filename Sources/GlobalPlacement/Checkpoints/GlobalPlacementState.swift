import Evaluation
public import Formats

/// Where global placement stands between two iterations: all that it needs to go on to the result that
/// it would have come to without a break.
public struct GlobalPlacementState: Sendable {
  /// The iterations that are over.
  public internal(set) var iteration: Int
  var descent: Descent.Point
  /// The rounds for routability, if there are any.
  var routability: RoutabilityRounds.Point?

  /// Whether the state can be one of a descent of so many objects, with rounds for routability or
  /// without.
  func suits(_ problem: borrowing PlacementProblem, routability hasRounds: Bool) -> Bool {
    let state = descent.state
    let counts =
      [state.major, state.reference, state.gradient, descent.best.position].flatMap(\.counts)
      + [state.caution.count]
    return counts.allSatisfy { $0 == problem.objectCount + 1 }
      && (routability != nil) == hasRounds && routability?.suits(problem) != false
  }
}

extension GlobalPlacementState {
  /// Writes the state, for ``init(from:)``.
  public func write(to writer: inout BinaryWriter) {
    writer.write(iteration)
    descent.write(to: &writer)
    writer.write(optional: routability) { $0.write(to: &$1) }
  }

  /// Reads a state.
  ///
  /// - Throws: `ParseError` if it is not as it was written.
  public init(from reader: inout BinaryReader) throws(ParseError) {
    iteration = try reader.integer()
    descent = try Descent.Point(from: &reader)
    routability = try reader.optional { reader throws(ParseError) in
      try RoutabilityRounds.Point(from: &reader)
    }
  }
}
