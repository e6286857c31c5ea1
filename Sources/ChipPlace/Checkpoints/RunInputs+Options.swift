import Annealing
import Evaluation
import Formats
import GlobalPlacement
import Legalization
import Netlist
import NeuralNetwork
import Policy

extension RunInputs {
  /// Everything that steers ``Placer``.
  mutating func add(_ options: PlacementOptions, _ model: PolicyModel?) {
    add("engine", options.engine.rawValue)
    add("start", options.start.rawValue)
    if !options.spiralOrder.isEmpty {
      add("spiral order", options.spiralOrder.map { "\($0.rawValue)" }.joined(separator: " "))
    }
    add(options.annealing)
    guard options.engine == .hybrid else { return }
    let guidance = options.guidance
    add("policy starts", guidance.rollouts)
    add("policy filter", guidance.filtersByValue)
    add("policy trials", guidance.trials)
    add("trial share", guidance.trialShare)
    add("policy moves", guidance.proposes)
    add("fine-tuning share", guidance.tuningShare)
    var hash = SHA256()
    if let model { hash.update(model.checkpoint.bytes) }
    add("policy network", model == nil ? "of the library" : hash.finish())
  }

  mutating func add(_ options: AnnealingOptions) {
    switch options.budget {
    case .time(let seconds): add("time", seconds)
    case .moves(let moves): add("moves", moves)
    }
    add("seed", options.seed)
    add("threads", options.threads)
    add("halo", options.halo)
    add("restarts", options.restarts)
    add("epochs", options.epochs)
    add("exchanges", options.exchanges)
    add("wirelength weight", options.weights.wirelength)
    add("density weight", options.weights.density)
    add("congestion weight", options.weights.congestion)
    add("initial temperature", options.initialTemperature)
    add("final temperature", options.finalTemperature)
    add("decay of the fall", options.fallDecay)
    add("initial temperature factor", options.initialTemperatureFactor)
    add("final temperature factor", options.finalTemperatureFactor)
    add("initial density tail", options.initialTails.density)
    add("initial congestion tail", options.initialTails.congestion)
    add("end of tails", options.tailsEnd)
    let shares = MoveKind.allCases.map { "\(options.moveMix[$0])" }
    add("shares of moves", shares.joined(separator: " "))
    add("least share of moves", options.moveMix.floor)
    add("inertia of shares", options.moveMix.inertia)
  }

  /// Everything that steers ``FlatPlacer``.
  mutating func add(_ options: FlatPlacementOptions) {
    let global = options.global
    if let annealing = options.annealing {
      add(annealing)
    } else {
      add("seed", global.seed)
      add("threads", global.threads)
    }
    add("seed of global placement", global.seed)
    add("threads of global placement", global.threads)
    add("density", global.targetDensity)
    add("overflow", global.targetOverflow)
    add("iterations", global.iterationLimit)
    add("grid size", global.gridSize)
    add("growth of density weight", global.densityWeightGrowth)
    switch global.start {
    case .center: add("start", "center")
    case .given(let weight): add("start", "given \(weight.map { "\($0)" } ?? "")")
    }
    if let routability = global.routability { add(routability) }
    add("weight of cells", options.legalization.cellWeight.rawValue)
    add("halo of macros", options.legalization.macroSpacing)
    let detailed = options.detailed
    add("rounds", detailed.rounds)
    add("least gain of a round", detailed.minimumGain)
    let moves = DetailedMove.allCases.filter { detailed.moves.contains($0) }
    add("detailed moves", moves.map { "\($0)" }.joined(separator: " "))
    add("mirroring", "\(detailed.mirroring)")
    add("window", detailed.reorderingWindow)
    add("matching size", detailed.matchingSize)
    add("detailed annealing moves", detailed.annealingMoves)
    add("seed of detailed placement", detailed.seed)
  }

  private mutating func add(_ options: RoutabilityOptions) {
    add("routability", options.model.rawValue)
    add("routing capacity", options.capacity)
    add("overflow for routability", options.densityOverflow)
    add("routability rounds", options.rounds)
    add("routability exponent", options.exponent)
    add("inflation of a round", options.roundInflation)
    add("largest inflation", options.largestInflation)
    add("share of white space", options.whiteSpaceShare)
  }
}
