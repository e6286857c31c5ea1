public import Evaluation
import LinearAlgebra
public import Netlist
import NeuralNetwork

/// How the policy places hard macros.
public struct RolloutOptions: Hashable, Sendable {
  /// How many placements to make, side by side: the first takes the likeliest cell each time, the
  /// others draw cells.
  public var count = 8
  /// The seed of the draws.
  public var seed: UInt64 = 1
  /// Whether the first is drawn as well.
  public var samplesAll = false
  /// The weights of the cost parts.
  public var weights = CostWeights()
  /// The clearance to keep between hard macros, beyond what single precision needs.
  public var halo = 0.0
  /// The temperature of the annealing that the value network is asked about.
  public var temperature = 1e-5
  /// Whether to keep each decision, for learning.
  public var recordsDecisions = false

  /// The defaults.
  public init() {}
}

/// What the policy made.
public struct Rollout: Sendable {
  /// The placement, free of overlap where ``unplaced`` is zero.
  public var placement: Placement
  /// Its proxy cost.
  public var cost: Double
  /// By how much the value network expects annealing to lower the cost.
  public var expectedGain: Double
  /// Hard macros for which no cell was legal: they stay where they were, over others.
  public var unplaced: Int
  /// The decisions, if they were to be recorded.
  public var decisions: [PolicySample]
  /// The cost at the beginning and, if decisions were to be recorded, after each of them.
  public var costs: [Double]
}

/// Placements of all hard macros by the policy: one after the other, the largest first, each at a
/// cell drawn from the policy's distribution over legal cells, at the legal point next to the cell's
/// middle. All other nodes stay. Rollouts go side by side, so that each layer of the network is one
/// product for all of them.
public struct PolicyRollouts: Sendable {
  private let scene: PolicyScene
  private let model: PolicyModel
  private let options: RolloutOptions

  /// Rollouts of a model on a scene.
  public init(_ scene: PolicyScene, _ model: PolicyModel, options: RolloutOptions) {
    self.scene = scene
    self.model = model
    self.options = options
  }

  /// Makes the placements.
  ///
  /// - Parameters:
  ///   - start: where all nodes are at the beginning; hard macros may overlap.
  ///   - stop: ends with what is placed so far when raised.
  public func run(from start: Placement, stop: StopFlag = StopFlag()) -> [Rollout] {
    let runner = model.makeRunner()
    runner.pass.encode(
      scene.graph.graph, nodeFeatures: scene.graph.nodeFeatures(start, scene.floorplan),
      edgeFeatures: scene.graph.edgeFeatures)
    let episodes = (0..<options.count).map { index in
      Episode(
        scene, start, options,
        random: SeededGenerator(seed: options.seed, stream: UInt64(index)))
    }
    let shape = GridShape(height: scene.grid.rows, width: scene.grid.columns)
    for (step, node) in scene.hardMacros.enumerated() {
      if stop.isRaised { break }
      let task = PolicyTask.placing(
        share: Double(scene.hardMacros.count - step) / Double(scene.hardMacros.count))
      let active = episodes.filter { $0.prepare(node) }
      if active.isEmpty { continue }
      let batch = runner.pass.batch(decisions: active.count, shape: shape)
      for (row, episode) in active.enumerated() {
        episode.write(
          node, task, maps: batch.maps.row(row * shape.cells), scalars: batch.scalars.row(row))
      }
      let (logits, _) = runner.pass.decide(
        batch, nodes: [Int](repeating: node.index, count: active.count))
      for (row, episode) in active.enumerated() {
        let own = logits.rows(row..<row + 1)
        do {
          try MaskedSoftmax.forward(own, legal: episode.legal, into: own)
        } catch {
          preconditionFailure("\(error)")
        }
        let isGreedy = episode === episodes[0] && !options.samplesAll
        let cell =
          isGreedy
          ? (0..<shape.cells).max { own[0, $0] < own[0, $1] }!
          : MaskedSoftmax.sample(own, row: 0, uniform: episode.random.uniform())
        episode.place(node, cell: cell, logProbability: own[0, cell])
      }
    }
    return episodes.map { $0.finish(expectedGain: gain(of: $0, runner.pass, shape)) }
  }

  /// The largest hard macros whose moves the value network is asked about.
  private static let valueQuestions = 8

  /// What the value network expects of a finished placement, the mean over some of its macros.
  private func gain(of episode: Episode, _ pass: PolicyPass, _ shape: GridShape) -> Double {
    let nodes = scene.hardMacros.prefix(Self.valueQuestions)
    if nodes.isEmpty { return 0 }
    let placement = episode.placement
    pass.encode(
      scene.graph.graph, nodeFeatures: scene.graph.nodeFeatures(placement, scene.floorplan),
      edgeFeatures: scene.graph.edgeFeatures)
    let batch = pass.batch(decisions: nodes.count, shape: shape)
    for (row, node) in nodes.enumerated() {
      episode.askAbout(
        node, maps: batch.maps.row(row * shape.cells), scalars: batch.scalars.row(row))
    }
    let (_, values) = pass.decide(batch, nodes: nodes.map(\.index))
    let sum = (0..<nodes.count).reduce(0.0) { $0 + Double(values[$1, 0]) }
    return sum / Double(nodes.count) * PolicyValue.unit
  }
}
