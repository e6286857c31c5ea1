/// The least spanning tree of many points, in time n log n: each point's nearest neighbour in each of
/// eight directions (Guibas and Stolfi 1983), then Kruskal's method on these edges.
enum SparseSpanningTree {
  static func edges(x: [Double], y: [Double]) -> [(Int32, Int32)] {
    var candidates: [(length: Double, a: Int32, b: Int32)] = []
    var (u, v) = (x, y)
    // Four of the eight directions: the others are the same pairs seen from their other ends.
    for direction in 0..<4 {
      if direction == 2 { u = u.map { -$0 } }
      if direction % 2 == 1 { swap(&u, &v) }
      addNeighbours(u, v, to: &candidates)
    }
    candidates.sort { ($0.length, $0.a, $0.b) < ($1.length, $1.a, $1.b) }
    var roots = (0..<Int32(x.count)).map { $0 }
    func root(_ point: Int32) -> Int32 {
      var point = point
      while roots[Int(point)] != point {
        roots[Int(point)] = roots[Int(roots[Int(point)])]
        point = roots[Int(point)]
      }
      return point
    }
    var edges: [(Int32, Int32)] = []
    for candidate in candidates {
      let (a, b) = (root(candidate.a), root(candidate.b))
      guard a != b else { continue }
      roots[Int(max(a, b))] = min(a, b)
      edges.append((candidate.a, candidate.b))
    }
    return edges
  }

  /// Joins each point with the nearest of those that are to the right and above the diagonal
  /// through it.
  private static func addNeighbours(
    _ x: [Double], _ y: [Double], to candidates: inout [(length: Double, a: Int32, b: Int32)]
  ) {
    let count = x.count
    let order = (0..<count).sorted { (x[$0], y[$0], $0) > (x[$1], y[$1], $1) }
    let byDiagonal = (0..<count).sorted { (y[$0] - x[$0], $0) < (y[$1] - x[$1], $1) }
    // Points on one diagonal have one rank.
    var ranks = [Int](repeating: 0, count: count)
    var rank = 0
    for (position, point) in byDiagonal.enumerated() {
      if position > 0 {
        let before = byDiagonal[position - 1]
        if y[before] - x[before] != y[point] - x[point] { rank += 1 }
      }
      ranks[point] = rank
    }
    // A Fenwick tree of the point with the least x + y among those of rank r and above.
    var best = [Int32](repeating: -1, count: rank + 2)
    for point in order {
      var found: Int32 = -1
      // Place 1 is the highest rank, so that a prefix is all ranks from some rank up.
      var place = rank - ranks[point] + 1
      let start = place
      while place > 0 {
        found = lesser(found, best[place], x, y)
        place -= place & -place
      }
      if found >= 0 {
        let length = abs(x[Int(found)] - x[point]) + abs(y[Int(found)] - y[point])
        candidates.append(
          (length, min(Int32(point), found), max(Int32(point), found)))
      }
      place = start
      while place < best.count {
        best[place] = lesser(best[place], Int32(point), x, y)
        place += place & -place
      }
    }
  }

  private static func lesser(_ a: Int32, _ b: Int32, _ x: [Double], _ y: [Double]) -> Int32 {
    guard a >= 0 else { return b }
    guard b >= 0 else { return a }
    let (left, right) = (x[Int(a)] + y[Int(a)], x[Int(b)] + y[Int(b)])
    return left < right || (left == right && a < b) ? a : b
  }
}
