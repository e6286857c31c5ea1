import Foundation
import Netlist

/// How many pins nets have.
public struct NetDegrees: Hashable, Sendable {
  /// The share of nets of 2, 3, 4, … pins, in relation to each other.
  public var shares: [Double]

  /// Degrees by their shares, from two pins up.
  public init(shares: [Double]) { self.shares = shares }

  /// Degrees that fall off by a power, as those of circuits do: many nets of two to four pins, and
  /// a tail up to the largest. The exponent is such that the mean comes out.
  ///
  /// - Throws: ``SyntheticError/parameter(name:value:reason:)`` if no exponent from 0 to 20 gives
  ///   the mean, or nets would have less than 2 or more than 500 pins.
  public init(mean: Double, largest: Int) throws(SyntheticError) {
    guard (3...Self.largestPossible).contains(largest) else {
      throw .parameter(
        name: "largest degree", value: "\(largest)", reason: "expected 3 to \(Self.largestPossible)"
      )
    }
    let least = Self(exponent: Self.steepest, largest: largest).meanDegree
    let most = Self(exponent: 0, largest: largest).meanDegree
    guard mean >= least, mean <= most else {
      throw .parameter(
        name: "mean degree", value: "\(mean)",
        reason: "expected 2.001 to \(most) with up to \(largest) pins")
    }
    self.init(solvedMean: mean, largest: largest)
  }

  /// Like those of circuits: 3.5 pins in the mean, up to 40.
  public static let typical = NetDegrees(solvedMean: 3.5, largest: 40)

  private init(solvedMean mean: Double, largest: Int) {
    var (low, high) = (0.0, Self.steepest)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if Self(exponent: middle, largest: largest).meanDegree > mean {
        low = middle
      } else {
        high = middle
      }
    }
    self.init(exponent: high, largest: largest)
  }

  private init(exponent: Double, largest: Int) {
    shares = (2...largest).map { pow(Double($0), -exponent) }
  }

  /// The largest exponent, at which hardly a net has more than two pins.
  private static let steepest = 20.0

  /// The largest number of pins of a net.
  static let largestPossible = 500

  /// The mean number of pins of a net.
  public var meanDegree: Double {
    let total = shares.reduce(0, +)
    return shares.indices.reduce(0.0) { $0 + Double($1 + 2) * shares[$1] } / total
  }

  func validate() throws(SyntheticError) {
    if shares.isEmpty || shares.count > Self.largestPossible - 1 {
      throw .parameter(
        name: "netDegrees", value: "of up to \(shares.count + 1) pins",
        reason: "expected 2 to \(Self.largestPossible) pins at most")
    }
    let total = shares.reduce(0, +)
    guard shares.allSatisfy({ $0 >= 0 }), total > 0, total.isFinite else {
      throw .parameter(
        name: "netDegrees", value: "\(shares)", reason: "expected shares of 0 or more, not all 0")
    }
  }
}

/// Draws numbers in proportion to shares.
struct ShareSampler {
  private var sums: [Double] = []

  init(_ shares: [Double]) {
    var sum = 0.0
    for share in shares {
      sum += share
      sums.append(sum)
    }
  }

  /// The index of a share.
  func draw(_ random: inout SeededGenerator) -> Int {
    let limit = random.uniform() * (sums.last ?? 0)
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > limit { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
