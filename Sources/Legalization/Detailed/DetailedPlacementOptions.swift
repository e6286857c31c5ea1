public import Netlist

/// A kind of move of the detailed placer.
public enum DetailedMove: Int, CaseIterable, Hashable, Sendable {
  /// Annealing at low temperature, once, before all else: moves that need not shorten wires.
  case annealing
  /// Positions along each row, the order of cells kept.
  case rowShift
  /// A cell to its optimal region, in exchange with another or into white space.
  case globalSwap
  /// The same with the rows next to it.
  case verticalSwap
  /// The order of a few neighbours in a row.
  case localReorder
  /// Many cells of one width that share no net, to each other's places.
  case setMatching
  /// Cells mirrored about their vertical axis.
  case mirroring
}

/// When cells may be mirrored about their vertical axis.
public enum CellMirroring: Hashable, Sendable {
  /// Never.
  case never
  /// Where the design states that a cell is symmetric about the y axis; a design that states nothing
  /// of symmetry has none mirrored.
  case whereSymmetric
}

/// How the detailed placer works.
public struct DetailedPlacementOptions: Hashable, Sendable {
  /// The largest number of rounds.
  public var rounds = 16
  /// The gain of a round, as a share of the wirelength, below which no other follows.
  public var minimumGain = 0.001
  /// The kinds of moves of a round, in the order of ``DetailedMove``.
  public var moves = Set(DetailedMove.allCases)
  /// When cells may be mirrored about their vertical axis.
  public var mirroring = CellMirroring.whereSymmetric
  /// How many neighbours change their order at a time: 2 to 5.
  public var reorderingWindow = 4
  /// How many cells are matched with each other's places at a time: 2 to 256.
  public var matchingSize = 64

  /// How many moves of annealing there are for each cell, at most a million. None by default: 50
  /// to 300 shorten the result by a few tenths of a per cent, in several times the time.
  public var annealingMoves = 0
  /// The seed of annealing.
  public var seed: UInt64 = 1

  /// The defaults.
  public init() {}
}

/// Where a run of the detailed placer stands after one kind of move.
public struct DetailedPlacementProgress: Hashable, Sendable {
  /// The round, from 1.
  public var round: Int
  /// What was done.
  public var move: DetailedMove
  /// By how much that shortened the wires.
  public var gain: Double
  /// The half-perimeter wirelength now, nets weighted.
  public var wirelength: Double
}

/// What the detailed placer made of a placement.
public struct DetailedPlacementResult: Sendable {
  /// The placement: legal, with the orientations of the rows that cells stand on.
  public var placement: Placement
  /// The half-perimeter wirelength before, nets weighted.
  public var wirelengthBefore: Double
  /// The same after.
  public var wirelengthAfter: Double
  /// What each kind of move gained, in the order of time.
  public var steps: [DetailedPlacementProgress]
  /// Whether the run was ended from outside before it had converged.
  public var isStopped: Bool
}
