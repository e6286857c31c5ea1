import Evaluation
import Netlist

/// The placement that is shown, with its exact cost, and since when each node is where it is.
struct ShownPlacement: ~Copyable {
  let design: Design
  let weights: CostWeights
  /// Where the nodes are; what is fixed is what the design fixes.
  private(set) var placement: Placement
  /// The revision that put each node where it is.
  private var since: [Int]
  private var evaluator: IncrementalEvaluator
  /// Whether the evaluator is behind the placement: annealing sends more placements than anyone looks at.
  private var isBehind = false

  init(_ design: Design, weights: CostWeights) {
    self.design = design
    self.weights = weights
    placement = design.placement
    since = [Int](repeating: 1, count: design.netlist.nodeCount)
    evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement,
      weights: weights)
  }

  /// Shows another placement as a revision.
  mutating func show(_ other: Placement, revision: Int) {
    for node in since.indices
    where placement.x[node] != other.x[node] || placement.y[node] != other.y[node]
      || placement.orientations[node] != other.orientations[node]
    {
      since[node] = revision
    }
    placement.x = other.x
    placement.y = other.y
    placement.orientations = other.orientations
    isBehind = true
  }

  /// The nodes that have moved after a revision.
  func moved(after revision: Int) -> [Int] { since.indices.filter { since[$0] > revision } }

  /// The exact cost.
  mutating func cost() -> CostParts {
    catchUp()
    return CostParts(evaluator.terms, weights)
  }

  /// What a change of one node costs, and whether the result is legal; nothing is changed.
  mutating func preview(_ node: NodeID, x: Double, y: Double, _ orientation: Orientation)
    -> EditOutcome
  {
    let before = cost()
    var edited = placement
    edited.orientations[node.index] = orientation
    let range = CenterRange(design.netlist, design.floorplan, edited, node: node)
    edited.x[node.index] = range.clampX(x)
    edited.y[node.index] = range.clampY(y)
    evaluator.move(
      node, x: edited.x[node.index], y: edited.y[node.index], orientation: orientation)
    _ = evaluator.evaluate()
    let after = CostParts(evaluator.terms, weights)
    evaluator.revert()
    return EditOutcome(
      node: node.index, name: design.netlist.name(of: node), x: edited.x[node.index],
      y: edited.y[node.index], orientation: orientation.name, before: before, after: after,
      faults: faults(of: edited, about: node), committed: false)
  }

  /// The placement with one node elsewhere.
  func edited(_ edit: EditOutcome, _ orientation: Orientation) -> Placement {
    var edited = placement
    edited.x[edit.node] = edit.x
    edited.y[edit.node] = edit.y
    edited.orientations[edit.node] = orientation
    return edited
  }

  /// What is illegal, in words; the first few faults, for one node or for all.
  func faults(of placement: Placement, about node: NodeID? = nil, limit: Int = 20) -> [String] {
    let netlist = design.netlist
    let report = LegalityChecker(
      netlist: netlist, floorplan: design.floorplan, reference: design.placement
    ).check(placement)
    func name(_ node: NodeID) -> String { "'\(netlist.name(of: node))'" }
    func concerns(_ other: NodeID) -> Bool { node == nil || node == other }
    let faults =
      report.overlappingPairs.filter { concerns($0.first) || concerns($0.second) }
      .map { "\(name($0.first)) overlaps \(name($0.second))" }
      + report.outsideDie.filter(concerns).map { "\(name($0)) is outside the die" }
      + report.onBlockages.filter(concerns).map { "\(name($0)) is on a blockage" }
      + report.movedFixed.filter(concerns).map { "\(name($0)) is fixed and has moved" }
    return faults.count <= limit
      ? faults : Array(faults.prefix(limit)) + ["and \(faults.count - limit) more"]
  }

  private mutating func catchUp() {
    if isBehind { evaluator.restore(placement) }
    isBehind = false
  }
}
