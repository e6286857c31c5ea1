public import Distribution
import Foundation
import LinearAlgebra
import Netlist
public import NeuralNetwork
import Parallelism

/// How the network learns.
public struct LearningOptions: Hashable, Sendable {
  /// The step size of the optimizer.
  public var learningRate: Float = 1e-3
  /// The weight of the value's loss.
  public var valueWeight: Float = 0.5
  /// The weight of the entropy that PPO keeps up.
  public var entropyWeight: Float = 0.01
  /// How far PPO lets the ratio of probabilities go from one.
  public var clip: Float = 0.2
  /// The largest norm of gradients.
  public var gradientNorm = 1.0

  /// The defaults.
  public init() {}
}

/// What a step of learning saw, as means over its samples.
public struct LearningReport: Hashable, Sendable, BitwiseCopyable {
  /// The cross-entropy of imitated distributions, less their own entropy: zero when all are met.
  public var divergence = 0.0
  /// How often the likeliest cell was the target's, of imitated decisions.
  public var accuracy = 0.0
  /// The mean of PPO's clipped objective, made negative.
  public var policyLoss = 0.0
  /// Half the squared error of values.
  public var valueLoss = 0.0
  /// The entropy of the policy, of reinforced decisions.
  public var entropy = 0.0
  /// How many decisions were imitated.
  public var imitated = 0
  /// How many decisions were reinforced.
  public var reinforced = 0
  /// How many decisions had a value.
  public var valued = 0

  /// Nothing seen.
  public init() {}

  /// Sums, which ``averaged`` divides.
  mutating func add(_ other: LearningReport) {
    divergence += other.divergence
    accuracy += other.accuracy
    policyLoss += other.policyLoss
    valueLoss += other.valueLoss
    entropy += other.entropy
    imitated += other.imitated
    reinforced += other.reinforced
    valued += other.valued
  }

  var averaged: LearningReport {
    var result = self
    result.divergence /= Double(max(imitated, 1))
    result.accuracy /= Double(max(imitated, 1))
    result.policyLoss /= Double(max(reinforced, 1))
    result.entropy /= Double(max(reinforced, 1))
    result.valueLoss /= Double(max(valued, 1))
    return result
  }
}

/// The parameters of a policy while they are learned, by Adam: imitation of distributions by their
/// cross-entropy, proximal policy optimization (Schulman et al. 2017) of cells that were chosen.
public struct PolicyLearner: ~Copyable {
  /// The network.
  public let network: PolicyNetwork
  /// Its parameters.
  public private(set) var parameters: ParameterStore
  /// The optimizer's state.
  public private(set) var adam: Adam
  /// How to learn.
  public var options = LearningOptions()

  private var gradients: ParameterStore
  private var workers: [Worker] = []

  /// A learner of an untrained network.
  public init(_ architecture: PolicyArchitecture, seed: UInt64) {
    network = PolicyNetwork(architecture)
    var random = SeededGenerator(seed: seed, stream: 0x4D4F_4445_4C)
    parameters = ParameterStore(network.layout, using: &random)
    adam = Adam(network.layout)
    gradients = ParameterStore(network.layout)
  }

  /// A learner that goes on from a model, with a fresh optimizer.
  public init(_ model: PolicyModel) { self.init(model, Adam(model.network.layout)) }

  private init(_ model: PolicyModel, _ adam: consuming Adam) {
    network = model.network
    parameters = ParameterStore(network.layout)
    model.copyParameters(into: &parameters)
    self.adam = adam
    gradients = ParameterStore(network.layout)
  }

  /// The model as it is now.
  public func model() -> PolicyModel { PolicyModel(network, parameters) }

