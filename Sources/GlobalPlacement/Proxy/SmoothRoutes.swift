import Netlist

/// The routes of all nets with their ends shared softly between cells, and their gradient.
///
/// Which runs a net has follows the rules of the proxy cost, by the cells that its pins are in now:
/// each run goes from one pin to another across a third, so that its ends and its lane have slopes by
/// their coordinates.
struct SmoothRoutes: ~Copyable {
  private let nets: RoutedNets
  let x: AxisPoints
  let y: AxisPoints
  /// Runs as triples of points: the one whose lane a run is in, and its two ends.
  private let horizontalRuns: Buffer<Int32>
  private let verticalRuns: Buffer<Int32>
  private let horizontalDemands: Buffer<Double>
  private let verticalDemands: Buffer<Double>
  private var horizontalCount = 0
  private var verticalCount = 0
  /// The last net that had a pin in each cell, so that a second one there counts as none.
  private let visitors: Buffer<Int32>

  init(_ nets: RoutedNets, columns: Int, rows: Int) {
    self.nets = nets
    x = AxisPoints(count: nets.objects.count, cellCount: columns)
    y = AxisPoints(count: nets.objects.count, cellCount: rows)
    // Two runs of each direction at most for a net of three cells; one to each pin in stars.
    let most = nets.objects.count + nets.demands.count
    horizontalRuns = Buffer(count: 3 * most)
    verticalRuns = Buffer(count: 3 * most)
    horizontalDemands = Buffer(count: most)
    verticalDemands = Buffer(count: most)
    visitors = Buffer(count: columns * rows)
  }

  /// Puts all pins where their nodes are.
  ///
  /// - Parameters:
  ///   - positionsX: the centre of each movable node in cells, and 0 for all that is fixed.
  ///   - scaleX: cells to a length unit.
  mutating func place(
    _ positionsX: borrowing Buffer<Double>, _ positionsY: borrowing Buffer<Double>,
    scaleX: Double, scaleY: Double, halfWidth: Double
  ) {
    for point in nets.objects.indices {
      let object = Int(nets.objects[point])
      x.set(point, to: positionsX[object] + nets.offsetsX[point] * scaleX, halfWidth: halfWidth)
      y.set(point, to: positionsY[object] + nets.offsetsY[point] * scaleY, halfWidth: halfWidth)
    }
    route()
  }

  /// Adds all runs to the two fields.
  func add(horizontal: borrowing RunField, vertical: borrowing RunField) {
    Self.add(
      horizontalRuns, horizontalDemands, horizontalCount, along: x, across: y, to: horizontal)
    Self.add(verticalRuns, verticalDemands, verticalCount, along: y, across: x, to: vertical)
  }

  private static func add(
    _ runs: borrowing Buffer<Int32>, _ demands: borrowing Buffer<Double>, _ count: Int,
    along: borrowing AxisPoints, across: borrowing AxisPoints, to field: borrowing RunField
  ) {
    for run in 0..<count {
      let (lane, low, high) = Self.run(run, of: runs, along)
      let fraction = across.fractions[lane]
      let first = Int(across.low[lane])
      for (offset, share) in [(0, 1 - fraction), (1, fraction)] where share > 0 {
        let amount = demands[run] * share
        field.add(amount, lane: first + offset, before: high, of: along)
        field.add(-amount, lane: first + offset, before: low, of: along)
      }
    }
  }

  /// A run's lane and its ends in rising order.
  @inline(__always)
  private static func run(
    _ run: Int, of runs: borrowing Buffer<Int32>, _ along: borrowing AxisPoints
  ) -> (lane: Int, low: Int, high: Int) {
    let (lane, from, to) = (Int(runs[3 * run]), Int(runs[3 * run + 1]), Int(runs[3 * run + 2]))
    return along.coordinates[from] <= along.coordinates[to] ? (lane, from, to) : (lane, to, from)
  }

  /// Adds the slope of the cost by each node's position, from the slopes of the two fields.
  func addGradient(
    horizontal: borrowing RunField, vertical: borrowing RunField,
    gradientX: borrowing Buffer<Double>, gradientY: borrowing Buffer<Double>
  ) {
    x.gradients.fill(0)
    y.gradients.fill(0)
    Self.slopes(
      horizontalRuns, horizontalDemands, horizontalCount, along: x, across: y, of: horizontal)
    Self.slopes(verticalRuns, verticalDemands, verticalCount, along: y, across: x, of: vertical)
    for point in nets.objects.indices {
      let object = Int(nets.objects[point])
      gradientX[object] += x.gradients[point]
      gradientY[object] += y.gradients[point]
    }
  }

  private static func slopes(
    _ runs: borrowing Buffer<Int32>, _ demands: borrowing Buffer<Double>, _ count: Int,
    along: borrowing AxisPoints, across: borrowing AxisPoints, of field: borrowing RunField
  ) {
    for run in 0..<count {
      let (lane, low, high) = Self.run(run, of: runs, along)
      let demand = demands[run]
      let first = Int(across.low[lane])
      let fraction = across.fractions[lane]
      let (lower, upper) = (demand * (1 - fraction), demand * fraction)
      along.gradients[high] +=
        lower * field.slope(lane: first, at: high, of: along)
        + upper * field.slope(lane: first + 1, at: high, of: along)
      along.gradients[low] -=
        lower * field.slope(lane: first, at: low, of: along)
        + upper * field.slope(lane: first + 1, at: low, of: along)
      if across.slopes[lane] != 0 {
        let below =
          field.sum(lane: first, before: high, of: along)
          - field.sum(lane: first, before: low, of: along)
        let above =
          field.sum(lane: first + 1, before: high, of: along)
          - field.sum(lane: first + 1, before: low, of: along)
        across.gradients[lane] += demand * across.slopes[lane] * (above - below)
      }
    }
  }
}

