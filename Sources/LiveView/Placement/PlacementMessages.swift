import Evaluation
import Foundation
import Netlist
import WebReport

/// What the page of a placement is told: how things stand, and what has changed.
struct PlacementUpdate: Encodable {
  var revision: Int
  var state: PlacementState
  /// Points of the curve that are new.
  var curve: [CostPoint]
  /// Nodes that are elsewhere now; nil if none is.
  var layout: LayoutChange?
}

/// How a placement stands.
struct PlacementState: Encodable {
  /// What goes on.
  enum Phase: String, Encodable {
    /// Annealing moves macros.
    case running
    /// Annealing waits.
    case paused
    /// The budget is spent.
    case finished
  }

  var phase: Phase
  /// The share of the budget that is spent.
  var fraction: Double
  /// The moves proposed so far.
  var moves: Int
  /// The temperature, once annealing has begun.
  var temperature: Double?
  /// The share of moves that are accepted, likewise.
  var acceptance: Double?
  /// The cost of what is shown.
  var cost: CostParts
  /// The least cost since the last edit.
  var bestCost: Double
  /// The nodes that a person has pinned.
  var pinned: [Int]
  /// What is illegal, by names; empty if nothing is.
  var faults: [String]
  var canUndo: Bool
  /// Whether there is a file to save to.
  var canSave: Bool
  /// Why annealing could not go on; nil if it could.
  var failure: String?
}

/// The proxy cost and its parts.
struct CostParts: Encodable, Hashable {
  var proxy: Double
  var wirelength: Double
  var density: Double
  var congestion: Double

  init(_ terms: CostTerms, _ weights: CostWeights) {
    proxy = terms.proxy(weights)
    wirelength = terms.wirelength
    density = terms.density
    congestion = terms.congestion
  }
}

/// A point of the curve of costs.
struct CostPoint: Encodable {
  var moves: Int
  var current: Double
  var best: Double
}

/// Nodes with their places: numbers (`i32`), centres (`f32`), orientations (`u8`).
struct LayoutChange: Encodable {
  var nodes: PackedNumbers
  var x: PackedNumbers
  var y: PackedNumbers
  var orientations: PackedNumbers

  init(_ nodes: [Int], in placement: Placement) {
    self.nodes = PackedNumbers(nodes.map { Int32($0) })
    x = PackedNumbers(nodes.map { Float(placement.x[$0]) })
    y = PackedNumbers(nodes.map { Float(placement.y[$0]) })
    orientations = PackedNumbers(nodes.map { placement.orientations[$0].rawValue })
  }
}

/// What an edit does, or did.
struct EditOutcome: Encodable, Hashable {
  /// The node, by number and name.
  var node: Int
  var name: String
  /// Where its centre comes to be: the place asked for, as near as the die lets it.
  var x: Double
  var y: Double
  var orientation: String
  /// The exact costs before and after.
  var before: CostParts
  var after: CostParts
  /// What is illegal about the node then, by names.
  var faults: [String]
  /// Whether it was done.
  var committed: Bool
}
