public import Annealing

/// Where a recipe's first stage starts from.
public enum RecipeStart: String, Hashable, Sendable, CaseIterable {
  /// The placement that the design has.
  case given
  /// The best of several descents on a smooth proxy cost.
  case analytical
  /// Hard macros on a spiral from the die's edge inwards, in the order of ``Recipe/order``.
  case spiral
}

/// What places in a stage.
public enum RecipeEngine: String, Hashable, Sendable, CaseIterable {
  /// Annealing.
  case anneal
  /// Annealing to which the policy network proposes moves.
  case hybrid
}

/// A way to place macros, as data: what to start from, stages of annealing one after the other, and
/// formulas for what is to count how much. The one without any change, ``init()``, is the placer as it
/// is by default.
///
/// As JSON it is an object with the keys `start`, `order`, `stages`, `moves` (with `shares` by kind of
/// move, `floor`, `inertia`), `density`, `congestion` and `netWeight`. What is left out is as in the
/// default; a key that is not known, a value of another sort or out of bounds is an error that tells where.
public struct Recipe: Hashable, Sendable {
  /// What the first stage starts from.
  public var start = RecipeStart.given
  /// For a spiral: macros with a larger value come first, of equal ones the first in the netlist.
  public var order = Formula<MacroVariable>(.area)
  /// The stages of annealing, each from the placement that the one before came to; at least one and at
  /// most ``RecipeBounds/stages``.
  public var stages = [RecipeStage()]
  /// The shares of the kinds of moves.
  public var moves = MoveMixOptions()
  /// The weight of the density cost; values outside ``RecipeBounds/costWeight`` become its ends.
  public var density = Formula<DesignVariable>(0.5)
  /// The weight of the congestion cost, likewise.
  public var congestion = Formula<DesignVariable>(0.5)
  /// By what each net's weight is multiplied, within ``RecipeBounds/netFactor``. Factors are then scaled
  /// so that the sum of all weights, which is the demand for routes, stays the same.
  public var netWeight = Formula<NetVariable>(1)

  /// The placer as it is by default.
  public init() {}
}

/// A stage of annealing.
public struct RecipeStage: Hashable, Sendable {
  /// What places.
  public var engine = RecipeEngine.anneal
  /// Its part of the budget, in units of the sum over all stages.
  public var share = 1.0
  /// Whether nets weigh as the recipe's formula says; as in the design otherwise.
  public var weighsNets = true
  /// By how much the temperature at its start is above the default, which is a share of the design's
  /// cost scale: 0.015 for the first stage after an analytical start, 0.03 for all others.
  public var initialTemperature = 1.0
  /// By how much the temperature at its end is above the default.
  public var finalTemperature = 1.0
  /// How many times the temperature falls.
  public var restarts = 1
  /// How many times as many cells count in the density cost at first as in the proxy cost.
  public var densityTail = 4.0
  /// The same for congestion.
  public var congestionTail = 3.0
  /// The share of the stage after which only as many cells count as in the proxy cost.
  public var tailsEnd = 0.6
  /// How many times the worst replica goes on from the best one's placement.
  public var exchanges = 9

  /// The default: all of the budget, and annealing with its defaults.
  public init() {}
}

/// Between what bounds the numbers of recipes are.
public enum RecipeBounds {
  /// The most stages.
  public static let stages = 4
  /// ``RecipeStage/share``.
  public static let share = 0.01...1.0
  /// ``RecipeStage/initialTemperature`` and ``RecipeStage/finalTemperature``.
  public static let temperature = 0.01...100.0
  /// ``RecipeStage/restarts``.
  public static let restarts = 1...8
  /// ``RecipeStage/densityTail`` and ``RecipeStage/congestionTail``.
  public static let tail = 1.0...10.0
  /// ``RecipeStage/tailsEnd``.
  public static let tailsEnd = 0.0...1.0
  /// ``RecipeStage/exchanges``.
  public static let exchanges = 0...64
  /// The share of a kind of move at first.
  public static let moveShare = 0.0...100.0
  /// `MoveMixOptions.floor`.
  public static let moveFloor = 0.0...MoveMixOptions.floorLimit
  /// `MoveMixOptions.inertia`.
  public static let moveInertia = 0.0...1.0
  /// The weights of density and congestion.
  public static let costWeight = 0.0...10.0
  /// The factor of a net's weight, before all are scaled.
  public static let netFactor = 0.01...100.0
}

extension Recipe {
  /// Checks that all numbers are within ``RecipeBounds``.
  ///
  /// - Throws: ``RecipeError`` for the first that is not, with the path that it has in JSON.
  public func validate() throws(RecipeError) { try validate(at: "") }

  /// The same where the recipe itself stands at a path.
  func validate(at path: String) throws(RecipeError) {
    let prefix = path.isEmpty ? "" : path + "."
    guard (1...RecipeBounds.stages).contains(stages.count) else {
      throw RecipeError(
        path: prefix + "stages",
        message: "expected 1 to \(RecipeBounds.stages) stages, found \(stages.count)")
    }
    for (index, stage) in stages.enumerated() { try stage.validate("\(prefix)stages[\(index)].") }
    for kind in MoveKind.allCases {
      try check(moves[kind], RecipeBounds.moveShare, prefix + "moves.shares." + kind.name)
    }
    try check(moves.floor, RecipeBounds.moveFloor, prefix + "moves.floor")
    try check(moves.inertia, RecipeBounds.moveInertia, prefix + "moves.inertia")
  }
}

extension RecipeStage {
  fileprivate func validate(_ prefix: String) throws(RecipeError) {
    try check(share, RecipeBounds.share, prefix + "share")
    try check(initialTemperature, RecipeBounds.temperature, prefix + "initialTemperature")
    try check(finalTemperature, RecipeBounds.temperature, prefix + "finalTemperature")
    try check(restarts, RecipeBounds.restarts, prefix + "restarts")
    try check(densityTail, RecipeBounds.tail, prefix + "densityTail")
    try check(congestionTail, RecipeBounds.tail, prefix + "congestionTail")
    try check(tailsEnd, RecipeBounds.tailsEnd, prefix + "tailsEnd")
    try check(exchanges, RecipeBounds.exchanges, prefix + "exchanges")
  }
}

private func check<Value: Comparable>(
  _ value: Value, _ range: ClosedRange<Value>, _ path: String
) throws(RecipeError) {
  guard range.contains(value) else {
    throw RecipeError(
      path: path, message: "expected \(range.lowerBound) to \(range.upperBound), found \(value)")
  }
}
