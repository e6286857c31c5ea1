/// Means over the largest values of a map, from scratch.
enum TopMean {
  /// The sum of the `count` largest values.
  static func sumOfLargest(_ values: [Double], count: Int) -> Double {
    guard count > 0 else { return 0 }
    return values.sorted(by: >).prefix(count).reduce(0, +)
  }

  /// The density cost of cell densities: half the mean of the densest tenth. Empty cells add
  /// nothing but keep the divisor; with fewer than ten cells it is half the mean of the occupied
  /// ones.
  static func densityCost(_ densities: [Double]) -> Double {
    if densities.count < 10 {
      let occupied = densities.filter { $0 != 0 }
      return occupied.isEmpty ? 0 : 0.5 * occupied.reduce(0, +) / Double(occupied.count)
    }
    let count = densities.count / 10
    return 0.5 * sumOfLargest(densities, count: count) / Double(count)
  }

  /// The congestion cost of both maps together: the mean of the most congested twentieth, or the
  /// maximum where that is less than one cell.
  static func congestionCost(horizontal: [Double], vertical: [Double]) -> Double {
    let all = horizontal + vertical
    let count = congestionCount(values: all.count)
    return sumOfLargest(all, count: count) / Double(count)
  }

  /// How many of the cells' densities count.
  static func densityCount(cells: Int) -> Int { cells / 10 }

  /// How many of the congestion values count.
  static func congestionCount(values: Int) -> Int { max(1, values / 20) }
}
