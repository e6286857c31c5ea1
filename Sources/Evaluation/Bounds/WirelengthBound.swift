import Netlist

/// What wirelength costs at least.
///
/// *Flow.* Take a movable soft macro or cell, the hub, and a flow from it through nets and other such
/// nodes to movable hard macros and fixed pins, in which no net carries more than its weight w. A unit
/// that goes through nets n₁, n₂, … to a pin q has Σ HPWL(nᵢ) ≥ |q − p|₁ for the hub's place p, less how
/// far apart the pins of the nodes are that it goes through, by the triangle inequality. So
/// Σ w HPWL ≥ Σ flow · |q − p|, and no less for several flows, of several hubs, that share the weights:
/// each is a feasible solution of the dual of the linear program for the wirelength, here with ends that
/// keep apart. For fixed q the sum is least between weighted medians. For a pin of a hard macro
/// |q − p| is at least the mean of |z − p| over the macro's area less that of |z − q|; and as macros share
/// no area, the sum of the former is at least what ``PackedDistance`` says. p is anywhere on the die: it
/// is cut into tiles, and of each the least place is taken for either sum.
///
/// *Spare weight.* What flows leave of a net's weight counts with what the net alone is long at least
/// (``NetBounds``). Nets that are long by themselves carry no flow.
struct WirelengthBound {
  /// The bound of Σ weight · half perimeter.
  private(set) var length = 0.0
  /// The bound of the cost.
  private(set) var cost = 0.0

  /// The most pins that all hubs together are looked for ways through.
  private static let pinBudget = 3_000_000

  init(
    _ netlist: Netlist, _ floorplan: Floorplan, _ reference: Placement, _ shapes: BoundedShapes,
    _ nets: NetBounds
  ) {
    let weightSum = netlist.netWeights.reduce(0, +)
    guard weightSum > 0, netlist.netWeights.allSatisfy({ $0 >= 0 }) else { return }
    var flows = HubFlows(netlist, reference, shapes, nets)
    // A second look, with less care for even shares, uses up what the first left.
    let hubs = flows.hubs.prefix(max(1, Self.pinBudget / max(netlist.pinCount, 1)))
    for evenness in [1.0, 4] {
      for hub in hubs {
        guard let star = flows.star(of: hub, evenness: evenness) else { continue }
        let least = star.least(on: floorplan.die)
        if least > 0 {
          length += least
          flows.keep()
        }
      }
    }
    for net in 0..<netlist.netCount {
      length += flows.spare[net] * nets.nets[net].halfPerimeter
    }
    cost = length / ((floorplan.die.width + floorplan.die.height) * weightSum)
  }
}

/// Where a hub's flow ends, and what its ways cost.
struct HubStar {
  /// Fixed ends, and what flows there.
  var fixed: [(x: Double, y: Double, flow: Double)] = []
  /// Hard macros: what flows there over their area, and the area; the highest rates first.
  var macros: [(rate: Double, area: Double)] = []
  /// What pins that are apart take off.
  var loss = 0.0

  private static let tiles = 8

  /// The least of the flow's length for any place of the hub on the die.
  func least(on die: Box) -> Double {
    var best = Double.infinity
    func edge(_ low: Double, _ size: Double, _ index: Int) -> Double {
      low + size * Double(index) / Double(Self.tiles)
    }
    for row in 0..<Self.tiles {
      let rows = edge(die.minY, die.height, row)...edge(die.minY, die.height, row + 1)
      let vertical = leastToFixed(rows, \.y)
      for column in 0..<Self.tiles {
        let columns = edge(die.minX, die.width, column)...edge(die.minX, die.width, column + 1)
        let packed = PackedDistance(
          x: min(max(die.centerX, columns.lowerBound), columns.upperBound),
          y: min(max(die.centerY, rows.lowerBound), rows.upperBound), die: die)
        best = min(best, vertical + leastToFixed(columns, \.x) + packed.least(macros))
      }
    }
    return best - loss
  }

  /// The least Σ flow · |end − p| along one axis for p in a range.
  private func leastToFixed(
    _ range: ClosedRange<Double>, _ axis: KeyPath<(x: Double, y: Double, flow: Double), Double>
  ) -> Double {
    func sum(_ p: Double) -> Double {
      fixed.reduce(0) { $0 + $1.flow * abs($1[keyPath: axis] - p) }
    }
    let half = fixed.reduce(0) { $0 + $1.flow } / 2
    var passed = 0.0
    var median = range.lowerBound
    for end in fixed.sorted(by: { $0[keyPath: axis] < $1[keyPath: axis] }) where passed < half {
      passed += end.flow
      median = end[keyPath: axis]
    }
    // Convex: beyond the range, the nearer bound is best.
    return sum(min(max(median, range.lowerBound), range.upperBound))
  }
}
