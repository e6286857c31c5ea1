/// What is known of one design after its placement.
public struct Observation: Hashable, Sendable, Codable {
  /// The design's features, in the order of ``CostModel/features``. Sizes and counts should come as
  /// logarithms where effects go by proportion.
  public var features: [Double]
  /// What the analytic model says of each quantity, in the order of ``CostModel/quantities``.
  public var prior: [Double]
  /// What was measured of each quantity.
  public var measured: [Double]

  /// An observation.
  public init(features: [Double], prior: [Double], measured: [Double]) {
    self.features = features
    self.prior = prior
    self.measured = measured
  }
}
