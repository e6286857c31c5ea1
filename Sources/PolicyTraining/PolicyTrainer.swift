public import Distribution
public import Evaluation
import Foundation
import Netlist
public import NeuralNetwork
import Parallelism
public import Policy

/// Trains the policy: imitation of annealing's elites over a corpus, expert iteration, and proximal
/// policy optimization.
///
/// Each epoch stands for itself: its designs and all randomness follow from the seed and the epoch's
/// number, so that training which was cut off and goes on from a checkpoint comes to the same bytes.
public struct PolicyTrainer: ~Copyable {
  private let corpus: any TrainingCorpus
  private let options: TrainingOptions
  private var learner: PolicyLearner
  private var epoch: Int
  /// What was told after each epoch so far.
  public private(set) var curve: [TrainingProgress] = []
  private var tests: [SampleGroup]?

  private static let epochNote = "training.epoch"
  private static let seedNote = "training.seed"
  /// Designs for tests are generated ones, with numbers that no epoch comes to.
  private static let firstTestDesign = 1 << 40
  private static let groupsPerStep = 4

  /// A trainer of an untrained network.
  public init(
    _ corpus: any TrainingCorpus, options: TrainingOptions,
    architecture: PolicyArchitecture = PolicyArchitecture()
  ) {
    self.init(corpus, options, PolicyLearner(architecture, seed: options.seed), epoch: 0)
  }

  private init(
    _ corpus: any TrainingCorpus, _ options: TrainingOptions, _ learner: consuming PolicyLearner,
    epoch: Int
  ) {
    self.corpus = corpus
    self.options = options
    self.learner = learner
    self.epoch = epoch
  }

  /// A trainer that goes on from a checkpoint.
  ///
  /// - Throws: ``CheckpointError`` if there is no policy in it, or it was trained with another seed.
  public init(
    _ corpus: any TrainingCorpus, options: TrainingOptions, resuming checkpoint: Checkpoint,
    file: String
  ) throws(CheckpointError) {
    guard let note = checkpoint.notes[Self.epochNote], let done = Int(note), done >= 0 else {
      throw CheckpointError(
        file: file,
        message: "expected a number of epochs in note '\(Self.epochNote)', found "
          + "\(checkpoint.notes[Self.epochNote].map { "'\($0)'" } ?? "none")")
    }
    if let seed = checkpoint.notes[Self.seedNote], seed != "\(options.seed)" {
      throw CheckpointError(
        file: file, message: "expected training with seed \(options.seed), found seed \(seed)")
    }
    self.init(corpus, options, try PolicyLearner(checkpoint, file: file), epoch: done)
  }

  /// The epochs that are done.
  public var epochsDone: Int { epoch }

  /// A checkpoint from which training can go on, and which holds the policy as it is: of the same options
  /// and threads the same bytes, whatever the clock and breaks.
  public func checkpoint() -> Checkpoint {
    var checkpoint = learner.checkpoint()
    checkpoint.notes[Self.epochNote] = "\(epoch)"
    checkpoint.notes[Self.seedNote] = "\(options.seed)"
    return checkpoint
  }

  /// Runs the next epoch.
  ///
  /// - Parameters:
  ///   - ranks: processes that share the epoch's designs, each learning from its own, with gradients
  ///     added over all: each has a trainer of the same options, and calls this. All come to the same
  ///     network, which depends on their number too.
  ///   - stop: ends the epoch when raised, on any rank.
  /// - Returns: nil if all are done, or if it was stopped: it then counts as not begun.
  /// - Throws: ``TrainingError`` if a design cannot be made or placed.
  public mutating func nextEpoch(
    over ranks: some Communicator = LocalCommunicator(), stop: StopFlag = StopFlag()
  ) throws(TrainingError) -> TrainingProgress? {
    guard epoch < options.epochs else { return nil }
    let begin = ContinuousClock.now
    let tests = try tests(ranks, stop)
    if try ranks.isStopped(stop) { return nil }
    self.tests = tests
    learner.options.learningRate = learningRate
    let isReinforced = epoch >= options.epochs - options.reinforcedEpochs
    var progress = TrainingProgress(
      epoch: epoch + 1, seconds: 0, trainingDivergence: 0, testDivergence: 0,
      testAccuracy: 0, testValueLoss: 0, eliteCost: 0, policyElites: 0)
    let isDone =
      try isReinforced ? reinforce(&progress, ranks, stop) : imitate(&progress, ranks, stop)
    if !isDone { return nil }
    let report = try TrainingError.ofCommunication { try learner.check(tests, over: ranks) }
    progress.testDivergence = report.divergence
    progress.testAccuracy = report.accuracy
    progress.testValueLoss = report.valueLoss
    progress.seconds = begin.secondsToNow
    epoch += 1
    curve.append(progress)
    return progress
  }

