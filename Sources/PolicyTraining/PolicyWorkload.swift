import Evaluation
import LinearAlgebra
public import Netlist
import NeuralNetwork
public import PerformanceModel
public import Policy

/// The products of matrices that the policy itself computes, as a workload for accelerators: recorded
/// from a real run, not counted from the network's description.
///
/// An episode places all hard macros of a design once for each rollout and asks the value network about
/// the results. Learning from it is one step on all its decisions, forward and back. Both run on the
/// thread that asks, so that no product is missed (``ProductLog``). Products of the same shape are one
/// layer, with their number. The layers depend on the design, the network's sizes and the number of
/// rollouts; the seed and the network's parameters decide only where macros go, and so how many find no
/// legal cell.
public struct PolicyWorkload: Sendable {
  /// How many placements are made side by side: the rows of a batch.
  public var rollouts = 1
  /// The seed of the rollouts' draws.
  public var seed: UInt64 = 1
  /// Whether learning from the episode follows.
  public var includesTraining = true

  /// The most rollouts.
  public static let mostRollouts = 1024

  /// The defaults: one placement, and a step of learning from it.
  public init() {}

  /// Runs an episode on a design and tells what was multiplied.
  ///
  /// - Throws: ``TrainingError`` if the policy cannot work on the design, or it has no hard macro that
  ///   can move, or what it computes is more than a workload may be.
  public func record(_ design: Design, _ model: PolicyModel) throws(TrainingError) -> Workload {
    precondition((1...Self.mostRollouts).contains(rollouts), "\(rollouts) rollouts")
    let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    guard scene.isSuitable, !scene.hardMacros.isEmpty else {
      let side = PolicyScene.largestSide
      throw TrainingError(
        message:
          "\(design.netlist.name): expected hard macros that can move, and a grid of at most "
          + "\(side) by \(side) cells")
    }
    var options = RolloutOptions()
    options.count = rollouts
    options.seed = seed
    options.recordsDecisions = includesTraining
    let episode = ProductLog.collect {
      PolicyRollouts(scene, model, options: options).run(from: design.placement)
    }
    var layers = Self.layers(episode.products, .inference)
    if includesTraining {
      let group = SampleGroup(
        graph: scene.graph,
        nodeFeatures: scene.graph.nodeFeatures(design.placement, design.floorplan),
        rows: scene.grid.rows, columns: scene.grid.columns,
        samples: episode.result.flatMap(Self.samples))
      var learner = PolicyLearner(model)
      let step = ProductLog.collect { learner.step([group], threads: 1) }
      layers += Self.layers(step.products, .training)
    }
    let workload = Workload(name: "policy", layers: layers)
    do throws(WorkloadError) {
      try workload.validate()
    } catch {
      throw TrainingError(message: "\(design.netlist.name): \(error.description)")
    }
    return workload
  }

  /// The decisions of a rollout, each to be learned by what the cost fell from there to the end.
  private static func samples(_ rollout: Rollout) -> [PolicySample] {
    rollout.decisions.enumerated().map { step, decision in
      var sample = decision
      let gain = rollout.costs[step] - rollout.cost
      if case .reinforce(let cell, let logProbability, _) = sample.goal {
        sample.goal = .reinforce(
          cell: cell, logProbability: logProbability, advantage: Float(gain))
      }
      sample.value = Float(gain / PolicyValue.unit)
      return sample
    }
  }

  private static func layers(_ products: [ProductLog.Entry], _ phase: Phase) -> [Layer] {
    products.map { entry in
      let shape = entry.shape
      return Layer(
        "\(phase.rawValue) \(shape.m)x\(shape.n)x\(shape.k)",
        .gemm(GEMM(m: shape.m, n: shape.n, k: shape.k)), count: entry.count, phase: phase)
    }
  }
}
