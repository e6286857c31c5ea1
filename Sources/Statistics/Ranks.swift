/// Ranks of values, and how far two rankings agree.
public enum Ranks {
  /// The rank of each value from 1 for the least; equal values share the mean of their ranks.
  public static func of(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var begin = 0
    while begin < order.count {
      var end = begin + 1
      while end < order.count, values[order[end]] == values[order[begin]] { end += 1 }
      for place in begin..<end { ranks[order[place]] = Double(begin + 1 + end) / 2 }
      begin = end
    }
    return ranks
  }

  /// Spearman's rank correlation, with equal values at the mean of their ranks.
  ///
  /// - Returns: −1 to 1; nil if there are fewer than two pairs, or all values of one side are equal.
  public static func correlation(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "values come in pairs")
    guard first.count > 1 else { return nil }
    let (a, b) = (of(first), of(second))
    let middle = Double(first.count + 1) / 2
    var (products, squaresA, squaresB) = (0.0, 0.0, 0.0)
    for index in a.indices {
      products += (a[index] - middle) * (b[index] - middle)
      squaresA += (a[index] - middle) * (a[index] - middle)
      squaresB += (b[index] - middle) * (b[index] - middle)
    }
    guard squaresA > 0, squaresB > 0 else { return nil }
    return min(max(products / (squaresA * squaresB).squareRoot(), -1), 1)
  }
}
