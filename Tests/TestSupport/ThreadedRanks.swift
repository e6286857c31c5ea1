public import Distribution
import Foundation
import Synchronization

/// Ranks that are threads of this process.
public enum ThreadedRanks {
  /// Runs a body on so many ranks side by side; results in the order of ranks.
  public static func run<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (ThreadedRank) throws -> Value
  ) throws -> [Value] {
    let board = Board(count)
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
    let group = DispatchGroup()
    for rank in 0..<count {
      group.enter()
      let thread = Thread {
        let result = Result { try body(ThreadedRank(rank: rank, board: board)) }
        results.withLock { $0[rank] = result }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return try results.withLock { try $0.map { try $0!.get() } }
  }
}

/// One of ``ThreadedRanks``.
public struct ThreadedRank: Communicator {
  /// Nothing goes wrong.
  public typealias Failure = Never

  /// See ``Communicator/rank``.
  public let rank: Int
  fileprivate let board: Board

  /// See ``Communicator/count``.
  public var count: Int { board.count }
  /// See ``Communicator/neighbors``.
  public var neighbors: Int { board.count }
  /// See ``Communicator/traffic``.
  public var traffic: Traffic { Traffic() }

  /// See ``Communicator/allGather(bytes:)``.
  public func allGather(bytes: [UInt8]) -> [[UInt8]] {
    board.meet(rank, [bytes]).map { $0[0] }
  }

  /// See ``Communicator/broadcast(bytes:from:)``.
  public func broadcast(bytes: [UInt8], from root: Int) -> [UInt8] {
    board.meet(rank, [bytes])[root][0]
  }

  /// See ``Communicator/allToAll(bytes:)``.
  public func allToAll(bytes parts: [[UInt8]]) -> [[UInt8]] {
    board.meet(rank, parts).map { $0[rank] }
  }

  /// See ``Communicator/rank``.
  public func send(_ bytes: [UInt8], to rank: Int, tag: Int) {
    board.post(Message(rank: self.rank, tag: tag, bytes: bytes), to: rank)
  }

  /// See ``Communicator/rank``.
  public func receive(from rank: Int?, tag: Int?) -> Message? {
    board.take(by: self.rank, from: rank, tag: tag)
  }
}

/// Where threads meet and leave messages.
private final class Board: @unchecked Sendable {
  let count: Int
  private let condition = NSCondition()
  private var given: [Int: [[UInt8]]] = [:]
  private var taken: Set<Int> = []
  private var mail: [[Message]]

  init(_ count: Int) {
    self.count = count
    mail = Array(repeating: [], count: count)
  }

  /// What all ranks gave, once all have.
  func meet(_ rank: Int, _ value: [[UInt8]]) -> [[[UInt8]]] {
    condition.withLock {
      // Those of the last meeting are still leaving.
      while given[rank] != nil { condition.wait() }
      given[rank] = value
      condition.broadcast()
      while given.count < count { condition.wait() }
      let all = (0..<count).map { given[$0]! }
      taken.insert(rank)
      if taken.count == count {
        given = [:]
        taken = []
        condition.broadcast()
      } else {
        while taken.contains(rank) { condition.wait() }
      }
      return all
    }
  }

  func post(_ message: Message, to rank: Int) { condition.withLock { mail[rank].append(message) } }

  func take(by owner: Int, from rank: Int?, tag: Int?) -> Message? {
    condition.withLock {
      let index = mail[owner].firstIndex {
        (rank == nil || $0.rank == rank) && (tag == nil || $0.tag == tag)
      }
      return index.map { mail[owner].remove(at: $0) }
    }
  }
}
