/// For each pair of macros, whether one is to the left of the other or below it; and what follows for
/// where each can be.
///
/// Which one is left, or below, is the same for all pairs: the one that comes first in an order of all
/// macros along that axis. So no relations contradict each other, and all that can go wrong is that
/// the die is too narrow for them.
struct MacroRelations {
  /// The direction in which a pair is kept apart.
  enum Axis: CaseIterable {
    case horizontal, vertical

    var other: Axis { self == .horizontal ? .vertical : .horizontal }
  }

  /// The coordinates that each macro's corner can take along one axis.
  struct Range {
    var low: [Int]
    var high: [Int]

    /// The macro that lacks most room, or nil where all have some.
    var mostCramped: Int? {
      let worst = low.indices.max { low[$0] - high[$0] < low[$1] - high[$1] }
      return worst.flatMap { low[$0] > high[$0] ? $0 : nil }
    }
  }

  let problem: MacroProblem
  private let count: Int
  /// The macros from left to right, and from the bottom up.
  private var orderX: [Int]
  private var orderY: [Int]
  /// The place of each macro in these orders.
  private var rankX: [Int]
  private var rankY: [Int]
  /// By pair, both ways round.
  private var isHorizontal: [Bool]
  /// What the die and obstacles allow.
  private var boundsX: Range
  private var boundsY: Range

  /// The relations that wishes suggest, if `corners` is nil; else those that hold at these corners, of
  /// two the one that wishes suggest more.
  init(_ problem: MacroProblem, at corners: MacroCorners?) {
    self.problem = problem
    count = problem.count
    let macros = problem.macros
    func order(_ key: (Int) -> Double) -> [Int] {
      macros.indices.sorted { (key($0), $0) < (key($1), $1) }
    }
    if let corners {
      orderX = order { Double(corners.x[$0]) }
      orderY = order { Double(corners.y[$0]) }
    } else {
      orderX = order { problem.wishX[$0] + Double(macros[$0].width) / 2 }
      orderY = order { problem.wishY[$0] + Double(macros[$0].height) / 2 }
    }
    rankX = [Int](repeating: 0, count: count)
    rankY = rankX
    for (rank, macro) in orderX.enumerated() { rankX[macro] = rank }
    for (rank, macro) in orderY.enumerated() { rankY[macro] = rank }
    isHorizontal = [Bool](repeating: false, count: count * count)
    boundsX = Range(low: problem.lowX, high: problem.highX)
    boundsY = Range(low: problem.lowY, high: problem.highY)
    for a in 0..<count {
      for b in a + 1..<max(count, a + 1) { relate(a, b, at: corners) }
      for obstacle in problem.obstacles where problem.applies(obstacle, to: a) {
        bound(a, by: obstacle, at: corners)
      }
    }
  }

  /// The distance that two corners must have along an axis, the first being the one before.
  private func step(_ first: Int, _ second: Int, _ axis: Axis) -> Int {
    axis == .horizontal
      ? problem.macros[first].stepRight(to: problem.macros[second])
      : problem.macros[first].stepUp(to: problem.macros[second])
  }

  private mutating func relate(_ a: Int, _ b: Int, at corners: MacroCorners?) {
    let (left, right) = rankX[a] < rankX[b] ? (a, b) : (b, a)
    let (lower, upper) = rankY[a] < rankY[b] ? (a, b) : (b, a)
    let stepX = step(left, right, .horizontal)
    let stepY = step(lower, upper, .vertical)
    let separationX =
      (problem.wishX[right] - problem.wishX[left] - Double(stepX)) * problem.lattice.pitchX
    let separationY =
      (problem.wishY[upper] - problem.wishY[lower] - Double(stepY)) * problem.lattice.pitchY
    var horizontal = separationX > separationY
    if let corners {
      if corners.x[right] - corners.x[left] < stepX { horizontal = false }
      if corners.y[upper] - corners.y[lower] < stepY { horizontal = true }
    }
    set(a, b, isHorizontal: horizontal)
  }

  private mutating func set(_ a: Int, _ b: Int, isHorizontal horizontal: Bool) {
    isHorizontal[a * count + b] = horizontal
    isHorizontal[b * count + a] = horizontal
  }

  /// Keeps a macro on the side of an obstacle where it wishes to be, or where it is.
  private mutating func bound(
    _ macro: Int, by obstacle: LatticeBox, at corners: MacroCorners?
  ) {
    let box = problem.macros[macro]
    let limits = [
      obstacle.x - box.stepRight(to: obstacle), obstacle.x + obstacle.stepRight(to: box),
      obstacle.y - box.stepUp(to: obstacle), obstacle.y + obstacle.stepUp(to: box),
    ]
    let (wishX, wishY) = (problem.wishX[macro], problem.wishY[macro])
    let (scaleX, scaleY) = (problem.lattice.pitchX, problem.lattice.pitchY)
    let separations = [
      (Double(limits[0]) - wishX) * scaleX, (wishX - Double(limits[1])) * scaleX,
      (Double(limits[2]) - wishY) * scaleY, (wishY - Double(limits[3])) * scaleY,
    ]
    let holds = corners.map { corners in
      [
        corners.x[macro] <= limits[0], corners.x[macro] >= limits[1],
        corners.y[macro] <= limits[2], corners.y[macro] >= limits[3],
      ]
    }
    let side = (0..<4).filter { holds?[$0] ?? true }.max { separations[$0] < separations[$1] }
    switch side {
    case 0: boundsX.high[macro] = min(boundsX.high[macro], limits[0])
    case 1: boundsX.low[macro] = max(boundsX.low[macro], limits[1])
    case 2: boundsY.high[macro] = min(boundsY.high[macro], limits[2])
    default: boundsY.low[macro] = max(boundsY.low[macro], limits[3])
    }
  }

