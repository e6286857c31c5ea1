/// A short tree of horizontal and vertical wires that joins all pins of a net: a rectilinear Steiner
/// tree.
///
/// Of least length for up to four pins (Hanan 1966: its branches are where lines through pins cross,
/// and there are at most two of them). Up to ``iteratedLimit`` pins by Kahng and Robins' iterated
/// 1-Steiner method (1992), which adds the crossing that shortens the spanning tree most, again and
/// again; beyond that from the spanning tree by joining pairs of its edges. Never longer than the
/// least spanning tree. Depends on the pins alone, and on their order where trees are equally long.
public struct SteinerTree: Sendable {
  /// Nets with more different pins than this are joined from the spanning tree.
  public static let iteratedLimit = 30

  /// The x coordinates of the tree's points: first the pins, each place once, then the branches.
  public private(set) var x: [Double]
  /// Their y coordinates.
  public private(set) var y: [Double]
  /// The pairs of points that are joined.
  public private(set) var edges: [(Int32, Int32)]
  /// The point at which each pin is.
  public let pinPoints: [Int32]

  /// The tree of pins at so many places.
  ///
  /// - Precondition: there are as many y as x, at least one, and all are finite.
  public init(x pinX: [Double], y pinY: [Double]) {
    precondition(pinX.count == pinY.count && !pinX.isEmpty)
    precondition(pinX.allSatisfy(\.isFinite) && pinY.allSatisfy(\.isFinite))
    let distinct = DistinctPoints(x: pinX, y: pinY)
    pinPoints = distinct.pointOfPin
    var points = PointSet(x: distinct.x, y: distinct.y)
    switch points.count {
    case ...2: break
    case ...4: points.addBestBranches()
    case ...Self.iteratedLimit: points.addIteratedBranches()
    default: points.addJoinedBranches()
    }
    (x, y) = (points.x, points.y)
    edges = points.tree()
  }

  /// The sum of the lengths of all wires.
  public var length: Double {
    edges.reduce(0) { $0 + distance($1.0, $1.1) }
  }

  /// How far each pin is from one of them along the tree.
  public func pathLengths(fromPin driver: Int) -> [Double] {
    var neighbours = [[Int32]](repeating: [], count: x.count)
    for (a, b) in edges {
      neighbours[Int(a)].append(b)
      neighbours[Int(b)].append(a)
    }
    var reached = [Double](repeating: -1, count: x.count)
    reached[Int(pinPoints[driver])] = 0
    var open = [pinPoints[driver]]
    while let point = open.popLast() {
      for next in neighbours[Int(point)] where reached[Int(next)] < 0 {
        reached[Int(next)] = reached[Int(point)] + distance(point, next)
        open.append(next)
      }
    }
    return pinPoints.map { reached[Int($0)] }
  }

  /// The way from a pin to the one that is farthest from it along the tree.
  public func longestPath(fromPin driver: Int) -> Double {
    pathLengths(fromPin: driver).max() ?? 0
  }

  private func distance(_ a: Int32, _ b: Int32) -> Double {
    abs(x[Int(a)] - x[Int(b)]) + abs(y[Int(a)] - y[Int(b)])
  }
}

/// The places of pins, each once, in the order of the first pin there.
private struct DistinctPoints {
  var x: [Double] = []
  var y: [Double] = []
  var pointOfPin: [Int32]

  init(x pinX: [Double], y pinY: [Double]) {
    pointOfPin = [Int32](repeating: -1, count: pinX.count)
    let order = pinX.indices.sorted { (pinX[$0], pinY[$0], $0) < (pinX[$1], pinY[$1], $1) }
    var first = [Int](repeating: 0, count: pinX.count)
    for (position, pin) in order.enumerated() {
      let before = position > 0 ? order[position - 1] : pin
      let isSame = position > 0 && pinX[before] == pinX[pin] && pinY[before] == pinY[pin]
      first[pin] = isSame ? first[before] : pin
    }
    for pin in pinX.indices {
      if first[pin] == pin {
        pointOfPin[pin] = Int32(x.count)
        x.append(pinX[pin])
        y.append(pinY[pin])
      } else {
        pointOfPin[pin] = pointOfPin[first[pin]]
      }
    }
  }
}
