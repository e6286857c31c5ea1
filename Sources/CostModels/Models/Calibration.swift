import Statistics
/// By what predicted standard deviations are to be multiplied, so that intervals hold what they say.
///
/// The scale is that of Student's t distribution with four degrees of freedom, fitted to standardized
/// residuals (of held-out observations, or of past predictions), by its ratio to the t
/// distribution whose central 90 % are those of the standard normal one. So single outliers count
/// little, and 90 % intervals are right for normal and for heavy tails alike. A prior worth some
/// residuals holds the scale near 1 while there are few.
public struct Calibration: Hashable, Sendable, Codable {
  /// The factor of standard deviations.
  public var scale: Double

  /// How many residuals the prior is worth.
  public static let priorCount = 8.0
  /// The lowest scale.
  public static let smallestScale = 0.5
  private static let degrees = 4.0
  /// The 95 % quantile of the t distribution with four degrees of freedom.
  private static let quantile = 2.131_846_786_326_649_6

  /// The calibration that changes nothing.
  public init() {
    scale = 1
  }

  /// The calibration that follows from residuals in units of the predicted standard deviation.
  ///
  /// It is found by the expectation-maximization steps of the t distribution, and changes nothing if
  /// there is no residual. Residuals that are not finite are passed over.
  public init(standardizedResiduals: [Double]) {
    let squares = standardizedResiduals.filter(\.isFinite).map { $0 * $0 }
    let base = NormalDistribution.standardQuantile(0.95) / Self.quantile
    var variance = base * base
    for _ in 0..<200 {
      var sum = Self.priorCount * base * base
      for square in squares {
        sum += square * (Self.degrees + 1) / (Self.degrees + square / variance)
      }
      let next = sum / (Self.priorCount + Double(squares.count))
      let change = abs(next - variance)
      variance = next
      if change <= 1e-12 * variance { break }
    }
    scale = max(variance.squareRoot() / base, Self.smallestScale)
  }
}
