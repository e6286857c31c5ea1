import ArgumentParser
import Benchmarking
import ChipPlace
import Clustering
import DesignLoop
import Evaluation
import Formats
import Foundation
import LiveView
import NeuralNetwork
import PolicyTraining
import Reporting
import Synchronization
import Technology

/// Exit statuses beside those of the argument parser, after `sysexits.h`.
enum ExitStatus {
  static let unreadableInput = ExitCode(65)
  static let internalFault = ExitCode(70)
  static let unwritableOutput = ExitCode(73)
}

/// Text for a person, on standard error. Where that takes no more, work goes on without. Of several
/// ranks only the first writes, but each tells of its failure.
enum Messages {
  private static let rank = Atomic(0)

  /// Says which rank this process is.
  static func speak(as rank: Int) { Self.rank.store(rank, ordering: .relaxed) }

  static func write(_ text: String) { writePart(text + "\n") }

  /// Writes a part of a line.
  static func writePart(_ text: String) { write(Array(text.utf8)) }

  static func write(_ bytes: [UInt8]) {
    if rank.load(ordering: .relaxed) == 0 { writeAlways(bytes) }
  }

  /// Tells why this process fails.
  static func write(failure text: String) {
    let rank = rank.load(ordering: .relaxed)
    writeAlways(Array(((rank == 0 ? "" : "rank \(rank): ") + text + "\n").utf8))
  }

  private static func writeAlways(_ bytes: [UInt8]) {
    try? FileHandle.standardError.write(contentsOf: Data(bytes))
  }

  /// Warnings that readers left, and no more than a screenful of them.
  static func write(warnings: [String]) {
    let shown = 20
    for warning in warnings.prefix(shown) { write(warning) }
    if warnings.count > shown { write("… and \(warnings.count - shown) more warnings") }
  }
}

/// Runs a command's work; a known failure becomes a message on standard error and an exit status.
func reportingFailures(_ body: () throws -> Void) throws {
  // A limit on the size of files is a failure to write, not the end of the program.
  signal(SIGXFSZ, SIG_IGN)
  do {
    try body()
  } catch let error as any ParsableCommandFailure {
    throw error
  } catch {
    let failure = KnownFailure(error)
    Messages.write(failure: failure.message)
    throw failure.status
  }
}

/// A failure as the user is told of it.
struct KnownFailure {
  var message: String
  var status: ExitCode

  init(_ error: any Error) {
    let prefixed = "error: \(error)"
    (message, status) =
      switch error {
      // These say the file themselves.
      case is ParseError, is CheckpointError:
        ("\(error)", ExitStatus.unreadableInput)
      case is OutputError, is PictureError: ("\(error)", ExitStatus.unwritableOutput)
      case let error as RunDatabaseError:
        (
          error.description,
          error.isUnreadable ? ExitStatus.unreadableInput : ExitStatus.unwritableOutput
        )
      case is ListenError: (prefixed, ExitCode.validationFailure)
      case let error as ExitCode: ("", error)
      case let error as ValidationError: ("Error: \(error.message)", ExitCode.validationFailure)
      case let error as PlacementError where error.isOfCommunication:
        (prefixed, ExitStatus.internalFault)
      case let error as TrainingError where error.isOfCommunication:
        (prefixed, ExitStatus.internalFault)
      case LoopError.unwritable: (prefixed, ExitStatus.unwritableOutput)
      case LoopError.communication: (prefixed, ExitStatus.internalFault)
      case is OutsideGridError, is ClusteringError, is PlacementError, is TrainingError,
        is LoopError:
        (prefixed, ExitStatus.unreadableInput)
      default: (prefixed, ExitStatus.internalFault)
      }
  }
}

/// What the argument parser itself throws and handles.
protocol ParsableCommandFailure: Error {}
extension ExitCode: ParsableCommandFailure {}
extension ValidationError: ParsableCommandFailure {}
