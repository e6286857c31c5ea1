import Accelerator

/// What is expected of a candidate before it is placed.
public struct Prediction: Hashable, Codable, Sendable {
  /// The expected wires of one bus class.
  public struct ClassLengths: Hashable, Codable, Sendable {
    /// The class's name.
    public var busClass: String
    /// The longest wire by the analytical prior, in micrometres.
    public var priorLongest: Double
    /// All wires times their bits by the prior, in micrometres.
    public var priorTotal: Double
    /// The longest wire expected, in micrometres.
    public var longest: Double
    /// The standard deviation of the logarithm of that plus a quarter of the prior's.
    public var longestDeviation: Double
    /// All wires times their bits expected, in micrometres.
    public var total: Double
    /// The standard deviation of the logarithm of that plus a quarter of the prior's.
    public var totalDeviation: Double
  }

  /// The figures at the expected lengths.
  public var figures: Figures
  /// The mean of the objective's logarithm.
  public var score: Double
  /// Its standard deviation.
  public var scoreDeviation: Double
  /// The chance that all constraints hold.
  public var feasibility: Double
  /// The wires, of the classes that the design has.
  public var lengths: [ClassLengths]
  /// The expected detour of wires around congestion, at least 1.
  public var detour: Double
}
