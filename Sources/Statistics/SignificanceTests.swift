import Foundation

/// What a test holds against the assumption that differences are as likely up as down.
public enum Alternative: String, Hashable, Sendable, CaseIterable {
  /// They lean to one side, either.
  case twoSided
  /// They are more often or further above zero.
  case greater
  /// They are more often or further below zero.
  case less
}

/// Wilcoxon's signed-rank test of paired differences (Wilcoxon, 1945).
public struct SignedRankTest: Hashable, Sendable {
  /// The sum of the ranks of differences above zero.
  public var positiveRankSum: Double
  /// The sum of the ranks of differences below zero.
  public var negativeRankSum: Double
  /// The number of differences other than zero; zeros are left out.
  public var count: Int
  /// The probability of rank sums at least so far apart where differences are symmetric about zero;
  /// 1 if all are zero.
  public var probability: Double
  /// Whether the probability counts all signs, and is no approximation.
  public var isExact: Bool

  /// Up to how many differences the probability is exact, unless another limit is given.
  public static let exactLimit = 100

  /// Tests differences. Equal ones share the mean of their ranks, and the exact probability is that
  /// given those ranks. Above the limit it is by the normal distribution, corrected for equal ranks and
  /// for continuity.
  public init(
    _ differences: [Double], alternative: Alternative = .twoSided, exactLimit: Int = exactLimit
  ) {
    let nonzero = differences.filter { $0 != 0 }
    let ranks = Ranks.of(nonzero.map(abs))
    count = nonzero.count
    positiveRankSum = zip(nonzero, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    negativeRankSum = ranks.reduce(0, +) - positiveRankSum
    isExact = count <= exactLimit
    // By symmetry the sum above zero is at most its value as often as that below is at least.
    let (above, below) = (positiveRankSum, negativeRankSum)
    let tail = isExact ? Self.exactTail(ranks) : Self.normalTail(ranks)
    probability =
      switch alternative {
      case .twoSided: min(1, 2 * tail(max(above, below)))
      case .greater: tail(above)
      case .less: tail(below)
      }
  }

  /// The probability of a rank sum of at least a value, by counting all choices of signs. Doubled,
  /// ranks are whole even where they are shared.
  private static func exactTail(_ ranks: [Double]) -> (Double) -> Double {
    let doubled = ranks.map { Int((2 * $0).rounded()) }
    let total = doubled.reduce(0, +)
    var shares = [Double](repeating: 0, count: total + 1)
    shares[0] = 1
    var reached = 0
    for rank in doubled {
      reached += rank
      for sum in stride(from: reached, through: 0, by: -1) {
        shares[sum] = 0.5 * (shares[sum] + (sum >= rank ? shares[sum - rank] : 0))
      }
    }
    let done = shares
    return { value in min(1, done[Int((2 * value).rounded())...].reduce(0, +)) }
  }

  private static func normalTail(_ ranks: [Double]) -> (Double) -> Double {
    // The variance is that of independent signs, so shared ranks are corrected for.
    let mean = ranks.reduce(0, +) / 2
    let deviation = (ranks.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    return { value in NormalDistribution.standardCumulative((mean + 0.5 - value) / deviation) }
  }
}

/// The sign test of paired differences, exact for any number of them.
public struct SignTest: Hashable, Sendable {
  /// Differences above zero.
  public var positive: Int
  /// Differences below zero.
  public var negative: Int
  /// The probability of signs at least so uneven by tosses of a fair coin; 1 if there are none.
  public var probability: Double

  /// Tests differences; zeros are left out.
  public init(_ differences: [Double], alternative: Alternative = .twoSided) {
    positive = differences.count { $0 > 0 }
    negative = differences.count { $0 < 0 }
    let count = positive + negative
    probability =
      switch alternative {
      case .twoSided: min(1, 2 * Self.tail(max(positive, negative), of: count))
      case .greater: Self.tail(positive, of: count)
      case .less: Self.tail(negative, of: count)
      }
  }

  /// The probability of at least so many heads in a number of tosses.
  private static func tail(_ heads: Int, of tosses: Int) -> Double {
    guard heads > 0 else { return 1 }
    let whole = lgamma(Double(tosses + 1)) - Double(tosses) * log(2)
    return (heads...tosses).reduce(0) { sum, k in
      sum + exp(whole - lgamma(Double(k + 1)) - lgamma(Double(tosses - k + 1)))
    }
  }
}

/// Corrects for testing several hypotheses at once.
public enum MultipleTests {
  /// Probabilities adjusted by Holm's method (1979): the chance of any false alarm among all stays
  /// below the level that they are compared with.
  public static func holm(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    var adjusted = probabilities
    var greatest = 0.0
    for (place, index) in order.enumerated() {
      greatest = max(greatest, min(1, probabilities[index] * Double(order.count - place)))
      adjusted[index] = greatest
    }
    return adjusted
  }
}
