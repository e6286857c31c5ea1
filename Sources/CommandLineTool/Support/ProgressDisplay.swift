import Annealing
import ChipPlace
import Evaluation
import Foundation

/// How annealing goes, on standard error: one line that is redrawn on a terminal, now and then a plain
/// line elsewhere.
struct ProgressDisplay {
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private var lastShown = -1.0
  private var lastStage: FlatStage?
  private let begin = ContinuousClock.now

  /// Shows the progress, if it is time to.
  mutating func show(_ progress: AnnealingProgress) {
    let pause = isTerminal ? 0.1 : 5.0
    guard progress.seconds - lastShown >= pause || progress.fraction >= 1 else { return }
    lastShown = progress.seconds
    let line = String(
      format: "%3.0f%%  proxy %.6f  wirelength %.4f  density %.4f  congestion %.4f  "
        + "T %.1e  accepted %2.0f%%  %@ moves/s  %@",
      progress.fraction * 100, progress.bestCost, progress.bestTerms.wirelength,
      progress.bestTerms.density, progress.bestTerms.congestion, progress.temperature,
      progress.acceptance * 100, Self.thousands(Double(progress.moves) / progress.seconds),
      Self.remaining(progress))
    if isTerminal {
      Messages.writePart("\r\u{1B}[K\(Self.bar(progress.fraction)) \(line)")
    } else {
      Messages.write(line)
    }
  }

  /// Shows how the placement of a flat design goes, if it is time to.
  mutating func show(_ progress: FlatPlacementProgress) {
    let now = (ContinuousClock.now - begin) / .seconds(1)
    guard now - lastShown >= (isTerminal ? 0.1 : 5.0) || progress.stage != lastStage else { return }
    lastShown = now
    lastStage = progress.stage
    let name = progress.stage.rawValue.padding(toLength: 17, withPad: " ", startingAt: 0)
    let overflow = progress.overflow.map { String(format: "  overflow %.3f", $0) } ?? ""
    let line = String(
      format: "%5.0f s  %@  step %4d  wirelength %.6g%@", now, name, progress.step,
      progress.wirelength, overflow)
    if isTerminal {
      Messages.writePart("\r\u{1B}[K\(line)")
    } else {
      Messages.write(line)
    }
  }

  /// Leaves the line.
  func finish() {
    if isTerminal, lastShown >= 0 { Messages.write("") }
  }

  private static func bar(_ fraction: Double) -> String {
    let width = 20
    let full = Int((fraction * Double(width)).rounded(.down))
    return "[" + String(repeating: "█", count: full)
      + String(repeating: "·", count: width - full) + "]"
  }

  private static func thousands(_ value: Double) -> String {
    value.isFinite ? String(format: "%.0fk", value / 1000) : "–"
  }

  private static func remaining(_ progress: AnnealingProgress) -> String {
    guard progress.fraction > 0 else { return "" }
    let seconds = progress.seconds * (1 - progress.fraction) / progress.fraction
    return seconds < 100
      ? String(format: "%.0f s left", seconds)
      : String(format: "%.0f min left", (seconds / 60).rounded(.up))
  }
}
