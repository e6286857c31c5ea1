public import Evaluation
import LayoutQuality
public import Netlist

/// Moves the hard macros of a finished placement to lower an objective, while the proxy cost stays within
/// a slack: of placements about equally good by the cost, the one that an engineer would sign.
///
/// A coordinate search: macro by macro, each is tried against its next neighbours to the left, right,
/// below and above, and the die's edge there (touching, and at the width of a channel), and in line with
/// the nearest macro of its size. What lowers the objective most is kept. Rounds end when nothing does, or
/// when ``trialLimit`` is reached. Depends on its input alone.
public struct ObjectiveRefiner: Sendable {
  /// What came of it.
  public struct Result: Sendable {
    /// The placement, the one given if nothing was better.
    public var placement: Placement
    /// The objective before.
    public var before: Double
    /// The objective after.
    public var after: Double
    /// How many moves were kept.
    public var moves: Int
  }

  private let design: Design
  private let objective: PlacementObjective
  private let slack: Double
  private let halo: Double

  /// A refiner of any placement of one design.
  ///
  /// - Parameters:
  ///   - slack: by what share the proxy cost may be above that of the placement to begin from.
  ///   - halo: the clearance to keep between hard macros.
  public init(_ design: Design, objective: PlacementObjective, slack: Double, halo: Double = 0) {
    self.design = design
    self.objective = objective
    self.slack = slack
    self.halo = halo
  }

  /// How many places are judged at most: what takes about some seconds.
  private var trialLimit: Int {
    if objective.needsRouting { return 100 }
    let edges = 2 * design.netlist.count(of: .hardMacro) + 1
    return max(200, 200_000_000 / (edges * edges))
  }

  /// The placement after the search.
  ///
  /// - Parameter stop: ends the search with what it has when raised.
  /// - Precondition: hard macros of the placement share no area.
  public func refine(_ start: Placement, stop: StopFlag = StopFlag()) -> Result {
    let (netlist, floorplan) = (design.netlist, design.floorplan)
    var evaluator = IncrementalEvaluator(
      netlist: netlist, floorplan: floorplan, placement: start)
    let limit = evaluator.cost * (1 + slack)
    var search = MacroSearch(design, start, clearance: max(halo, MacroClearance.minimum(floorplan)))
    let before = objective.value(start, terms: evaluator.terms)
    var result = Result(placement: start, before: before, after: before, moves: 0)
    var trials = 0
    var isDone = false
    while !isDone {
      isDone = true
      for macro in search.movable {
        var best: (x: Double, y: Double)?
        for place in search.places(of: macro) where search.isFree(macro, at: place) {
          if stop.isRaised || trials >= trialLimit { return result }
          evaluator.move(macro, x: place.x, y: place.y)
          guard evaluator.evaluate(limit: limit) else {
            evaluator.revert()
            continue
          }
          trials += 1
          var trial = result.placement
          (trial.x[macro.index], trial.y[macro.index]) = place
          let value = objective.value(trial, terms: evaluator.terms)
          evaluator.revert()
          // Less than rounding is no gain.
          if value < result.after - 1e-9 * max(1, abs(result.after)) {
            (best, result.after) = (place, value)
          }
        }
        if let best {
          evaluator.move(macro, x: best.x, y: best.y)
          _ = evaluator.evaluate()
          evaluator.commit()
          search.move(macro, to: best)
          (result.placement.x[macro.index], result.placement.y[macro.index]) = best
          result.moves += 1
          isDone = false
        }
      }
    }
    return result
  }
}

/// Where hard macros are, and where one of them could go.
private struct MacroSearch {
  let movable: [NodeID]
  private let macros: [NodeID]
  private var boxes: [Box]
  private let numbers: [Int32]
  private let ranges: [CenterRange]
  private let closed: [Box]
  private let clearance: Double
  private let channel: Double

  init(_ design: Design, _ placement: Placement, clearance: Double) {
    let netlist = design.netlist
    macros = netlist.nodes(.hardMacro)
    movable = macros.filter { !placement.isFixed[$0.index] }
    boxes = macros.map { placement.box(of: $0, in: netlist) }
    var numbers = [Int32](repeating: -1, count: netlist.nodeCount)
    for (number, macro) in macros.enumerated() { numbers[macro.index] = Int32(number) }
    self.numbers = numbers
    ranges = macros.map { CenterRange(netlist, design.floorplan, placement, node: $0) }
    closed = design.floorplan.blockages.filter { $0.density >= 1 }.map(\.box)
    self.clearance = clearance
    channel = LayoutMeasures.defaultChannelWidth(netlist, placement)
  }

  mutating func move(_ macro: NodeID, to place: (x: Double, y: Double)) {
    let number = Int(numbers[macro.index])
    boxes[number] = Box(
      centerX: place.x, centerY: place.y, width: boxes[number].width,
      height: boxes[number].height)
  }

  /// The places to try, rounded to single precision and inside the die.
  func places(of macro: NodeID) -> [(x: Double, y: Double)] {
    let number = Int(numbers[macro.index])
    let (box, range) = (boxes[number], ranges[number])
    var places: [(x: Double, y: Double)] = []
    func add(_ dx: Double, _ dy: Double) {
      let place = (x: range.clampX(box.centerX + dx), y: range.clampY(box.centerY + dy))
      if place.x != box.centerX || place.y != box.centerY { places.append(place) }
    }
    let gaps = gaps(of: number)
    // A little more than a channel, so that rounding leaves no less than it.
    let open = channel * (1 + 1e-5)
    for (index, direction) in [(-1.0, 0.0), (1, 0), (0, -1), (0, 1)].enumerated() {
      for distance in [gaps[index] - clearance, gaps[index] - open] {
        add(direction.0 * distance, direction.1 * distance)
      }
    }
    if let other = MacroOrder.nearestAlike(to: number, in: boxes) {
      add(boxes[other].centerX - box.centerX, 0)
      add(0, boxes[other].centerY - box.centerY)
    }
    return places
  }

  /// How far the next macro, or the die's edge, is to the left, right, below and above.
  private func gaps(of number: Int) -> [Double] {
    let (box, range) = (boxes[number], ranges[number])
    // To the edge macros may go all the way.
    var gaps = [
      box.centerX - range.minX, range.maxX - box.centerX, box.centerY - range.minY,
      range.maxY - box.centerY,
    ].map { $0 + clearance }
    for (index, other) in boxes.enumerated() where index != number {
      if other.minY < box.maxY, box.minY < other.maxY {
        if other.maxX <= box.centerX { gaps[0] = min(gaps[0], box.minX - other.maxX) }
        if other.minX >= box.centerX { gaps[1] = min(gaps[1], other.minX - box.maxX) }
      }
      if other.minX < box.maxX, box.minX < other.maxX {
        if other.maxY <= box.centerY { gaps[2] = min(gaps[2], box.minY - other.maxY) }
        if other.minY >= box.centerY { gaps[3] = min(gaps[3], other.minY - box.maxY) }
      }
    }
    return gaps
  }

  /// Whether a macro would be clear of all others and of closed parts of the die.
  func isFree(_ macro: NodeID, at place: (x: Double, y: Double)) -> Bool {
    let number = Int(numbers[macro.index])
    let box = Box(
      centerX: place.x, centerY: place.y, width: boxes[number].width,
      height: boxes[number].height)
    let grown = Box(
      minX: box.minX - clearance, minY: box.minY - clearance, maxX: box.maxX + clearance,
      maxY: box.maxY + clearance)
    return !boxes.indices.contains { $0 != number && boxes[$0].overlaps(grown) }
      && !closed.contains { $0.overlaps(box) }
  }
}
