// Where branches go.

extension PointSet {
  /// The crossings of lines through pins that are no points themselves.
  private func crossings() -> [(x: Double, y: Double)] {
    let columns = sortedUnique(x[..<pinCount])
    let rows = sortedUnique(y[..<pinCount])
    var crossings: [(x: Double, y: Double)] = []
    for column in columns {
      for row in rows where !(0..<count).contains(where: { x[$0] == column && y[$0] == row }) {
        crossings.append((column, row))
      }
    }
    return crossings
  }

  private func sortedUnique(_ values: ArraySlice<Double>) -> [Double] {
    values.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// Adds the one or two crossings that make the shortest tree of all: exact for up to four pins.
  mutating func addBestBranches() {
    let crossings = crossings()
    var best = self
    var least = treeLength()
    let noise = least * Self.noise
    for (index, first) in crossings.enumerated() {
      var trial = self
      trial.append(first.x, first.y)
      for second in [nil] + crossings[(index + 1)...].map({ Optional($0) }) {
        if let second { trial.append(second.x, second.y) }
        let length = trial.treeLength()
        if length < least - noise { (best, least) = (trial, length) }
        if second != nil { trial.removeLast() }
      }
    }
    self = best
    removeIdleBranches()
  }

  /// Adds the crossing that shortens the tree most, until none does.
  ///
  /// What a crossing gains hardly ever grows when others are added, so after a look at all of them
  /// only those that promised most are looked at again, until a look at all finds nothing.
  mutating func addIteratedBranches() {
    var isDone = false
    while !isDone {
      var length = treeLength()
      let noise = length * Self.noise
      var promises = crossings().map { (x: $0.x, y: $0.y, gain: 0.0) }
      for index in promises.indices {
        promises[index].gain = gain(promises[index].x, promises[index].y, over: length)
      }
      promises.removeAll { $0.gain <= noise }
      isDone = promises.isEmpty
      while !promises.isEmpty {
        let most = promises.indices.max { promises[$0].gain < promises[$1].gain }!
        let promise = promises[most]
        let gain = gain(promise.x, promise.y, over: length)
        promises[most].gain = gain
        if gain <= noise {
          promises.remove(at: most)
        } else if promises.allSatisfy({ $0.gain <= gain }) {
          append(promise.x, promise.y)
          removeIdleBranches()
          length = treeLength()
          promises.remove(at: most)
        }
      }
    }
  }

  /// How much shorter the tree is with one more point; 0 if it is not.
  private func gain(_ newX: Double, _ newY: Double, over length: Double) -> Double {
    let capacity = count + 1
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * capacity) { memory in
      for point in 0..<count {
        memory[point] = x[point]
        memory[capacity + point] = y[point]
      }
      memory[count] = newX
      memory[capacity + count] = newY
      let total = DenseSpanningTree.length(
        x: UnsafeBufferPointer(rebasing: memory[..<capacity]),
        y: UnsafeBufferPointer(rebasing: memory[capacity..<2 * capacity]), count: capacity,
        scratch: UnsafeMutableBufferPointer(rebasing: memory[(2 * capacity)...]), limit: length)
      return max(0, length - total)
    }
  }

  /// Puts a branch where two edges of a point run side by side, until none do, then finds the
  /// spanning tree anew with the branches, a few times.
  mutating func addJoinedBranches() {
    var best = self
    var least = treeLength()
    for _ in 0..<4 {
      var joining = EdgeJoining(points: self)
      joining.run()
      self = joining.points
      removeIdleBranches()
      let length = treeLength()
      guard length < least * (1 - Self.noise) else { break }
      (best, least) = (self, length)
    }
    self = best
  }
}

/// Replaces pairs of edges at one point by three that meet at a branch.
private struct EdgeJoining {
  var points: PointSet
  private var neighbours: [[Int32]]

  init(points: PointSet) {
    self.points = points
    neighbours = [[Int32]](repeating: [], count: points.count)
    for (a, b) in points.tree() {
      neighbours[Int(a)].append(b)
      neighbours[Int(b)].append(a)
    }
  }

  mutating func run() {
    var open = (0..<Int32(points.count)).map { $0 }
    while let point = open.popLast() {
      while let pair = bestPair(at: point) {
        open.append(pair.first)
        open.append(pair.second)
        open.append(join(point, pair.first, pair.second))
      }
    }
  }

  /// The two neighbours of a point whose edges share most.
  private func bestPair(at point: Int32) -> (first: Int32, second: Int32)? {
    let list = neighbours[Int(point)]
    var best: (first: Int32, second: Int32)?
    var most = 1e-9 * (abs(points.x[Int(point)]) + abs(points.y[Int(point)]) + 1)
    for index in list.indices {
      for other in list[(index + 1)...] {
        let shared = sharedLength(point, list[index], other)
        if shared > most { (best, most) = ((list[index], other), shared) }
      }
    }
    return best
  }

  /// The length that two edges from one point have in common, if each is bent the right way.
  private func sharedLength(_ point: Int32, _ a: Int32, _ b: Int32) -> Double {
    let (x, y) = branch(point, a, b)
    return abs(x - points.x[Int(point)]) + abs(y - points.y[Int(point)])
  }

  /// The place from which three points are reached by the shortest wires.
  private func branch(_ a: Int32, _ b: Int32, _ c: Int32) -> (x: Double, y: Double) {
    func median(_ values: [Double]) -> Double {
      max(
        min(values[Int(a)], values[Int(b)]),
        min(max(values[Int(a)], values[Int(b)]), values[Int(c)]))
    }
    return (median(points.x), median(points.y))
  }

  /// Joins a point with two neighbours through a branch, and gives the branch.
  private mutating func join(_ point: Int32, _ a: Int32, _ b: Int32) -> Int32 {
    let (x, y) = branch(point, a, b)
    // A branch at one of the neighbours is that neighbour.
    for (end, other) in [(a, b), (b, a)]
    where points.x[Int(end)] == x && points.y[Int(end)] == y {
      disconnect(point, other)
      connect(end, other)
      return end
    }
    let new = Int32(points.count)
    points.append(x, y)
    neighbours.append([])
    disconnect(point, a)
    disconnect(point, b)
    for end in [point, a, b] { connect(new, end) }
    return new
  }

  private mutating func connect(_ a: Int32, _ b: Int32) {
    neighbours[Int(a)].append(b)
    neighbours[Int(b)].append(a)
  }

  private mutating func disconnect(_ a: Int32, _ b: Int32) {
    neighbours[Int(a)].removeAll { $0 == b }
    neighbours[Int(b)].removeAll { $0 == a }
  }
}
