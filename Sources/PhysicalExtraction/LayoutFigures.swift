internal import Evaluation
public import Netlist

/// What a layout is like as a whole: areas, congestion, legality.
public struct LayoutFigures: Hashable, Sendable, Codable {
  /// The area of the die, µm².
  public var dieArea: Double
  /// The area of all hard macros, µm².
  public var macroArea: Double
  /// The area of all clusters and cells, µm².
  public var cellArea: Double
  /// The mean congestion of the most congested twentieth of the grid: the congestion part of the
  /// proxy cost.
  public var congestion: Double
  /// The density part of the proxy cost.
  public var density: Double
  /// The share of the grid's cells in which more routes are asked for than there are, in one
  /// direction or both.
  public var overfullShare: Double
  /// How much longer wires are expected to be than the shortest trees, for lack of routes.
  ///
  /// 1 + 2 · e, with e the share of all demand that is above the supply: the sum over all cells and
  /// both directions of max(0, c − 1), divided by the sum of c, where c is demand over supply as the
  /// proxy cost has it. A route that finds its cell full goes round it by a neighbouring cell: one
  /// step aside and one step back, two cells more for the one that it crosses. 1 where nothing is
  /// overfull; never above 3.
  public var detourFactor: Double
  /// The number of pairs of hard macros that overlap.
  public var overlaps: Int
  /// Whether the layout is legal as macro placement has it.
  public var isLegal: Bool

  /// The share of the die that nothing covers.
  public var whiteSpace: Double { dieArea > 0 ? 1 - (macroArea + cellArea) / dieArea : 0 }

  /// Figures from their parts.
  public init(
    dieArea: Double, macroArea: Double, cellArea: Double, congestion: Double, density: Double,
    overfullShare: Double, detourFactor: Double, overlaps: Int, isLegal: Bool
  ) {
    self.dieArea = dieArea
    self.macroArea = macroArea
    self.cellArea = cellArea
    self.congestion = congestion
    self.density = density
    self.overfullShare = overfullShare
    self.detourFactor = detourFactor
    self.overlaps = overlaps
    self.isLegal = isLegal
  }

  /// The figures of a layout.
  ///
  /// - Throws: ``PhysicalExtractionError/position(node:)`` if a node is nowhere.
  public init(
    netlist: Netlist, floorplan: Floorplan, placement: Placement
  ) throws(PhysicalExtractionError) {
    for node in 0..<netlist.nodeCount
    where !placement.x[node].isFinite || !placement.y[node].isFinite {
      throw .position(node: netlist.name(of: NodeID(node)))
    }
    var (macros, cells) = (0.0, 0.0)
    for node in 0..<netlist.nodeCount {
      let area = netlist.area(of: NodeID(node))
      if netlist.nodeKinds[node] == .hardMacro { macros += area } else { cells += area }
    }
    let evaluation: Evaluation
    do {
      evaluation = try ProxyEvaluator(netlist: netlist, floorplan: floorplan).evaluate(placement)
    } catch {
      // Only the raw edge rule throws, and the rule here is to clamp.
      throw .position(node: error.nodeName)
    }
    let report = LegalityChecker(netlist: netlist, floorplan: floorplan).check(placement)
    let scale = floorplan.unitsPerMicron * floorplan.unitsPerMicron
    self.init(
      dieArea: floorplan.die.width * floorplan.die.height / scale, macroArea: macros / scale,
      cellArea: cells / scale, congestion: evaluation.terms.congestion,
      density: evaluation.terms.density, overfullShare: Self.overfullShare(evaluation),
      detourFactor: Self.detourFactor(
        horizontal: evaluation.horizontalCongestion, vertical: evaluation.verticalCongestion),
      overlaps: report.hardMacroOverlaps, isLegal: report.isLegal)
  }

  private static func overfullShare(_ evaluation: Evaluation) -> Double {
    let cells = zip(evaluation.horizontalCongestion, evaluation.verticalCongestion)
    let overfull = cells.reduce(0) { $0 + (max($1.0, $1.1) > 1 ? 1 : 0) }
    return Double(overfull) / Double(max(evaluation.horizontalCongestion.count, 1))
  }

  /// ``detourFactor`` of a map of demand over supply.
  public static func detourFactor(horizontal: [Double], vertical: [Double]) -> Double {
    let demand = horizontal.reduce(0, +) + vertical.reduce(0, +)
    let excess = (horizontal + vertical).reduce(0) { $0 + max(0, $1 - 1) }
    return demand > 0 ? 1 + 2 * excess / demand : 1
  }
}
