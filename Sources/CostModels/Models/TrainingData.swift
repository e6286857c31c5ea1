import Foundation
import LinearAlgebra
import Netlist
import Statistics

/// Observations as the regressions take them.
struct TrainingData {
  let standardization: Standardization
  let features: DoubleMatrix
  /// For each quantity the logarithms of measured over analytic values.
  let corrections: [[Double]]
  let priorDeviation: Double
  let resolution: Double

  init(_ model: CostModel, _ observations: [Observation]) {
    let raw = DoubleMatrix(
      rows: observations.map(\.features), columns: model.features.count)
    standardization = Standardization(raw, expected: model.featureDeviations)
    features = standardization.standardized(raw)
    corrections = model.quantities.indices.map { quantity in
      observations.map { log($0.measured[quantity]) - log($0.prior[quantity]) }
    }
    priorDeviation = model.options.priorDeviation
    resolution = model.options.resolution
  }

  /// The variance that the prior gives the corrections' common part, and that between designs.
  private var halfVariance: Double { 0.5 * priorDeviation * priorDeviation }

  /// The prior variance of what all designs have in common, in units of the regressions.
  func interceptVariance(unit: Double) -> Double { halfVariance / (unit * unit) }

  /// A matrix without columns, for the regression on nothing.
  var nothing: DoubleMatrix { DoubleMatrix(rows: features.rows, columns: 0) }

  /// The standard deviation of corrections about their mean, with the prior's worth half of one
  /// observation.
  private func unit(_ corrections: [Double]) -> Double {
    guard !corrections.isEmpty else { return priorDeviation }
    let mean = corrections.reduce(0, +) / Double(corrections.count)
    var sum = 0.5 * halfVariance
    for value in corrections { sum += (value - mean) * (value - mean) }
    return (sum / (Double(corrections.count) - 0.5)).squareRoot()
  }

  /// Fits the regressions of one quantity: without features where there are too few observations for
  /// them, unless it is said that they take part. Shares and calibration are left open.
  func fit(
    _ quantity: Int, options: CostModelOptions, takesFeatures: Bool? = nil,
    generator: inout SeededGenerator
  ) throws(CholeskyError) -> QuantityFit {
    let unit = unit(corrections[quantity])
    var fit = QuantityFit(unit: unit, shares: [], calibration: Calibration(), heldOutResiduals: [])
    let targets = corrections[quantity].map { $0 / unit }
    guard !targets.isEmpty else { return fit }
    let intercept = interceptVariance(unit: unit)
    // About a common factor, the spread of designs is all there is.
    var offsetPriors = options.process.priors
    offsetPriors.logNoiseVariance = NormalDistribution(mean: 0, variance: 1)
    fit.offset =
      try BayesianLinearRegression.fitted(
        features: nothing, targets: targets, interceptVariance: intercept, priors: offsetPriors
      ).hyperparameters
    guard takesFeatures ?? (targets.count >= options.minimumForFeatures) else { return fit }
    fit.linear =
      try BayesianLinearRegression.fitted(
        features: features, targets: targets, interceptVariance: intercept,
        priors: options.process.priors
      ).hyperparameters
    // About a constant: the linear function has its own share, and where designs are unlike all that
    // were placed, the process should fall back to what all have in common, not follow a slope.
    fit.process =
      try GaussianProcess.fitted(
        features: features, targets: targets, mean: .constant, constantVariance: intercept,
        options: options.process, generator: &generator
      ).hyperparameters
    return fit
  }
}
