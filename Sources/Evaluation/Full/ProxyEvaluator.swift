public import Netlist

/// In which precision the parts of the proxy cost are computed.
public enum EvaluationPrecision: String, Hashable, Sendable, CaseIterable {
  /// IEEE double throughout.
  case double
  /// Positions, pin positions, wirelength and density in single precision, as a harness that
  /// hands positions over as 32-bit tensors computes them: for audits.
  case single
}

/// What one placement costs, with the maps behind the figures.
public struct Evaluation: Sendable {
  /// The weighted half-perimeter wirelength of all nets, in the design's length unit.
  public var hpwl: Double
  /// The sum of all nets' weights.
  public var netCount: Double
  /// The three cost parts.
  public var terms: CostTerms
  /// Their weighted sum.
  public var proxy: Double
  /// The weighted half-perimeter of each net.
  public var netWirelengths: [Double]
  /// The density of each cell: area of macros and cells over the cell's own.
  public var density: [Double]
  /// The horizontal congestion of each cell: demand over supply, macro blockage included.
  public var horizontalCongestion: [Double]
  /// The vertical congestion of each cell, likewise.
  public var verticalCongestion: [Double]
  /// The part of ``horizontalCongestion`` that is macro blockage.
  public var horizontalBlockage: [Double]
  /// The part of ``verticalCongestion`` that is macro blockage.
  public var verticalBlockage: [Double]
}

/// A placement that the raw edge rule cannot evaluate.
public struct OutsideGridError: Error, Hashable, CustomStringConvertible {
  /// The node that is outside.
  public var nodeName: String

  /// The error as a line for a person.
  public var description: String {
    "'\(nodeName)' is outside the canvas, where the raw edge rule has no cell for it"
  }
}

/// Computes the proxy cost of a placement from scratch: wirelength, density and congestion by the
/// rules of the TILOS evaluator (`plc_client_os`), which follow Mirhoseini et al. (2021).
///
/// Standard cells count like soft macros: their area is density, their pins route, they block
/// nothing.
public struct ProxyEvaluator: Sendable {
  /// The design's connectivity.
  public let netlist: Netlist
  /// The chip.
  public let floorplan: Floorplan
  /// The weights of the cost parts.
  public let weights: CostWeights
  /// What happens to points outside the grid.
  public let edgeRule: GridEdgeRule
  /// The precision of positions, wirelength and density.
  public let precision: EvaluationPrecision

  /// An evaluator of any placement of one design.
  public init(
    netlist: Netlist, floorplan: Floorplan, weights: CostWeights = CostWeights(),
    edgeRule: GridEdgeRule = .clamp, precision: EvaluationPrecision = .double
  ) {
    self.netlist = netlist
    self.floorplan = floorplan
    self.weights = weights
    self.edgeRule = edgeRule
    self.precision = precision
  }

  /// The cost of a placement, and all maps.
  ///
  /// - Throws: ``OutsideGridError`` under the raw edge rule, if a pin has no cell.
  public func evaluate(_ placement: Placement) throws(OutsideGridError) -> Evaluation {
    switch precision {
    case .double: try evaluate(placement, in: Double.self)
    case .single: try evaluate(placement, in: Float.self)
    }
  }

  private func evaluate<Scalar: BinaryFloatingPoint & SIMDScalar & Sendable>(
    _ placement: Placement, in scalar: Scalar.Type
  ) throws(OutsideGridError) -> Evaluation {
    let pins = PinPositions<Scalar>(
      netlist: netlist, floorplan: floorplan, placement: placement)
    let wirelengths = pins.netWirelengths(netlist)
    let hpwl = Double(wirelengths.reduce(0, +))
    let netCount = netlist.netWeights.reduce(0, +)
    let perimeter = floorplan.die.width + floorplan.die.height
    let shapes = NodeShapes<Scalar>(
      netlist: netlist, floorplan: floorplan, placement: placement, edgeRule: edgeRule)
    let density = shapes.density()

    let cells = try pins.cells(netlist, floorplan: floorplan, edgeRule: edgeRule)
    let congestion = CongestionMap(routing: netlist, cells: cells, blockedBy: shapes, floorplan)

    let terms = CostTerms(
      wirelength: hpwl / (perimeter * (netCount == 0 ? 1 : netCount)),
      density: TopMean.densityCost(density),
      congestion: TopMean.congestionCost(
        horizontal: congestion.horizontal, vertical: congestion.vertical))
    return Evaluation(
      hpwl: hpwl, netCount: netCount, terms: terms, proxy: terms.proxy(weights),
      netWirelengths: wirelengths.map { Double($0) }, density: density,
      horizontalCongestion: congestion.horizontal, verticalCongestion: congestion.vertical,
      horizontalBlockage: congestion.horizontalBlockage,
      verticalBlockage: congestion.verticalBlockage)
  }
}