  // MARK: - Room

  /// Where each macro can be along an axis if all others make way: longest paths from either side.
  func range(_ axis: Axis) -> Range {
    var range = axis == .horizontal ? boundsX : boundsY
    let order = axis == .horizontal ? orderX : orderY
    let wanted = axis == .horizontal
    for (place, macro) in order.enumerated() {
      for other in order[..<place] where isHorizontal[other * count + macro] == wanted {
        range.low[macro] = max(range.low[macro], range.low[other] + step(other, macro, axis))
      }
    }
    for (place, macro) in order.enumerated().reversed() {
      for other in order[(place + 1)...] where isHorizontal[other * count + macro] == wanted {
        range.high[macro] = min(range.high[macro], range.high[other] - step(macro, other, axis))
      }
    }
    return range
  }

  /// Turns pairs on paths too long for the die to the other axis, each time the pair that has most
  /// room there, until all paths fit.
  ///
  /// - Returns: Whether they do, after no more turns than some seconds' work.
  mutating func fit() -> Bool {
    for _ in 0..<min(4 * count + 16, 500_000_000 / (count * count)) {
      let ranges = [range(.horizontal), range(.vertical)]
      let cramped = ranges.map(\.mostCramped)
      guard cramped[0] != nil || cramped[1] != nil else { return true }
      let axis: Axis = cramped[0] != nil ? .horizontal : .vertical
      let (along, across) = axis == .horizontal ? (ranges[0], ranges[1]) : (ranges[1], ranges[0])
      let path = criticalPath(through: cramped[axis == .horizontal ? 0 : 1]!, along, axis)
      var best: (room: Int, pair: (Int, Int))?
      for (first, second) in zip(path, path.dropFirst()) {
        let (a, b) = inOrder(first, second, axis.other)
        let room = across.high[b] - across.low[a] - step(a, b, axis.other)
        if best.map({ room > $0.room }) ?? true { best = (room, (first, second)) }
      }
      guard let best else { return false }
      set(best.pair.0, best.pair.1, isHorizontal: axis == .vertical)
    }
    return false
  }

  private func inOrder(_ a: Int, _ b: Int, _ axis: Axis) -> (Int, Int) {
    let rank = axis == .horizontal ? rankX : rankY
    return rank[a] < rank[b] ? (a, b) : (b, a)
  }

  /// The macros, in order, that push one against its low limit and against its high one.
  private func criticalPath(through macro: Int, _ range: Range, _ axis: Axis) -> [Int] {
    let wanted = axis == .horizontal
    let rank = axis == .horizontal ? rankX : rankY
    var path = [macro]
    while let last = path.last,
      let previous = (0..<count).first(where: {
        rank[$0] < rank[last] && isHorizontal[$0 * count + last] == wanted
          && range.low[$0] + step($0, last, axis) == range.low[last]
      })
    {
      path.append(previous)
    }
    path.reverse()
    while let last = path.last,
      let next = (0..<count).first(where: {
        rank[$0] > rank[last] && isHorizontal[$0 * count + last] == wanted
          && range.high[$0] - step(last, $0, axis) == range.high[last]
      })
    {
      path.append(next)
    }
    return path
  }

  // MARK: - Best corners

  /// The coordinates along one axis with the least weighted squared displacement under the relations;
  /// nil if there is no room.
  func bestCoordinates(_ axis: Axis) -> [Int]? {
    let weight = problem.weight
    let wish = axis == .horizontal ? problem.wishX : problem.wishY
    let bounds = axis == .horizontal ? boundsX : boundsY
    // The die's edges, so heavy that all macros together do not move them by half a step.
    let extent = Double(bounds.high.max() ?? 0) - Double(bounds.low.min() ?? 0) + 1
    let reach = wish.reduce(extent) { max($0, abs($1)) }
    let anchor = 10 * weight.reduce(1, +) * reach
    var solver = SeparationSolver(wish: wish + [0, 0], weight: weight + [anchor, anchor])
    for macro in 0..<count {
      solver.require(count, Double(bounds.low[macro]), macro)
      solver.require(macro, -Double(bounds.high[macro]), count + 1)
    }
    eachNeighbour(axis) { solver.require($0, Double(step($0, $1, axis)), $1) }
    guard let solution = solver.solve() else { return nil }
    return solution.prefix(count).map { Int($0.rounded()) }
  }

  /// Calls `body` with the pairs related along an axis that no macro in between relates already.
  private func eachNeighbour(_ axis: Axis, _ body: (Int, Int) -> Void) {
    let order = axis == .horizontal ? orderX : orderY
    let wanted = axis == .horizontal
    let words = (count + 63) / 64
    var before = [UInt64](repeating: 0, count: count * words)
    for (place, macro) in order.enumerated() {
      for other in order[..<place].reversed()
      where isHorizontal[other * count + macro] == wanted {
        let known = before[macro * words + other >> 6] >> UInt64(other & 63) & 1
        if known == 1 { continue }
        body(other, macro)
        before[macro * words + other >> 6] |= 1 << UInt64(other & 63)
        for word in 0..<words {
          before[macro * words + word] |= before[other * words + word]
        }
      }
    }
  }
}
