public import Evaluation
import Foundation

/// Temperature and tails of the cost over the budget.
struct Schedule: Sendable {
  private let initial: Double
  private let final: Double
  private let fallDecay: Double
  private let cycles: Int
  private let initialTails: CostTails
  private let tailsEnd: Double

  /// The default temperatures as shares of the cost scale: the mean change of cost when a random node
  /// goes to a random place.
  static let initialShare = 0.03
  static let finalShare = 2e-4

  init(_ options: AnnealingOptions, costScale: Double) {
    // Temperatures of zero would have no ratio; these are as cold.
    let warm = options.initialTemperature ?? costScale * Self.initialShare
    let cold = options.finalTemperature ?? costScale * Self.finalShare
    initial = max(warm * options.initialTemperatureFactor, 1e-12)
    final = max(cold * options.finalTemperatureFactor, 1e-14)
    fallDecay = options.fallDecay
    cycles = max(1, options.restarts)
    initialTails = options.initialTails
    tailsEnd = options.tailsEnd
  }

  /// The temperature when this share of the budget is spent: a geometric fall that slows down, repeated
  /// from ever lower starts.
  func temperature(at fraction: Double) -> Double {
    let position = min(max(fraction, 0), 1) * Double(cycles)
    let cycle = min(Int(position), cycles - 1)
    // Each later cycle begins nearer to the end, by equal ratios.
    let top = initial * pow(final / initial, Double(cycle) / Double(2 * cycles))
    return top * pow(final / top, fallen(at: position - Double(cycle)))
  }

  /// How much of the whole fall is behind at a place in a cycle, in the temperature's logarithm.
  func fallen(at position: Double) -> Double {
    fallDecay == 0 ? position : expm1(-fallDecay * position) / expm1(-fallDecay)
  }

  /// The tails of the cost that moves are decided by when this share of the budget is spent: they
  /// shrink evenly to those of the proxy cost.
  ///
  /// The proxy cost is flat where more cells are at the top than count: a macro that uncovers one of
  /// them changes nothing until enough others have. With wide tails each such move counts at once.
  func tails(at fraction: Double) -> CostTails {
    let left = tailsEnd > 0 ? max(0, 1 - fraction / tailsEnd) : 0
    return CostTails(
      density: 1 + (initialTails.density - 1) * left,
      congestion: 1 + (initialTails.congestion - 1) * left)
  }
}

/// The temperature and the tails of the cost at one place in a run of annealing.
public struct AnnealingMoment: Hashable, Sendable {
  /// The temperature, in units of the proxy cost.
  public var temperature: Double
  /// The tails of the cost that moves are decided by.
  public var tails: CostTails

  /// The moment at a place from 0, the start, to 1, the end.
  ///
  /// - Parameter costScale: the mean change of cost when a random node goes to a random place.
  public init(_ options: AnnealingOptions, costScale: Double, at position: Double) {
    let schedule = Schedule(options, costScale: costScale)
    temperature = schedule.temperature(at: position)
    tails = schedule.tails(at: position)
  }
}
