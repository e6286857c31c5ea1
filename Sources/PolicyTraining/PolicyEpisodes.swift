import Annealing
import Distribution
import Evaluation
import Legalization
import Netlist
import Policy

/// Rollouts of the policy on one design, with what each decision was worth.
///
/// The reward of a decision is by how much it lowers the exact proxy cost: a shaping by the potential
/// −cost, which leaves the best policy the same (Ng, Harada and Russell 1999). The last reward goes on
/// to what a short annealing makes of the placement. So the sum from a decision on is the cost before
/// it less the final one. What is expected of a decision, its baseline, is the mean of that sum over
/// the other rollouts at the same macro.
struct PolicyEpisodes: Sendable {
  private var graph: PolicyGraph
  private var nodeFeatures: [Float]
  private var rows: Int
  private var columns: Int
  private var samples: [PolicySample]
  /// The mean of the final costs.
  private(set) var meanCost: Double

  private static let rollouts = 8
  private static let settlingMoves = 4000
  /// What a macro costs for which there was no legal cell.
  private static let penalty = 0.5

  static func run(
    _ design: Design, model: PolicyModel, random: inout SeededGenerator, stop: StopFlag
  ) throws(TrainingError) -> PolicyEpisodes {
    let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    let start = MacroStarts.random(
      design.netlist, design.floorplan, like: design.placement, seed: random.next())
    let made = PolicyRollouts(
      scene, model, options: .drawn(count: rollouts, seed: random.next(), records: true)
    ).run(from: start, stop: stop)
    var ends: [Double] = []
    for rollout in made {
      ends.append(
        try settled(rollout, design, seed: random.next(), stop)
          + penalty * Double(rollout.unplaced))
    }
    return PolicyEpisodes(
      graph: scene.graph, nodeFeatures: scene.graph.nodeFeatures(start, design.floorplan),
      rows: scene.grid.rows, columns: scene.grid.columns, samples: judged(made, ends),
      meanCost: ends.reduce(0, +) / Double(ends.count))
  }

  /// The cost after a short annealing from the rollout's placement.
  private static func settled(
    _ rollout: Rollout, _ design: Design, seed: UInt64, _ stop: StopFlag
  ) throws(TrainingError) -> Double {
    do throws(LegalizationError) {
      let legal = try MacroLegalizer(netlist: design.netlist, floorplan: design.floorplan)
        .legalize(rollout.placement)
      var options = AnnealingOptions(budget: .moves(settlingMoves), seed: seed)
      options.epochs = 10
      options.initialTemperature = 1e-4
      options.finalTemperature = 1e-6
      return Annealer(
        netlist: design.netlist, floorplan: design.floorplan, options: options
      ).anneal(from: legal, stop: stop).cost
    } catch {
      throw TrainingError(message: error.message)
    }
  }

  /// The decisions with their advantages and values.
  private static func judged(_ rollouts: [Rollout], _ ends: [Double]) -> [PolicySample] {
    // Rollouts skip macros for which there is no legal cell: those of one macro are compared.
    var sums: [Int: (total: Double, count: Int)] = [:]
    func sum(_ rollout: Int, _ step: Int) -> Double {
      rollouts[rollout].costs[step] - ends[rollout]
    }
    for (index, rollout) in rollouts.enumerated() {
      for (step, decision) in rollout.decisions.enumerated() {
        sums[decision.node, default: (0, 0)].total += sum(index, step)
        sums[decision.node, default: (0, 0)].count += 1
      }
    }
    var result: [PolicySample] = []
    for (index, rollout) in rollouts.enumerated() {
      for (step, decision) in rollout.decisions.enumerated() {
        var sample = decision
        guard case .reinforce(let cell, let logProbability, _) = sample.goal,
          let all = sums[sample.node]
        else { continue }
        let own = sum(index, step)
        let others = all.count > 1 ? (all.total - own) / Double(all.count - 1) : own
        sample.goal = .reinforce(
          cell: cell, logProbability: logProbability, advantage: Float(own - others))
        sample.value = Float(own / PolicyValue.unit)
        result.append(sample)
      }
    }
    return result
  }

  /// The same with advantages of variance one over all episodes of all ranks.
  static func normalized(
    _ episodes: [PolicyEpisodes], over ranks: some Communicator
  ) throws(TrainingError) -> [PolicyEpisodes] {
    var (sum, count) = (0.0, 0.0)
    for sample in episodes.lazy.flatMap(\.samples) {
      if case .reinforce(_, _, let advantage) = sample.goal {
        sum += Double(advantage * advantage)
        count += 1
      }
    }
    let sums = try ranks.sums([sum, count])
    guard sums[0] > 0 else { return episodes }
    let scale = Float((sums[1] / sums[0]).squareRoot())
    return episodes.map { episode in
      var result = episode
      for index in result.samples.indices {
        if case .reinforce(let cell, let logProbability, let advantage) =
          result.samples[index].goal
        {
          result.samples[index].goal = .reinforce(
            cell: cell, logProbability: logProbability, advantage: advantage * scale)
        }
      }
      return result
    }
  }

  /// Groups of so many decisions.
  func groups(size: Int) -> [SampleGroup] {
    stride(from: 0, to: samples.count, by: size).map { start in
      SampleGroup(
        graph: graph, nodeFeatures: nodeFeatures, rows: rows, columns: columns,
        samples: Array(samples[start..<min(start + size, samples.count)]))
    }
  }
}
