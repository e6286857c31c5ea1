import Foundation
import Statistics

/// How well predictions of one quantity hold against their outcomes.
public struct PrequentialScore: Hashable, Sendable, Codable {
  /// How often an interval held the outcome.
  public struct Coverage: Hashable, Sendable, Codable {
    /// The probability that the interval claims.
    public var probability: Double
    /// The share of outcomes in it.
    public var share: Double
  }

  /// The number of outcomes. Where there is none, all other figures are nil or empty.
  public var count: Int
  /// The mean of |median / outcome - 1|.
  public var meanRelativeError: Double?
  /// The median of the same.
  public var medianRelativeError: Double?
  /// The root of the mean square of the logarithm of median over outcome.
  public var rootMeanSquareLogError: Double?
  /// Spearman's rank correlation of medians and outcomes; nil also where one side is all the same.
  public var rankCorrelation: Double?
  /// The mean logarithm of the predicted density of the outcome's logarithm: the higher the better.
  public var logScore: Double?
  /// How often intervals of several probabilities held the outcome.
  public var coverage: [Coverage]
  /// How many outcomes fell into each tenth of the predicted distribution (probability integral
  /// transforms). About the same in each where predictions are calibrated.
  public var histogram: [Int]

  /// The probabilities of which coverage is told.
  public static let probabilities = [0.5, 0.8, 0.9, 0.95]

  /// The score of predictions.
  ///
  /// - Parameters:
  ///   - predictions: What was predicted.
  ///   - outcomes: What was measured.
  ///   - probabilities: The probabilities of which coverage is told.
  /// - Precondition: There is one outcome for each prediction. Outcomes are positive, probabilities
  ///   above 0 and below 1.
  public init(
    predictions: [Prediction], outcomes: [Double],
    probabilities: [Double] = PrequentialScore.probabilities
  ) {
    precondition(
      predictions.count == outcomes.count,
      "\(predictions.count) predictions of \(outcomes.count) outcomes")
    count = outcomes.count
    coverage = []
    histogram = []
    guard count > 0 else { return }
    let size = Double(count)
    let errors = outcomes.indices.map { abs(predictions[$0].median / outcomes[$0] - 1) }
    let logErrors = outcomes.indices.map { predictions[$0].logMean - log(outcomes[$0]) }
    meanRelativeError = errors.reduce(0, +) / size
    let sorted = errors.sorted()
    medianRelativeError = 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2])
    rootMeanSquareLogError = (dot(logErrors, logErrors) / size).squareRoot()
    rankCorrelation = Ranks.correlation(predictions.map(\.logMean), outcomes)
    histogram = [Int](repeating: 0, count: 10)
    var transforms: [Double] = []
    var sum = 0.0
    for (prediction, outcome) in zip(predictions, outcomes) {
      let distribution = prediction.logDistribution
      sum += distribution.logDensity(log(outcome))
      let transform = distribution.cumulative(log(outcome))
      transforms.append(transform)
      histogram[min(Int(transform * 10), 9)] += 1
    }
    logScore = sum / size
    coverage = probabilities.map { probability in
      let inside = transforms.filter { abs($0 - 0.5) <= 0.5 * probability }.count
      return Coverage(probability: probability, share: Double(inside) / size)
    }
  }
}