// MARK: - The routing pattern

extension SmoothRoutes {
  private mutating func addHorizontal(in lane: Int, from: Int, to: Int, _ demand: Double) {
    horizontalRuns[3 * horizontalCount] = Int32(lane)
    horizontalRuns[3 * horizontalCount + 1] = Int32(from)
    horizontalRuns[3 * horizontalCount + 2] = Int32(to)
    horizontalDemands[horizontalCount] = demand
    horizontalCount += 1
  }

  private mutating func addVertical(in lane: Int, from: Int, to: Int, _ demand: Double) {
    verticalRuns[3 * verticalCount] = Int32(lane)
    verticalRuns[3 * verticalCount + 1] = Int32(from)
    verticalRuns[3 * verticalCount + 2] = Int32(to)
    verticalDemands[verticalCount] = demand
    verticalCount += 1
  }

  /// Finds the runs of all nets by the cells that their pins are in.
  private mutating func route() {
    horizontalCount = 0
    verticalCount = 0
    visitors.fill(-1)
    for net in nets.demands.indices {
      let points = Int(nets.starts[net])..<Int(nets.starts[net + 1])
      let source = points.lowerBound
      let demand = nets.demands[net]
      // Of two pins in one cell the soft shares still tell how near they are to parting.
      if points.count == 2 {
        twoCells(source, source + 1, demand)
        continue
      }
      // The first pin in each other cell.
      visitors[cell(source)] = Int32(net)
      var (count, second, third) = (1, source, source)
      for point in points.dropFirst() where visitors[cell(point)] != Int32(net) {
        visitors[cell(point)] = Int32(net)
        count += 1
        if count == 2 { second = point } else if count == 3 { third = point }
      }
      switch count {
      case 1: break
      case 2: twoCells(source, second, demand)
      case 3: threeCells(source, second, third, demand)
      default: star(points, net: Int32(net), demand)
      }
    }
  }

  private func cell(_ point: Int) -> Int { Int(y.cells[point]) * x.cellCount + Int(x.cells[point]) }

  private mutating func twoCells(_ source: Int, _ target: Int, _ demand: Double) {
    addHorizontal(in: source, from: source, to: target, demand)
    addVertical(in: target, from: source, to: target, demand)
  }

  private mutating func star(_ points: Range<Int>, net: Int32, _ demand: Double) {
    // Cells are marked as visited; a second round takes the marks away again, one by one.
    let source = points.lowerBound
    visitors[cell(source)] = -1
    for point in points.dropFirst() where visitors[cell(point)] == net {
      visitors[cell(point)] = -1
      twoCells(source, point, demand)
    }
  }

  /// The three-cell patterns, by the cells' order from left to right.
  private mutating func threeCells(_ a: Int, _ b: Int, _ c: Int, _ demand: Double) {
    func isLeft(_ p: Int, _ q: Int) -> Bool { (x.cells[p], y.cells[p]) < (x.cells[q], y.cells[q]) }
    var (first, second, third) = (a, b, c)
    if isLeft(second, first) { swap(&first, &second) }
    if isLeft(third, second) { swap(&second, &third) }
    if isLeft(second, first) { swap(&first, &second) }
    let (x1, y1) = (x.cells[first], y.cells[first])
    let (x2, y2) = (x.cells[second], y.cells[second])
    let (x3, y3) = (x.cells[third], y.cells[third])
    if x1 < x2, x2 < x3, min(y1, y3) < y2, y2 < max(y1, y3) {
      addHorizontal(in: first, from: first, to: second, demand)
      addHorizontal(in: second, from: second, to: third, demand)
      addVertical(in: second, from: first, to: second, demand)
      addVertical(in: third, from: second, to: third, demand)
    } else if x2 == x3, x1 < x2, y1 < min(y2, y3) {
      addHorizontal(in: first, from: first, to: second, demand)
      addVertical(in: second, from: first, to: y2 > y3 ? second : third, demand)
    } else if y2 == y3 {
      addHorizontal(in: first, from: first, to: second, demand)
      addHorizontal(in: second, from: second, to: third, demand)
      addVertical(in: second, from: first, to: second, demand)
    } else {
      tee(first, second, third, demand)
    }
  }

  /// A horizontal trunk in the middle row, with a vertical branch to each of the other two.
  private mutating func tee(_ first: Int, _ second: Int, _ third: Int, _ demand: Double) {
    func isBelow(_ p: Int, _ q: Int) -> Bool { (y.cells[p], x.cells[p]) < (y.cells[q], x.cells[q]) }
    var (low, middle, high) = (first, second, third)
    if isBelow(middle, low) { swap(&low, &middle) }
    if isBelow(high, middle) { swap(&middle, &high) }
    if isBelow(middle, low) { swap(&low, &middle) }
    addHorizontal(in: middle, from: first, to: third, demand)
    addVertical(in: low, from: low, to: middle, demand)
    addVertical(in: high, from: middle, to: high, demand)
  }
}
