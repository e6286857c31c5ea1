import ArgumentParser
import ChipPlace
import Formats
import Foundation

/// The checkpoints of `place`.
struct CheckpointArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep where the run stands in a file, for --resume.",
      discussion: """
        Written when annealing begins, after each stage of the flow, and every --checkpoint-every \
        seconds at the next end of an epoch of annealing, of which a run has 100 to 1000, or at the next \
        sixteenth iteration of global placement; when the run is interrupted, too. A file that stands there is replaced when the first checkpoint is ready. \
        Where it cannot be written, a warning says so and the run goes on.
        """),
    completion: .file())
  var checkpoint: String?

  @Option(help: "Seconds from one checkpoint to the next (default: \(Int(defaultInterval))).")
  var checkpointEvery: Double?

  @Option(
    help: ArgumentHelp(
      "Go on from a checkpoint, with the same netlist and options as before.",
      discussion: """
        With --moves the result is that of a run without a break, to the last bit; of --time, what was \
        used counts. Further checkpoints go to the same file unless --checkpoint names another. Stages \
        that a checkpoint holds are not done again; those that take a few seconds, such as legalization \
        and an analytical start, begin anew if they were under way.
        """),
    completion: .file())
  var resume: String?

  private static let defaultInterval = 60.0

  func validate() throws {
    if let checkpointEvery, !(checkpointEvery > 0 && checkpointEvery <= 1e7) {
      throw ValidationError("Expected --checkpoint-every above 0 and up to 10000000 seconds.")
    }
    if checkpointEvery != nil, file == nil {
      throw ValidationError("Expected --checkpoint-every only with --checkpoint or --resume.")
    }
  }

  /// The file that checkpoints are written to, if any.
  var file: String? { checkpoint ?? resume }

  /// The checkpoint to go on from, if any.
  ///
  /// - Throws: `ParseError` if the file is none, or damaged.
  func interrupted() throws(ParseError) -> PlacementCheckpoint? {
    guard let resume else { return nil }
    return try PlacementCheckpoint(contentsOf: resume)
  }

  /// What writes checkpoints, if they are asked for.
  var keeper: CheckpointKeeper? {
    file.map { CheckpointKeeper($0, interval: checkpointEvery ?? Self.defaultInterval) }
  }
}

/// Writes checkpoints at an interval. One that cannot be written costs no run: the one before stands, and
/// the next is tried in time.
final class CheckpointKeeper {
  private let file: String
  private let interval: Double
  private var latest: PlacementCheckpoint?
  private var stages = -1
  private var written: ContinuousClock.Instant?

  init(_ file: String, interval: Double) {
    self.file = file
    self.interval = interval
  }

  /// Writes a checkpoint, with the curve of the run, if it is time to, or a stage has ended.
  func note(_ checkpoint: PlacementCheckpoint, curve: [CurvePoint]) {
    latest = checkpoint
    latest?.curve = curve
    let isDue = written.map { (ContinuousClock.now - $0) / .seconds(1) >= interval } ?? true
    if isDue || checkpoint.stageCount != stages { write() }
  }

  /// Writes the last checkpoint of a run that was interrupted.
  func finish(wasStopped: Bool) {
    guard wasStopped, latest != nil, write() else { return }
    Messages.write("stopped; --resume \(file) goes on from here")
  }

  @discardableResult
  private func write() -> Bool {
    guard let checkpoint = latest else { return false }
    stages = checkpoint.stageCount
    written = .now
    do throws(OutputError) {
      try checkpoint.write(to: file)
    } catch {
      Messages.write("warning: \(error); the run goes on")
      return false
    }
    return true
  }
}
