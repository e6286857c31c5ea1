import Evaluation
import Netlist
import NeuralNetwork
import Policy
import PolicyTraining
import TestSupport
import Testing

/// Training of a small network on small designs.
enum SmallTraining {
  static var corpus: GivenCorpus {
    GivenCorpus(
      (1...2).map {
        RandomDesign.make(
          seed: $0, hardMacros: 3, softMacros: 2, ports: 3, nets: 10, columns: 4, rows: 3)
      })
  }

  static func options(
    epochs: Int = 2, reinforced: Int = 0, seed: UInt64 = 1, threads: Int = 1
  ) -> TrainingOptions {
    var options = TrainingOptions(epochs: epochs)
    options.reinforcedEpochs = reinforced
    options.designsPerEpoch = 1
    options.movesPerDesign = 1000
    options.passes = 2
    options.testDesigns = 1
    options.seed = seed
    options.threads = threads
    return options
  }

  static func trainer(_ options: TrainingOptions) -> PolicyTrainer {
    PolicyTrainer(corpus, options: options, architecture: SmallPolicies.architecture)
  }
}

@Suite("Training of the policy")
struct PolicyTrainerTests {
  @Test("comes to the same bytes with a pause as without")
  func resuming() throws {
    let options = SmallTraining.options()
    var whole = SmallTraining.trainer(options)
    let start = whole.checkpoint()
    let first = try #require(try whole.nextEpoch())
    let middle = whole.checkpoint()
    let second = try #require(try whole.nextEpoch())
    #expect(try whole.nextEpoch() == nil)
    #expect(whole.epochsDone == 2 && whole.curve == [first, second])
    #expect(middle.notes["training.epoch"] == "1" && middle.notes["training.seed"] == "1")
    for progress in [first, second] {
      #expect(progress.eliteCost > 0 && progress.eliteCost.isFinite)
      #expect(progress.trainingDivergence > 0 && progress.testDivergence > 0)
      #expect((0...1).contains(progress.testAccuracy) && progress.testValueLoss >= 0)
      #expect((0...1).contains(progress.policyElites) && progress.rolloutCost == nil)
    }
    #expect(first.policyElites == 0, "the policy has learned nothing yet")
    #expect([first, second].map(\.epoch) == [1, 2])

    let file = try Checkpoint(bytes: middle.bytes, file: "middle")
    var resumed = try PolicyTrainer(
      SmallTraining.corpus, options: options, resuming: file, file: "middle")
    #expect(resumed.epochsDone == 1)
    #expect(resumed.checkpoint().bytes == middle.bytes)
    let again = try #require(try resumed.nextEpoch())
    #expect(try resumed.nextEpoch() == nil)
    #expect(again.testDivergence == second.testDivergence)
    #expect(again.eliteCost == second.eliteCost)
    let end = whole.checkpoint().bytes
    #expect(resumed.checkpoint().bytes == end)
    #expect(middle.bytes != end)
    #expect(start.bytes != middle.bytes)
    #expect(try PolicyModel(whole.checkpoint(), file: "end").parameterCount > 0)
  }

  @Test("is the same on two threads each time")
  func threads() throws {
    func trained() throws -> [UInt8] {
      var options = SmallTraining.options(epochs: 1, threads: 2)
      options.designsPerEpoch = 2
      options.testDesigns = 0
      var trainer = SmallTraining.trainer(options)
      _ = try trainer.nextEpoch()
      return trainer.checkpoint().bytes
    }
    let first = try trained()
    #expect(try trained() == first)
  }

  @Test("stops on all ranks if one is asked to")
  func stopOnOneRank() throws {
    let isDone = try ThreadedRanks.run(2) { rank in
      var trainer = SmallTraining.trainer(SmallTraining.options(epochs: 1))
      let stop = StopFlag()
      if rank.rank == 1 { stop.raise() }
      return try trainer.nextEpoch(over: rank, stop: stop) != nil || trainer.epochsDone > 0
    }
    #expect(isDone == [false, false])
  }

  /// Why training does not go on from a checkpoint.
  private func refusal(_ options: TrainingOptions, _ checkpoint: Checkpoint) -> String? {
    do throws(CheckpointError) {
      _ = try PolicyTrainer(
        SmallTraining.corpus, options: options, resuming: checkpoint, file: "file")
      return nil
    } catch {
      return error.message
    }
  }

  @Test("does not go on with another seed, or from what is no training")
  func refusals() {
    let options = SmallTraining.options()
    let checkpoint = SmallTraining.trainer(options).checkpoint()
    #expect(refusal(options, checkpoint) == nil)
    #expect(
      refusal(SmallTraining.options(seed: 2), checkpoint)
        == "expected training with seed 2, found seed 1")
    for (note, found) in [("x", "'x'"), ("-1", "'-1'"), (nil, "none")] {
      var damaged = checkpoint
      damaged.notes["training.epoch"] = note
      #expect(
        refusal(options, damaged)
          == "expected a number of epochs in note 'training.epoch', found \(found)")
    }
    var damaged = checkpoint
    damaged.tensors["context.weight"] = nil
    #expect(refusal(options, damaged)?.hasPrefix("expected a tensor 'context.weight'") == true)
    damaged = checkpoint
    damaged.notes["architecture"] = nil
    #expect(refusal(options, damaged)?.hasPrefix("expected a note 'architecture'") == true)
  }

  @Test("by reinforcement changes the policy, each time alike")
  func reinforcement() throws {
    var options = SmallTraining.options(epochs: 1, reinforced: 1)
    options.testDesigns = 0
    var ends: [[UInt8]] = []
    for _ in 0..<2 {
      var trainer = SmallTraining.trainer(options)
      let start = trainer.checkpoint()
      let progress = try #require(try trainer.nextEpoch())
      let cost = try #require(progress.rolloutCost)
      #expect(cost > 0 && cost.isFinite && progress.eliteCost == 0)
      #expect(progress.testDivergence == 0)
      let end = trainer.checkpoint()
      for name in ["policy.logits.weight", "value.output.weight", "graph.embedding.weight"] {
        #expect(start.tensors[name] != end.tensors[name], "\(name)")
        #expect(end.tensors[name]!.elements.allSatisfy { $0.isFinite })
      }
      ends.append(end.bytes)
    }
    #expect(ends[0] == ends[1])
  }

  @Test("ends at once when it is to stop", arguments: [0, 1])
  func stopping(reinforced: Int) throws {
    var trainer = SmallTraining.trainer(
      SmallTraining.options(epochs: 1, reinforced: reinforced))
    let before = trainer.checkpoint().bytes
    let stop = StopFlag()
    stop.raise()
    #expect(try trainer.nextEpoch(stop: stop) == nil)
    #expect(trainer.epochsDone == 0 && trainer.curve.isEmpty)
    #expect(trainer.checkpoint().bytes == before)
  }

  @Test("tells of designs that cannot be had")
  func noDesigns() {
    var trainer = PolicyTrainer(
      GivenCorpus([]), options: SmallTraining.options(),
      architecture: SmallPolicies.architecture)
    do throws(TrainingError) {
      _ = try trainer.nextEpoch()
      Issue.record("trained on nothing")
    } catch {
      #expect(error.message == "expected a design to train on, found none")
    }
  }
}
