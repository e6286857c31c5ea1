import Dispatch
import Evaluation
import Foundation

/// Turns the first interrupt (SIGINT or SIGTERM) into a stop flag, so that a run ends with its best
/// result so far; the second ends the program at once. With MPI SIGUSR1 is one too: `mpirun` passes it on
/// and leaves ranks the time they need, while after SIGTERM it soon kills them.
final class Interrupts {
  private var sources: [any DispatchSourceSignal] = []
  #if MPI
  private static let signals = [SIGINT, SIGTERM, SIGUSR1]
  #else
  private static let signals = [SIGINT, SIGTERM]
  #endif

  init(raising stop: StopFlag) {
    // Not the flag says whether there was one: other ranks raise it too.
    let isInterrupted = StopFlag()
    for number in Self.signals {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if isInterrupted.isRaised { exit(128 + number) }
        isInterrupted.raise()
        stop.raise()
      }
      source.resume()
      sources.append(source)
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }
}
