/// The kinds of moves. Each has a file of its own in this folder; a new one is a case here, a line in
/// ``propose(in:)`` and a file.
///
/// Those of ``PolicyMove`` are several moves with one distribution and propose nothing by themselves.
enum MoveKind: Int, CaseIterable, Sendable {
  case softShift, softOptimalRegion, softRelocate, softNeighbor, softSwap, pairShift, routeShift
  case softPolicy
  case hardShift, hardOptimalRegion, hardRelocate, hardSwap, hardFlip
  case hardPolicy

  /// The kinds that need no proposer.
  static let plain = allCases.filter { !$0.asksProposer }

  /// The name that statistics give it.
  var name: String { "\(self)" }

  /// Whether it moves a hard macro, which designs need not have.
  var movesHardMacro: Bool { rawValue >= MoveKind.hardShift.rawValue }

  /// Whether a ``CellProposer`` says where to.
  var asksProposer: Bool { self == .softPolicy || self == .hardPolicy }

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
