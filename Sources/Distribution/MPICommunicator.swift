#if MPI
internal import CMPI
import Foundation
import Synchronization

/// The ranks that `mpirun`, or a job scheduler, started.
///
/// MPI is called by one thread at a time. Where it must wait for another rank outside the calls of all
/// ranks it asks again and again, with pauses, so that other threads may call in between.
public final class MPICommunicator: Communicator {
  /// See ``Communicator/rank``.
  public let rank: Int
  /// See ``Communicator/count``.
  public let count: Int
  /// See ``Communicator/neighbors``.
  public let neighbors: Int
  /// What was sent so far; whoever holds it may call MPI.
  private let state = Mutex(Traffic())

  /// See ``Communicator/traffic``.
  public var traffic: Traffic { state.withLock { $0 } }

  /// Starts MPI, once in a process.
  ///
  /// - Throws: ``CommunicationError`` if MPI cannot be had, or not from several threads.
  public init() throws(CommunicationError) {
    var mayShare: Int32 = 0
    try check(chipplace_mpi_start(&mayShare), "MPI_Init_thread")
    guard mayShare != 0 else {
      throw CommunicationError(
        call: "MPI_Init_thread",
        message: "expected an MPI that several threads can call in turn (MPI_THREAD_SERIALIZED)")
    }
    var (rank, count, neighbors): (Int32, Int32, Int32) = (0, 1, 1)
    try check(chipplace_mpi_size(&rank, &count), "MPI_Comm_size")
    try check(chipplace_mpi_neighbors(&neighbors), "MPI_Comm_split_type")
    (self.rank, self.count, self.neighbors) = (Int(rank), Int(count), Int(neighbors))
  }

  /// Ends MPI; the ranks wait for each other. All ranks, once, at the end.
  public func finish() throws(CommunicationError) {
    try locked { _ throws(CommunicationError) in try check(chipplace_mpi_end(), "MPI_Finalize") }
  }

  /// Ends the processes of all ranks at once with an exit status, whatever they are doing.
  public func abort(status: Int32) -> Never {
    // Not under the lock, which a thread that waits for a lost rank may hold.
    _ = chipplace_mpi_abort(status)
    exit(status)
  }

  private func locked<Value>(
    _ body: (inout Traffic) throws(CommunicationError) -> Value
  ) throws(CommunicationError) -> Value {
    try state.withLock { traffic throws(CommunicationError) in try body(&traffic) }
  }

  /// A call of all ranks: the wait until all are there, then the call, both timed.
  private func together<Value>(
    _ body: (inout Traffic) throws(CommunicationError) -> Value
  ) throws(CommunicationError) -> Value {
    try locked { traffic throws(CommunicationError) in
      let begin = ContinuousClock.now
      try check(chipplace_mpi_barrier(), "MPI_Barrier")
      let met = ContinuousClock.now
      let value = try body(&traffic)
      traffic.synchronizations += 1
      traffic.waitingSeconds += (met - begin) / .seconds(1)
      traffic.transferSeconds += (ContinuousClock.now - met) / .seconds(1)
      return value
    }
  }

  /// See ``Communicator/allGather(bytes:)``.
  public func allGather(bytes: [UInt8]) throws(CommunicationError) -> [[UInt8]] {
    try together { traffic throws(CommunicationError) in try self.gather(bytes, &traffic) }
  }

  private func gather(
    _ bytes: [UInt8], _ traffic: inout Traffic
  ) throws(CommunicationError) -> [[UInt8]] {
    let length = try size(bytes.count, "MPI_Allgatherv")
    var counts = [Int32](repeating: 0, count: count)
    let fours = [Int32](repeating: 4, count: count)
    let places = (0..<count).map { Int32(4 * $0) }
    let lengthCode = withUnsafePointer(to: length) {
      chipplace_mpi_all_gather($0, 4, &counts, fours, places)
    }
    try check(lengthCode, "MPI_Allgatherv")
    let block = try Block(counts, "MPI_Allgatherv")
    var received = [UInt8](repeating: 0, count: block.total)
    try check(
      chipplace_mpi_all_gather(bytes, length, &received, counts, block.offsets),
      "MPI_Allgatherv")
    traffic.bytesSent += (bytes.count + 4) * (count - 1)
    traffic.bytesReceived += received.count - bytes.count + 4 * (count - 1)
    return block.parts(received)
  }

