import Annealing
import Netlist
import Policy

/// The annealing that a placement ends with: what the stages before it decided.
struct AnnealingLaunch: Sendable {
  /// Where it begins.
  var start: Placement
  /// Where every second replica begins instead; nil if all begin at ``start``.
  var alternative: AnnealingStart?
  /// What those stages left of the budget.
  var budget: AnnealingBudget
  /// Its temperature at the beginning; nil for the usual one.
  var initialTemperature: Double?
  /// The network as it was taught the design; nil if it was not.
  var tuned: PolicyModel?
}

/// Where a run of ``Placer`` stands in that annealing.
struct AnnealingPoint: Sendable {
  var launch: AnnealingLaunch
  var book: PlacementBook
  var state: AnnealingState
}