  /// One step of the optimizer on all samples of the groups together.
  ///
  /// The result depends on the groups and the number of threads alone.
  ///
  /// - Parameter ranks: processes that each bring groups of their own and the same parameters, and end
  ///   with the same: gradients are added in the order of ranks. All of them call this.
  public mutating func step<Ranks: Communicator>(
    _ groups: [SampleGroup], threads: Int, over ranks: Ranks = LocalCommunicator()
  ) throws(Ranks.Failure) -> LearningReport {
    let parts = max(1, min(threads, groups.count))
    while workers.count < parts { workers.append(Worker(network, parameters.view)) }
    let total = try Self.total(groups, ranks)
    guard total > 0 else { return LearningReport() }
    let (workers, options) = (workers, options)
    concurrently(groups.count, parts: parts) { part, range in
      workers[part].run(groups[range], share: 1 / Float(total), options)
    }
    gradients.fill(0)
    var report = LearningReport()
    for worker in workers[..<parts] {
      gradients.add(worker.gradients)
      report.add(worker.report)
    }
    if ranks.count > 1 { gradients.numbers = try ranks.sum(gradients.numbers) }
    report = try Self.sum(report, ranks)
    gradients.clip(norm: options.gradientNorm)
    adam.update(parameters, gradients: gradients, learningRate: options.learningRate)
    return report.averaged
  }

  /// The same report without learning: of samples that are kept for checks, on each of the ranks its
  /// own.
  public mutating func check<Ranks: Communicator>(
    _ groups: [SampleGroup], over ranks: Ranks = LocalCommunicator()
  ) throws(Ranks.Failure) -> LearningReport {
    if workers.isEmpty { workers.append(Worker(network, parameters.view)) }
    let total = try Self.total(groups, ranks)
    workers[0].run(groups[...], share: 1 / Float(max(total, 1)), options, backward: false)
    return try Self.sum(workers[0].report, ranks).averaged
  }

  /// The samples of all ranks.
  private static func total<Ranks: Communicator>(
    _ groups: [SampleGroup], _ ranks: Ranks
  ) throws(Ranks.Failure) -> Int {
    let own = groups.reduce(0) { $0 + $1.samples.count }
    return try ranks.allGather([own]).reduce(0) { $0 + $1[0] }
  }

  private static func sum<Ranks: Communicator>(
    _ report: LearningReport, _ ranks: Ranks
  ) throws(Ranks.Failure) -> LearningReport {
    let reports = try ranks.allGather([report])
    var sum = reports[0][0]
    for other in reports.dropFirst() { sum.add(other[0]) }
    return sum
  }
}

extension PolicyLearner {
  private static let meansPrefix = "optimizer.means."
  private static let squaresPrefix = "optimizer.squares."
  private static let stepNote = "optimizer.step"

  /// A checkpoint from which learning can go on.
  public func checkpoint() -> Checkpoint {
    var checkpoint = model().checkpoint
    checkpoint.add(adam.means, prefix: Self.meansPrefix)
    checkpoint.add(adam.squares, prefix: Self.squaresPrefix)
    checkpoint.notes[Self.stepNote] = "\(adam.step)"
    return checkpoint
  }

  /// Goes on from a checkpoint; without the optimizer's state in it, with a fresh one.
  ///
  /// - Throws: ``CheckpointError`` if it does not hold a policy.
  public init(_ checkpoint: Checkpoint, file: String) throws(CheckpointError) {
    let model = try PolicyModel(checkpoint, file: file)
    var adam = Adam(model.network.layout)
    if let note = checkpoint.notes[Self.stepNote] {
      guard let step = Int(note), (0..<Int.max).contains(step) else {
        throw CheckpointError(
          file: file,
          message: "expected a number of steps in note '\(Self.stepNote)', found '\(note)'")
      }
      try adam.means.load(checkpoint, prefix: Self.meansPrefix)
      try adam.squares.load(checkpoint, prefix: Self.squaresPrefix)
      adam.step = step
    }
    self.init(model, adam)
  }
}

/// Runs a part of a step.
private final class Worker: @unchecked Sendable {
  private let pass: PolicyPass
  private(set) var gradients: ParameterStore
  private(set) var report = LearningReport()
  /// How many cells of maps a batch may have, so that it stays in the cache.
  private static let batchCells = 16384

