import Dispatch
import Evaluation
import Foundation

/// Turns the first interrupt (SIGINT or SIGTERM) into a stop flag, so that a run ends with its best
/// result so far; the second ends the program at once.
final class Interrupts {
  private var sources: [any DispatchSourceSignal] = []

  init(raising stop: StopFlag) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if stop.isRaised { exit(128 + number) }
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
