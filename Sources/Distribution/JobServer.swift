public import Evaluation
import Foundation
import Parallelism
import Synchronization

/// What messages of jobs are about.
enum JobTag {
  /// All are to end early: from the server or to it.
  static let stop = 2
  /// There are no more jobs.
  static let end = 3
  /// A job for a slot, or its result: plus the number of the slot.
  static let firstSlot = 16
}

/// Hands out jobs to the other ranks as these become free, on the first rank.
///
/// A job and its result are bytes. Each other rank runs a ``JobWorker`` meanwhile, which has slots for so
/// many jobs at once. Several rows of jobs (``run(next:done:)``) have the same workers, until ``finish()``
/// lets them go.
public final class JobServer<Ranks: Communicator> {
  private let ranks: Ranks
  private let stop: StopFlag
  /// Slots of workers without a job, the first that became free first.
  private var idle: [(rank: Int, tag: Int)] = []
  private var hasToldStop = false

  /// The slots of all workers together.
  public let slots: Int

  /// The server of jobs to all other ranks, which begin a ``JobWorker``.
  ///
  /// - Parameter stop: tells workers to end early when raised, and is raised when one of them does.
  public init(_ ranks: Ranks, stop: StopFlag) throws(Ranks.Failure) {
    self.ranks = ranks
    self.stop = stop
    let counts = try ranks.allGather([0]).map { $0[0] }
    slots = counts.reduce(0, +)
    // One for each rank before the second of any.
    for slot in 0..<(counts.max() ?? 0) {
      for (rank, count) in counts.enumerated() where slot < count {
        idle.append((rank, JobTag.firstSlot + slot))
      }
    }
  }

  /// Hands out jobs until there are none left and all results are in.
  ///
  /// - Parameters:
  ///   - next: the next job; nil, from then on, if there is none.
  ///   - done: takes a result, in the order in which they come.
  public func run(next: () -> [UInt8]?, done: ([UInt8]) -> Void) throws(Ranks.Failure) {
    var (underWay, isEmpty) = (0, false)
    while true {
      while !isEmpty, let slot = idle.first {
        if let job = next() {
          idle.removeFirst()
          underWay += 1
          try ranks.send(job, to: slot.rank, tag: slot.tag)
        } else {
          isEmpty = true
        }
      }
      if underWay == 0 { return }
      if stop.isRaised, !hasToldStop {
        hasToldStop = true
        for rank in 1..<ranks.count { try ranks.send([], to: rank, tag: JobTag.stop) }
      }
      guard let message = try ranks.receive(from: nil, tag: nil) else {
        usleep(1000)
        continue
      }
      if message.tag == JobTag.stop {
        stop.raise()
      } else {
        underWay -= 1
        idle.append((message.rank, message.tag))
        done(message.bytes)
      }
    }
  }

  /// Lets all workers go.
  public func finish() throws(Ranks.Failure) {
    for rank in 1..<max(ranks.count, 1) { try ranks.send([], to: rank, tag: JobTag.end) }
    try ranks.settle()
  }
}

extension Communicator {
  /// Waits for all ranks, and takes what was still sent to this one. All ranks.
  fileprivate func settle() throws(Failure) {
    _ = try allGather(bytes: [])
    while try receive(from: nil, tag: nil) != nil {}
  }
}

/// Does the jobs that the first rank's ``JobServer`` hands out, on any other rank.
public struct JobWorker<Ranks: Communicator>: Sendable {
  private let ranks: Ranks
  private let slots: Int
  private let stop: StopFlag

  /// - Parameters:
  ///   - slots: how many jobs to do at once, each on a thread of its own.
  ///   - stop: tells the server, and so all ranks, to end early when raised, and is raised when another
  ///     does.
  public init(_ ranks: Ranks, slots: Int, stop: StopFlag) {
    self.ranks = ranks
    self.slots = max(slots, 1)
    self.stop = stop
  }

  /// Does jobs until the server lets it go.
  ///
  /// - Parameter body: a job's result; called on any thread.
  public func run(_ body: @escaping @Sendable ([UInt8]) -> [UInt8]) throws(Ranks.Failure) {
    _ = try ranks.allGather([slots])
    let failure = FirstFailure<Ranks.Failure>()
    let underWay = DispatchGroup()
    var hasToldStop = false
    while true {
      if let failure = failure.value { throw failure }
      if stop.isRaised, !hasToldStop {
        hasToldStop = true
        try ranks.send([], to: 0, tag: JobTag.stop)
      }
      guard let message = try ranks.receive(from: 0, tag: nil) else {
        usleep(1000)
        continue
      }
      switch message.tag {
      case JobTag.stop: stop.raise()
      case JobTag.end:
        // Their results have come, but they may still be in a call.
        underWay.wait()
        return try ranks.settle()
      default:
        underWay.enter()
        inBackground { [ranks] in
          defer { underWay.leave() }
          do throws(Ranks.Failure) {
            try ranks.send(body(message.bytes), to: 0, tag: message.tag)
          } catch {
            failure.note(error)
          }
        }
      }
    }
  }
}

/// The first failure of several threads.
private final class FirstFailure<Failure: Error>: Sendable {
  private let first = Mutex<Failure?>(nil)

  var value: Failure? { first.withLock { $0 } }

  func note(_ failure: Failure) { first.withLock { $0 = $0 ?? failure } }
}
