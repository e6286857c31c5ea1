import Foundation

/// What an accelerator is worth on its workload.
public struct Figures: Hashable, Codable, Sendable {
  /// Cycles for the workload, stalls included.
  public var cycles: Double
  /// The clock, in gigahertz.
  public var clock: Double
  /// The time for the workload, in seconds.
  public var latency: Double
  /// The energy for the workload, in joules.
  public var energy: Double
  /// The die's area, in square millimetres.
  public var area: Double

  /// Figures from their parts; cycles at a clock give the latency.
  public init(cycles: Double, clock: Double, energy: Double, area: Double) {
    self.cycles = cycles
    self.clock = clock
    latency = cycles / (clock * 1e9)
    self.energy = energy
    self.area = area
  }

  /// The power while at work, in watts.
  public var power: Double { energy / latency }

  /// The objective: the product of latency, energy and area under the goals' exponents; lower is better.
  public func objective(_ goals: Goals) -> Double { exp(score(goals)) }

  /// The logarithm of the objective.
  public func score(_ goals: Goals) -> Double {
    goals.weights.latency * log(latency) + goals.weights.energy * log(energy)
      + goals.weights.area * log(area)
  }

  /// The constraint that is broken, as a line for a person; nil if none is.
  public func violation(of constraints: Goals.Constraints) -> String? {
    func above(_ value: Double, _ bound: Double?, _ name: String, _ unit: String) -> String? {
      guard let bound, value > bound else { return nil }
      return "\(name) \(value.rounded(to: 4)) \(unit) is above \(bound) \(unit)"
    }
    if let bound = constraints.clockAtLeast, clock < bound {
      return "clock \(clock.rounded(to: 4)) GHz is below \(bound) GHz"
    }
    return above(area, constraints.areaAtMost, "area", "mm²")
      ?? above(latency, constraints.latencyAtMost, "latency", "s")
      ?? above(energy, constraints.energyAtMost, "energy", "J")
      ?? above(power, constraints.powerAtMost, "power", "W")
  }
}

extension Double {
  /// The number with so many significant digits.
  func rounded(to digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    let scale = pow(10, Double(digits - 1) - floor(log10(abs(self))))
    return (self * scale).rounded() / scale
  }
}
