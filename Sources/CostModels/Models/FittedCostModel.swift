import Foundation
import LinearAlgebra
public import Netlist
import Statistics

/// A ``CostModel`` that has learned from observations.
///
/// It encodes as the observations and hyperparameters; what follows from them is computed when it is
/// decoded. On the same processor the decoded model predicts the same to the last bit.
public struct FittedCostModel: Sendable {
  /// What is modelled, and how.
  public let model: CostModel
  /// What was learned from.
  public let observations: [Observation]
  let fits: [QuantityFit]
  private let standardization: Standardization
  private let quantities: [QuantityModel]
  private let correlationFactor: CholeskyFactor

  init(
    model: CostModel, observations: [Observation], fits: [QuantityFit]
  ) throws(CostModelError) {
    self.model = model
    self.observations = observations
    self.fits = fits
    let data = TrainingData(model, observations)
    standardization = data.standardization
    var quantities: [QuantityModel] = []
    for (index, fit) in fits.enumerated() {
      do throws(CholeskyError) {
        quantities.append(try QuantityModel(fit, index, data))
      } catch {
        throw .noFactor(quantity: model.quantities[index], error)
      }
    }
    self.quantities = quantities
    do throws(CholeskyError) {
      correlationFactor = try CholeskyFactor(
        ResidualCorrelation.estimate(fits.map(\.heldOutResiduals)))
    } catch {
      throw .noFactor(quantity: model.quantities.joined(separator: ", "), error)
    }
  }

  /// Predicts all quantities of a design, in the order of ``CostModel/quantities``.
  ///
  /// - Parameters:
  ///   - features: The design's features.
  ///   - prior: What the analytic model says of each quantity.
  /// - Throws: ``CostModelError``, where lists have other lengths than the model's or numbers are no
  ///   features or quantities.
  public func predict(features: [Double], prior: [Double]) throws(CostModelError) -> [Prediction] {
    try model.check(features: features)
    try model.check(prior, "analytic values")
    let point = standardization.standardized(features)
    return quantities.indices.map { index in
      let correction = quantities[index].correction(point)
      return Prediction(
        logMean: log(prior[index]) + correction.mean,
        logDeviation: correction.deviation * fits[index].calibration.scale)
    }
  }

  /// Draws all quantities of a design from their joint distribution: each as predicted, correlated as
  /// residuals of held-out observations are.
  ///
  /// - Parameters:
  ///   - features: The design's features.
  ///   - prior: What the analytic model says of each quantity.
  ///   - count: The number of draws.
  ///   - generator: Where randomness comes from.
  /// - Returns: For each draw, the quantities' values.
  /// - Throws: ``CostModelError``, as ``predict(features:prior:)`` does.
  public func sample(
    features: [Double], prior: [Double], count: Int, generator: inout SeededGenerator
  ) throws(CostModelError) -> [[Double]] {
    let predictions = try predict(features: features, prior: prior)
    return (0..<count).map { _ in
      let independent = predictions.map { _ in generator.standardNormal() }
      let joint = correlationFactor.multiplyLower(independent)
      return predictions.indices.map {
        exp(predictions[$0].logMean + predictions[$0].logDeviation * joint[$0])
      }
    }
  }

  /// For each quantity, how far each observation was from what the model, fitted without it, predicted,
  /// in predicted standard deviations before calibration.
  public var heldOutResiduals: [[Double]] { fits.map(\.heldOutResiduals) }

  /// The shares of the common factor, the linear function and the Gaussian process in the prediction
  /// of each quantity. There is none without observations, and the first alone with few.
  public var shares: [[Double]] { fits.map(\.shares) }
}

extension FittedCostModel: Hashable {
  /// Whether two models have learned the same from the same.
  public static func == (first: FittedCostModel, second: FittedCostModel) -> Bool {
    first.model == second.model && first.observations == second.observations
      && first.fits == second.fits
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(model)
    hasher.combine(observations)
    hasher.combine(fits)
  }
}
