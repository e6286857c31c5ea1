import Foundation
import Synchronization

/// A request to end early with the best so far, made from any thread or from a signal's handler and
/// looked at often by everything that runs long. Annealing and the stages of flat designs can also be
/// paused by it, and then go on as if they had not been: in budgets the time does not count.
public final class StopFlag: Sendable {
  private let raised = Atomic(false)
  private let paused = Atomic(false)
  private let pauses = Mutex(Pauses())

  private struct Pauses {
    var began: ContinuousClock.Instant?
    var past = Duration.zero
  }

  /// A flag that is not raised.
  public init() {}

  /// Asks for the end.
  public func raise() { raised.store(true, ordering: .relaxed) }

  /// Whether the end was asked for.
  public var isRaised: Bool { raised.load(ordering: .relaxed) }

  /// Asks for a pause, until ``resume()``. What is raised ends all the same.
  public func pause() {
    pauses.withLock { if $0.began == nil { $0.began = .now } }
    paused.store(true, ordering: .relaxed)
  }

  /// Ends a pause.
  public func resume() {
    paused.store(false, ordering: .relaxed)
    pauses.withLock {
      if let began = $0.began { $0.past += .now - began }
      $0.began = nil
    }
  }

  /// Whether a pause was asked for.
  public var isPaused: Bool { paused.load(ordering: .relaxed) }

  /// How long all pauses took so far, the one at hand included.
  public var pausedTime: Duration {
    pauses.withLock { $0.past + ($0.began.map { .now - $0 } ?? .zero) }
  }

  /// Whether the end was asked for, said after a pause if there is one.
  public var isRaisedAfterPause: Bool {
    waitWhilePaused()
    return isRaised
  }

  /// Returns when there is no pause, or the end is asked for.
  public func waitWhilePaused() {
    while isPaused, !isRaised { Thread.sleep(forTimeInterval: 0.005) }
  }
}
