/// A run of one process: there is nobody to talk to.
public struct LocalCommunicator: Communicator {
  /// Nothing goes wrong.
  public typealias Failure = Never

  /// See ``Communicator/rank``.
  public var rank: Int { 0 }
  /// See ``Communicator/count``.
  public var count: Int { 1 }
  /// See ``Communicator/neighbors``.
  public var neighbors: Int { 1 }
  /// See ``Communicator/traffic``.
  public var traffic: Traffic { Traffic() }

  /// The one process.
  public init() {}

  /// See ``Communicator/allGather(bytes:)``.
  public func allGather(bytes: [UInt8]) -> [[UInt8]] { [bytes] }

  /// See ``Communicator/broadcast(bytes:from:)``.
  public func broadcast(bytes: [UInt8], from root: Int) -> [UInt8] { bytes }

  /// See ``Communicator/allToAll(bytes:)``.
  public func allToAll(bytes parts: [[UInt8]]) -> [[UInt8]] { parts }

  /// See ``Communicator/rank``.
  public func send(_ bytes: [UInt8], to rank: Int, tag: Int) {
    preconditionFailure("a message to rank \(rank) of a run of one")
  }

  /// See ``Communicator/rank``.
  public func receive(from rank: Int?, tag: Int?) -> Message? { nil }
}
