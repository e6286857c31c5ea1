/// How a design loop runs. A ledger has one, from its first round on.
public struct LoopSettings: Hashable, Codable, Sendable {
  /// What decides which architectures are placed, and what the models learn from.
  public enum Feedback: String, CaseIterable, Codable, Sendable {
    /// Models that are refitted to every layout choose among children of the archive.
    case closed
    /// Architectures are drawn evenly.
    case random
    /// The analytical models of round 0 choose among children of the archive.
    case frozen
    /// Children of the archive are taken as they come.
    case evolution
    /// As closed, but the models are shown the layouts of one design as those of another.
    case shuffled

    /// Whether models choose.
    public var choosesByModel: Bool { self != .random && self != .evolution }
    /// Whether models are refitted.
    public var learns: Bool { self == .closed || self == .shuffled }
  }

  /// What a person wants.
  public var goals = Goals()
  /// The seed of all randomness.
  public var seed: UInt64 = 1
  /// How the loop is closed.
  public var feedback = Feedback.closed
  /// How many architectures a round places.
  public var placementsPerRound = 3
  /// The moves of annealing in a placement.
  public var movesPerPlacement = 300_000
  /// How many children a round chooses from.
  public var poolSize = 160
  /// How many architectures the first round draws evenly, for want of anything to learn from; nil for
  /// as many as a round places.
  public var firstRound: Int?
  /// Whether the policy network is taught each round's best layout.
  public var teachesPolicy = true
  /// How many placer recipes a round tries.
  public var recipesPerRound = 1
  /// A command that proposes architectures too; nil for none.
  public var proposer: String?

  /// The defaults.
  public init() {}

  /// The placements of a round.
  func placements(in round: Int) -> Int {
    round == 1 ? firstRound ?? placementsPerRound : placementsPerRound
  }
}

extension LoopSettings {
  /// How settings that were expected differ from those found, for a person.
  static func difference(_ expected: LoopSettings, _ found: LoopSettings) -> String {
    func line<Value: Equatable>(_ name: String, _ path: KeyPath<LoopSettings, Value>) -> String? {
      let (a, b) = (expected[keyPath: path], found[keyPath: path])
      return a == b ? nil : "\(name) \(a), found \(b)"
    }
    let lines = [
      line("seed", \.seed), line("feedback", \.feedback.rawValue),
      line("placements per round", \.placementsPerRound),
      line("moves per placement", \.movesPerPlacement), line("pool", \.poolSize),
      line("teaching of the policy", \.teachesPolicy),
      line("recipes per round", \.recipesPerRound),
      line("first round", \.firstRoundText), line("proposer", \.proposerText),
    ].compactMap { $0 }
    return lines.isEmpty ? "the same goals, found others" : lines.joined(separator: "; ")
  }

  /// The settings that decide what a loop does; limits only decide when it stops, and a person may
  /// raise them when it has.
  var withoutLimits: LoopSettings {
    var settings = self
    settings.goals.limits = Goals.Limits()
    return settings
  }

  private var firstRoundText: String { firstRound.map(String.init) ?? "as many" }
  private var proposerText: String { proposer ?? "none" }
}
