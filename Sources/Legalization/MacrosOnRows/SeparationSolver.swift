/// Coordinates along one axis, as near to wished ones as least distances allow: minimises
/// Σ weight (position − wish)² subject to position[left] + gap ≤ position[right].
///
/// The active-set method of Dwyer, Marriott and Stuckey, "Fast Node Overlap Removal" (GD 2005):
/// variables that tight constraints join form a block, which stands at its weighted mean; blocks merge
/// across violated constraints and split at those that hold back.
struct SeparationSolver {
  private let wish: [Double]
  private let weight: [Double]
  private var left: [Int32] = []
  private var right: [Int32] = []
  private var gap: [Double] = []

  private var isActive: [Bool] = []
  /// How hard each active constraint is pressed upon; below 0 if it holds its sides together.
  private var multiplier: [Double] = []
  /// The constraints of each variable.
  private var touching: [[Int32]]
  private var block: [Int32]
  private var offset: [Double]
  private var members: [[Int32]]
  private var place: [Double]
  private var slope: [Double]

  init(wish: [Double], weight: [Double]) {
    self.wish = wish
    self.weight = weight
    touching = [[Int32]](repeating: [], count: wish.count)
    block = wish.indices.map { Int32($0) }
    offset = [Double](repeating: 0, count: wish.count)
    members = wish.indices.map { [Int32($0)] }
    place = wish
    slope = offset
  }

  /// Adds position[left] + gap ≤ position[right].
  mutating func require(_ left: Int, _ gap: Double, _ right: Int) {
    touching[left].append(Int32(self.left.count))
    touching[right].append(Int32(self.left.count))
    self.left.append(Int32(left))
    self.right.append(Int32(right))
    self.gap.append(gap)
    isActive.append(false)
    multiplier.append(0)
  }

  private func position(_ variable: Int) -> Double {
    place[Int(block[variable])] + offset[variable]
  }

  /// The best positions; nil if the constraints contradict each other or the search does not settle.
  mutating func solve() -> [Double]? {
    for _ in 0..<200 {
      guard satisfy() else { return nil }
      if !splitBlocks() { break }
    }
    guard satisfy() else { return nil }
    return wish.indices.map { position($0) }
  }

  /// Merges blocks until no constraint is violated.
  private mutating func satisfy() -> Bool {
    for _ in 0..<20 * (left.count + 1) {
      var worst = (slack: -1e-7, constraint: -1)
      for constraint in left.indices where !isActive[constraint] {
        let slack =
          position(Int(right[constraint])) - position(Int(left[constraint])) - gap[constraint]
        if slack < worst.slack { worst = (slack, constraint) }
      }
      guard worst.constraint >= 0 else { return true }
      let constraint = worst.constraint
      let from = Int(left[constraint])
      let to = Int(right[constraint])
      if block[from] == block[to] {
        computeMultipliers(ofBlock: Int(block[from]))
        guard let weakest = weakestOnPath(from, to) else { return false }
        split(at: weakest)
      }
      if block[from] != block[to] { merge(across: constraint) }
    }
    return false
  }

  private mutating func merge(across constraint: Int) {
    let from = Int(left[constraint])
    let to = Int(right[constraint])
    isActive[constraint] = true
    let distance = offset[from] + gap[constraint] - offset[to]
    let (a, b) = (Int(block[from]), Int(block[to]))
    let (kept, gone, shift) =
      members[a].count >= members[b].count ? (a, b, distance) : (b, a, -distance)
    for variable in members[gone] {
      offset[Int(variable)] += shift
      block[Int(variable)] = Int32(kept)
    }
    members[kept] += members[gone]
    members[gone] = []
    settle(kept)
  }

  /// Moves a block to the weighted mean of what its variables wish for.
  private mutating func settle(_ block: Int) {
    var (sum, weights) = (0.0, 0.0)
    for variable in members[block] {
      sum += weight[Int(variable)] * (wish[Int(variable)] - offset[Int(variable)])
      weights += weight[Int(variable)]
    }
    place[block] = sum / weights
  }

