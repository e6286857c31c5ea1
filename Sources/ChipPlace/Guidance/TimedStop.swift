import Annealing
import Dispatch
import Evaluation

/// A stop flag that is raised with another one, or when a time is up, whichever is first.
final class TimedStop {
  /// The flag.
  let flag = StopFlag()
  private let timer: any DispatchSourceTimer

  /// How often it looks, in milliseconds.
  private static let interval = 20

  /// - Parameter budget: the time; a budget in moves sets none.
  init(_ other: StopFlag, after budget: AnnealingBudget) {
    if other.isRaised { flag.raise() }
    let begin = ContinuousClock.now
    var seconds = Double.infinity
    if case .time(let limit) = budget { seconds = limit }
    timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now(), repeating: .milliseconds(Self.interval))
    timer.setEventHandler { [flag, seconds] in
      if other.isRaised || begin.secondsToNow >= seconds { flag.raise() }
    }
    timer.resume()
  }

  deinit { timer.cancel() }
}
