import CostModels
import Foundation

/// The measured designs that no other beats in latency, energy and area at once, in logarithms.
struct ObjectiveFront: Sendable {
  private(set) var points: [[Double]] = []
  private var reference: [Double] = []

  /// The front of measured figures.
  init(_ figures: [Figures]) {
    let all = figures.map(Self.point)
    points = ParetoFront.indices(all).map { all[$0] }
    // A little beyond the worst, so that the ends of the front count.
    reference = (0..<3).map { axis in (all.map { $0[axis] }.max() ?? 0) + 0.1 }
  }

  /// Latency, energy and area, in logarithms.
  static func point(_ figures: Figures) -> [Double] {
    [log(figures.latency), log(figures.energy), log(figures.area)]
  }

  /// By how much the volume that the front dominates is expected to grow under sampled figures (Emmerich,
  /// 2005).
  func gain(_ samples: [Figures]) -> Double {
    points.isEmpty
      ? 0
      : ExpectedImprovement.hypervolume(
        samples: samples.map(Self.point), over: points, reference: reference)
  }
}
