import Evaluation
import Foundation
import Netlist

/// One Markov chain of annealing: a placement, its cost, and the moves that change it.
struct Chain: ~Copyable {
  let field: Playfield
  var evaluator: IncrementalEvaluator
  var random: SeededGenerator
  /// Where a network would put nodes, if there is one.
  let policy: PolicySampler?
  private var boxes: MacroBoxes
  var mix: MoveMix

  /// How far shifts go at most, in cells of the grid.
  private(set) var softReach = 2.0
  private(set) var hardReach = 1.0

  /// The best placement this chain has seen, and its cost.
  private(set) var best: Placement
  private(set) var bestCost: Double
  private(set) var bestTerms: CostTerms
  /// Whether the state is better than ``best`` and not yet copied there.
  private var isAhead = false

  /// The tails of the cost that moves are decided by.
  private var tails = CostTails.proxy

  /// The cost at the end of the last epoch, by the tails that its moves were decided by.
  private(set) var decidedCost: Double

  private(set) var moves = 0
  /// What the last move cost beyond the moves counted so far.
  private var owed = 0
  private(set) var acceptance = 1.0

  init(
    _ field: Playfield, weights: CostWeights, random: SeededGenerator,
    proposer: (any CellProposer)? = nil, moveMix: MoveMixOptions = MoveMixOptions()
  ) {
    self.field = field
    self.random = random
    let policy = proposer.map { PolicySampler($0, field.grid, nodeCount: field.netlist.nodeCount) }
    self.policy = policy
    evaluator = IncrementalEvaluator(
      netlist: field.netlist, floorplan: field.floorplan, placement: field.start,
      weights: weights)
    boxes = MacroBoxes(field, field.start)
    mix = MoveMix(
      hasSoft: !field.softNodes.isEmpty, hasHard: !field.hardNodes.isEmpty, policy: policy?.charge,
      options: moveMix)
    best = field.start
    bestCost = evaluator.cost
    bestTerms = evaluator.terms
    decidedCost = evaluator.cost
  }

  // MARK: - What moves ask for

  /// A random movable node; nil if there is none of that sort.
  @inline(__always)
  mutating func randomNode(soft: Bool) -> NodeID? {
    let nodes = soft ? field.softNodes : field.hardNodes
    return nodes.isEmpty ? nil : nodes[random.index(below: nodes.count)]
  }

  /// A random node that shares a net with the given one; nil if it has no nets.
  mutating func randomNeighbor(of node: NodeID) -> NodeID? {
    let nets = field.netlist.nodeNets.count(row: node.index)
    guard nets > 0 else { return nil }
    let netOffset = Int(field.netlist.nodeNets.offsets[node.index])
    let net = field.netlist.nodeNets.elements[netOffset + random.index(below: nets)]
    let pins = field.netlist.netPins.count(row: net.index)
    let pinOffset = Int(field.netlist.netPins.offsets[net.index])
    let pin = field.netlist.netPins.elements[pinOffset + random.index(below: pins)]
    return field.netlist.pinNodes[pin.index]
  }

  /// A step that takes a node as near to a place as the die lets it.
  @inline(__always)
  func step(_ node: NodeID, x: Double, y: Double) -> Proposal.Step {
    let range = field.ranges[node.index]
    return Proposal.Step(
      node: node, x: range.clampX(x), y: range.clampY(y),
      orientation: evaluator.orientation(of: node))
  }

  // MARK: - Running

  /// Proposes and decides a number of moves at one temperature. What counts as more moves than are
  /// left is made all the same, and the rest owed to the next call.
  mutating func run(moves count: Int, temperature: Double) {
    var left = count
    while left > 0 {
      if owed == 0 { owed = tryMove(mix.kind(for: random.uniform()), temperature) }
      let paid = min(owed, left)
      owed -= paid
      left -= paid
      moves += paid
    }
  }

