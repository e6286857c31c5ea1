/// What no other point is better than, where all objectives are to be small.
public enum ParetoFront {
  /// Whether the first point is no larger in any objective and smaller in one.
  ///
  /// - Precondition: Both have the same number of objectives.
  public static func dominates(_ first: [Double], _ second: [Double]) -> Bool {
    precondition(first.count == second.count, "points of different numbers of objectives")
    var isSmaller = false
    for index in first.indices {
      if first[index] > second[index] { return false }
      if first[index] < second[index] { isSmaller = true }
    }
    return isSmaller
  }

  /// The places of points that no other dominates, in their order. Of equal points the first stays.
  ///
  /// - Precondition: All have the same number of objectives.
  public static func indices(_ points: [[Double]]) -> [Int] {
    points.indices.filter { place in
      points.indices.allSatisfy { other in
        !dominates(points[other], points[place])
          && !(other < place && points[other] == points[place])
      }
    }
  }
}
