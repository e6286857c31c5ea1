import Netlist
import LayoutQuality
import Testing

@Suite struct SteinerTreeTests {
  @Test func smallTreesByHand() {
    #expect(SteinerTree(x: [3], y: [4]).length == 0)
    #expect(SteinerTree(x: [0, 3], y: [0, 4]).length == 7)
    // Three pins meet at the median: (2, 1).
    #expect(SteinerTree(x: [0, 2, 4], y: [0, 5, 1]).length == 9)
    // The four ends of a cross meet at its centre.
    #expect(SteinerTree(x: [0, 4, 2, 2], y: [2, 2, 0, 4]).length == 8)
    // The corners of a rectangle of 4 by 1: one long side and both short ones.
    #expect(SteinerTree(x: [0, 4, 0, 4], y: [0, 0, 1, 1]).length == 6)
    // Two branches: an H of 1 by 10 with its pins beside the corners.
    #expect(SteinerTree(x: [0, 0, 10, 10], y: [0, 2, 0, 2]).length == 14)
  }

  @Test func pinsAtOnePlaceAreOnePoint() {
    let tree = SteinerTree(x: [1, 5, 1, 5, 1], y: [1, 1, 1, 1, 1])
    #expect(tree.length == 4 && tree.x.count == 2)
    #expect(tree.pathLengths(fromPin: 2) == [0, 4, 0, 4, 0])
    #expect(SteinerTree(x: [7, 7], y: [7, 7]).longestPath(fromPin: 1) == 0)
  }

  @Test func pathsGoAlongTheTree() {
    // A comb: a spine along y = 0 from 0 to 30 and pins above it.
    let tree = SteinerTree(x: [0, 10, 20, 30], y: [0, 5, 5, 0])
    #expect(tree.length == 40)
    #expect(tree.longestPath(fromPin: 0) == 30 || tree.longestPath(fromPin: 0) == 40)
    let corner = SteinerTree(x: [0, 10, 10], y: [0, 0, 8])
    #expect(corner.pathLengths(fromPin: 0) == [0, 10, 18])
    #expect(corner.pathLengths(fromPin: 2) == [18, 8, 0])
  }

  @Test func upToFourPinsAreExact() {
    var random = SeededGenerator(seed: 1)
    for count in 2...4 {
      for _ in 0..<60 {
        let (x, y) = Self.points(count, below: 12, &random)
        #expect(abs(SteinerTree(x: x, y: y).length - ExactTree.length(x, y)) < 1e-9)
      }
    }
  }

  @Test func fiveToSevenPinsAreNearlyExact() {
    var random = SeededGenerator(seed: 2)
    var (found, exact) = (0.0, 0.0)
    for count in 5...7 {
      for _ in 0..<12 {
        let (x, y) = Self.points(count, below: 20, &random)
        let length = SteinerTree(x: x, y: y).length
        let least = ExactTree.length(x, y)
        #expect(length >= least - 1e-9 && length <= 1.12 * least + 1e-9)
        found += length
        exact += least
      }
    }
    #expect(found <= 1.01 * exact)
  }

  /// The bounds that hold for every tree: at least half the perimeter of the box, and two thirds of
  /// the spanning tree (Hwang 1976), at most the spanning tree.
  @Test(arguments: [3, 8, 20, 30, 31, 60, 61, 150, 600])
  func lengthsAreWithinBounds(_ count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for below in [5, 1000] {
      let (x, y) = Self.points(count, below: below, &random)
      let tree = SteinerTree(x: x, y: y)
      let spanning = Self.spanningLength(x, y)
      #expect(tree.length >= x.max()! - x.min()! + y.max()! - y.min()!)
      #expect(tree.length >= spanning * 2 / 3 - 1e-9)
      #expect(tree.length <= spanning + 1e-9)
      // It is a tree and reaches every pin.
      #expect(tree.edges.count == tree.x.count - 1)
      let paths = tree.pathLengths(fromPin: count / 2)
      for pin in 0..<count {
        let direct = abs(x[pin] - x[count / 2]) + abs(y[pin] - y[count / 2])
        #expect(paths[pin] >= direct - 1e-9 && paths[pin] <= tree.length + 1e-9)
      }
    }
  }

  /// Random points have Steiner trees about 11 to 12 % shorter than spanning trees; joining edges finds
  /// most of that.
  @Test func branchesShortenLargeNets() {
    var random = SeededGenerator(seed: 5)
    let (x, y) = Self.points(400, below: 100_000, &random)
    #expect(SteinerTree(x: x, y: y).length < 0.93 * Self.spanningLength(x, y))
    let (u, v) = Self.points(25, below: 100_000, &random)
    #expect(SteinerTree(x: u, y: v).length < 0.93 * Self.spanningLength(u, v))
  }

  @Test func treesAreReproducible() {
    var random = SeededGenerator(seed: 6)
    let (x, y) = Self.points(80, below: 50, &random)
    let (a, b) = (SteinerTree(x: x, y: y), SteinerTree(x: x, y: y))
    #expect(a.x == b.x && a.y == b.y && a.edges.elementsEqual(b.edges, by: ==))
  }

  static func points(
    _ count: Int, below bound: Int, _ random: inout SeededGenerator
  ) -> ([Double], [Double]) {
    var (x, y): ([Double], [Double]) = ([], [])
    for _ in 0..<count {
      x.append(Double(random.index(below: bound)))
      y.append(Double(random.index(below: bound)))
    }
    return (x, y)
  }

  /// Prim's method, written apart from the library's.
  static func spanningLength(_ x: [Double], _ y: [Double]) -> Double {
    var rest = Array(1..<x.count)
    var distance = [Double](repeating: .infinity, count: x.count)
    var (last, total) = (0, 0.0)
    while !rest.isEmpty {
      for point in rest {
        distance[point] = min(distance[point], abs(x[point] - x[last]) + abs(y[point] - y[last]))
      }
      let next = rest.min { distance[$0] < distance[$1] }!
      rest.removeAll { $0 == next }
      total += distance[next]
      last = next
    }
    return total
  }
}

/// The least length by Dreyfus and Wagner's method (1971) on Hanan's grid.
enum ExactTree {
  static func length(_ x: [Double], _ y: [Double]) -> Double {
    let columns = Array(Set(x)).sorted()
    let rows = Array(Set(y)).sorted()
    let places = columns.flatMap { column in rows.map { (column, $0) } }
    func distance(_ a: (Double, Double), _ b: (Double, Double)) -> Double {
      abs(a.0 - b.0) + abs(a.1 - b.1)
    }
    let full = (1 << (x.count - 1)) - 1
    guard full > 0 else { return 0 }
    var cost = [[Double]](
      repeating: [Double](repeating: .infinity, count: places.count), count: full + 1)
    for pins in 1...full {
      var here = [Double](repeating: .infinity, count: places.count)
      for place in places.indices {
        if pins & (pins - 1) == 0 {
          let pin = pins.trailingZeroBitCount
          here[place] = distance((x[pin], y[pin]), places[place])
        } else {
          var part = (pins - 1) & pins
          while part > 0 {
            here[place] = min(here[place], cost[part][place] + cost[pins ^ part][place])
            part = (part - 1) & pins
          }
        }
      }
      for place in places.indices {
        for other in places.indices {
          cost[pins][place] = min(
            cost[pins][place], here[other] + distance(places[other], places[place]))
        }
      }
    }
    let last = x.count - 1
    let root = places.firstIndex { $0.0 == x[last] && $0.1 == y[last] }!
    return cost[full][root]
  }
}
