import Foundation

/// The weight of density against wirelength: small at first, then raised faster or slower as
/// wirelength allows (Lu et al., ePlace, TODAES 2015, section 5.3, with the bounds of DREAMPlace, Lin
/// et al., TCAD 2020).
struct DensityWeight {
  private(set) var value: Double
  private let growth: Double

  /// The weight at which density's gradient is `share` of wirelength's.
  init(wirelengthGradient: Double, densityGradient: Double, share: Double, growth: Double) {
    value = densityGradient > 0 ? share * wirelengthGradient / densityGradient : share
    self.growth = growth
  }

  /// Raises the weight after an iteration that changed wirelength by `change`, relatively.
  mutating func update(relativeChange change: Double, iteration: Int) {
    // A step that costs half a percent of wirelength is as much as one should.
    let factor =
      change < 0
      ? growth * max(0.98, 1 - 0.0001 * Double(iteration))
      : growth * pow(growth, -change / 0.005)
    value *= min(max(factor, 0.95), growth)
  }
}
