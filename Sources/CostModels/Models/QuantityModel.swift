import LinearAlgebra
import Statistics

/// The regressions of one quantity, ready to predict: made anew from the observations whenever a model
/// is read, so that files need not hold factors of matrices.
struct QuantityModel: Sendable {
  /// One way to predict the correction.
  enum Member: Sendable {
    case offset(BayesianLinearRegression)
    case linear(BayesianLinearRegression)
    case process(GaussianProcess)

    func observed(_ features: [Double]) -> NormalDistribution {
      switch self {
      case .offset(let regression): regression.observed([])
      case .linear(let regression): regression.observed(features)
      case .process(let process): process.observed(features)
      }
    }
  }

  let fit: QuantityFit
  /// All that there are, while shares are not known, then those with a share.
  let members: [Member]
  private let shares: [Double]
  private let priorDeviation: Double
  private let resolution: Double

  init(_ fit: QuantityFit, _ quantity: Int, _ data: TrainingData) throws(CholeskyError) {
    self.fit = fit
    priorDeviation = data.priorDeviation
    resolution = data.resolution
    let targets = data.corrections[quantity].map { $0 / fit.unit }
    let intercept = data.interceptVariance(unit: fit.unit)
    var members: [Member] = []
    var shares: [Double] = []
    var place = 0
    // A member without a share need not be made.
    func isNeeded() -> Bool {
      defer { place += 1 }
      if fit.shares.isEmpty { return true }
      if fit.shares[place] > 0 { shares.append(fit.shares[place]) }
      return fit.shares[place] > 0
    }
    if let offset = fit.offset, isNeeded() {
      members.append(
        .offset(
          try BayesianLinearRegression(
            features: data.nothing, targets: targets, hyperparameters: offset,
            interceptVariance: intercept)))
    }
    if let linear = fit.linear, isNeeded() {
      members.append(
        .linear(
          try BayesianLinearRegression(
            features: data.features, targets: targets, hyperparameters: linear,
            interceptVariance: intercept)))
    }
    if let process = fit.process, isNeeded() {
      members.append(
        .process(
          try GaussianProcess(
            features: data.features, targets: targets, hyperparameters: process,
            constantVariance: intercept)))
    }
    self.members = members
    self.shares = shares
  }

  /// The correction's logarithm at standardized features by each member. Where nothing was observed,
  /// it is the prior.
  func memberCorrections(_ features: [Double]) -> [NormalDistribution] {
    guard !members.isEmpty else {
      return [NormalDistribution(mean: 0, variance: priorDeviation * priorDeviation)]
    }
    return members.map {
      let result = $0.observed(features)
      return NormalDistribution(
        mean: result.mean * fit.unit,
        variance: result.variance * fit.unit * fit.unit + resolution * resolution)
    }
  }

  /// The correction's logarithm at standardized features, before calibration.
  func correction(_ features: [Double]) -> NormalDistribution {
    Stacking.combined(memberCorrections(features), shares: members.isEmpty ? [1] : shares)
  }
}
