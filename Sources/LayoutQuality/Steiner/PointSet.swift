/// Pins and the branches added to them.
struct PointSet {
  /// Gains below this share of the tree's length are rounding.
  static let noise = 1e-12

  var x: [Double]
  var y: [Double]
  /// The first points are the pins; branches follow.
  let pinCount: Int

  init(x: [Double], y: [Double]) {
    (self.x, self.y) = (x, y)
    pinCount = x.count
  }

  var count: Int { x.count }

  mutating func append(_ newX: Double, _ newY: Double) {
    x.append(newX)
    y.append(newY)
  }

  mutating func removeLast() {
    x.removeLast()
    y.removeLast()
  }

  func distance(_ a: Int32, _ b: Int32) -> Double {
    abs(x[Int(a)] - x[Int(b)]) + abs(y[Int(a)] - y[Int(b)])
  }

  /// The edges of the least spanning tree.
  func tree() -> [(Int32, Int32)] {
    count <= 2 * SteinerTree.iteratedLimit
      ? DenseSpanningTree.edges(x: x, y: y) : SparseSpanningTree.edges(x: x, y: y)
  }

  /// Its length.
  func treeLength() -> Double {
    tree().reduce(0) { $0 + distance($1.0, $1.1) }
  }

  /// Takes out branches that join two points or less: the tree without them is no longer.
  mutating func removeIdleBranches() {
    var isDone = false
    while !isDone {
      var degrees = [Int](repeating: 0, count: count)
      for (a, b) in tree() {
        degrees[Int(a)] += 1
        degrees[Int(b)] += 1
      }
      let kept = (0..<count).filter { $0 < pinCount || degrees[$0] > 2 }
      isDone = kept.count == count
      x = kept.map { x[$0] }
      y = kept.map { y[$0] }
    }
  }
}

/// Prim's method on the complete graph, for few points.
enum DenseSpanningTree {
  static func edges(x: [Double], y: [Double]) -> [(Int32, Int32)] {
    let count = x.count
    guard count > 1 else { return [] }
    var distances = [Double](repeating: .infinity, count: count)
    var nearest = [Int32](repeating: 0, count: count)
    var edges: [(Int32, Int32)] = []
    var last = 0
    distances[0] = -1
    for _ in 1..<count {
      var next = -1
      for point in 0..<count where distances[point] >= 0 {
        let distance = abs(x[point] - x[last]) + abs(y[point] - y[last])
        if distance < distances[point] {
          distances[point] = distance
          nearest[point] = Int32(last)
        }
        if next < 0 || distances[point] < distances[next] { next = point }
      }
      edges.append((nearest[next], Int32(next)))
      distances[next] = -1
      last = next
    }
    return edges
  }

  /// The length alone, with `scratch` for the distances; infinite as soon as it is above `limit`.
  static func length(
    x: UnsafeBufferPointer<Double>, y: UnsafeBufferPointer<Double>, count: Int,
    scratch: UnsafeMutableBufferPointer<Double>, limit: Double
  ) -> Double {
    for point in 0..<count { scratch[point] = .infinity }
    var total = 0.0
    var last = 0
    scratch[0] = -1
    for _ in 1..<max(count, 1) {
      var next = -1
      var least = Double.infinity
      let (lastX, lastY) = (x[last], y[last])
      for point in 0..<count where scratch[point] >= 0 {
        let distance = min(scratch[point], abs(x[point] - lastX) + abs(y[point] - lastY))
        scratch[point] = distance
        if distance < least { (least, next) = (distance, point) }
      }
      total += least
      if total > limit { return .infinity }
      scratch[next] = -1
      last = next
    }
    return total
  }
}
