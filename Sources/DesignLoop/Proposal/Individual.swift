import Foundation
import Netlist

/// A proposed architecture with what it hands down.
public struct Individual: Hashable, Codable, Sendable {
  /// Where a proposal comes from.
  public enum Origin: String, Codable, Sendable {
    /// Drawn evenly from the space.
    case random
    /// One parent, some genes changed.
    case mutation
    /// Genes of two parents, then some changed.
    case crossover
    /// From a command of the user's.
    case outside
  }

  /// The architecture.
  public var architecture: Architecture
  /// How its children vary; inherited, and varied itself.
  public var rates: VariationRates
  /// Where it comes from.
  public var origin: Origin
  /// The candidates it descends from, by their numbers in the ledger.
  public var parents: [Int]

  /// An individual from its parts.
  public init(
    architecture: Architecture, rates: VariationRates = VariationRates(), origin: Origin,
    parents: [Int] = []
  ) {
    self.architecture = architecture
    self.rates = rates
    self.origin = origin
    self.parents = parents
  }
}

/// How children differ from their parents.
///
/// The rates are handed down and vary by a log-normal step, as in evolution strategies
/// (Beyer and Schwefel, 2002): rates that make good children come along with them.
public struct VariationRates: Hashable, Codable, Sendable {
  /// The chance that a gene changes.
  public var mutation = 0.15
  /// The chance that a change goes to a neighbouring value and not to any.
  public var locality = 0.7
  /// The chance of a second parent.
  public var crossover = 0.4

  /// The rates that the first generation has.
  public init() {}

  /// The learning rate of the rates themselves.
  private static let step = 0.25

  func varied(using random: inout SeededGenerator) -> VariationRates {
    func vary(_ rate: Double, _ range: ClosedRange<Double>) -> Double {
      let odds = rate / (1 - rate) * exp(Self.step * random.standardNormal())
      return min(max(odds / (1 + odds), range.lowerBound), range.upperBound)
    }
    var rates = self
    rates.mutation = vary(mutation, 0.03...0.5)
    rates.locality = vary(locality, 0.1...0.95)
    rates.crossover = vary(crossover, 0.05...0.9)
    return rates
  }
}