  /// Proposes and decides one move of a kind, or what a proposer's one call gives.
  ///
  /// - Returns: as how many moves it counts.
  @inline(__always)
  mutating func tryMove(_ kind: MoveKind, _ temperature: Double) -> Int {
    if kind.asksProposer { return PolicyMove.run(kind, temperature, in: &self) }
    if let proposal = kind.propose(in: &self), isLegal(proposal) {
      decide(proposal, kind, temperature)
    } else {
      mix.note(kind, accepted: false, gain: 0, work: 0.2)
    }
    return 1
  }

  /// Accepts a legal proposal or not, by the rule of Metropolis.
  ///
  /// - Parameter logRatio: the logarithm of how much more likely the way back is to be proposed than
  ///   the way there, Hastings' correction of the rule.
  /// - Returns: whether it was accepted.
  @inline(__always)
  @discardableResult
  mutating func decide(
    _ proposal: Proposal, _ kind: MoveKind, _ temperature: Double, logRatio: Double = 0
  ) -> Bool {
    let before = evaluator.cost
    let limit = before - temperature * (log(random.positiveUniform()) - logRatio)
    var origin = Proposal(place(of: proposal[0].node))
    for index in 1..<max(proposal.count, 1) { origin.append(place(of: proposal[index].node)) }
    for index in 0..<proposal.count {
      let step = proposal[index]
      evaluator.move(step.node, x: step.x, y: step.y, orientation: step.orientation)
    }
    guard evaluator.evaluate(limit: limit) else {
      mix.note(kind, accepted: false, gain: 0, work: evaluator.work)
      evaluator.revert()
      return false
    }
    let after = evaluator.cost
    mix.note(kind, accepted: true, gain: max(0, before - after), work: evaluator.work)
    evaluator.commit()
    // Leaving the best state seen: keep it first.
    if after > before, isAhead { keepBest(as: origin) }
    for index in 0..<proposal.count {
      let number = Int(field.boxNumbers[proposal[index].node.index])
      if number >= 0 { boxes.move(number, x: proposal[index].x, y: proposal[index].y) }
    }
    if tails == .proxy, after < bestCost {
      bestCost = after
      bestTerms = evaluator.terms
      isAhead = true
    }
    return true
  }

  /// Where a node is now.
  @inline(__always)
  private func place(of node: NodeID) -> Proposal.Step {
    let (x, y) = evaluator.position(of: node)
    return Proposal.Step(node: node, x: x, y: y, orientation: evaluator.orientation(of: node))
  }

  /// Whether a hard macro would be clear of all others at a place.
  func isClear(_ step: Proposal.Step) -> Bool {
    boxes.isFree(Int(field.boxNumbers[step.node.index]), x: step.x, y: step.y)
  }

  /// Whether a proposal leaves the hard macros clear of each other.
  @inline(__always)
  func isLegal(_ proposal: Proposal) -> Bool {
    let first = Int(field.boxNumbers[proposal[0].node.index])
    let second = proposal.count > 1 ? Int(field.boxNumbers[proposal[1].node.index]) : -1
    if first >= 0,
      !boxes.isFree(first, x: proposal[0].x, y: proposal[0].y, except: second)
    {
      return false
    }
    if second >= 0,
      !boxes.isFree(second, x: proposal[1].x, y: proposal[1].y, except: first)
    {
      return false
    }
    return first < 0 || second < 0
      || boxes.areApart(
        first, x: proposal[0].x, y: proposal[0].y, second, x: proposal[1].x, y: proposal[1].y)
  }

  /// The mean size of the change of cost when a random node moves to a random place, overlap or not:
  /// the scale of costs that temperatures are told in.
  mutating func costScale(samples: Int) -> Double {
    let before = evaluator.cost
    var sum = 0.0
    for _ in 0..<samples {
      let soft =
        field.hardNodes.isEmpty || (!field.softNodes.isEmpty && random.index(below: 2) == 0)
      guard let node = randomNode(soft: soft) else { break }
      let die = field.floorplan.die
      let step = step(
        node, x: die.minX + random.uniform() * die.width,
        y: die.minY + random.uniform() * die.height)
      evaluator.move(node, x: step.x, y: step.y)
      _ = evaluator.evaluate()
      sum += abs(evaluator.cost - before)
      evaluator.revert()
    }
    return sum / Double(samples)
  }

