import Netlist

/// What became of a child.
public enum RecipeOutcome: String, Hashable, Sendable, Codable {
  /// It came to nothing on some training case, and is not kept.
  case failed
  /// It did not win on the training cases; a stepping stone.
  case lostTraining
  /// It won on the training cases, but not on those that it was not bred on; a stepping stone.
  case lostValidation
  /// It won on both, and is the champion.
  case champion
}

/// A child and what became of it.
public struct RecipeTrial: Hashable, Sendable, Codable {
  /// The child, with its scores.
  public var member: RecipeMember
  /// What became of it.
  public var outcome: RecipeOutcome
}

/// Compares children of one round with champions.
struct RecipeJudge {
  typealias Score = (_ recipe: Recipe, _ caseIndex: Int, _ seed: UInt64) throws -> Double

  private let options: ArchiveOptions
  private let seed: UInt64
  private let round: Int
  /// The scores that champions made in this round.
  private var known: [Known] = []

  private struct Known {
    var champion: Int
    var caseIndex: Int
    var seed: UInt64
    var score: Double
  }

  init(options: ArchiveOptions, seed: UInt64, round: Int) {
    self.options = options
    self.seed = seed
    self.round = round
  }

  /// Scores a child, on the validation cases only if it wins on the training cases.
  mutating func judge(
    _ child: RecipeMember, against champion: RecipeMember, score: Score
  ) throws -> RecipeTrial {
    var child = child
    child.opponent = champion.id
    child.training = try compare(child, champion, on: options.trainingCases, score)
    guard let ratio = child.training.meanLogRatio else {
      return RecipeTrial(member: child, outcome: .failed)
    }
    child.quality = champion.quality + ratio
    guard ratio < -options.trainingMargin else {
      return RecipeTrial(member: child, outcome: .lostTraining)
    }
    let validation = try compare(child, champion, on: options.validationCases, score)
    child.validation = validation
    guard let mean = validation.meanLogRatio, let error = validation.standardError,
      mean < -options.validationErrors * error, mean < -options.validationMargin
    else {
      return RecipeTrial(member: child, outcome: .lostValidation)
    }
    for pair in child.training.scores + validation.scores {
      guard let score = pair.score else { continue }
      known.append(
        Known(champion: child.id, caseIndex: pair.caseIndex, seed: pair.seed, score: score))
    }
    return RecipeTrial(member: child, outcome: .champion)
  }

  /// The scores of a child and the champion, up to the first that the child has none of.
  private mutating func compare(
    _ child: RecipeMember, _ champion: RecipeMember, on cases: [Int], _ score: Score
  ) throws -> PairedComparison {
    var scores: [PairedScore] = []
    for caseIndex in cases {
      for repetition in 0..<options.seedsPerCase {
        let seed = caseSeed(caseIndex, repetition)
        let before = try championScore(champion, caseIndex, seed, score)
        let own = try score(child.recipe, caseIndex, seed)
        let isScore = own.isFinite && own > 0
        scores.append(
          PairedScore(
            caseIndex: caseIndex, seed: seed, score: isScore ? own : nil, champion: before))
        if !isScore { return PairedComparison(scores) }
      }
    }
    return PairedComparison(scores)
  }

  private mutating func championScore(
    _ champion: RecipeMember, _ caseIndex: Int, _ seed: UInt64, _ score: Score
  ) throws -> Double {
    let found = known.first {
      $0.champion == champion.id && $0.caseIndex == caseIndex && $0.seed == seed
    }
    if let found { return found.score }
    let value = try score(champion.recipe, caseIndex, seed)
    guard value.isFinite, value > 0 else {
      throw ArchiveError(
        message: "expected a score above 0 of the champion, number \(champion.id), on case "
          + "\(caseIndex) from seed \(seed), found \(value)")
    }
    known.append(
      Known(champion: champion.id, caseIndex: caseIndex, seed: seed, score: value))
    return value
  }

  /// The seed of one scoring, the same for all recipes of the round. It has 48 bits, which every reader of
  /// JSON holds exactly.
  private func caseSeed(_ caseIndex: Int, _ repetition: Int) -> UInt64 {
    var random = SeededGenerator(
      seed: seed &+ UInt64(bitPattern: Int64(caseIndex)) &* 0x9E37_79B9_7F4A_7C15,
      stream: UInt64(round) << 20 | UInt64(repetition))
    return random.next() >> 16
  }
}
