/// The volume that points dominate below a reference point, for two or three objectives, all to be
/// small: what it grows by tells how much a new point is worth (Zitzler and Thiele, 1998).
public enum Hypervolume {
  /// The exact volume. Points that do not lie below the reference in every objective add nothing.
  ///
  /// For two objectives it is a sum over the points sorted by the first; for three, such sums over
  /// the slabs between points along the third.
  ///
  /// - Precondition: There are two or three objectives, the same for all points.
  public static func volume(_ points: [[Double]], reference: [Double]) -> Double {
    check(points, reference)
    let below = points.filter { point in zip(point, reference).allSatisfy { $0 < $1 } }
    let plane = below.map { (x: $0[0], y: $0[1]) }
    if reference.count == 2 { return area(plane.sorted { $0 < $1 }, reference) }
    var volume = 0.0
    let order = below.indices.sorted { (below[$0][2], $0) < (below[$1][2], $1) }
    var seen: [(x: Double, y: Double)] = []
    for (place, index) in order.enumerated() {
      insert(plane[index], into: &seen)
      let top = place + 1 < order.count ? below[order[place + 1]][2] : reference[2]
      let height = top - below[index][2]
      if height > 0 { volume += height * area(seen, reference) }
    }
    return volume
  }

  /// What the volume grows by with one more point: the point's box, less what others dominate of it.
  ///
  /// - Precondition: There are two or three objectives, the same for all points.
  public static func improvement(
    of point: [Double], over points: [[Double]], reference: [Double]
  ) -> Double {
    check([point], reference)
    var box = 1.0
    for index in reference.indices {
      guard point[index] < reference[index] else { return 0 }
      box *= reference[index] - point[index]
    }
    let inside = points.map { other in other.indices.map { max(other[$0], point[$0]) } }
    return max(box - volume(inside, reference: reference), 0)
  }

  private static func check(_ points: [[Double]], _ reference: [Double]) {
    precondition(
      reference.count == 2 || reference.count == 3, "\(reference.count) objectives, not 2 or 3")
    precondition(
      points.allSatisfy { $0.count == reference.count }, "points of other numbers of objectives")
  }

  /// The area that points sorted by x dominate.
  private static func area(_ points: [(x: Double, y: Double)], _ reference: [Double]) -> Double {
    var area = 0.0
    var top = reference[1]
    for point in points where point.y < top {
      area += (reference[0] - point.x) * (top - point.y)
      top = point.y
    }
    return area
  }

  /// Adds a point to points sorted by x that do not dominate each other.
  private static func insert(
    _ point: (x: Double, y: Double), into points: inout [(x: Double, y: Double)]
  ) {
    if points.contains(where: { $0.x <= point.x && $0.y <= point.y }) { return }
    points.removeAll { point.x <= $0.x && point.y <= $0.y }
    let place = points.firstIndex { $0.x > point.x } ?? points.count
    points.insert(point, at: place)
  }
}
