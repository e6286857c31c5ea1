import Evaluation
import Netlist

/// Moves one node to places drawn from a ``CellProposer``'s distribution, with the correction of
/// Hastings (1970): a place is accepted with probability
/// min(1, exp(-Δ/T) · q(old place) / q(new place)), where q is the density of drawing it.
///
/// The node is any movable one, and the distribution is of the layout without it, or of the beginning of
/// an epoch, so it stays what it is while the node moves: one call of the proposer serves several
/// tries, and each of them keeps detailed balance.
enum PolicyMove {
  /// How many places are drawn from each distribution.
  static let tries = 4

  /// Asks the proposer once and makes the tries.
  ///
  /// - Returns: as how many moves that counts.
  static func run(_ kind: MoveKind, _ temperature: Double, in chain: inout Chain) -> Int {
    guard let policy = chain.policy, let node = chain.randomNode(soft: !kind.movesHardMacro) else {
      chain.mix.note(kind, accepted: false, gain: 0, work: 0)
      return 1
    }
    switch policy.view {
    case .layout:
      guard ask(policy, kind, node, temperature, in: &chain) else {
        chain.mix.note(kind, accepted: false, gain: 0, work: 0)
        return 1
      }
      tryPlaces(policy.distribution, tries, kind, node, temperature, in: &chain)
      return policy.charge
    case .epoch:
      let answer = policy.recall(
        node, in: chain.evaluator, temperature: temperature,
        range: chain.field.ranges[node.index])
      if answer.isNew { chain.mix.noteCall(kind, work: 0, moves: policy.work) }
      if let distribution = answer.distribution {
        tryPlaces(distribution, 1, kind, node, temperature, in: &chain)
      } else {
        chain.mix.note(kind, accepted: false, gain: 0, work: 0)
      }
      return 1 + (answer.isNew ? Int(policy.work.rounded()) : 0)
    }
  }

  /// Draws places for a node and decides each.
  private static func tryPlaces(
    _ distribution: CellDistribution, _ count: Int, _ kind: MoveKind, _ node: NodeID,
    _ temperature: Double, in chain: inout Chain
  ) {
    let (x, y) = chain.evaluator.position(of: node)
    var old = distribution.logDensity(x: x, y: y)
    for _ in 0..<count {
      // Where the place at hand would never be drawn there is no way back, so none there.
      guard old > -.infinity, let place = distribution.sample(using: &chain.random) else {
        chain.mix.note(kind, accepted: false, gain: 0, work: 0)
        continue
      }
      let proposal = Proposal(chain.step(node, x: place.x, y: place.y))
      guard chain.isLegal(proposal) else {
        chain.mix.note(kind, accepted: false, gain: 0, work: 0.2)
        continue
      }
      let new = distribution.logDensity(x: place.x, y: place.y)
      if chain.decide(proposal, kind, temperature, logRatio: old - new) {
        old = new
      }
    }
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
