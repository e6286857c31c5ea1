/// What the policy network does in a placement.
public struct PolicyGuidance: Hashable, Sendable {
  /// How many times the policy places all hard macros, for starts. The first takes the likeliest cell
  /// each time, the others draw. Zero leaves the start as it is. Nil makes ``defaultRollouts`` for the
  /// policy alone and none for annealing, which begins no better from them.
  public var rollouts: Int?
  /// Whether the value network chooses among them, by the cost it expects after annealing; or else the
  /// cost as it is.
  public var filtersByValue = true
  /// How many of the best of them, and the start itself, are tried by a short annealing each.
  public var trials = 3
  /// The share of the budget that trials take.
  public var trialShare = 0.1
  /// Whether annealing draws some of its moves from the policy.
  public var proposes = true
  /// The share of the budget that goes into teaching the policy the design at hand, first.
  public var tuningShare = 0.0

  /// The rollouts of the policy alone, unless told otherwise.
  public static let defaultRollouts = 16

  /// The defaults.
  public init() {}

  /// The rollouts for an engine.
  func rollouts(for engine: PlacementEngine) -> Int {
    rollouts ?? (engine == .policy ? Self.defaultRollouts : 0)
  }
}
