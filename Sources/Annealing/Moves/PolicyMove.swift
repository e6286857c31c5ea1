import Evaluation
import Netlist

/// Moves one node to places drawn from a ``CellProposer``'s distribution, with the correction of
/// Hastings (1970): a place is accepted with probability
/// min(1, exp(-Δ/T) · q(old place) / q(new place)), where q is the density of drawing it.
///
/// The node is any movable one, and the distribution is of the layout without it, so it stays what it
/// is while the node moves: one call of the proposer serves several tries, and each of them keeps
/// detailed balance.
enum PolicyMove {
  /// How many places are drawn from each distribution.
  static let tries = 4

  /// Asks the proposer once and makes the tries.
  ///
  /// - Returns: as how many moves that counts.
  static func run(_ kind: MoveKind, _ temperature: Double, in chain: inout Chain) -> Int {
    guard let policy = chain.policy, let node = chain.randomNode(soft: !kind.movesHardMacro),
      ask(policy, kind, node, temperature, in: &chain)
    else {
      chain.mix.note(kind, accepted: false, gain: 0, work: 0)
      return 1
    }
    let (x, y) = chain.evaluator.position(of: node)
    var old = policy.distribution.logDensity(x: x, y: y)
    for _ in 0..<tries {
      // Where the place at hand would never be drawn there is no way back, so none there.
      guard old > -.infinity, let place = policy.distribution.sample(using: &chain.random) else {
        chain.mix.note(kind, accepted: false, gain: 0, work: 0)
        continue
      }
      let proposal = Proposal(chain.step(node, x: place.x, y: place.y))
      guard chain.isLegal(proposal) else {
        chain.mix.note(kind, accepted: false, gain: 0, work: 0.2)
        continue
      }
      let new = policy.distribution.logDensity(x: place.x, y: place.y)
      if chain.decide(proposal, kind, temperature, logRatio: old - new) {
        old = new
      }
    }
    return policy.charge
  }

  /// Sets the distribution for a node, by the layout without it; false if there is none.
  static func ask(
    _ policy: PolicySampler, _ kind: MoveKind, _ node: NodeID, _ temperature: Double,
    in chain: inout Chain
  ) -> Bool {
    let aside = placeAside(node, in: chain)
    chain.evaluator.move(node, x: aside.x, y: aside.y)
    _ = chain.evaluator.evaluate()
    let work = chain.evaluator.work
    let answers = policy.ask(
      node, in: chain.evaluator, temperature: temperature, range: chain.field.ranges[node.index])
    chain.evaluator.revert()
    chain.mix.noteCall(kind, work: work, moves: answers ? policy.work : 0)
    return answers
  }

  /// A place for a node by the others' alone: the middle of where its nets are shortest, or of the
  /// die if it has none.
  static func placeAside(_ node: NodeID, in chain: borrowing Chain) -> (x: Double, y: Double) {
    let box =
      chain.evaluator.optimalRegionFromOffsets(of: node) ?? chain.field.floorplan.die
    let range = chain.field.ranges[node.index]
    return (
      range.clampX((box.minX + box.maxX) / 2), range.clampY((box.minY + box.maxY) / 2)
    )
  }
}

/// A proposer with the distribution it gave last.
final class PolicySampler {
  let proposer: any CellProposer
  /// The work of a call, in plain moves.
  let work: Double
  /// As how many moves a call counts, with the tries it gives.
  let charge: Int
  private(set) var distribution: CellDistribution
  private let logProbabilities: UnsafeMutableBufferPointer<Float>

  init(_ proposer: any CellProposer, _ grid: CostGrid) {
    self.proposer = proposer
    work = proposer.work
    precondition(work >= 0 && work < 1e9, "a call of a proposer takes \(work) moves")
    charge = PolicyMove.tries + Int(work.rounded())
    distribution = CellDistribution(grid)
    logProbabilities = .allocate(capacity: grid.cellCount)
    logProbabilities.initialize(repeating: -.infinity)
  }

  deinit { logProbabilities.deallocate() }

  /// Takes over the proposer's distribution for a node; false if it has none.
  func ask(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    range: CenterRange
  ) -> Bool {
    logProbabilities.update(repeating: -.infinity)
    return proposer.propose(
      node, in: evaluator, temperature: temperature, logProbabilities: logProbabilities)
      && distribution.set(logProbabilities, range: range)
  }
}
