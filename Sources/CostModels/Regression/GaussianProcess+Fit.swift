import Foundation
public import LinearAlgebra
public import Netlist
import Statistics

/// How ``GaussianProcess/fitted(features:targets:mean:constantVariance:options:generator:)`` searches.
public struct GaussianProcessOptions: Hashable, Sendable, Codable {
  /// The priors of the hyperparameters.
  public var priors: HyperparameterPriors
  /// The starts of the search: the priors' means, then draws about them.
  public var starts: Int
  /// The most steps from one start.
  public var maximumIterations: Int
  /// The most observations that the search looks at: of more, ones at even distances in their order.
  /// The process itself takes all. The search's time goes by the third power of this number.
  public var maximumObservations: Int

  /// Options.
  ///
  /// - Precondition: There is at least one start and one observation, and no negative number of steps.
  public init(
    priors: HyperparameterPriors = HyperparameterPriors(), starts: Int = 3,
    maximumIterations: Int = 60, maximumObservations: Int = 200
  ) {
    precondition(
      starts >= 1 && maximumIterations >= 0 && maximumObservations >= 1,
      "\(starts) starts of \(maximumIterations) steps by \(maximumObservations) observations")
    self.priors = priors
    self.starts = starts
    self.maximumIterations = maximumIterations
    self.maximumObservations = maximumObservations
  }
}

extension GaussianProcess {
  /// The process under the hyperparameters of the highest marginal likelihood times priors, as far as
  /// a search by its gradient from a few starts finds them.
  ///
  /// - Parameters:
  ///   - features: A row for each observation.
  ///   - targets: What was observed.
  ///   - mean: The mean function.
  ///   - constantVariance: The prior variance of the mean function's constant.
  ///   - options: Priors and effort.
  ///   - generator: Makes the starts after the first.
  /// - Throws: ``CholeskyError``, where numbers are not finite or differ in size beyond reason.
  /// - Precondition: There are as many targets as rows.
  public static func fitted(
    features: DoubleMatrix, targets: [Double], mean: Mean = .linear,
    constantVariance: Double = 1, options: GaussianProcessOptions = GaussianProcessOptions(),
    generator: inout SeededGenerator
  ) throws(CholeskyError) -> GaussianProcess {
    let looked = min(targets.count, options.maximumObservations)
    let rows = (0..<looked).map { $0 * targets.count / looked }
    let likelihood = MarginalLikelihood(
      features: DoubleMatrix(rows: rows.map { features.row($0) }, columns: features.columns),
      targets: rows.map { targets[$0] }, constantVariance: constantVariance, mean: mean)
    let priors = likelihood.priors(options.priors)
    var search = LimitedMemoryBFGS()
    search.maximumIterations = options.maximumIterations
    var best: LimitedMemoryBFGS.Result?
    for start in 0..<options.starts {
      let point = priors.map {
        start == 0 ? $0.mean : $0.mean + $0.deviation * generator.standardNormal()
      }
      let result = search.minimize(from: point) { point, gradient in
        likelihood.negativeLogPosterior(point, priors, &gradient)
      }
      if best == nil || result.value < best!.value { best = result }
    }
    return try GaussianProcess(
      features: features, targets: targets,
      hyperparameters: likelihood.hyperparameters(best!.point),
      constantVariance: constantVariance)
  }
}
