import Foundation
import LinearAlgebra
import Netlist

/// A model of positive physical quantities of designs before their placement: an analytic model times a
/// correction that is learned from placed designs.
///
/// For each quantity, the logarithm of measured over analytic value is modelled from the design's
/// features three ways: as the same for all designs, as a linear function (both
/// ``BayesianLinearRegression``), and as a ``GaussianProcess`` about a constant. They are mixed by how
/// well each predicts observations that it was not fitted to (`Stacking`), and by how far the mixture
/// was off there, its standard deviation is calibrated (``Calibration``). Without an observation the
/// model is the analytic one with ``CostModelOptions/priorDeviation``.
///
/// What was not fitted to is one of up to ``CostModelOptions/folds`` parts, for which all is fitted
/// anew, hyperparameters too: leave-one-out predictions in closed form (``LeaveOneOut``) keep
/// those, and promise too much where observations are few.
public struct CostModel: Hashable, Sendable, Codable {
  /// The names of the quantities.
  public let quantities: [String]
  /// The names of the features.
  public let features: [String]
  /// The standard deviation of each feature over the designs that may be asked about, if known.
  public let featureDeviations: [Double]?
  /// How the model learns.
  public let options: CostModelOptions

  /// A model before it learned anything.
  ///
  /// - Parameters:
  ///   - quantities: The names of the quantities.
  ///   - features: The names of the features.
  ///   - featureDeviations: The standard deviation of each feature over the designs that may be asked
  ///     about, such as of random ones. With it, a few designs that are much alike teach no steep
  ///     functions.
  ///   - options: How the model learns.
  /// - Throws: ``CostModelError``, where there is no quantity, a name comes twice, a deviation is
  ///   not positive, or an option makes no sense.
  public init(
    quantities: [String], features: [String], featureDeviations: [Double]? = nil,
    options: CostModelOptions = CostModelOptions()
  ) throws(CostModelError) {
    if quantities.isEmpty { throw .unusableNames("expected at least one quantity, found none") }
    for (kind, names) in [("quantity", quantities), ("feature", features)] {
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted {
        throw .unusableNames("expected each \(kind) once, found '\(name)' again")
      }
    }
    if let featureDeviations {
      guard featureDeviations.count == features.count else {
        throw .wrongCount(
          of: "features' deviations", expected: features.count, found: featureDeviations.count)
      }
      for (name, value) in zip(features, featureDeviations) where !(value > 0 && value.isFinite) {
        throw .deviationNotPositive(feature: name, found: value)
      }
    }
    try options.check()
    self.quantities = quantities
    self.features = features
    self.featureDeviations = featureDeviations
    self.options = options
  }

  /// The model after learning from observations.
  ///
  /// - Parameters:
  ///   - observations: Placed designs. The result depends on their order in the last digits only.
  ///   - seed: Makes the starts of the searches for hyperparameters.
  /// - Throws: ``CostModelError``.
  public func fitted(
    to observations: [Observation], seed: UInt64
  ) throws(CostModelError) -> FittedCostModel {
    for observation in observations { try check(observation) }
    let data = TrainingData(self, observations)
    let folds = TrainingFold.folds(self, observations)
    var fits: [QuantityFit] = []
    for quantity in quantities.indices {
      do throws(CholeskyError) {
        var generator = SeededGenerator(seed: seed, stream: UInt64(quantity))
        var fit = try data.fit(quantity, options: options, generator: &generator)
        try fit.learn(quantity, data, folds, options: options, generator: &generator)
        fit.calibration = Calibration(standardizedResiduals: fit.heldOutResiduals)
        fits.append(fit)
      } catch {
        throw .noFactor(quantity: quantities[quantity], error)
      }
    }
    return try FittedCostModel(model: self, observations: observations, fits: fits)
  }

  func check(_ observation: Observation) throws(CostModelError) {
    try check(features: observation.features)
    try check(observation.prior, "analytic values")
    try check(observation.measured, "measured values")
  }

  func check(features values: [Double]) throws(CostModelError) {
    guard values.count == features.count else {
      throw .wrongCount(of: "features", expected: features.count, found: values.count)
    }
    for (name, value) in zip(features, values) where !value.isFinite {
      throw .featureNotFinite(name: name, found: value)
    }
  }

  func check(_ values: [Double], _ list: String) throws(CostModelError) {
    guard values.count == quantities.count else {
      throw .wrongCount(of: list, expected: quantities.count, found: values.count)
    }
    for (name, value) in zip(quantities, values) where !(value > 0 && value.isFinite) {
      throw .quantityNotPositive(name: name, of: list, found: value)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case quantities, features, featureDeviations, options
  }

  /// Reads a model, and refuses what the other initializer refuses.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let quantities = try container.decode([String].self, forKey: .quantities)
    let features = try container.decode([String].self, forKey: .features)
    let deviations = try container.decodeIfPresent([Double].self, forKey: .featureDeviations)
    let options = try container.decode(CostModelOptions.self, forKey: .options)
    do throws(CostModelError) {
      try self.init(
        quantities: quantities, features: features, featureDeviations: deviations,
        options: options)
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .options, in: container, debugDescription: error.description)
    }
  }
}
