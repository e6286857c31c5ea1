import Foundation

/// The weight of density against wirelength: small at first, then raised faster or slower as
/// wirelength allows (Lu et al., ePlace, TODAES 2015, section 5.3, with the bounds of DREAMPlace, Lin
/// et al., TCAD 2020).
struct DensityWeight {
  var value: Double
  let growth: Double
  /// Keeps the weighted gradient within single precision.
  let limit: Double

  /// The weight of a run that was interrupted.
  init(value: Double, growth: Double, limit: Double) {
    self.value = value
    self.growth = growth
    self.limit = limit
  }

  /// The weight to begin with, from the sizes of both gradients at the start.
  init(
    balance: (wirelength: Double, density: Double), start: GlobalPlacementStart, growth: Double
  ) {
    let even =
      min(balance.wirelength, balance.density) > 0 ? balance.wirelength / balance.density : 1
    switch start {
    // Fifty times what ePlace begins with: wirelength alone has come to rest long before this.
    case .center: value = 4e-3 * even
    case .given(let weight): value = weight ?? 0.5 * even
    }
    self.growth = growth
    limit = max(value, even) * 1e15
  }

  /// Raises the weight after an iteration that changed wirelength by `change`, relatively.
  mutating func update(relativeChange change: Double, iteration: Int) {
    // A step that costs half a percent of wirelength is as much as one should.
    let factor =
      change < 0
      ? growth * max(0.98, 1 - 0.0001 * Double(iteration))
      : growth * pow(growth, -change / 0.005)
    value = min(value * min(max(factor, 0.95), growth), limit)
  }
}
