import Foundation
import Statistics

/// Shares of several predictions in a mixture of them, by how well each predicts what it has not seen
/// (Yao, Vehtari, Simpson and Gelman, Using Stacking to Average Bayesian Predictive Distributions,
/// 2018).
///
/// Shares maximize the sum of the logarithms of the mixture's densities at held-out observations, with a weak
/// Dirichlet prior toward equal shares, by expectation maximization. Members with a share below
/// ``smallestShare`` are left out, since even a small share of a bad mean would widen the mixture.
enum Stacking {
  /// The observations that the prior is worth for each member.
  static let priorCount = 0.25
  /// The smallest share of a member that stays.
  static let smallestShare = 0.02

  /// The shares of members.
  ///
  /// - Parameter logDensities: For each member, the logarithm of its density at each observation.
  static func shares(_ logDensities: [[Double]]) -> [Double] {
    let members = logDensities.count
    guard let count = logDensities.first?.count else { return [] }
    var shares = [Double](repeating: 1 / Double(members), count: members)
    // Densities relative to the best of each observation: their logarithms can be far below zero.
    let densities = (0..<count).map { item in
      let best = logDensities.map { $0[item] }.max()!
      return logDensities.map { exp($0[item] - best) }
    }
    for _ in 0..<500 {
      var next = [Double](repeating: priorCount, count: members)
      for density in densities {
        let sum = dot(density, shares)
        for member in 0..<members { next[member] += shares[member] * density[member] / sum }
      }
      let total = next.reduce(0, +)
      var change = 0.0
      for member in 0..<members {
        next[member] /= total
        change = max(change, abs(next[member] - shares[member]))
      }
      shares = next
      if change < 1e-10 { break }
    }
    if count > 0 { shares = shares.map { $0 < smallestShare ? 0 : $0 } }
    let total = shares.reduce(0, +)
    return shares.map { $0 / total }
  }

  /// The normal distribution of a mixture's mean and variance.
  static func combined(_ members: [NormalDistribution], shares: [Double]) -> NormalDistribution {
    var mean = 0.0
    for (member, share) in zip(members, shares) { mean += share * member.mean }
    var variance = 0.0
    for (member, share) in zip(members, shares) {
      let distance = member.mean - mean
      variance += share * (member.variance + distance * distance)
    }
    return NormalDistribution(mean: mean, variance: variance)
  }
}
