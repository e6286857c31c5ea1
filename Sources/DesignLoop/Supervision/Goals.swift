/// What a person wants of a design loop, and what it must not do: a JSON file.
///
/// Every key may be left out. Unknown keys are refused, so that a misspelt limit is not a limit
/// forgotten.
public struct Goals: Hashable, Sendable {
  /// How much each quantity counts in the objective: the exponents of their product.
  public struct Weights: Hashable, Encodable, Sendable {
    /// The exponent of the time for one inference, in seconds.
    public var latency = 1.0
    /// The exponent of the energy for one inference, in joules.
    public var energy = 1.0
    /// The exponent of the die's area, in square millimetres.
    public var area = 1.0

    /// The plain product.
    public init() {}
  }

  /// Bounds on what is measured; nil for none. An architecture beyond a bound cannot win, and one that
  /// is predicted to be is not placed, unless all candidates of a round are.
  public struct Constraints: Hashable, Encodable, Sendable {
    /// The largest die, in square millimetres.
    public var areaAtMost: Double?
    /// The longest time for one inference, in seconds.
    public var latencyAtMost: Double?
    /// The most energy for one inference, in joules.
    public var energyAtMost: Double?
    /// The slowest clock, in gigahertz.
    public var clockAtLeast: Double?
    /// The most power while at work, in watts.
    public var powerAtMost: Double?

    /// No bounds.
    public init() {}
  }

  /// Red lines: what stops the loop at the end of a round, for a person to look at.
  public struct Limits: Hashable, Encodable, Sendable {
    /// The most placements of all rounds; one that would make more is not begun.
    public var placements: Int?
    /// The most hours of wall-clock time, all runs on the ledger together.
    public var hours: Double?
    /// The most rounds without a better objective.
    public var roundsWithoutGain: Int?
    /// The largest mean error of a round's predicted objectives, as a factor, such as 3.
    public var predictionError: Double?

    /// No limits.
    public init() {}
  }

  /// The objective's exponents.
  public var weights = Weights()
  /// Bounds.
  public var constraints = Constraints()
  /// Red lines.
  public var limits = Limits()
  /// The values that genes may take; others keep their default choices.
  public var choices: [Gene: [Double]] = [:]
  /// The technology: the name of a preset, or a file.
  public var technology = "nangate45"
  /// The workload: `policy`, another built-in one, or a file.
  public var workload = "policy"
  /// How fast memory outside is: a factor on the technology's rate for each bit of the data buses. These
  /// carry one bit a cycle at most.
  public var memorySpeed = 1.0

  /// Goals by default: the least product of latency, energy and area, no bounds.
  public init() {}
}