  /// Half a cosine from the first step size to the last.
  private var learningRate: Float {
    let position = Double(epoch) / Double(max(options.epochs - 1, 1))
    let share = Float(0.5 * (1 + cos(.pi * position)))
    let rates = options.learningRates
    return rates.lowerBound + (rates.upperBound - rates.lowerBound) * share
  }

  private func generator(_ purpose: UInt64) -> SeededGenerator {
    SeededGenerator(seed: options.seed &+ purpose &* 0x9E37_79B9, stream: UInt64(epoch))
  }

  // MARK: - Imitation

  /// - Returns: false if it was stopped before anything was learned.
  private mutating func imitate(
    _ progress: inout TrainingProgress, _ ranks: some Communicator, _ stop: StopFlag
  ) throws(TrainingError) -> Bool {
    let isExpert = Double(epoch) >= options.expertIterationStart * Double(options.epochs)
    let found = try elites(
      of: corpus, ranks.part(of: epochDesigns),
      model: isExpert ? learner.model() : nil, stop)
    if try ranks.isStopped(stop) { return false }
    let sums = try ranks.sums([
      found.reduce(0) { $0 + $1.elite.cost }, Double(found.count),
      Double(found.count { $0.elite.isFromPolicy }),
    ])
    progress.eliteCost = sums[0] / sums[1]
    progress.policyElites = Int(sums[2])
    var random = generator(1)
    let reports = try learn(found.flatMap(\.groups), &random, ranks)
    progress.trainingDivergence =
      reports.reduce(0) { $0 + $1.divergence } / Double(max(reports.count, 1))
    return true
  }

  /// The numbers of the designs of the epoch at hand, on all ranks.
  private var epochDesigns: Range<Int> {
    let first = epoch * options.designsPerEpoch
    return first..<first + options.designsPerEpoch
  }

  /// Learns from groups of this rank, in passes of steps to which each rank brings as many; one that has
  /// no more brings none.
  private mutating func learn(
    _ groups: [SampleGroup], _ random: inout SeededGenerator, _ ranks: some Communicator
  ) throws(TrainingError) -> [LearningReport] {
    var groups = groups
    let size = max(1, Self.groupsPerStep / ranks.count)
    let steps = (groups.count + size - 1) / size
    let mostSteps = try TrainingError.ofCommunication { try ranks.allGather([steps]) }
      .reduce(0) { max($0, $1[0]) }
    var reports: [LearningReport] = []
    for _ in 0..<options.passes {
      groups.shuffle(using: &random)
      for step in 0..<mostSteps {
        let part = Array(groups.dropFirst(step * size).prefix(size))
        reports.append(
          try TrainingError.ofCommunication {
            try learner.step(part, threads: options.threads, over: ranks)
          })
      }
    }
    return reports
  }

  private struct Found: Sendable {
    var elite: Elite
    var groups: [SampleGroup]
  }

  /// Elites of designs and the decisions to learn from them, found side by side.
  private func elites(
    of corpus: any TrainingCorpus, _ numbers: Range<Int>, model: PolicyModel?, _ stop: StopFlag
  ) throws(TrainingError) -> [Found] {
    let options = options
    return try Self.sideBySide(numbers, threads: options.threads) {
      (number) throws(TrainingError) -> Found in
      var random = SeededGenerator(seed: options.seed &+ 0x454C_4954_45, stream: UInt64(number))
      let design = try Self.suitable(corpus, number, seed: options.seed)
      let elite = try EliteSearch(moves: options.movesPerDesign).find(
        design, model: model, random: &random, stop: stop)
      return Found(elite: elite, groups: SampleMaker(elite).groups(random: &random))
    }
  }