  /// Cuts a block in two where a constraint was tight.
  private mutating func split(at constraint: Int) {
    isActive[constraint] = false
    let start = Int(right[constraint])
    let old = Int(block[start])
    let empty = members.firstIndex { $0.isEmpty }!
    var found: [Int32] = [Int32(start)]
    block[start] = Int32(empty)
    var next = 0
    while next < found.count {
      for edge in touching[Int(found[next])] where isActive[Int(edge)] {
        for end in [left[Int(edge)], right[Int(edge)]] where block[Int(end)] == Int32(old) {
          block[Int(end)] = Int32(empty)
          found.append(end)
        }
      }
      next += 1
    }
    members[empty] = found
    members[old].removeAll { block[Int($0)] != Int32(old) }
    settle(old)
    settle(empty)
  }

  /// Splits every block at the constraint that holds it together most.
  ///
  /// - Returns: Whether any was split.
  private mutating func splitBlocks() -> Bool {
    var worst = [(multiplier: Double, constraint: Int)](
      repeating: (-1e-6, -1), count: members.count)
    for block in members.indices where members[block].count > 1 {
      computeMultipliers(ofBlock: block)
    }
    for constraint in left.indices where isActive[constraint] {
      let block = Int(block[Int(left[constraint])])
      if multiplier[constraint] < worst[block].multiplier {
        worst[block] = (multiplier[constraint], constraint)
      }
    }
    let cuts = worst.filter { $0.constraint >= 0 }
    for cut in cuts { split(at: cut.constraint) }
    return !cuts.isEmpty
  }

  /// The multipliers of a block's active constraints, which form a tree: each carries what the
  /// variables on its far side wish. The heaviest variable is the root, so that its weight enters no
  /// sum.
  private mutating func computeMultipliers(ofBlock number: Int) {
    let root = members[number].max { weight[Int($0)] < weight[Int($1)] }!
    var order: [(variable: Int32, edge: Int32)] = [(root, -1)]
    var next = 0
    while next < order.count {
      let (variable, entry) = order[next]
      for edge in touching[Int(variable)] where isActive[Int(edge)] && edge != entry {
        order.append((left[Int(edge)] == variable ? right[Int(edge)] : left[Int(edge)], edge))
      }
      let index = Int(variable)
      slope[index] = 2 * weight[index] * (position(index) - wish[index])
      next += 1
    }
    for (variable, edge) in order.reversed() where edge >= 0 {
      let edge = Int(edge)
      if right[edge] == variable {
        multiplier[edge] = slope[Int(variable)]
        slope[Int(left[edge])] += slope[Int(variable)]
      } else {
        multiplier[edge] = -slope[Int(variable)]
        slope[Int(right[edge])] += slope[Int(variable)]
      }
    }
  }

  /// Of the active constraints that lead forwards on the way between two variables of a block, the
  /// one pressed upon least; nil if none leads forwards.
  private func weakestOnPath(_ from: Int, _ to: Int) -> Int? {
    var entry: [Int32: Int32] = [Int32(from): -1]
    var queue = [Int32(from)]
    var next = 0
    while next < queue.count, entry[Int32(to)] == nil {
      let variable = queue[next]
      for edge in touching[Int(variable)] where isActive[Int(edge)] {
        let end = left[Int(edge)] == variable ? right[Int(edge)] : left[Int(edge)]
        if entry[end] == nil {
          entry[end] = edge
          queue.append(end)
        }
      }
      next += 1
    }
    var best: Int?
    var variable = Int32(to)
    while let edge = entry[variable], edge >= 0 {
      let isForward = right[Int(edge)] == variable
      if isForward, best.map({ multiplier[Int(edge)] < multiplier[$0] }) ?? true {
        best = Int(edge)
      }
      variable = isForward ? left[Int(edge)] : right[Int(edge)]
    }
    return best
  }
}
