import Foundation
import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy
import TestSupport
import Testing

/// Decisions to learn from, on random designs.
private enum Lessons {
  static let cells = 20

  /// A decision on a canvas of four rows and five columns, of random numbers; a quarter of the cells
  /// is not legal.
  static func sample(
    _ random: inout SeededGenerator, nodes: Int, goal: PolicySample.Goal? = nil,
    value: Float? = nil
  ) -> PolicySample {
    let legal = (0..<cells).map { $0 % 4 != 1 }
    var target = [Float](repeating: 0, count: cells)
    let first = random.index(below: cells / 4) * 4
    target[first] = 0.75
    target[first + 2] = 0.25
    return PolicySample(
      node: random.index(below: nodes),
      maps: Small.numbers(cells * CanvasMaps.channels, &random),
      scalars: Small.numbers(CanvasMaps.scalars, &random), legal: legal,
      goal: goal ?? .imitate(target), value: value)
  }

  static func group(
    seed: UInt64, _ make: (inout SeededGenerator, _ nodes: Int) -> [PolicySample]
  ) -> SampleGroup {
    let (design, scene) = Small.scene(seed: seed)
    var random = SeededGenerator(seed: seed, stream: 1)
    return SampleGroup(
      graph: scene.graph,
      nodeFeatures: scene.graph.nodeFeatures(design.placement, design.floorplan),
      rows: 4, columns: 5, samples: make(&random, design.netlist.nodeCount))
  }

  /// Groups of distributions and values to imitate.
  static func imitation(groups: Int) -> [SampleGroup] {
    (0..<groups).map { index in
      group(seed: UInt64(index + 1)) { random, nodes in
        (0..<3).map { Lessons.sample(&random, nodes: nodes, value: Float($0) - 1) }
      }
    }
  }

  /// The model's log probability of a cell in the first sample of a group.
  static func logProbability(_ model: PolicyModel, _ group: SampleGroup, cell: Int) -> Float {
    let runner = model.makeRunner()
    runner.pass.encode(
      group.graph.graph, nodeFeatures: group.nodeFeatures, edgeFeatures: group.graph.edgeFeatures)
    let batch = runner.pass.batch(decisions: 1, shape: GridShape(height: 4, width: 5))
    let sample = group.samples[0]
    batch.maps.base.update(from: sample.maps, count: sample.maps.count)
    batch.scalars.base.update(from: sample.scalars, count: sample.scalars.count)
    let (logits, _) = runner.pass.decide(batch, nodes: [sample.node])
    try? MaskedSoftmax.forward(logits, legal: sample.legal, into: logits)
    return logits[0, cell]
  }
}

@Suite("Learning of the policy")
struct PolicyLearnerTests {
  @Test("brings the policy nearer to what it imitates, and values to theirs")
  func imitation() {
    let groups = Lessons.imitation(groups: 2)
    var learner = PolicyLearner(Small.architecture, seed: 1)
    learner.options.learningRate = 0.01
    let before = learner.check(groups)
    #expect(before.imitated == 6 && before.valued == 6 && before.reinforced == 0)
    var reports: [LearningReport] = []
    for _ in 0..<60 { reports.append(learner.step(groups, threads: 1)) }
    // Some parameters later the report is that of the first step.
    #expect(reports[0] == before)
    let after = learner.check(groups)
    #expect(before.divergence > 1 && after.divergence < 0.3 * before.divergence)
    #expect(after.valueLoss < 0.3 * before.valueLoss)
    #expect(after.accuracy > before.accuracy && after.divergence >= 0)
    #expect(learner.adam.step == 60)
  }

