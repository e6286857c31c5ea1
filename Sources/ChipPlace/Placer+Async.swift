public import Annealing
public import Evaluation
import Foundation
import Parallelism

extension Placer {
  /// Places the design on a thread of its own while the caller waits without holding one.
  ///
  /// Cancelling the task ends the run early with the best placement so far, and
  /// ``PlacementResult/wasStopped`` says so: what was found is never lost.
  ///
  /// - Parameters:
  ///   - stop: ends the run likewise when raised.
  ///   - progress: called from time to time while annealing, on the run's thread.
  /// - Throws: ``PlacementError`` if the design cannot be placed.
  public func place(
    stop: StopFlag = StopFlag(),
    reportingTo progress: @escaping @Sendable (AnnealingProgress) -> Void
  ) async throws(PlacementError) -> PlacementResult {
    return try await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // A run takes seconds or minutes, for which no thread of those that tasks share may be held.
        // On Linux the global queues have the same threads, as many as there are cores.
        inBackground {
          continuation.resume(
            returning: Result { () throws(PlacementError) in
              try place(stop: stop, progress: progress)
            })
        }
      }
    } onCancel: {
      stop.raise()
    }.get()
  }

  /// Places the design and tells how that goes: progress, and at the end the result.
  ///
  /// ```swift
  /// for try await event in placer.events() {
  ///   switch event {
  ///   case .progress(let progress): print(progress.fraction, progress.bestCost)
  ///   case .finished(let result): print(result.evaluation.proxy)
  ///   }
  /// }
  /// ```
  ///
  /// The run ends when nobody waits for events any more. Progress that nobody had time for is passed
  /// over for what came after it. Cancelling the task that waits ends the sequence; to stop early and
  /// keep the best so far, raise `stop`.
  public func events(stop: StopFlag = StopFlag()) -> AsyncThrowingStream<PlacementEvent, any Error>
  {
    // The result comes last, so that it is among the newest.
    AsyncThrowingStream(bufferingPolicy: .bufferingNewest(2)) { continuation in
      let run = Task {
        do throws(PlacementError) {
          let result = try await place(stop: stop) { continuation.yield(.progress($0)) }
          continuation.yield(.finished(result))
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in run.cancel() }
    }
  }
}

/// What happens in a placement that is waited for.
public enum PlacementEvent: Sendable {
  /// How annealing stands.
  case progress(AnnealingProgress)
  /// What came out.
  case finished(PlacementResult)
}
