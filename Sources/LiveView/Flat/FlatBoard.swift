import ChipPlace
import Evaluation
import Netlist
import Synchronization

/// What a run of a flat design has said so far. The run's thread writes and pages read, and neither waits
/// for the other longer than a copy takes. Placements are made only when a page has seen the last.
final class FlatBoard: Sendable {
  /// What stands on it.
  struct Content: Sendable {
    /// Counts changes.
    var revision = 1
    var progress: FlatPlacementProgress?
    var curve: [(revision: Int, point: WirelengthPoint)] = []
    var stages: [FlatStageResult] = []
    var placement: Placement
    var placementRevision = 1
    /// Whether a page has seen the placement and waits for another.
    var isAwaited = true
  }

  private let content: Mutex<Content>
  private let stop: StopFlag
  private let unit: Double
  private let clock = Mutex<ContinuousClock.Instant?>(nil)

  /// A board for the run that a flag pauses and stops; wirelengths are shown in `unit`.
  init(_ placement: Placement, unit: Double, stop: StopFlag) {
    content = Mutex(Content(placement: placement))
    self.unit = unit
    self.stop = stop
  }

  /// What stands there now.
  var now: Content { content.withLock { $0 } }

  /// Seconds of the run so far, without its pauses.
  var seconds: Double {
    clock.withLock { $0.map { (ContinuousClock.now - $0 - stop.pausedTime) / .seconds(1) } ?? 0 }
  }

  // MARK: - The run

  func begin() { clock.withLock { $0 = .now } }

  func note(_ progress: FlatPlacementProgress) {
    let point = WirelengthPoint(
      seconds: seconds, wirelength: progress.wirelength / unit, overflow: progress.overflow)
    change { content in
      content.progress = progress
      content.curve.append((content.revision, point))
      // Some thousand points, however long the run is.
      if content.curve.count > 4000 {
        content.curve = content.curve.indices.filter { $0 % 2 == 1 }.map { content.curve[$0] }
      }
    }
  }

  func note(_ stage: FlatStageResult, _ placement: Placement) {
    let point = WirelengthPoint(
      seconds: seconds, wirelength: stage.wirelength / unit, overflow: nil)
    change { content in
      content.stages.append(stage)
      content.curve.append((content.revision, point))
      content.progress?.stage = stage.stage
      content.progress?.step = stage.steps
      content.progress?.wirelength = stage.wirelength
    }
    show(placement)
  }

  /// Shows a placement if a page waits for one. In a pause it is what the run stands at.
  func show(_ make: () -> Placement) {
    guard content.withLock({ $0.isAwaited }) || stop.isPaused else { return }
    show(make())
  }

  func show(_ placement: Placement) {
    change { content in
      content.placement = placement
      content.placementRevision = content.revision
      content.isAwaited = false
    }
  }

  // MARK: - The session

  /// Counts a change; with `resending`, pages get the placement again.
  func change(resending: Bool = false, _ edit: (inout Content) -> Void = { _ in }) {
    content.withLock { content in
      content.revision += 1
      if resending { content.placementRevision = content.revision }
      edit(&content)
    }
  }

  /// Says that a page has seen the placement.
  func await() { content.withLock { $0.isAwaited = true } }
}
