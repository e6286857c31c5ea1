import Annealing
public import Evaluation
public import Netlist
public import Policy

/// Teaches a policy the design at hand: rounds of annealing it from where the policy puts its macros,
/// and of imitating the better result.
public struct FineTuning: Sendable {
  private let design: Design
  private let start: Placement
  private let seed: UInt64
  /// What a round begins with.
  var search = EliteSearch(moves: 40_000)

  /// The moves of annealing in a round: for the better placement, and for states near it.
  public var movesPerRound: Int { search.moves + EliteSearch.stateCount * search.stateMoves }
  /// How many times a round's decisions are gone through.
  private static let passes = 3
  private static let learningRate: Float = 3e-4

  /// Tuning on a design from a placement of it.
  public init(_ design: Design, from start: Placement, seed: UInt64) {
    self.design = design
    self.start = start
    self.seed = seed
  }

  /// Runs rounds while there are more to run.
  ///
  /// - Parameters:
  ///   - goesOn: whether to begin the round of this number, from 0.
  ///   - threads: how many threads share a step of learning.
  /// - Returns: what came of it; nil without a round.
  /// - Throws: ``TrainingError`` if the design cannot be placed.
  public func run(
    _ model: PolicyModel, threads: Int, stop: StopFlag, while goesOn: (_ round: Int) -> Bool
  ) throws(TrainingError) -> FineTuningResult? {
    var learner = PolicyLearner(model)
    learner.options.learningRate = Self.learningRate
    var random = SeededGenerator(seed: seed, stream: 0x5455_4E45)
    var best: (placement: Placement, cost: Double)?
    var round = 0
    while goesOn(round), !stop.isRaised {
      let elite = try search.find(
        design, from: start, model: learner.model(), random: &random, stop: stop)
      // Of a round that was cut short the placement is as good as any; there is nothing to learn in it.
      if elite.cost < best?.cost ?? .infinity { best = (elite.placement, elite.cost) }
      if stop.isRaised { break }
      var groups = SampleMaker(elite).groups(random: &random)
      for _ in 0..<Self.passes {
        groups.shuffle(using: &random)
        for start in stride(from: 0, to: groups.count, by: 2) {
          _ = learner.step(Array(groups[start..<min(start + 2, groups.count)]), threads: threads)
        }
      }
      round += 1
    }
    return best.map {
      FineTuningResult(
        model: learner.model(), best: $0.placement, cost: $0.cost, moves: round * movesPerRound)
    }
  }
}

/// What fine-tuning came to.
public struct FineTuningResult: Sendable {
  /// The tuned policy.
  public var model: PolicyModel
  /// The best placement that was met.
  public var best: Placement
  /// Its proxy cost.
  public var cost: Double
  /// The moves of annealing, all rounds together.
  public var moves: Int
}
