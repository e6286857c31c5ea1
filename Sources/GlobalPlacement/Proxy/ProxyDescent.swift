public import Evaluation
import Foundation
public import Netlist

/// Places macros by descent on a smooth version of the whole proxy cost: wirelength, density and
/// congestion together, over hard and soft macros alike.
///
/// Wirelength is in the weighted-average model (Hsu, Balabanov & Chang, TCAD 2013); density and
/// congestion are the proxy cost's own, on its own grid and by its own routes, with pins shared softly
/// between neighbouring cells and the means of the largest values in the form of Rockafellar and
/// Uryasev (2000). All of it sharpens while Adam (Kingma and Ba 2015) descends, and a penalty on the
/// overlap of hard macros grows. The routing pattern is that of the cells where pins are, so the smooth
/// cost is one only as long as none moves to another; its slopes are those of the pattern at hand.
public struct ProxyDescent: Sendable {
  private let design: Design
  private let options: ProxyDescentOptions

  /// A descent for one design.
  public init(design: Design, options: ProxyDescentOptions = ProxyDescentOptions()) {
    self.design = design
    self.options = options
  }

  /// Moves all nodes that `given` does not fix from where it has them. Hard macros may still overlap a
  /// little. The same design, placement and options give the same result.
  ///
  /// - Parameters:
  ///   - stop: ends the descent early when raised.
  ///   - progress: called after each iteration.
  /// - Throws: ``GlobalPlacementError`` if the design has no grid or no area, or a coordinate is not
  ///   finite.
  public func place(
    _ given: Placement, stop: StopFlag = StopFlag(),
    progress: (ProxyDescentProgress) -> Void = { _ in }
  ) throws(GlobalPlacementError) -> Placement {
    try check(given)
    var start = given
    for node in start.isFixed.indices where design.netlist.nodeKinds[node] == .port {
      start.isFixed[node] = true
    }
    var objective = ProxyObjective(design, start, weights: options.weights)
    let count = objective.problem.movableCount
    guard count > 0 else { return given }
    let limits = CenterLimits(
      objective.problem, scaleX: objective.scaleX, scaleY: objective.scaleY)
    var adam = AdamState(startX: objective.startX, startY: objective.startY)
    for object in 0..<count {
      adam.x[object] = min(max(adam.x[object], limits.lowX[object]), limits.highX[object])
      adam.y[object] = min(max(adam.y[object], limits.lowY[object]), limits.highY[object])
    }
    let begin = ContinuousClock.now - stop.pausedTime
    for iteration in 0..<max(options.iterations, 0) {
      if stop.isRaisedAfterPause { break }
      let done = share(at: iteration, since: begin + stop.pausedTime)
      _ = objective.evaluate(adam.x, adam.y, smoothing(at: done))
      adam.step(
        Self.between(options.initialStep, options.finalStep, at: done), count: count,
        gradientX: objective.gradientX, gradientY: objective.gradientY, limits: limits)
      progress(
        ProxyDescentProgress(
          iteration: iteration + 1, terms: objective.terms, overlap: objective.overlapArea))
      if done >= 1 { break }
    }
    var result = given
    for (object, node) in objective.problem.nodes.enumerated() {
      result.x[node.index] = design.floorplan.die.minX + adam.x[object] / objective.scaleX
      result.y[node.index] = design.floorplan.die.minY + adam.y[object] / objective.scaleY
    }
    return result
  }

  /// The share of the descent that is done, from 0 in the first iteration to 1 in the last.
  private func share(at iteration: Int, since begin: ContinuousClock.Instant) -> Double {
    let share = Double(iteration) / Double(max(options.iterations - 1, 1))
    guard let seconds = options.seconds else { return share }
    return min(max(share, (ContinuousClock.now - begin) / .seconds(max(seconds, 1e-9))), 1)
  }

  /// The smoothing when this share of the iterations is done.
  private func smoothing(at done: Double) -> ProxySmoothing {
    let left = options.tailsEnd > 0 ? max(0, 1 - done / options.tailsEnd) : 0
    return ProxySmoothing(
      wirelength: Self.between(1, 0.05, at: done), halfWidth: Self.between(0.5, 0.15, at: done),
      leastExtent: Self.between(1.5, 0.3, at: done), softness: Self.between(0.1, 0.01, at: done),
      tails: CostTails(
        density: 1 + (options.initialTails.density - 1) * left,
        congestion: 1 + (options.initialTails.congestion - 1) * left),
      overlapWeight: Self.between(0.01, 0.3, at: done))
  }

  /// A geometric change.
  private static func between(_ first: Double, _ last: Double, at done: Double) -> Double {
    first > 0 && last > 0 ? first * pow(last / first, done) : first + (last - first) * done
  }

  private func check(_ start: Placement) throws(GlobalPlacementError) {
    let floorplan = design.floorplan
    guard floorplan.columns > 0, floorplan.rows > 0, floorplan.die.width > 0,
      floorplan.die.height > 0
    else {
      throw GlobalPlacementError(
        message: "the proxy cost needs a die with an area and a grid of at least one cell, but the "
          + "design has \(floorplan.columns) by \(floorplan.rows) cells on "
          + "\(floorplan.die.width) by \(floorplan.die.height)")
    }
    guard floorplan.routing.horizontal > 0, floorplan.routing.vertical > 0 else {
      throw GlobalPlacementError(
        message: "congestion needs routing tracks in both directions, but the design has "
          + "\(floorplan.routing.horizontal) horizontal and \(floorplan.routing.vertical) vertical "
          + "ones a length unit")
    }
    for node in start.x.indices where !(start.x[node].isFinite && start.y[node].isFinite) {
      throw GlobalPlacementError(
        message: "'\(design.netlist.name(of: NodeID(node)))' has no finite position")
    }
  }
}
