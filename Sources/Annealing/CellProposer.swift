public import Evaluation
public import Netlist

/// What a ``CellProposer`` looks at.
public enum ProposalView: Hashable, Sendable {
  /// The layout without the node, as it is: asked for each node that is to move.
  case layout
  /// The epoch's beginning alone. The answer for a node serves until there is time to ask again, be it
  /// epochs later: a proposal then costs no more than a plain move. Cells that it leaves out keep a
  /// small part, since the node may have come to stand there.
  case epoch
}

/// A distribution over the cells of the cost grid for where a node should be, by the layout without
/// it, such as a trained network's.
///
/// The annealer draws places of nodes from it and accepts them by the rule of Hastings (1970), so
/// that no distribution, however lopsided, changes which layouts are likely at a temperature; it
/// only changes how soon they are reached.
public protocol CellProposer: AnyObject {
  /// What it looks at. Read once, when annealing begins.
  var view: ProposalView { get }

  /// The work of one call of ``propose(_:in:temperature:logProbabilities:)``, in plain moves that take
  /// as long. Read once, when annealing begins; not negative.
  ///
  /// A call uses up as many moves of a budget, rounded, and one for each of the tries made with its
  /// distribution; a call without a proposal uses up one. What is gained is weighed against the same
  /// work. It is stated rather than measured so that runs are reproducible.
  var work: Double { get }

  /// Called at the beginning of each epoch, with the state that the epoch begins from: what the
  /// proposer learns or encodes may change here and nowhere else.
  ///
  /// Is not charged to a budget in moves. The evaluator's cost has the tails of the epoch.
  func beginEpoch(_ evaluator: borrowing IncrementalEvaluator, temperature: Double)

  /// Writes the log probability of each cell, by `row * columns + column`, for the centre of a node;
  /// -infinity where the node cannot be.
  ///
  /// Must depend on nothing but the epoch's beginning, the temperature and, with the view
  /// ``ProposalView/layout``, the layout of the other nodes: not on `horizontalExcess` and `verticalExcess`, which earlier changes have a say in. The
  /// probabilities need not sum to one. Cells that the node's centre cannot be in without
  /// leaving the die are passed over, as are numbers that are not finite.
  ///
  /// - Parameters:
  ///   - node: the node to place, a movable one.
  ///   - evaluator: with the view ``ProposalView/layout``, in a state in which the node has been moved
  ///     aside to a place that does not depend on where it was, evaluated to the end: an open change,
  ///     which the caller reverts. With the other view it is not to be looked at.
  ///   - temperature: the temperature of the moves that follow.
  ///   - logProbabilities: one number for each cell, to be set.
  /// - Returns: false if it has no proposal for this node.
  func propose(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    logProbabilities: UnsafeMutableBufferPointer<Float>
  ) -> Bool
}
