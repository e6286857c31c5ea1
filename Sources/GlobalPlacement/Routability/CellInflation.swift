import Evaluation
import Foundation
import Netlist

/// By how much density sees each cell larger than it is. Macros stay as they are, and cells in fences, whose
/// room is their own; fillers give up what cells gain, so that the whole remains as much.
struct CellInflation {
  /// The factor on the area of each movable object.
  private(set) var factors: [Float]
  /// The factor on the area of fillers.
  private(set) var fillerFactor: Float = 1
  /// The area that all cells have gained, in the problem's unit.
  private(set) var gain = 0.0
  /// The most area that they may gain.
  let limit: Double
  private let fillerArea: Double
  /// The area of all that can grow.
  private let cellArea: Double

  /// No inflation yet.
  init(_ problem: borrowing PlacementProblem, options: RoutabilityOptions) {
    factors = [Float](repeating: 1, count: problem.movableCount)
    var fillerArea = 0.0
    for filler in problem.movableCount..<problem.objectCount
    where problem.territories[filler] == 0 {
      fillerArea += Double(problem.widths[filler] * problem.heights[filler])
    }
    self.fillerArea = fillerArea
    var cellArea = 0.0
    for object in 0..<problem.movableCount where Self.canGrow(object, problem) {
      cellArea += Double(problem.widths[object] * problem.heights[object])
    }
    self.cellArea = cellArea
    limit = min(max(options.whiteSpaceShare, 0), 1) * fillerArea
  }

  /// How far cells are enlarged.
  struct Point: Sendable {
    var factors: [Float]
    var fillerFactor: Float
    var gain: Double
  }

  /// How far they are now.
  var point: Point { Point(factors: factors, fillerFactor: fillerFactor, gain: gain) }

  /// Enlarges them as they were then.
  mutating func resume(_ point: Point) {
    factors = point.factors
    fillerFactor = point.fillerFactor
    gain = point.gain
  }

  /// Enlarges cells where demand exceeds supply: the most congested first if all cannot have what they
  /// ask for within the limits of the options. Returns whether that made a difference.
  mutating func raise(
    _ problem: borrowing PlacementProblem, x: borrowing FloatBuffer, y: borrowing FloatBuffer,
    by estimate: CongestionEstimate, options: RoutabilityOptions
  ) -> Bool {
    let before = gain
    let growth = growth(problem, x, y, estimate, options.exponent)
    let largest = Float(max(1, options.largestInflation))
    let budget = min(limit, gain + options.roundInflation * cellArea)
    // Demand counts only as far as it exceeds a threshold times supply: 1, or higher to fit the budget.
    var (low, high) = (Float(1), growth.max() ?? 1)
    if totalGain(problem, raised(growth, threshold: low, largest)) > budget {
      for _ in 0..<24 {
        let middle = (low + high) / 2
        if totalGain(problem, raised(growth, threshold: middle, largest)) > budget {
          low = middle
        } else {
          high = middle
        }
      }
      factors = raised(growth, threshold: high, largest)
    } else {
      factors = raised(growth, threshold: low, largest)
    }
    gain = totalGain(problem, factors)
    fillerFactor = fillerArea > 0 ? Float(max(0, 1 - gain / fillerArea)) : 1
    return gain > before + 1e-3 * cellArea
  }

  /// By how much each object would grow without a limit: 1 or more.
  private func growth(
    _ problem: borrowing PlacementProblem, _ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer,
    _ estimate: CongestionEstimate, _ exponent: Double
  ) -> [Float] {
    let grid = estimate.grid
    let growth = (0..<grid.cellCount).map {
      Float(pow(max(1, estimate.congestion(at: $0)), exponent))
    }
    return factors.indices.map { object in
      guard Self.canGrow(object, problem) else { return 1 }
      let column = grid.column(problem.area.minX + Double(x[object]) * problem.unit)
      let row = grid.row(problem.area.minY + Double(y[object]) * problem.unit)
      return growth[row * grid.columns + column]
    }
  }

  private static func canGrow(_ object: Int, _ problem: borrowing PlacementProblem) -> Bool {
    !problem.isMacro[object] && problem.territories[object] == 0
  }

  private func raised(_ growth: [Float], threshold: Float, _ largest: Float) -> [Float] {
    factors.indices.map { max(factors[$0], min(factors[$0] * growth[$0] / threshold, largest)) }
  }

  private func totalGain(_ problem: borrowing PlacementProblem, _ factors: [Float]) -> Double {
    var gain = 0.0
    for object in factors.indices {
      gain += Double((factors[object] - 1) * problem.widths[object] * problem.heights[object])
    }
    return gain
  }
}
