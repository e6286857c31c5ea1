import Netlist

/// Says what each node of a Bookshelf design is, which the format does not.
///
/// - A plain node higher than a row is a hard macro, any other a standard cell. Without rows the
///   design is a floorplan, and every plain node a hard macro.
/// - A `terminal_NI` is a port: others may stand on it.
/// - A `terminal` is a port if it lies outside the core, has no area, or is no larger than a row is
///   high in both directions; without rows, than the shortest side of any plain node. Any other is a
///   fixed block, and thereby a hard macro.
struct BookshelfNodeKinds {
  private let core: Box
  private let hasRows: Bool
  private let padSide: Double

  /// Rules for one design.
  ///
  /// - Parameter shortestSide: the shortest side of any plain node.
  init(floorplan: Floorplan, shortestSide: Double) {
    core = floorplan.die
    hasRows = !floorplan.placementRows.isEmpty
    padSide = floorplan.placementRows.map(\.height).max() ?? shortestSide
  }

  /// What a node is that covers `box` where it stands.
  func kind(
    of role: BookshelfNodes.Role, width: Double, height: Double, box: Box
  ) -> NodeKind {
    switch role {
    case .plain:
      return hasRows && height <= padSide ? .standardCell : .hardMacro
    case .terminalNI:
      return .port
    case .terminal:
      let isPad = (width <= padSide && height <= padSide) || width == 0 || height == 0
      return isPad || !box.overlaps(core) ? .port : .hardMacro
    }
  }
}
