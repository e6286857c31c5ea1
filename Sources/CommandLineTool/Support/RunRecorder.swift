import Annealing
import ChipPlace
import Foundation
import Netlist
import WebReport

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
  /// Both.
  var curve: [CurvePoint] { costs + wirelengths }
  /// Placements on the way, the start first.
  var frames: [(label: String, placement: Placement)] { sampler?.frames ?? [] }

  private var sampler: FrameSampler?
  private let unit: Double
  private let begin: ContinuousClock.Instant

  /// - Parameters:
  ///   - keepsFrames: whether placements are kept.
  ///   - curve: the curve of the run before it was interrupted.
  init(_ design: Design, keepsFrames: Bool, curve: [CurvePoint] = []) {
    unit = design.floorplan.unitsPerMicron
    costs = curve.filter { $0.hpwl == nil }
    wirelengths = curve.filter { $0.hpwl != nil }
    begin = .now - .seconds(curve.last?.seconds ?? 0)
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
