import Foundation

/// The score of a recipe on one case from one seed, and that of the recipe it is compared with.
public struct PairedScore: Hashable, Sendable, Codable {
  /// The number of the case.
  public var caseIndex: Int
  /// The seed that both had.
  public var seed: UInt64
  /// The recipe's score; nil where it came to none.
  public var score: Double?
  /// The champion's score.
  public var champion: Double

  /// The logarithm of the ratio of the scores, below 0 where the recipe is better; nil without a score.
  public var logRatio: Double? { score.map { log($0 / champion) } }
}

/// What a comparison of a recipe with the champion came to.
public struct PairedComparison: Hashable, Sendable, Codable {
  /// The scores, by case and then by seed.
  public var scores: [PairedScore]

  /// Scores that were made for a comparison.
  public init(_ scores: [PairedScore]) { self.scores = scores }

  /// The mean of the logarithms of ratios, below 0 where the recipe is better in the mean; nil without
  /// scores, and where the recipe came to none even once.
  public var meanLogRatio: Double? {
    let ratios = scores.compactMap(\.logRatio)
    guard !ratios.isEmpty, ratios.count == scores.count else { return nil }
    return ratios.reduce(0, +) / Double(ratios.count)
  }

  /// The standard error of the mean; nil for fewer than two scores.
  public var standardError: Double? {
    guard let mean = meanLogRatio, scores.count > 1 else { return nil }
    let squares = scores.compactMap(\.logRatio).reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let count = Double(scores.count)
    return (squares / (count - 1) / count).squareRoot()
  }
}

/// A recipe in an archive, where it came from and how it did.
public struct RecipeMember: Hashable, Sendable, Codable {
  /// Its number, in order of birth.
  public var id: Int
  /// The recipe.
  public var recipe: Recipe
  /// The number of its parent; nil for the first.
  public var parent: Int?
  /// The number of the other parent; nil if it had one or none.
  public var secondParent: Int?
  /// The rates by which it was made, which its children inherit.
  public var rates: VariationRates
  /// The round in which it was made.
  public var birth: Int
  /// The number of the champion that it was compared with; nil for the first.
  public var opponent: Int?
  /// How it did against that on the training cases; without scores for the first.
  public var training: PairedComparison
  /// How it did on the validation cases; nil where it did not come so far.
  public var validation: PairedComparison?
  /// The mean logarithm of its score over that of the first recipe on the training cases, by way of the
  /// champions between; lower is better.
  public var quality: Double
  /// How many children it had.
  public var children: Int
}
