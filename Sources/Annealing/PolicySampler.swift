import Evaluation
import Netlist

/// A proposer with the distributions that it gave: the last one, or one for each node.
final class PolicySampler {
  let proposer: any CellProposer
  let view: ProposalView
  /// The work of a call, in plain moves.
  let work: Double
  /// As how many moves a draw of a policy's kind counts: with the view of the layout a call and the
  /// tries it gives, with that of the epoch a try alone.
  let charge: Int
  private(set) var distribution: CellDistribution
  private let logProbabilities: UnsafeMutableBufferPointer<Float>

  /// By node, where they are kept, and in which epoch each was made.
  private var remembered: [CellDistribution?]
  private var epochs: [Int32]
  private var epoch: Int32 = 0
  private var movesBefore = 0
  /// How many calls there is time for in the epoch.
  private var callsLeft = 0.0

  /// The part of an epoch's moves that calls may take, judged by the epoch before.
  private static let callShare = 0.05
  /// The calls of the first epoch, of which nothing is known.
  private static let firstCalls = 64.0
  /// The part of the probability that is the same for all cells, where distributions are kept: macros
  /// come to stand in cells that were taken when the proposer was asked.
  private static let evenShare = 0.05

  init(_ proposer: any CellProposer, _ grid: CostGrid, nodeCount: Int) {
    self.proposer = proposer
    view = proposer.view
    work = proposer.work
    precondition(work >= 0 && work < 1e9, "a call of a proposer takes \(work) moves")
    charge = view == .layout ? PolicyMove.tries + Int(work.rounded()) : 1
    distribution = CellDistribution(grid)
    logProbabilities = .allocate(capacity: grid.cellCount)
    logProbabilities.initialize(repeating: -.infinity)
    let count = view == .epoch ? nodeCount : 0
    remembered = [CellDistribution?](repeating: nil, count: count)
    epochs = [Int32](repeating: -1, count: count)
  }

  deinit { logProbabilities.deallocate() }

  /// Lets the proposer see where an epoch begins.
  ///
  /// - Parameter moves: the moves of the chain so far.
  func beginEpoch(
    _ evaluator: borrowing IncrementalEvaluator, temperature: Double, moves: Int
  ) {
    // Short epochs have time for part of a call: up to one is left over to the next.
    callsLeft =
      epoch == 0
      ? Self.firstCalls
      : Self.callShare * Double(moves - movesBefore) / max(work, 1) + min(callsLeft, 1)
    movesBefore = moves
    epoch += 1
    proposer.beginEpoch(evaluator, temperature: temperature)
  }

  /// What it keeps from epoch to epoch.
  var state: State {
    State(
      remembered: remembered.map { $0?.logWeights }, epochs: epochs, epoch: epoch,
      movesBefore: movesBefore, callsLeft: callsLeft)
  }

  /// Goes on from there.
  func resume(_ state: State, ranges: [CenterRange]) {
    remembered = zip(state.remembered, ranges).map { weights, range in
      weights.map {
        var made = distribution
        made.set(logWeights: $0, range: range)
        return made
      }
    }
    epochs = state.epochs
    epoch = state.epoch
    movesBefore = state.movesBefore
    callsLeft = state.callsLeft
  }

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

  /// The distribution for a node by this epoch's beginning if there is time to ask for it, or else by an
  /// earlier one's; nil if there is none.
  func recall(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    range: CenterRange
  ) -> (distribution: CellDistribution?, isNew: Bool) {
    let index = node.index
    guard epochs[index] != epoch, callsLeft >= 1 else { return (remembered[index], false) }
    callsLeft -= 1
    epochs[index] = epoch
    logProbabilities.update(repeating: -.infinity)
    guard
      proposer.propose(
        node, in: evaluator, temperature: temperature, logProbabilities: logProbabilities)
    else {
      remembered[index] = nil
      return (nil, false)
    }
    var made = distribution
    let isPossible = made.set(logProbabilities, range: range, evenShare: Self.evenShare)
    remembered[index] = isPossible ? made : nil
    return (remembered[index], true)
  }
}
