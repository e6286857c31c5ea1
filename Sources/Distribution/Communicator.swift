import Foundation

/// The ranks of a run, as one of them sees them: processes, on one machine or many, that run the same
/// program and talk only through this.
///
/// Calls that say *all ranks* are made by every rank, in the same order. One thread at a time makes
/// them; ``send(_:to:tag:)`` and ``receive(from:tag:)`` may be called by any.
public protocol Communicator: Sendable {
  /// What goes wrong; `Never` where nothing can.
  associatedtype Failure: Error

  /// The number of this rank, from 0.
  var rank: Int { get }
  /// How many ranks there are.
  var count: Int { get }
  /// How many of them run on this machine, this one included.
  var neighbors: Int { get }
  /// What was sent and what that took, so far.
  var traffic: Traffic { get }

  /// What each rank gives, in the order of ranks. All ranks.
  func allGather(bytes: [UInt8]) throws(Failure) -> [[UInt8]]

  /// What the rank `root` gives; what others give is not looked at. All ranks.
  func broadcast(bytes: [UInt8], from root: Int) throws(Failure) -> [UInt8]

  /// Gives part `r` to each rank `r`, and returns what each rank gave to this one, in the order of ranks.
  /// All ranks.
  func allToAll(bytes parts: [[UInt8]]) throws(Failure) -> [[UInt8]]

  /// Sends a message to another rank; waits until it is taken over, not until it is read.
  ///
  /// - Parameter tag: what the message is about, 0 or more.
  func send(_ bytes: [UInt8], to rank: Int, tag: Int) throws(Failure)

  /// A message that has come; nil if there is none yet. Messages of one rank and tag come in the order
  /// in which they were sent.
  ///
  /// - Parameters:
  ///   - rank: from whom; nil for anyone.
  ///   - tag: about what; nil for anything.
  func receive(from rank: Int?, tag: Int?) throws(Failure) -> Message?
}

/// A message of another rank.
public struct Message: Hashable, Sendable {
  /// Who sent it.
  public var rank: Int
  /// What it is about.
  public var tag: Int
  /// What it says.
  public var bytes: [UInt8]

  /// A message from its parts.
  public init(rank: Int, tag: Int, bytes: [UInt8]) {
    self.rank = rank
    self.tag = tag
    self.bytes = bytes
  }
}

/// What a rank sent and received, and what that took.
public struct Traffic: Hashable, Sendable {
  /// Calls of all ranks, such as gathers.
  public var synchronizations = 0
  /// Messages sent or received, one to one.
  public var messages = 0
  /// Bytes that this rank sent, each as often as the algorithm of ``Communicator`` needs it elsewhere: a
  /// gather counts once for each other rank.
  public var bytesSent = 0
  /// Bytes that this rank received.
  public var bytesReceived = 0
  /// Seconds in calls of all ranks until the last rank had come to them.
  public var waitingSeconds = 0.0
  /// Seconds in calls after that, and in sending.
  public var transferSeconds = 0.0

  /// No traffic.
  public init() {}
}

extension Communicator {
  /// Whether this is the rank that reports and writes: the first.
  public var isFirst: Bool { rank == 0 }

  /// What each rank gives, in the order of ranks. All ranks.
  public func allGather<Value: BitwiseCopyable>(_ values: [Value]) throws(Failure) -> [[Value]] {
    try allGather(bytes: values.bytes).map { [Value](bytes: $0) }
  }

  /// What the rank `root` gives. All ranks.
  public func broadcast<Value: BitwiseCopyable>(
    _ value: Value, from root: Int = 0
  ) throws(Failure) -> Value {
    [Value](bytes: try broadcast(bytes: [value].bytes, from: root))[0]
  }

  /// Waits for a message.
  public func wait(for rank: Int?, tag: Int?) throws(Failure) -> Message {
    while true {
      if let message = try receive(from: rank, tag: tag) { return message }
      usleep(50)
    }
  }

  /// The sums of the numbers of all ranks, which must be equally many. All ranks.
  ///
  /// Each rank adds a part of them, in the order of ranks, so the result depends on the numbers and the
  /// number of ranks alone, which MPI's own reduction does not promise. What travels is the same as in
  /// the best reduction for long arrays (Thakur, Rabenseifner and Gropp 2005): twice the array.
  public func sum(_ values: [Float]) throws(Failure) -> [Float] {
    if count == 1 { return values }
    func part(_ rank: Int) -> Range<Int> {
      values.count * rank / count..<values.count * (rank + 1) / count
    }
    let parts = try allToAll(bytes: (0..<count).map { Array(values[part($0)]).bytes })
    var sums = [Float](repeating: 0, count: part(rank).count)
    for numbers in parts.map({ [Float](bytes: $0) }) {
      for index in sums.indices { sums[index] += numbers[index] }
    }
    return try allGather(sums).flatMap { $0 }
  }
}

extension Array where Element: BitwiseCopyable {
  /// The elements as they are in memory.
  var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

  /// The elements that ``bytes`` gave, on a machine of the same kind.
  init(bytes: [UInt8]) {
    let count = bytes.count / MemoryLayout<Element>.stride
    self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { source in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[..<(count * MemoryLayout<Element>.stride)]))
      }
      initialized = count
    }
  }
}
