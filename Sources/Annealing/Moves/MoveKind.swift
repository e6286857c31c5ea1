/// The kinds of moves. Each has a file of its own in this folder; a new one is a case here, a line in
/// ``propose(in:)`` and a file.
///
/// Those of a ``CellProposer`` are several moves with one distribution and propose nothing by themselves.
public enum MoveKind: Int, CaseIterable, Sendable {
  /// A soft macro or cell goes a little aside.
  case softShift
  /// A soft macro or cell goes to where its nets are shortest, or near it.
  case softOptimalRegion
  /// A soft macro or cell goes to the emptiest of a few places.
  case softRelocate
  /// A soft macro or cell goes next to a node that it shares a net with.
  case softNeighbor
  /// Two soft macros or cells change places.
  case softSwap
  /// Two nodes that share a net go aside together.
  case pairShift
  /// A soft macro or cell leaves a congested row or column.
  case routeShift
  /// A soft macro or cell goes where a proposer says.
  case softPolicy
  /// A hard macro goes a little aside.
  case hardShift
  /// A hard macro goes to where its nets are shortest, or near it.
  case hardOptimalRegion
  /// A hard macro goes to free room anywhere.
  case hardRelocate
  /// Two hard macros change places.
  case hardSwap
  /// A hard macro is mirrored.
  case hardFlip
  /// A hard macro goes where a proposer says.
  case hardPolicy

  /// Whether gains of the kind tell of progress. A macro that is mirrored there and back at some temperature
  /// gains each second time and comes to nothing, which would earn the kind ever more of the moves.
  public var showsProgress: Bool { self != .hardFlip }

  /// The kinds that need no proposer.
  static let plain = allCases.filter { !$0.asksProposer }

  /// The name that statistics give it.
  public var name: String { "\(self)" }

  /// Whether it moves a hard macro, which designs need not have.
  public var movesHardMacro: Bool { rawValue >= MoveKind.hardShift.rawValue }

  /// Whether a ``CellProposer`` says where to.
  public var asksProposer: Bool { self == .softPolicy || self == .hardPolicy }

  /// A proposal of this kind; nil where the state at hand offers none.
  @inline(__always)
  func propose(in chain: inout Chain) -> Proposal? {
    switch self {
    case .softShift: ShiftMove.propose(soft: true, in: &chain)
    case .hardShift: ShiftMove.propose(soft: false, in: &chain)
    case .softOptimalRegion: OptimalRegionMove.propose(soft: true, in: &chain)
    case .hardOptimalRegion: OptimalRegionMove.propose(soft: false, in: &chain)
    case .softRelocate: RelocateMove.propose(in: &chain)
    case .hardRelocate: HardRelocateMove.propose(in: &chain)
    case .softNeighbor: NeighborMove.propose(in: &chain)
    case .softSwap: SwapMove.proposeSoft(in: &chain)
    case .hardSwap: SwapMove.proposeHard(in: &chain)
    case .pairShift: PairShiftMove.propose(in: &chain)
    case .routeShift: RouteShiftMove.propose(in: &chain)
    case .hardFlip: FlipMove.propose(in: &chain)
    case .softPolicy, .hardPolicy: nil
    }
  }
}
