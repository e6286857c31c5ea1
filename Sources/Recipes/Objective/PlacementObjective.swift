public import Evaluation
import LayoutQuality
public import Netlist

/// What an objective of a placement can look at. All are better the smaller they are.
public enum ObjectiveVariable: String, FormulaVariable {
  /// The proxy cost.
  case proxy
  /// Its part of wirelength, not weighted.
  case wirelength
  /// Its part of density, not weighted.
  case density
  /// Its part of congestion, not weighted.
  case congestion
  /// The share of routes that are above the tracks after global routing.
  case overflow
  /// The mean of routes over tracks of the fullest 5 % of the edges between cells.
  case crowding
  /// `LayoutMeasures.channels`.
  case channels
  /// `LayoutMeasures.cutOff`.
  case cutOff
  /// `LayoutMeasures.blockedPins`.
  case blockedPins
  /// `LayoutMeasures.unaligned`.
  case unaligned
  /// `LayoutMeasures.boundary`.
  case boundary
  /// `LayoutMeasures.pinPeak`.
  case pinPeak
}

/// What placements are to be judged by: a formula of costs and measures, such as
/// `proxy + 0.05 * channels`.
public struct PlacementObjective: Sendable {
  /// The formula.
  public let formula: Formula<ObjectiveVariable>
  private let netlist: Netlist
  private let floorplan: Floorplan
  private let evaluator: ProxyEvaluator
  private let router: GlobalRouter
  private let needsCost: Bool
  private let needsMeasures: Bool
  /// Whether each judgement takes a global routing, which is long.
  public let needsRouting: Bool

  private static let costs: Set<ObjectiveVariable> = [.proxy, .wirelength, .density, .congestion]

  private static let routing: Set<ObjectiveVariable> = [.overflow, .crowding]

  /// An objective of placements of one design.
  ///
  /// - Parameter routingCapacity: the share of the tracks that is there for nets, above 0.
  public init(
    _ formula: Formula<ObjectiveVariable>, netlist: Netlist, floorplan: Floorplan,
    routingCapacity: Double = 1
  ) {
    self.formula = formula
    self.netlist = netlist
    self.floorplan = floorplan
    evaluator = ProxyEvaluator(netlist: netlist, floorplan: floorplan)
    router = GlobalRouter(netlist: netlist, floorplan: floorplan, capacity: routingCapacity)
    let variables = formula.variables
    needsRouting = !variables.isDisjoint(with: Self.routing)
    needsCost = !variables.isDisjoint(with: Self.costs)
    needsMeasures = !variables.subtracting(Self.costs).subtracting(Self.routing).isEmpty
  }

  /// What a placement is worth.
  ///
  /// - Parameter known: its cost parts, if they are known.
  /// - Precondition: all coordinates are finite.
  public func value(_ placement: Placement, terms known: CostTerms? = nil) -> Double {
    var terms = known ?? CostTerms(wirelength: 0, density: 0, congestion: 0)
    if known == nil, needsCost {
      // Under the clamping edge rule every placement has a cost.
      do { terms = try evaluator.evaluate(placement).terms } catch {
        preconditionFailure("\(error)")
      }
    }
    let measures =
      needsMeasures
      ? LayoutMeasures(netlist: netlist, floorplan: floorplan, placement: placement) : nil
    let figures = needsRouting ? router.route(placement) : nil
    return formula.value { variable in
      switch variable {
      case .proxy: terms.proxy(CostWeights())
      case .wirelength: terms.wirelength
      case .density: terms.density
      case .congestion: terms.congestion
      case .overflow: figures?.overflowShare ?? 0
      case .crowding: figures?.averageCongestion.last ?? 0
      case .channels: measures?.channels ?? 0
      case .cutOff: measures?.cutOff ?? 0
      case .blockedPins: measures?.blockedPins ?? 0
      case .unaligned: measures?.unaligned ?? 0
      case .boundary: measures?.boundary ?? 0
      case .pinPeak: measures?.pinPeak ?? 0
      }
    }
  }
}
