/// A run of one process: there is nobody to talk to.
public struct LocalCommunicator: Communicator {
  public typealias Failure = Never

  public var rank: Int { 0 }
  public var count: Int { 1 }
  public var neighbors: Int { 1 }
  public var traffic: Traffic { Traffic() }

  /// The one process.
  public init() {}

  public func allGather(bytes: [UInt8]) -> [[UInt8]] { [bytes] }

  public func broadcast(bytes: [UInt8], from root: Int) -> [UInt8] { bytes }

  public func allToAll(bytes parts: [[UInt8]]) -> [[UInt8]] { parts }

  public func send(_ bytes: [UInt8], to rank: Int, tag: Int) {
    preconditionFailure("a message to rank \(rank) of a run of one")
  }

  public func receive(from rank: Int?, tag: Int?) -> Message? { nil }
}