  /// See ``Communicator/broadcast(bytes:from:)``.
  public func broadcast(
    bytes: [UInt8], from root: Int
  ) throws(CommunicationError) -> [UInt8] {
    try together { traffic throws(CommunicationError) in
      var length = try size(bytes.count, "MPI_Bcast")
      try check(chipplace_mpi_broadcast(&length, 4, Int32(root)), "MPI_Bcast")
      var copy = rank == root ? bytes : [UInt8](repeating: 0, count: Int(length))
      try check(chipplace_mpi_broadcast(&copy, length, Int32(root)), "MPI_Bcast")
      if rank == root {
        traffic.bytesSent += (copy.count + 4) * (count - 1)
      } else {
        traffic.bytesReceived += copy.count + 4
      }
      return copy
    }
  }

  /// See ``Communicator/allToAll(bytes:)``.
  public func allToAll(bytes parts: [[UInt8]]) throws(CommunicationError) -> [[UInt8]] {
    precondition(parts.count == count, "\(parts.count) parts for \(count) ranks")
    return try together { traffic throws(CommunicationError) in
      let name = "MPI_Alltoallv"
      let lengths = try gather(parts.map { Int32(clamping: $0.count) }.bytes, &traffic)
        .map { [Int32](bytes: $0) }
      let sent = try Block(lengths[rank], name)
      let counts = lengths.map { $0[rank] }
      let block = try Block(counts, name)
      var received = [UInt8](repeating: 0, count: block.total)
      try check(
        chipplace_mpi_all_to_all(
          parts.flatMap { $0 }, sent.counts, sent.offsets, &received, counts, block.offsets),
        name)
      traffic.bytesSent += sent.total - parts[rank].count
      traffic.bytesReceived += received.count - parts[rank].count
      return block.parts(received)
    }
  }

  /// See ``Communicator/rank``.
  public func send(_ bytes: [UInt8], to rank: Int, tag: Int) throws(CommunicationError) {
    let length = try size(bytes.count, "MPI_Isend")
    let begin = ContinuousClock.now
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    defer { buffer.deallocate() }
    _ = buffer.update(fromContentsOf: bytes)
    var sending = chipplace_mpi_sending()
    try locked { _ throws(CommunicationError) in
      try check(
        chipplace_mpi_send(buffer.baseAddress, length, Int32(rank), Int32(tag), &sending),
        "MPI_Isend")
    }
    var isSent: Int32 = 0
    while true {
      try locked { _ throws(CommunicationError) in
        try check(chipplace_mpi_is_sent(&sending, &isSent), "MPI_Test")
      }
      if isSent != 0 { break }
      usleep(50)
    }
    try locked { traffic throws(CommunicationError) in
      traffic.messages += 1
      traffic.bytesSent += bytes.count
      traffic.transferSeconds += (ContinuousClock.now - begin) / .seconds(1)
    }
  }

  /// See ``Communicator/rank``.
  public func receive(from rank: Int?, tag: Int?) throws(CommunicationError) -> Message? {
    try locked { traffic throws(CommunicationError) in
      var (from, about) = (Int32(rank ?? -1), Int32(tag ?? -1))
      var (length, hasCome): (Int32, Int32) = (0, 0)
      try check(chipplace_mpi_probe(&from, &about, &length, &hasCome), "MPI_Iprobe")
      guard hasCome != 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: Int(length))
      try check(chipplace_mpi_receive(&bytes, length, from, about), "MPI_Recv")
      traffic.messages += 1
      traffic.bytesReceived += bytes.count
      return Message(rank: Int(from), tag: Int(about), bytes: bytes)
    }
  }
}

/// Parts of different lengths one after the other, as MPI wants them.
private struct Block {
  var counts: [Int32]
  var offsets: [Int32] = []
  var total = 0

  init(_ counts: [Int32], _ call: String) throws(CommunicationError) {
    self.counts = counts
    for count in counts {
      offsets.append(Int32(total))
      total += Int(count)
      _ = try size(total, call)
    }
  }

  func parts(_ bytes: [UInt8]) -> [[UInt8]] {
    zip(offsets, counts).map { Array(bytes[Int($0)..<Int($0) + Int($1)]) }
  }
}

/// A number of bytes as MPI counts them.
private func size(_ bytes: Int, _ call: String) throws(CommunicationError) -> Int32 {
  guard let size = Int32(exactly: bytes) else {
    throw CommunicationError(
      call: call, message: "expected at most \(Int32.max) bytes, found \(bytes)")
  }
  return size
}

private func check(_ code: Int32, _ call: String) throws(CommunicationError) {
  guard code != 0 else { return }
  var text = [CChar](repeating: 0, count: 512)
  chipplace_mpi_message(code, &text)
  let end = text.firstIndex(of: 0) ?? text.endIndex
  throw CommunicationError(
    call: call,
    message: String(decoding: text[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self))
}
#endif
