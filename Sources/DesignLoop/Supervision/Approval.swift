/// A round that waits to be approved.
public struct RoundProposal: Hashable, Codable, Sendable {
  /// The round.
  public var round: Int
  /// What is expected of it.
  public var hypothesis: String
  /// The architectures that are to be placed, with their predictions.
  public var candidates: [CandidateRecord]
}

/// What a person says to a round.
public enum Approval: Hashable, Sendable {
  /// Place all of its candidates.
  case approve
  /// Place all but these, which are refused.
  case refuse(candidates: [Int], reason: String)
  /// Stop here; the round waits in the ledger.
  case stop
}
