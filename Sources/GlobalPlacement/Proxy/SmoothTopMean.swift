import Foundation

/// The mean of the largest `count` of some values, smoothed: the least over t of
/// t + (1/count) Σ s · softplus((value - t) / s), the conditional value at risk of Rockafellar and
/// Uryasev (2000) with a soft corner. It nears the mean as s goes to 0.
struct SmoothTopMean {
  /// The t at which it is least, kept as a first guess.
  private var threshold = 0.0

  /// The mean; `weights` gets its slope by each value, in all 1.
  mutating func evaluate(
    _ values: borrowing Buffer<Double>, count: Double, softness: Double,
    weights: borrowing Buffer<Double>
  ) -> Double {
    let number = values.count
    guard Double(number) > count else {
      weights.fill(1 / Double(max(number, 1)))
      return (0..<number).reduce(0) { $0 + values[$1] } / Double(max(number, 1))
    }
    findThreshold(values, count: count, softness: softness)
    var sum = 0.0
    for index in 0..<number {
      let excess = (values[index] - threshold) / softness
      let decay = exp(-abs(excess))
      weights[index] = (excess >= 0 ? 1 : decay) / (1 + decay) / count
      sum += max(excess, 0) + log1p(decay)
    }
    return threshold + sum * softness / count
  }

  /// Newton's method for Σ logistic((value - t) / s) = count, inside a shrinking bracket.
  private mutating func findThreshold(
    _ values: borrowing Buffer<Double>, count: Double, softness: Double
  ) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for index in 0..<values.count {
      low = min(low, values[index])
      high = max(high, values[index])
    }
    // At these the sum is surely too large and too small.
    let margin = softness * log(Double(values.count) * 2 + 2)
    low -= margin
    high += margin
    threshold = min(max(threshold, low), high)
    for _ in 0..<60 {
      var (sum, slope) = (0.0, 0.0)
      for index in 0..<values.count {
        let share = 1 / (1 + exp((threshold - values[index]) / softness))
        sum += share
        slope += share * (1 - share)
      }
      if abs(sum - count) < 1e-5 * count { return }
      if sum > count { low = threshold } else { high = threshold }
      let next = threshold + (sum - count) * softness / slope
      threshold = next > low && next < high ? next : (low + high) / 2
    }
  }
}
