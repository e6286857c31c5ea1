import CostModels
import Foundation
import Netlist

/// Functions and noises of which tests know the truth.
enum SyntheticFunctions {
  enum Noise: String, CaseIterable, Sendable {
    case none, normal, heavyTails, skewed, growing
  }

  static func normal(_ generator: inout SeededGenerator) -> Double {
    (-2 * log(1 - generator.uniform())).squareRoot() * cos(2 * Double.pi * generator.uniform())
  }

  static func point(_ features: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<features).map { _ in generator.uniform() }
  }

  /// A smooth function of the first two features of points in the unit cube.
  static func smooth(_ point: [Double]) -> Double {
    0.3 + 0.4 * sin(4 * point[0]) + 0.3 * point[0] * point[1]
  }

  /// Noise of a standard deviation of about 0.05 (0.087 with heavy tails).
  static func noise(
    _ kind: Noise, at point: [Double], _ generator: inout SeededGenerator
  ) -> Double {
    switch kind {
    case .none: return 0
    case .normal: return 0.05 * normal(&generator)
    case .heavyTails:
      // Student's t distribution with three degrees of freedom.
      let numerator = normal(&generator)
      var squares = 0.0
      for _ in 0..<3 {
        let value = normal(&generator)
        squares += value * value
      }
      return 0.05 * numerator / (squares / 3).squareRoot()
    case .skewed: return 0.05 * (-log(1 - generator.uniform()) - 1)
    case .growing: return 0.1 * point[0] * normal(&generator)
    }
  }

  /// A design with one quantity, of which the analytic value is 1.
  static func observation(
    features: Int, noise kind: Noise, _ generator: inout SeededGenerator
  ) -> Observation {
    let point = point(features, &generator)
    let value = exp(smooth(point) + noise(kind, at: point, &generator))
    return Observation(features: point, prior: [1], measured: [value])
  }
}