  init(_ network: PolicyNetwork, _ parameters: ParameterView) {
    pass = PolicyPass(network, parameters: parameters)
    gradients = ParameterStore(network.layout)
  }

  func run(
    _ groups: ArraySlice<SampleGroup>, share: Float, _ options: LearningOptions,
    backward: Bool = true
  ) {
    gradients.fill(0)
    report = LearningReport()
    for group in groups where !group.samples.isEmpty {
      pass.encode(
        group.graph.graph, nodeFeatures: group.nodeFeatures,
        edgeFeatures: group.graph.edgeFeatures)
      let shape = GridShape(height: group.rows, width: group.columns)
      let size = max(1, Self.batchCells / shape.cells)
      for start in stride(from: 0, to: group.samples.count, by: size) {
        let samples = group.samples[start..<min(start + size, group.samples.count)]
        run(Array(samples), shape, share, options, backward)
      }
    }
  }

  private func run(
    _ samples: [PolicySample], _ shape: GridShape, _ share: Float, _ options: LearningOptions,
    _ backward: Bool
  ) {
    let batch = pass.batch(decisions: samples.count, shape: shape)
    for (row, sample) in samples.enumerated() {
      precondition(sample.fits(shape), "a sample of another canvas")
      batch.maps.row(row * shape.cells).update(from: sample.maps, count: sample.maps.count)
      batch.scalars.row(row).update(from: sample.scalars, count: sample.scalars.count)
    }
    let (logits, values) = pass.decide(batch, nodes: samples.map(\.node))
    let legal = samples.flatMap(\.legal)
    do {
      try MaskedSoftmax.forward(logits, legal: legal, into: logits)
    } catch {
      preconditionFailure("\(error)")
    }
    for (row, sample) in samples.enumerated() {
      let valueError = sample.value.map { values[row, 0] - $0 }
      if let valueError {
        report.valueLoss += 0.5 * Double(valueError * valueError)
        report.valued += 1
      }
      // A bounded gradient: one odd sample is not to turn the network over.
      values[row, 0] = share * options.valueWeight * max(-1, min(1, valueError ?? 0))
      learn(sample, logits, row: row, share, options)
    }
    if backward {
      pass.backward(
        logitGradient: logits, valueGradient: values, gradients: gradients.view)
    }
  }

  /// Replaces the log probabilities of a row by the gradient of its logits.
  private func learn(
    _ sample: PolicySample, _ logits: MatrixView, row: Int, _ share: Float,
    _ options: LearningOptions
  ) {
    let source = logits.row(row)
    switch sample.goal {
    case .none:
      source.update(repeating: 0, count: logits.columns)
    case .imitate(let target):
      var (best, bestTarget, divergence) = (0, 0, 0.0)
      for cell in 0..<logits.columns {
        if source[cell] > source[best] { best = cell }
        if target[cell] > target[bestTarget] { bestTarget = cell }
        if target[cell] > 0 {
          divergence += Double(target[cell]) * Double(log(target[cell]) - source[cell])
        }
      }
      report.divergence += divergence
      report.accuracy += best == bestTarget ? 1 : 0
      report.imitated += 1
      for cell in 0..<logits.columns {
        source[cell] =
          source[cell] > -.infinity ? share * (exp(source[cell]) - target[cell]) : 0
      }
    case .reinforce(let cell, let logProbability, let advantage):
      let entropy = MaskedSoftmax.entropy(logits, row: row)
      let ratio = exp(source[cell] - logProbability)
      let clipped = max(1 - options.clip, min(1 + options.clip, ratio))
      let isClipped = clipped * advantage < ratio * advantage
      report.policyLoss -= Double(min(ratio * advantage, clipped * advantage))
      report.entropy += Double(entropy)
      report.reinforced += 1
      MaskedSoftmax.backward(
        logits, row: row, entry: cell, gradient: isClipped ? 0 : -share * ratio * advantage,
        entropyGradient: -share * options.entropyWeight, entropy: entropy, into: logits)
    }
  }
}
