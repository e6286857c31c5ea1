/// The correlation of ranks (Spearman, 1904). Equal values share the mean of their ranks.
public enum RankCorrelation {
  /// The correlation, or nil where there are fewer than two pairs or one side is all the same.
  ///
  /// - Precondition: There are as many values on both sides.
  public static func spearman(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "\(first.count) values against \(second.count)")
    guard first.count >= 2 else { return nil }
    let a = ranks(first)
    let b = ranks(second)
    let mean = Double(first.count + 1) / 2
    var product = 0.0
    var squaresA = 0.0
    var squaresB = 0.0
    for index in a.indices {
      product += (a[index] - mean) * (b[index] - mean)
      squaresA += (a[index] - mean) * (a[index] - mean)
      squaresB += (b[index] - mean) * (b[index] - mean)
    }
    guard squaresA > 0, squaresB > 0 else { return nil }
    return product / (squaresA * squaresB).squareRoot()
  }

  /// The rank of each value from 1 on.
  static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var result = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
      // Places start ..< end have ranks start + 1 ... end.
      for place in start..<end { result[order[place]] = Double(start + end + 1) / 2 }
      start = end
    }
    return result
  }
}
