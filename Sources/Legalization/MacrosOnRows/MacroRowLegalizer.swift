public import Netlist

/// Frees movable hard macros from overlap and puts their lower left corners on sites of rows, moving
/// them little: displacement is weighted by pins.
///
/// Each pair is kept apart along the axis along which it is wished apart most, and the best places
/// under all these relations are found exactly, axis by axis (``SeparationSolver``). Paths too long
/// for the die are shortened by turning pairs to the other axis. Placing macros one by one, the largest
/// first, each at the nearest free place, gives further starts, and is what is left where relations
/// find no room; the best counts. Each start is solved again under the relations that hold at its end,
/// as long as that helps.
///
/// Fixed macros and cells, blockages, halos, and fences of others are kept clear of; macros bound to a
/// region stay inside one of its rectangles. The result depends on the arguments alone.
public struct MacroRowLegalizer: Sendable {
  private let design: Design
  private let options: RowLegalizationOptions

  /// A legalizer of one design.
  public init(design: Design, options: RowLegalizationOptions = RowLegalizationOptions()) {
    self.design = design
    self.options = options
  }

  /// A placement in which no movable hard macro overlaps anything but movable cells; all other nodes as
  /// they are.
  ///
  /// - Precondition: the placement is one of the legalizer's design.
  /// - Throws: ``LegalizationError`` if a position is no number, a macro does not fit on the die or in
  ///   its region, or no place is found for some.
  public func legalize(_ placement: Placement) throws(LegalizationError) -> Placement {
    let problem = try MacroProblem(
      design: design, placement: placement, spacing: options.macroSpacing)
    guard problem.count > 0 else { return placement }
    var search = MacroSearch(problem)
    let area = problem.nodes.reduce(0.0) { $0 + design.netlist.area(of: $1) }
    guard area <= design.floorplan.die.area * (1 + 1e-9), search.findStart() else {
      throw noRoom(problem)
    }
    var result = placement
    let lattice = problem.lattice
    for (macro, node) in problem.nodes.enumerated() {
      let box = placement.box(of: node, in: design.netlist)
      let left = lattice.originX + Double(search.best.x[macro]) * lattice.pitchX
      let bottom = lattice.originY + Double(search.best.y[macro]) * lattice.pitchY
      result.x[node.index] = left + box.width / 2
      result.y[node.index] = bottom + box.height / 2
    }
    return result
  }

  private func noRoom(_ problem: MacroProblem) -> LegalizationError {
    let die = design.floorplan.die
    let area = problem.nodes.reduce(0.0) { $0 + design.netlist.area(of: $1) }
    return LegalizationError(
      message: "found no place without overlap for all of \(problem.count) movable hard macros, "
        + "which cover \((area / die.area * 100).rounded())% of the die of \(die.width) by "
        + "\(die.height), beside \(problem.obstacles.count) obstacles")
  }
}

/// The search for the best corners of macros.
struct MacroSearch {
  private let problem: MacroProblem
  /// The best corners so far.
  private(set) var best = MacroCorners(x: [], y: [])
  private(set) var bestDisplacement = Double.infinity

  init(_ problem: MacroProblem) { self.problem = problem }

  /// Tries all ways to come by corners without overlap, and keeps the best.
  ///
  /// - Returns: Whether any succeeded.
  mutating func findStart() -> Bool {
    var wished = MacroRelations(problem, at: nil)
    if wished.fit(), let corners = solve(wished) { consider(refined(corners)) }
    for order in MacroSpots.Order.allCases {
      // The crude orders are for dies so full that the others find no room.
      if order != .fallingArea, order != .fallingWeight, bestDisplacement < .infinity { break }
      if let corners = MacroSpots(problem).place(order) { consider(refined(corners)) }
    }
    return bestDisplacement < .infinity
  }

  private mutating func consider(_ corners: MacroCorners) {
    let displacement = problem.displacement(corners)
    if displacement < bestDisplacement {
      (best, bestDisplacement) = (corners, displacement)
    }
  }

  private func solve(_ relations: MacroRelations) -> MacroCorners? {
    guard let x = relations.bestCoordinates(.horizontal),
      let y = relations.bestCoordinates(.vertical)
    else { return nil }
    return MacroCorners(x: x, y: y)
  }

  /// The best corners under the relations that hold at some corners, over and over while that helps.
  private func refined(_ start: MacroCorners) -> MacroCorners {
    var corners = start
    var displacement = problem.displacement(corners)
    for _ in 0..<20 {
      guard let next = solve(MacroRelations(problem, at: corners)) else { break }
      let nextDisplacement = problem.displacement(next)
      if nextDisplacement >= displacement { break }
      (corners, displacement) = (next, nextDisplacement)
    }
    return corners
  }
}
