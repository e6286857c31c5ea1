import LinearAlgebra
import Netlist
import Statistics

/// What was learned of one quantity: with the observations, all that predictions need.
struct QuantityFit: Hashable, Sendable, Codable {
  /// The unit of the corrections' logarithms in the regressions.
  var unit: Double
  /// The regression on nothing, if anything was observed.
  var offset: BayesianLinearRegression.Hyperparameters?
  /// The regression on the features, if anything was observed.
  var linear: BayesianLinearRegression.Hyperparameters?
  /// The process, if enough was observed.
  var process: GaussianProcess.Hyperparameters?
  /// The shares of those that there are, in this order.
  var shares: [Double]
  /// The factor of standard deviations.
  var calibration: Calibration
  /// For each observation, how far it was from what the mixture, fitted without it, predicted, in
  /// predicted standard deviations before calibration.
  var heldOutResiduals: [Double]

  /// Learns shares and residuals from predictions of parts of the observations by the others.
  mutating func learn(
    _ quantity: Int, _ data: TrainingData, _ folds: [TrainingFold], options: CostModelOptions,
    generator: inout SeededGenerator
  ) throws(CholeskyError) {
    let outcomes = data.corrections[quantity]
    let members = (offset == nil ? 0 : 1) + (linear == nil ? 0 : 1) + (process == nil ? 0 : 1)
    var predictions = [[NormalDistribution]](
      repeating: [NormalDistribution](repeating: NormalDistribution(), count: outcomes.count),
      count: members)
    // The first start is the same for all, the priors' means: it knows nothing of what is held out.
    var options = options
    options.process.starts = 1
    for fold in folds {
      let fit = try fold.data.fit(
        quantity, options: options, takesFeatures: linear != nil, generator: &generator)
      let model = try QuantityModel(fit, quantity, fold.data)
      for (place, item) in fold.heldOut.enumerated() {
        let found = model.memberCorrections(fold.heldOutFeatures[place])
        for member in 0..<members { predictions[member][item] = found[member] }
      }
    }
    shares = Stacking.shares(
      predictions.map { member in outcomes.indices.map { member[$0].logDensity(outcomes[$0]) } })
    heldOutResiduals = outcomes.indices.map { item in
      let mixture = Stacking.combined(predictions.map { $0[item] }, shares: shares)
      return (outcomes[item] - mixture.mean) / mixture.deviation
    }
  }
}

/// A part of the observations, and what the others say.
struct TrainingFold {
  let heldOut: [Int]
  let heldOutFeatures: [[Double]]
  let data: TrainingData

  /// The parts: every so many-th observation, so that early and late ones are in each.
  static func folds(_ model: CostModel, _ observations: [Observation]) -> [TrainingFold] {
    let count = min(observations.count, model.options.folds)
    return (0..<count).map { fold in
      let heldOut = Array(stride(from: fold, to: observations.count, by: count))
      let others = observations.indices.filter { $0 % count != fold }.map { observations[$0] }
      let data = TrainingData(model, others)
      return TrainingFold(
        heldOut: heldOut,
        heldOutFeatures: heldOut.map {
          data.standardization.standardized(observations[$0].features)
        },
        data: data)
    }
  }
}
