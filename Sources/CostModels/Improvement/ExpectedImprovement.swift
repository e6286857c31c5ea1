public import Netlist
public import Statistics

/// How much a candidate is expected to improve on the best, where objectives are to be small.
public enum ExpectedImprovement {
  /// The mean of how far an objective falls below the best, or zero where it does not (Jones, Schonlau
  /// and Welch, Efficient Global Optimization, 1998).
  ///
  /// With logarithms of positive objectives it is a gain in proportion: 0.01 is about one percent.
  ///
  /// - Parameters:
  ///   - objective: The objective's distribution.
  ///   - best: The lowest value so far.
  public static func value(of objective: NormalDistribution, below best: Double) -> Double {
    let distance = best - objective.mean
    let deviation = objective.deviation
    guard deviation > 0 else { return max(distance, 0) }
    let ratio = distance / deviation
    let value =
      distance * NormalDistribution.standardCumulative(ratio)
      + deviation * NormalDistribution.standardDensity(ratio)
    // Far above the best, the two terms cancel to less than their rounding.
    return max(value, 0)
  }

  /// The mean by which the hypervolume of a front grows over draws of a candidate's objectives, which
  /// may depend on each other (Emmerich, Giannakoglou and Naujoks, 2006).
  ///
  /// - Parameters:
  ///   - samples: Draws from the candidate's joint distribution, such as
  ///     ``FittedCostModel/sample(features:prior:count:generator:)`` makes, turned into two or three
  ///     objectives.
  ///   - front: What was reached so far.
  ///   - reference: The worst point of interest.
  /// - Returns: The mean; 0 without a draw.
  /// - Precondition: All have the same two or three objectives.
  public static func hypervolume(
    samples: [[Double]], over front: [[Double]], reference: [Double]
  ) -> Double {
    guard !samples.isEmpty else { return 0 }
    let best = ParetoFront.indices(front).map { front[$0] }
    var sum = 0.0
    for sample in samples {
      sum += Hypervolume.improvement(of: sample, over: best, reference: reference)
    }
    return sum / Double(samples.count)
  }

  /// The same for objectives that do not depend on each other, from draws that are made here: each
  /// with its mirror image about the means, which takes out part of the error.
  ///
  /// - Parameters:
  ///   - objectives: The distribution of each objective.
  ///   - front: What was reached so far.
  ///   - reference: The worst point of interest.
  ///   - pairs: The pairs of draws.
  ///   - generator: Where randomness comes from. Start each candidate's from the same seed, so that
  ///     candidates differ by their distributions alone.
  /// - Precondition: All have the same two or three objectives.
  public static func hypervolume(
    of objectives: [NormalDistribution], over front: [[Double]], reference: [Double],
    pairs: Int = 128, generator: inout SeededGenerator
  ) -> Double {
    var samples: [[Double]] = []
    for _ in 0..<pairs {
      let draws = objectives.map { _ in generator.standardNormal() }
      for sign in [1.0, -1.0] {
        samples.append(
          objectives.indices.map {
            objectives[$0].mean + sign * objectives[$0].deviation * draws[$0]
          })
      }
    }
    return hypervolume(samples: samples, over: front, reference: reference)
  }
}
