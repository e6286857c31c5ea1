import Foundation
public import Netlist

/// How recipes vary: rates that a child inherits from its parent after they varied themselves, so that
/// rates that make good children spread with them (self-adaptation; Schwefel 1981, Bäck 1996).
public struct VariationRates: Hashable, Sendable, Codable {
  /// The probability that a child has two parents.
  public var crossover = 0.3
  /// The probability of a change of each number.
  public var number = 0.1
  /// The spread of the logarithm of the factors that numbers are multiplied by.
  public var strength = 0.4
  /// The probability of a change of each formula.
  public var formula = 0.25
  /// The probability of a change of each choice: start, engine, whether a stage weighs nets.
  public var choice = 0.05
  /// The probability that a stage is added, removed or changes places.
  public var structure = 0.1

  /// The rates to begin with.
  public init() {}

  /// Between what bounds each rate stays: no kind of change dies out, and none is certain.
  public static let bounds = 0.01...0.9

  /// The rates after one step: each times exp(τ' N + τ Nᵢ), where N is the same normal number for all and
  /// Nᵢ is each one's own, with τ = 1/√(2√n) and τ' = 1/√(2n) for n rates (Bäck 1996).
  public func varied(using random: inout SeededGenerator) -> VariationRates {
    let paths: [WritableKeyPath<VariationRates, Double>] = [
      \.crossover, \.number, \.strength, \.formula, \.choice, \.structure,
    ]
    let count = Double(paths.count)
    let common = random.normal() / (2 * count).squareRoot()
    var rates = self
    for path in paths {
      let own = random.normal() / (2 * count.squareRoot()).squareRoot()
      rates[keyPath: path] = min(
        max(rates[keyPath: path] * exp(common + own), Self.bounds.lowerBound),
        Self.bounds.upperBound)
    }
    return rates
  }
}