  /// Those of this rank.
  private func tests(
    _ ranks: some Communicator, _ stop: StopFlag
  ) throws(TrainingError) -> [SampleGroup] {
    if let tests { return tests }
    let first = Self.firstTestDesign
    return try elites(
      of: GeneratedCorpus(), ranks.part(of: first..<first + options.testDesigns), model: nil, stop
    ).flatMap(\.groups)
  }

  /// A design that the policy can work on.
  private static func suitable(
    _ corpus: any TrainingCorpus, _ number: Int, seed: UInt64
  ) throws(TrainingError) -> Design {
    let design = try corpus.design(number, seed: seed)
    guard PolicyScene(design.netlist, design.floorplan, design.placement).isSuitable else {
      throw TrainingError(
        message: "expected designs with a node to place and a canvas of at most "
          + "\(PolicyScene.largestSide) by \(PolicyScene.largestSide) cells, found "
          + "'\(design.netlist.name)'")
    }
    return design
  }

  /// Calls a function for each number, on some threads; results in the order of the numbers.
  private static func sideBySide<Value: Sendable>(
    _ numbers: Range<Int>, threads: Int,
    _ body: @Sendable (Int) throws(TrainingError) -> Value
  ) throws(TrainingError) -> [Value] {
    var results = [Result<Value, TrainingError>?](repeating: nil, count: numbers.count)
    let width = max(1, min(threads, numbers.count))
    results.withUnsafeMutableBufferPointer { buffer in
      // Each number writes to a place of its own.
      concurrently(width) { worker in
        for index in stride(from: worker, to: numbers.count, by: width) {
          do throws(TrainingError) {
            buffer[index] = .success(try body(numbers.lowerBound + index))
          } catch {
            buffer[index] = .failure(error)
          }
        }
      }
    }
    var values: [Value] = []
    for result in results { values.append(try result!.get()) }
    return values
  }

  // MARK: - Reinforcement

  /// - Returns: false if it was stopped before anything was learned.
  private mutating func reinforce(
    _ progress: inout TrainingProgress, _ ranks: some Communicator, _ stop: StopFlag
  ) throws(TrainingError) -> Bool {
    let (corpus, options, model) = (corpus, options, learner.model())
    let episodes = try Self.sideBySide(
      ranks.part(of: epochDesigns), threads: options.threads
    ) { (number) throws(TrainingError) -> PolicyEpisodes in
      var random = SeededGenerator(seed: options.seed &+ 0x5050_4F, stream: UInt64(number))
      let design = try Self.suitable(corpus, number, seed: options.seed)
      return try PolicyEpisodes.run(design, model: model, random: &random, stop: stop)
    }
    if try ranks.isStopped(stop) { return false }
    let sums = try ranks.sums([
      episodes.reduce(0) { $0 + $1.meanCost }, Double(episodes.count),
    ])
    progress.rolloutCost = sums[0] / max(sums[1], 1)
    var random = generator(2)
    let groups = try PolicyEpisodes.normalized(episodes, over: ranks).flatMap {
      $0.groups(size: 16)
    }
    _ = try learn(groups, &random, ranks)
    return true
  }
}

extension Communicator {
  /// This rank's part of some numbers.
  fileprivate func part(of numbers: Range<Int>) -> Range<Int> {
    let first = numbers.lowerBound
    return first + numbers.count * rank / count..<first + numbers.count * (rank + 1) / count
  }

  /// The sums of the numbers of all ranks, added in their order. All ranks.
  func sums(_ own: [Double]) throws(TrainingError) -> [Double] {
    let all = try TrainingError.ofCommunication { () throws(Failure) in try allGather(own) }
    return all.dropFirst().reduce(all[0]) { sums, numbers in zip(sums, numbers).map { $0 + $1 } }
  }

  /// Whether any rank was asked to stop; then all are. All ranks.
  fileprivate func isStopped(_ stop: StopFlag) throws(TrainingError) -> Bool {
    if try sums([stop.isRaised ? 1 : 0])[0] > 0 { stop.raise() }
    return stop.isRaised
  }
}

extension ContinuousClock.Instant {
  /// Seconds from this instant until now.
  var secondsToNow: Double {
    let elapsed = ContinuousClock.now - self
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
}