  /// What each kind of move did so far.
  var statistics: [MoveStatistics] { mix.statistics }

  /// Keeps the state as the best, with the nodes of `origin`, if given, where that says.
  private mutating func keepBest(as origin: Proposal? = nil) {
    best = evaluator.placement(like: field.start)
    if let origin {
      for index in 0..<origin.count {
        let step = origin[index]
        best.x[step.node.index] = step.x
        best.y[step.node.index] = step.y
        best.orientations[step.node.index] = step.orientation
      }
    }
    isAhead = false
  }

  // MARK: - Between epochs

  /// Begins an epoch at a temperature, whose moves are decided by the cost with these tails.
  mutating func beginEpoch(_ tails: CostTails, temperature: Double) {
    self.tails = tails
    if tails != .proxy { evaluator.setTails(tails) }
    policy?.beginEpoch(evaluator, temperature: temperature, moves: moves)
  }

  /// Ends an epoch: brings the best placement up to date, adapts moves and reaches, and clears the
  /// rounding of sums. The cost is the proxy cost afterwards.
  mutating func endEpoch() {
    if isAhead { keepBest() }
    decidedCost = evaluator.cost
    let counts = mix.counts
    acceptance = counts.proposed == 0 ? 0 : Double(counts.accepted) / Double(counts.proposed)
    softReach = Self.adapted(softReach, to: mix.acceptance(of: .softShift), range: 0.02...8)
    hardReach = Self.adapted(hardReach, to: mix.acceptance(of: .hardShift), range: 0.02...4)
    mix.adapt()
    if tails == .proxy {
      evaluator.rebuild()
    } else {
      evaluator.setTails(.proxy)
      tails = .proxy
      if evaluator.cost < bestCost {
        bestCost = evaluator.cost
        bestTerms = evaluator.terms
        keepBest()
      }
    }
  }

  /// Shifts go farther when most are accepted and less far when few are, as in VPR (Betz and Rose
  /// 1997), which found 44 % best.
  private static func adapted(
    _ reach: Double, to acceptance: Double?, range: ClosedRange<Double>
  ) -> Double {
    guard let acceptance else { return reach }
    return min(max(reach * (1 + 0.5 * (acceptance - 0.44)), range.lowerBound), range.upperBound)
  }

  /// Goes on from another placement.
  mutating func restore(_ placement: Placement) {
    if isAhead { keepBest() }
    evaluator.restore(placement)
    boxes = MacroBoxes(field, placement)
  }

  /// Begins at another placement than ``Playfield/start``.
  mutating func begin(at placement: Placement) {
    restore(placement)
    best = placement
    bestCost = evaluator.cost
    bestTerms = evaluator.terms
    decidedCost = evaluator.cost
  }

  /// Where the chain stands between two epochs.
  var state: ChainState {
    ChainState(
      random: random, current: currentPlacement(), best: best, bestCost: bestCost,
      bestTerms: bestTerms, softReach: softReach, hardReach: hardReach, moves: moves, owed: owed,
      acceptance: acceptance, mix: mix.state, policy: policy?.state)
  }

  /// Goes on from where a chain of the same design and options stood.
  mutating func resume(_ state: ChainState) {
    restore(state.current)
    random = state.random
    best = state.best
    bestCost = state.bestCost
    bestTerms = state.bestTerms
    softReach = state.softReach
    hardReach = state.hardReach
    moves = state.moves
    owed = state.owed
    acceptance = state.acceptance
    mix.resume(state.mix)
    if let policy, let kept = state.policy { policy.resume(kept, ranges: field.ranges) }
  }

  /// The state as a placement.
  func currentPlacement() -> Placement { evaluator.placement(like: field.start) }
}

extension SeededGenerator {
  /// A number in -1 ..< 1.
  @inline(__always)
  mutating func symmetricUniform() -> Double { 2 * uniform() - 1 }

  /// A number above 0 and up to 1.
  @inline(__always)
  mutating func positiveUniform() -> Double { 1 - uniform() }
}
