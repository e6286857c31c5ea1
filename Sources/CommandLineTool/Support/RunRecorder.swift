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

extension [CurvePoint] {
  /// About `count` of the points at most, evenly taken, with the first and the last.
  func thinned(to count: Int) -> [CurvePoint] {
    let step = Swift.max(1, (self.count + count - 1) / count)
    return indices.filter { $0 % step == 0 || $0 == self.count - 1 }.map { self[$0] }
  }
}

extension Design {
  /// Whether the files state a place for every node.
  var hasWholePlacement: Bool { source.isLocated?.allSatisfy { $0 } ?? true }
}

/// Keeps how a run went, for its report.
struct RunRecorder {
  /// The costs in annealing.
  private(set) var costs: [CurvePoint] = []
  /// The wirelengths in the flow of a flat design.
  private(set) var wirelengths: [CurvePoint] = []
  /// Placements on the way, the start first.
  var frames: [(label: String, placement: Placement)] { sampler?.frames ?? [] }

  private var sampler: FrameSampler?
  private let unit: Double
  private let begin = ContinuousClock.now

  /// - Parameter keepsFrames: whether placements are kept.
  init(_ design: Design, keepsFrames: Bool) {
    unit = design.floorplan.unitsPerMicron
    if keepsFrames {
      sampler = FrameSampler(nodeCount: design.netlist.nodeCount)
      if design.hasWholePlacement { sampler?.add("start", design.placement) }
    }
  }

  mutating func note(_ progress: AnnealingProgress) {
    costs.append(
      CurvePoint(
        seconds: progress.seconds, moves: progress.moves, bestCost: progress.bestCost,
        currentCost: progress.currentCost))
    sampler?.add(
      String(format: "%.1f s, cost %.4f", progress.seconds, progress.currentCost),
      progress.currentPlacement)
  }

  mutating func note(_ progress: FlatPlacementProgress) {
    wirelengths.append(
      CurvePoint(seconds: seconds, hpwl: progress.wirelength / unit))
  }

  mutating func note(_ stage: FlatStageResult, _ placement: Placement) {
    let seconds = seconds
    let hpwl = stage.wirelength / unit
    wirelengths.append(CurvePoint(seconds: seconds, hpwl: hpwl))
    sampler?.add(
      String(
        format: "%@, %.1f s, half-perimeter %.6g", stage.stage.rawValue, seconds, hpwl), placement)
  }

  private var seconds: Double { (ContinuousClock.now - begin) / .seconds(1) }
}
