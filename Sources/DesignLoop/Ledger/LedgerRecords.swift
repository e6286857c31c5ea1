public import Foundation

/// What became of a candidate.
public enum CandidateDecision: String, CaseIterable, Codable, Sendable {
  /// It is to be placed, or was.
  case place
  /// A person refused it.
  case refused
  /// It could not be built.
  case unbuildable
}

/// A candidate as the ledger has it.
public struct CandidateRecord: Hashable, Codable, Sendable {
  /// Its number, counted over all rounds from 1.
  public var id: Int
  /// Its round.
  public var round: Int
  /// The architecture and its descent.
  public var individual: Individual
  /// The seed of its netlist's start and of its placement.
  public var seed: UInt64
  /// What was expected before it was placed.
  public var prediction: Prediction
  /// The expected improvement by which it was chosen.
  public var acquisition: Double
  /// What became of it.
  public var decision: CandidateDecision
  /// Why, where it was not placed.
  public var reason: String?
}

/// Which versions of what made a layout.
public struct Provenance: Hashable, Codable, Sendable {
  /// The round after which the cost models were fitted; 0 for the analytical prior.
  public var models: Int
  /// The round after which the policy was taught; 0 for the one that the loop began with.
  public var policy: Int
  /// The recipe, by its number in the archive of recipes.
  public var recipe: Int
  /// The candidate whose layout the placement began from; nil for the generator's start.
  public var warmStart: Int?
}

/// A layout as the ledger has it.
public struct LayoutRecord: Hashable, Codable, Sendable {
  /// The candidate.
  public var candidate: Int
  /// 0 for the placement in its round, from 1 for verifications.
  public var run: Int
  /// The seed it was placed with.
  public var seed: UInt64
  /// What made it.
  public var provenance: Provenance
  /// Coordinates and orientations of all nodes.
  public var placement: Data
  /// What was measured on it.
  public var measurement: LayoutMeasurement
  /// Seconds of wall-clock time that it took.
  public var seconds: Double
}

/// A round as the ledger has it.
public struct RoundRecord: Hashable, Codable, Sendable {
  /// How far a round is.
  public enum State: String, CaseIterable, Codable, Sendable {
    /// Candidates are chosen, with their predictions.
    case proposed
    /// Everything of it is done.
    case closed
  }

  /// Its number, from 1.
  public var number: Int
  /// How far it is.
  public var state: State
  /// What was expected of it.
  public var hypothesis: String
  /// What came of it, once closed.
  public var summary: RoundSummary?
  /// Seconds of wall-clock time spent on it.
  public var seconds: Double
}

/// A decision on the way, by the loop or a person.
public struct DecisionRecord: Hashable, Codable, Sendable {
  /// The round; nil before the first.
  public var round: Int?
  /// Who decided: `loop`, `person` or the proposer's command.
  public var actor: String
  /// What was decided, and why.
  public var text: String
}
