import Benchmarking
import Foundation
import Synchronization

/// How a benchmark goes, on standard error: a line that is redrawn on a terminal; elsewhere a line for
/// each run that is finished.
final class BenchmarkDisplay: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

  /// Shows the progress, if it is time to.
  func show(_ progress: BenchmarkProgress) {
    let now = ContinuousClock.now
    let isDue = lastShown.withLock { last in
      let isDue = last.map { now - $0 >= .milliseconds(100) } ?? true
      if isDue || progress.isFinished { last = now }
      return isDue
    }
    if progress.isFinished {
      Messages.write((isTerminal ? "\r\u{1B}[K" : "") + Self.line(progress))
    } else if isTerminal, isDue {
      Messages.writePart("\r\u{1B}[K\(Self.line(progress))")
    }
  }

  /// Leaves no half line.
  func finish() {
    if isTerminal, lastShown.withLock({ $0 }) != nil { Messages.writePart("\r\u{1B}[K") }
  }

  static func line(_ progress: BenchmarkProgress) -> String {
    let run = progress.run
    var parts = ["[\(progress.done)/\(progress.total)]"]
    if !progress.isFinished, let fraction = progress.fraction {
      parts.append(String(format: "%3.0f %%", 100 * fraction))
    }
    parts += [run.design.name, run.recipe.name, "seed \(run.seed)"]
    if run.budget != .none { parts.append("\(run.budget)") }
    if let figure = progress.figure { parts.append(String(format: "%.6g", figure)) }
    if let left = progress.secondsLeft, progress.done < progress.total {
      parts.append("\(duration(left)) left")
    }
    return parts.joined(separator: "  ")
  }

  private static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<100: String(format: "%.0f s", seconds)
    case ..<6000: String(format: "%.0f min", (seconds / 60).rounded(.up))
    default: String(format: "%.1f h", seconds / 3600)
    }
  }
}
