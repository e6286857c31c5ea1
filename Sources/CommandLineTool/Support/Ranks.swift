import ArgumentParser
import Distribution
import Foundation

/// A failure that no other rank waits to hear of: all end by themselves.
private struct SettledFailure: ParsableCommandFailure {
  var error: any Error
}

/// Runs a command's work on all ranks that `mpirun` started, and reports failures as
/// ``reportingFailures(_:)`` does. Without the trait `MPI` there is one rank.
///
/// A rank that fails by itself ends all of them: they would wait for it.
func onRanks(_ body: (any Communicator) throws -> Void) throws {
  do {
    #if MPI
    try onStartedRanks(body)
    #else
    try reportingFailures { try body(LocalCommunicator()) }
    #endif
  } catch let failure as SettledFailure {
    throw failure.error
  }
}

#if MPI
private func onStartedRanks(_ body: (any Communicator) throws -> Void) throws {
  var started: MPICommunicator?
  try reportingFailures { started = try MPICommunicator() }
  guard let ranks = started else { return }
  Messages.speak(as: ranks.rank)
  do {
    try reportingFailures { try body(ranks) }
  } catch {
    if ranks.count > 1, !(error is SettledFailure) {
      ranks.abort(status: ChipPlaceTool.exitCode(for: error).rawValue)
    }
    try reportingFailures { try ranks.finish() }
    throw error
  }
  try reportingFailures { try ranks.finish() }
}
#endif

/// Does what the first rank does by itself at the end, when no other waits for it, such as writing files.
func concluding(_ body: () throws -> Void) throws {
  do {
    try reportingFailures(body)
  } catch {
    throw SettledFailure(error: error)
  }
}

extension Communicator {
  /// Does what each rank does by itself, such as reading files. If it fails on any rank all end, and the
  /// first says why. All ranks.
  func agreeing<Value>(_ body: () throws -> Value) throws -> Value {
    if count == 1 { return try body() }
    var (value, failure): (Value?, (any Error)?)
    do { value = try body() } catch { failure = error }
    let own = failure.map(KnownFailure.init)
    let failures = try allGather(
      bytes: own.map { [UInt8(truncatingIfNeeded: $0.status.rawValue)] + $0.message.utf8 } ?? [])
    guard let failed = failures.firstIndex(where: { !$0.isEmpty }) else { return value! }
    // The parser's own failures bring the usage along.
    if isFirst, let failure = failure as? any ParsableCommandFailure {
      throw SettledFailure(error: failure)
    }
    let message = String(decoding: failures[failed].dropFirst(), as: UTF8.self)
    Messages.write(failed == 0 ? message : "rank \(failed): \(message)")
    throw SettledFailure(error: ExitCode(Int32(failures[failed][0])))
  }

  /// The threads that each rank gets by default: the cores that it is bound to, or its part of the
  /// machine's.
  var threadsByDefault: Int {
    let bound = ProcessInfo.processInfo.activeProcessorCount
    let all = ProcessInfo.processInfo.processorCount
    return bound < all ? bound : max(1, all / neighbors)
  }
}

/// How ranks shared a run, and what that cost.
struct RanksReport: Encodable {
  /// How many there were.
  var ranks: Int
  /// Calls that all ranks made together.
  var synchronizations: Int
  /// Messages from one rank to one other.
  var messages: Int
  /// What all ranks sent, in all.
  var bytesSent: Int
  /// What a rank sent for each synchronization, on average.
  var bytesPerSynchronization: Double
  /// Of the ranks' time, the share in which they waited for the last one.
  var waitingShare: Double
  /// The share in which bytes travelled.
  var transferShare: Double

  /// The report on a run of so many seconds; nil without MPI. All ranks.
  init?(_ ranks: some Communicator, seconds: Double) throws {
    guard !(ranks is LocalCommunicator) else { return nil }
    let own = ranks.traffic
    let all = try ranks.allGather([
      Double(own.messages), Double(own.bytesSent), own.waitingSeconds, own.transferSeconds,
    ])
    func sum(_ column: Int) -> Double { all.reduce(0) { $0 + $1[column] } }
    self.ranks = ranks.count
    synchronizations = own.synchronizations
    messages = Int(sum(0)) / 2
    bytesSent = Int(sum(1))
    bytesPerSynchronization = sum(1) / Double(max(synchronizations, 1)) / Double(ranks.count)
    let time = max(seconds, 1e-9) * Double(ranks.count)
    waitingShare = sum(2) / time
    transferShare = sum(3) / time
  }

  // The number stands beside the communication, as that of threads does.
  private enum CodingKeys: String, CodingKey {
    case synchronizations, messages, bytesSent, bytesPerSynchronization, waitingShare,
      transferShare
  }

  var text: String {
    String(
      format: "  ranks             %d, %d synchronizations, %d messages, %d bytes sent, "
        + "%.2f %% of the time waiting, %.2f %% in transfer",
      ranks, synchronizations, messages, bytesSent, 100 * waitingShare, 100 * transferShare)
  }
}
