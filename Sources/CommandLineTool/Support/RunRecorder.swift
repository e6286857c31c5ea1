import Annealing
import ChipPlace
import Foundation
import Netlist
import WebReport

/// A point of the curve that a run took: in annealing the costs, in the flow of flat designs the
/// wirelength.
struct CurvePoint: Codable, Hashable {
  var seconds: Double
  /// The moves proposed so far.
  var moves: Int?
  /// The best proxy cost so far.
  var bestCost: Double?
  /// The proxy cost of the best replica at that time.
  var currentCost: Double?
  /// The half-perimeter wirelength, in the unit of the report.
  var hpwl: Double?
}

/// Keeps how a run went, for its report.
struct RunRecorder {
  /// The costs in annealing, thinned out.
  var costs: [CurvePoint] { Self.thinned(costPoints) }
  /// The wirelengths in the flow of a flat design, thinned out.
  var wirelengths: [CurvePoint] { Self.thinned(wirelengthPoints) }
  /// Placements on the way, the start first.
  var frames: [(label: String, placement: Placement)] { sampler?.frames ?? [] }

  private var costPoints: [CurvePoint] = []
  private var wirelengthPoints: [CurvePoint] = []
  private var sampler: FrameSampler?
  private let unit: Double
  private let begin = ContinuousClock.now

  /// - Parameter keepsFrames: whether placements are kept.
  init(_ design: Design, keepsFrames: Bool) {
    unit = design.floorplan.unitsPerMicron
    if keepsFrames {
      sampler = FrameSampler(nodeCount: design.netlist.nodeCount)
      sampler?.add("start", design.placement)
    }
  }

  mutating func note(_ progress: AnnealingProgress) {
    costPoints.append(
      CurvePoint(
        seconds: progress.seconds, moves: progress.moves, bestCost: progress.bestCost,
        currentCost: progress.currentCost))
    sampler?.add(
      String(format: "%.1f s, cost %.4f", progress.seconds, progress.currentCost),
      progress.currentPlacement)
  }

  mutating func note(_ progress: FlatPlacementProgress) {
    wirelengthPoints.append(
      CurvePoint(seconds: seconds, hpwl: progress.wirelength / unit))
  }

  mutating func note(_ stage: FlatStageResult, _ placement: Placement) {
    let seconds = seconds
    let hpwl = stage.wirelength / unit
    wirelengthPoints.append(CurvePoint(seconds: seconds, hpwl: hpwl))
    sampler?.add(
      String(
        format: "%@, %.1f s, half-perimeter %.6g", stage.stage.rawValue, seconds, hpwl), placement)
  }

  private var seconds: Double { (ContinuousClock.now - begin) / .seconds(1) }

  /// At most about a hundred points, with the first and the last.
  private static func thinned(_ points: [CurvePoint]) -> [CurvePoint] {
    let step = max(1, (points.count + 99) / 100)
    return points.indices.filter { $0 % step == 0 || $0 == points.count - 1 }.map { points[$0] }
  }
}