  @Test("learns values alone where there is nothing to imitate")
  func valuesAlone() {
    let group = Lessons.group(seed: 3) { random, nodes in
      (0..<2).map { _ in
        Lessons.sample(&random, nodes: nodes, goal: PolicySample.Goal.none, value: 2)
      }
    }
    var learner = PolicyLearner(Small.architecture, seed: 2)
    learner.options.learningRate = 0.01
    let logits = Lessons.logProbability(learner.model(), group, cell: 0)
    let before = learner.step([group], threads: 1)
    #expect(before.imitated == 0 && before.valued == 2 && before.divergence == 0)
    for name in ["policy.logits.weight", "policy.hidden.weight", "code.full.weight"] {
      #expect(
        learner.model().tensors[name] == PolicyModel(Small.architecture, seed: 2).tensors[name])
    }
    for _ in 0..<40 { _ = learner.step([group], threads: 1) }
    #expect(learner.check([group]).valueLoss < 0.3 * before.valueLoss)
    #expect(Lessons.logProbability(learner.model(), group, cell: 0) != logits)
  }

  /// A learner after one step of PPO on one decision, and the decision's log probability before and
  /// after. `ratio` is what its probability was made larger by since it was taken.
  private func reinforced(
    advantage: Float, ratio: Float = 1, entropyWeight: Float = 0
  ) -> (before: Float, after: Float, isChanged: Bool, report: LearningReport) {
    let cell = 6
    var group = Lessons.group(seed: 4) { random, nodes in
      [Lessons.sample(&random, nodes: nodes, goal: PolicySample.Goal.none)]
    }
    var learner = PolicyLearner(Small.architecture, seed: 5)
    learner.options.entropyWeight = entropyWeight
    let model = learner.model()
    let before = Lessons.logProbability(model, group, cell: cell)
    group.samples[0].goal = .reinforce(
      cell: cell, logProbability: before - log(ratio), advantage: advantage)
    let report = learner.step([group], threads: 1)
    return (
      before, Lessons.logProbability(learner.model(), group, cell: cell),
      learner.model().tensors != model.tensors, report
    )
  }

  @Test("makes a decision of positive advantage likelier, and one of negative less likely")
  func advantage() {
    let good = reinforced(advantage: 1)
    #expect(good.after > good.before + 1e-3)
    #expect(good.report.reinforced == 1 && good.report.imitated == 0)
    #expect(abs(good.report.policyLoss + 1) < 1e-5)
    let bad = reinforced(advantage: -1)
    #expect(bad.after < bad.before - 1e-3)
    #expect(abs(bad.report.policyLoss - 1) < 1e-5)
    #expect(!reinforced(advantage: 0).isChanged)
  }

  @Test("goes no further than the clip")
  func clip() {
    let good = reinforced(advantage: 1, ratio: 1.3)
    #expect(!good.isChanged && abs(good.report.policyLoss + 1.2) < 1e-4)
    let bad = reinforced(advantage: -1, ratio: 0.7)
    #expect(!bad.isChanged && abs(bad.report.policyLoss - 0.8) < 1e-4)
    // The way back is open.
    #expect(reinforced(advantage: 1, ratio: 0.7).isChanged)
    let back = reinforced(advantage: -1, ratio: 1.3)
    #expect(back.after < back.before && abs(back.report.policyLoss - 1.3) < 1e-4)
    #expect(reinforced(advantage: 1, ratio: 1.15).isChanged)
  }

  @Test("keeps the entropy up")
  func entropy() {
    let cell = 6
    var group = Lessons.group(seed: 4) { random, nodes in
      [Lessons.sample(&random, nodes: nodes, goal: PolicySample.Goal.none)]
    }
    group.samples[0].goal = .reinforce(cell: cell, logProbability: -3, advantage: 0)
    var learner = PolicyLearner(Small.architecture, seed: 5)
    learner.options.entropyWeight = 1
    learner.options.learningRate = 0.01
    let first = learner.step([group], threads: 1).entropy
    for _ in 0..<20 { _ = learner.step([group], threads: 1) }
    let last = learner.check([group]).entropy
    #expect(first > 0 && last > first && last <= log(15) + 1e-4)
  }

  @Test("comes to the same on two threads each time, and nearly to that of one")
  func threads() {
    let groups = Lessons.imitation(groups: 5)
    func trained(threads: Int) -> PolicyModel {
      var learner = PolicyLearner(Small.architecture, seed: 1)
      for _ in 0..<5 { _ = learner.step(groups, threads: threads) }
      return learner.model()
    }
    let two = trained(threads: 2)
    #expect(two.checkpoint.bytes == trained(threads: 2).checkpoint.bytes)
    let one = trained(threads: 1)
    #expect(one.checkpoint.bytes != Small.model().checkpoint.bytes)
    for (name, tensor) in one.tensors {
      for (a, b) in zip(tensor.elements, two.tensors[name]!.elements) {
        #expect(abs(a - b) < 1e-3, "\(name): \(a), \(b)")
      }
    }
    #expect(trained(threads: 9).parameterCount == one.parameterCount)
  }

  @Test("comes on several ranks to the bytes that as many threads come to")
  func ranks() throws {
    let groups = Lessons.imitation(groups: 4)
    var alone = PolicyLearner(Small.architecture, seed: 1)
    var reports: [LearningReport] = []
    for _ in 0..<3 { reports.append(alone.step(groups, threads: 2)) }
    let expected = alone.checkpoint().bytes
    let check = alone.check(groups)
    let outcomes = try ThreadedRanks.run(2) { rank in
      var learner = PolicyLearner(Small.architecture, seed: 1)
      let own = Array(groups[2 * rank.rank..<2 * rank.rank + 2])
      let reports = (0..<3).map { _ in learner.step(own, threads: 1, over: rank) }
      return (learner.checkpoint().bytes, reports, learner.check(own, over: rank))
    }
    for outcome in outcomes {
      #expect(outcome.0 == expected)
      #expect(outcome.1 == reports)
      #expect(abs(outcome.2.divergence - check.divergence) < 1e-9)
      #expect(outcome.2.imitated == check.imitated)
    }
    // A rank may have nothing to bring.
    let uneven = try ThreadedRanks.run(3) { rank in
      var learner = PolicyLearner(Small.architecture, seed: 1)
      _ = learner.step(rank.rank == 1 ? groups : [], threads: 1, over: rank)
      return learner.checkpoint().bytes
    }
    var one = PolicyLearner(Small.architecture, seed: 1)
    _ = one.step(groups, threads: 1)
    #expect(uneven == Array(repeating: one.checkpoint().bytes, count: 3))
  }

  @Test("checks without learning")
  func checking() {
    let groups = Lessons.imitation(groups: 3)
    var learner = PolicyLearner(Small.architecture, seed: 1)
    _ = learner.step(groups, threads: 1)
    let before = learner.checkpoint().bytes
    let report = learner.check(groups)
    #expect(learner.check(groups) == report)
    #expect(learner.checkpoint().bytes == before)
    // Nor does it leave gradients behind.
    var other = PolicyLearner(Small.architecture, seed: 1)
    _ = other.step(groups, threads: 1)
    _ = learner.step(groups, threads: 1)
    _ = other.step(groups, threads: 1)
    #expect(learner.checkpoint().bytes == other.checkpoint().bytes)
    #expect(learner.check([]) == LearningReport())
  }

  @Test("of nothing changes nothing")
  func nothing() {
    var learner = PolicyLearner(Small.architecture, seed: 1)
    let before = learner.checkpoint().bytes
    let empty = Lessons.group(seed: 1) { _, _ in [] }
    #expect(learner.step([], threads: 2) == LearningReport())
    #expect(learner.step([empty, empty], threads: 2) == LearningReport())
    #expect(learner.checkpoint().bytes == before)
  }

  @Test("goes on from a checkpoint as without a pause")
  func resuming() throws {
    let groups = Lessons.imitation(groups: 2)
    var whole = PolicyLearner(Small.architecture, seed: 1)
    for _ in 0..<3 { _ = whole.step(groups, threads: 1) }
    let middle = try Checkpoint(bytes: whole.checkpoint().bytes, file: "middle")
    var resumed = try PolicyLearner(middle, file: "middle")
    #expect(resumed.adam.step == 3)
    for _ in 0..<2 {
      _ = whole.step(groups, threads: 1)
      _ = resumed.step(groups, threads: 1)
    }
    #expect(resumed.checkpoint().bytes == whole.checkpoint().bytes)
    // Without the optimizer's state, or of a model alone, it is a fresh one.
    #expect(try PolicyLearner(whole.model().checkpoint, file: "model").adam.step == 0)
    #expect(PolicyLearner(whole.model()).model().tensors == whole.model().tensors)
  }

  @Test("does not go on from a damaged checkpoint", arguments: ["x", "-1", "9223372036854775807"])
  func damage(step: String) {
    var learner = PolicyLearner(Small.architecture, seed: 1)
    _ = learner.step(Lessons.imitation(groups: 1), threads: 1)
    var checkpoint = learner.checkpoint()
    checkpoint.notes["optimizer.step"] = step
    #expect(
      refusal(of: checkpoint)
        == "expected a number of steps in note 'optimizer.step', found '\(step)'")
    checkpoint = learner.checkpoint()
    checkpoint.tensors["optimizer.squares.context.bias"] = nil
    #expect(
      refusal(of: checkpoint)
        == "expected a tensor 'optimizer.squares.context.bias' of shape [7], found none")
  }

  /// Why a learner does not go on from a checkpoint.
  private func refusal(of checkpoint: Checkpoint) -> String? {
    do throws(CheckpointError) {
      _ = try PolicyLearner(checkpoint, file: "damaged")
      return nil
    } catch {
      return error.message
    }
  }
}
