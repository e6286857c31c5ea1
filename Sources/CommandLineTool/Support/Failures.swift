import ArgumentParser
import Benchmarking
import ChipPlace
import Clustering
import DesignLoop
import Evaluation
import Formats
import Foundation
import NeuralNetwork
import PolicyTraining
import Reporting
import Technology

/// Exit statuses beside those of the argument parser, after `sysexits.h`.
enum ExitStatus {
  static let unreadableInput = ExitCode(65)
  static let internalFault = ExitCode(70)
  static let unwritableOutput = ExitCode(73)
}

/// Text for a person, on standard error. Where that takes no more, work goes on without.
enum Messages {
  static func write(_ text: String) { writePart(text + "\n") }

  /// Writes a part of a line.
  static func writePart(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
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
  } catch let error as ParseError {
    Messages.write(error.description)
    throw ExitStatus.unreadableInput
  } catch let error as OutsideGridError {
    Messages.write("error: \(error)")
    throw ExitStatus.unreadableInput
  } catch let error as ClusteringError {
    Messages.write("error: \(error)")
    throw ExitStatus.unreadableInput
  } catch let error as PlacementError {
    Messages.write("error: \(error)")
    throw ExitStatus.unreadableInput
  } catch let error as CheckpointError {
    Messages.write(error.description)
    throw ExitStatus.unreadableInput
  } catch let error as TrainingError {
    Messages.write("error: \(error)")
    throw ExitStatus.unreadableInput
  } catch let error as LoopError {
    Messages.write("error: \(error)")
    if case .unwritable = error { throw ExitStatus.unwritableOutput }
    throw ExitStatus.unreadableInput
  } catch let error as RunDatabaseError {
    Messages.write(error.description)
    throw error.isUnreadable ? ExitStatus.unreadableInput : ExitStatus.unwritableOutput
  } catch let error as TechnologyError {
    Messages.write(error.description)
    throw ExitStatus.unreadableInput
  } catch let error as OutputError {
    Messages.write(error.description)
    throw ExitStatus.unwritableOutput
  } catch let error as PictureError {
    Messages.write(error.description)
    throw ExitStatus.unwritableOutput
  } catch let error as any ParsableCommandFailure {
    throw error
  } catch {
    Messages.write("error: \(error)")
    throw ExitStatus.internalFault
  }
}

/// What the argument parser itself throws and handles.
protocol ParsableCommandFailure: Error {}
extension ExitCode: ParsableCommandFailure {}
extension ValidationError: ParsableCommandFailure {}
