import Annealing
import Evaluation
import GlobalPlacement
import Legalization
import Netlist
import Policy

/// A placement that annealing found, where it began, and states on the way.
struct Elite: Sendable {
  var design: Design
  /// Where the episode began; hard macros may overlap.
  var start: Placement
  var placement: Placement
  var cost: Double
  /// Whether it came from the policy's placement of macros.
  var isFromPolicy: Bool
  /// Placements without overlap that annealing went on from, and states near the elite.
  var states: [State]

  /// A placement, the temperature and the tails of the cost that annealing has there, and by how much
  /// it lowered the cost from there.
  struct State: Sendable {
    var placement: Placement
    var temperature: Double
    var tails: CostTails
    var gain: Double
  }
}

/// Finds elites: a rough start, annealing from there and, once the policy has learned something, from
/// where the policy puts the macros; the better result is what it learns next (expert iteration,
/// Anthony, Tian and Barber 2017).
struct EliteSearch: Sendable {
  var moves = 80_000
  /// From how many moves each state near an elite comes.
  var stateMoves = 6000
  /// How many states there are near an elite.
  static let stateCount = 4
  /// The share of the design's cost scale that is the temperature of starts.
  private static let startTemperature = 6e-3

  /// - Parameter model: the policy whose placements are tried as well; nil for annealing alone.
  func find(
    _ design: Design, model: PolicyModel?, random: inout SeededGenerator, stop: StopFlag
  ) throws(TrainingError) -> Elite {
    let start = try start(design, &random, stop)
    return try find(design, from: start, model: model, random: &random, stop: stop)
  }

  /// The same from a given start.
  func find(
    _ design: Design, from start: Placement, model: PolicyModel?,
    random: inout SeededGenerator, stop: StopFlag
  ) throws(TrainingError) -> Elite {
    let legal = try legalized(start, design)
    let seed = random.next()
    var best = anneal(design, legal, moves: moves / (model == nil ? 1 : 2), seed: seed, stop)
    var begun = [(placement: legal, end: best.cost)]
    let scale = costScale(design, legal, &random)
    var isFromPolicy = false
    if let model {
      let rollouts = PolicyRollouts(
        PolicyScene(design.netlist, design.floorplan, start), model,
        options: .drawn(
          count: 8, seed: random.next(), temperature: Self.startTemperature * scale)
      ).run(from: start, stop: stop)
      let choice = rollouts.min { $0.expectedCost < $1.expectedCost }!
      let legal = try legalized(choice.placement, design)
      let other = anneal(design, legal, moves: moves / 2, seed: seed, stop)
      begun.append((legal, other.cost))
      if other.cost < best.cost { (best, isFromPolicy) = (other, true) }
    }
    var states = begun.map {
      Elite.State(
        placement: $0.placement, temperature: Self.startTemperature * scale, tails: .proxy,
        gain: Self.cost(design, $0.placement) - $0.end)
    }
    for index in 0..<Self.stateCount {
      // Anywhere in the schedule, evenly.
      let position = (Double(index) + random.uniform()) / Double(Self.stateCount)
      states.append(
        state(design, best, scale: scale, at: position, seed: random.next(), stop))
    }
    return Elite(
      design: design, start: start, placement: best.placement, cost: best.cost,
      isFromPolicy: isFromPolicy, states: states)
  }

  /// Where annealing goes from the elite at the temperature and with the tails that it has at a place in
  /// its schedule, from 0 to 1.
  private func state(
    _ design: Design, _ elite: AnnealingResult, scale: Double, at position: Double, seed: UInt64,
    _ stop: StopFlag
  ) -> Elite.State {
    var options = AnnealingOptions(budget: .moves(stateMoves), seed: seed)
    let moment = AnnealingMoment(options, costScale: scale, at: position)
    options.initialTemperature = moment.temperature
    options.finalTemperature = moment.temperature
    options.initialTails = moment.tails
    // So that they stay.
    options.tailsEnd = 1e9
    options.epochs = 4
    let last = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: elite.placement, stop: stop).last
    return Elite.State(
      placement: last, temperature: moment.temperature, tails: moment.tails,
      gain: Self.cost(design, last) - elite.cost)
  }

  /// A rough start: by descent on the smooth cost from the given placement or a random one, or as
  /// given.
  private func start(
    _ design: Design, _ random: inout SeededGenerator, _ stop: StopFlag
  ) throws(TrainingError) -> Placement {
    let kind = random.index(below: 4)
    let seed = random.next()
    if kind == 0 { return design.placement }
    let from =
      kind == 1
      ? design.placement
      : MacroStarts.random(design.netlist, design.floorplan, like: design.placement, seed: seed)
    do throws(GlobalPlacementError) {
      return try ProxyDescent(
        design: design, options: ProxyDescentOptions(iterations: 600)
      ).place(from, stop: stop) { _ in }
    } catch {
      throw TrainingError(message: error.message)
    }
  }

  private func legalized(
    _ placement: Placement, _ design: Design
  ) throws(TrainingError) -> Placement {
    do throws(LegalizationError) {
      return try MacroLegalizer(netlist: design.netlist, floorplan: design.floorplan)
        .legalize(placement)
    } catch {
      throw TrainingError(message: error.message)
    }
  }

  private func anneal(
    _ design: Design, _ start: Placement, moves: Int, seed: UInt64, _ stop: StopFlag
  ) -> AnnealingResult {
    Annealer(
      netlist: design.netlist, floorplan: design.floorplan,
      options: AnnealingOptions(budget: .moves(moves), seed: seed)
    ).anneal(from: start, stop: stop)
  }

  static func cost(_ design: Design, _ placement: Placement) -> Double {
    IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: placement
    ).cost
  }

  /// The mean size of the change of cost when a random node goes to a random place.
  private func costScale(
    _ design: Design, _ placement: Placement, _ random: inout SeededGenerator
  ) -> Double {
    let scene = PolicyScene(design.netlist, design.floorplan, placement)
    var evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: placement)
    return evaluator.costScale(
      of: scene.movableNodes, within: { scene.ranges[$0.index] }, samples: 200, random: &random)
  }
}

extension RolloutOptions {
  /// Options of rollouts that are all drawn.
  static func drawn(
    count: Int, seed: UInt64, temperature: Double = 1e-5, records: Bool = false
  ) -> RolloutOptions {
    var options = RolloutOptions()
    options.temperature = temperature
    options.count = count
    options.seed = seed
    options.samplesAll = true
    options.recordsDecisions = records
    return options
  }
}

extension Rollout {
  /// What the value network expects after annealing.
  var expectedCost: Double { cost - expectedGain }
}
