import Distribution
import Evaluation
import Synchronization
import TestSupport
import Testing

/// What is built on the few calls of a communicator.
@Suite struct CommunicatorTests {
  @Test func sumsAreAddedInTheOrderOfRanks() throws {
    // In another order the small numbers would be lost, or not.
    let numbers: [[Float]] = [
      [1e8, 1, 3, -1e8, 0], [-1e8, 1e8, 4, 1, 1], [1, -1e8, 5, 1e8, 2],
    ]
    var expected = [Float](repeating: 0, count: 5)
    for row in numbers { for index in row.indices { expected[index] += row[index] } }
    let sums = try ThreadedRanks.run(3) { $0.sum(numbers[$0.rank]) }
    #expect(sums == [expected, expected, expected])
    #expect(expected[0] == 1 && expected[1] == 0)
    #expect(LocalCommunicator().sum([1, 2]) == [1, 2])
  }

  @Test func sumsOfFewerNumbersThanRanks() throws {
    let sums = try ThreadedRanks.run(4) { $0.sum([Float($0.rank)]) }
    #expect(sums == Array(repeating: [6], count: 4))
    #expect(try ThreadedRanks.run(2) { $0.sum([]) } == [[], []])
  }

  @Test func gathersAndBroadcastsKeepOrderAndLengths() throws {
    let gathered = try ThreadedRanks.run(3) { ranks in
      ranks.allGather([Double](repeating: Double(ranks.rank), count: ranks.rank))
    }
    #expect(gathered == Array(repeating: [[], [1], [2, 2]], count: 3))
    #expect(try ThreadedRanks.run(3) { $0.broadcast($0.rank * 10, from: 2) } == [20, 20, 20])
  }
}

/// Jobs that the first rank hands out.
@Suite struct JobServerTests {
  /// Squares numbers on all ranks but the first; what came, and how many each rank did.
  private func squares(
    ranks: Int, slots: Int, jobs: Int, rows: Int = 1
  ) throws -> (results: [[UInt8]], work: [Int]) {
    let done = Mutex<[[UInt8]]>([])
    let work = try ThreadedRanks.run(ranks) { rank -> Int in
      let count = Mutex(0)
      let stop = StopFlag()
      if rank.isFirst {
        let server = JobServer(rank, stop: stop)
        #expect(server.slots == slots * (ranks - 1))
        for row in 0..<rows {
          var next = 0
          server.run {
            defer { next += 1 }
            return next < jobs ? [UInt8(row), UInt8(next)] : nil
          } done: { result in
            done.withLock { $0.append(result) }
          }
        }
        server.finish()
      } else {
        JobWorker(rank, slots: slots, stop: stop).run { job in
          count.withLock { $0 += 1 }
          return [job[0], job[1] * job[1]]
        }
      }
      return count.withLock { $0 }
    }
    return (done.withLock { $0 }, work)
  }

  @Test(arguments: [(2, 1), (3, 1), (4, 2)])
  func eachJobIsDoneOnce(ranks: Int, slots: Int) throws {
    let (results, work) = try squares(ranks: ranks, slots: slots, jobs: 15, rows: 2)
    let expected = (0..<2).flatMap { row in (0..<15).map { [UInt8(row), UInt8($0 * $0)] } }
    #expect(results.sorted { $0.lexicographicallyPrecedes($1) } == expected)
    // Rows are not mixed.
    #expect(results.map { $0[0] } == results.map { $0[0] }.sorted())
    #expect(work.reduce(0, +) == 30)
    #expect(work[0] == 0)
  }

  @Test func aRowWithoutJobsEnds() throws {
    #expect(try squares(ranks: 3, slots: 2, jobs: 0).results.isEmpty)
  }

  /// A job that takes long keeps its worker, and the others do the rest.
  @Test func whoIsFreeGetsTheNextJob() throws {
    let work = try ThreadedRanks.run(3) { rank -> Int in
      let count = Mutex(0)
      if rank.isFirst {
        let server = JobServer(rank, stop: StopFlag())
        var next = 0
        var done: Set<UInt8> = []
        server.run {
          defer { next += 1 }
          return next < 9 ? [UInt8(next)] : nil
        } done: {
          done.insert($0[0])
        }
        #expect(done == Set(0..<9))
        server.finish()
        return 0
      }
      JobWorker(rank, slots: 1, stop: StopFlag()).run { job in
        if job[0] == 0 {
          while Self.finished.load(ordering: .acquiring) < 8 {}
        } else {
          Self.finished.wrappingAdd(1, ordering: .releasing)
        }
        count.withLock { $0 += 1 }
        return job
      }
      return count.withLock { $0 }
    }
    #expect(work.sorted() == [0, 1, 8])
  }

  private static let finished = Atomic(0)

  @Test(arguments: [0, 2])
  func aStopOnOneRankReachesAll(stopping: Int) throws {
    let stopped = try ThreadedRanks.run(3) { rank -> Bool in
      let stop = StopFlag()
      if rank.rank == stopping { stop.raise() }
      if rank.isFirst {
        let server = JobServer(rank, stop: stop)
        var isGiven = 0
        // Jobs that end only when stopped.
        server.run {
          isGiven += 1
          return isGiven <= 2 ? [1] : nil
        } done: { _ in
        }
        server.finish()
      } else {
        JobWorker(rank, slots: 1, stop: stop).run { job in
          while !stop.isRaised {}
          return job
        }
      }
      return stop.isRaised
    }
    #expect(stopped == [true, true, true])
  }
}
