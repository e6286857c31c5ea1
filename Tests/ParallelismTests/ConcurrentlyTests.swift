import Foundation
import Synchronization
import Testing

@testable import Parallelism

/// Work on several threads.
@Suite struct ConcurrentlyTests {
  @Test(arguments: [0, 1, 2, 3, 8]) func eachPartIsDoneOnce(parts: Int) {
    let calls = Mutex([Int](repeating: 0, count: parts))
    concurrently(parts) { part in calls.withLock { $0[part] += 1 } }
    #expect(calls.withLock { $0 } == [Int](repeating: 1, count: parts))
  }

  @Test(arguments: [(0, 3), (2, 5), (10, 1), (1001, 7)]) func rangesMakeUpTheWhole(
    count: Int, parts: Int
  ) {
    let ranges = Mutex([Range<Int>?](repeating: nil, count: parts))
    concurrently(count, parts: parts) { part, range in ranges.withLock { $0[part] = range } }
    #expect(ranges.withLock { $0.flatMap { Array($0!) } } == Array(0..<count))
  }

  @Test func partsRunAtTheSameTime() {
    // Each waits for the other: one after the other they would wait for ever.
    let (first, second) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    concurrently(2) { part in
      if part == 0 {
        first.signal()
        second.wait()
      } else {
        first.wait()
        second.signal()
      }
    }
    #expect(first.wait(timeout: .now()) == .timedOut)
  }

  @Test func callsStandInsideOfOthers() {
    let sum = Atomic(0)
    concurrently(3) { outer in
      concurrently(4) { inner in sum.add(outer * 4 + inner, ordering: .relaxed) }
    }
    #expect(sum.load(ordering: .relaxed) == (0..<12).reduce(0, +))
  }

  /// What `concurrentPerform` did not bear: threads that call, and end.
  @Test func threadsThatEndMayCall() {
    let total = Atomic(0)
    for _ in 0..<20 {
      let ended = DispatchGroup()
      for _ in 0..<4 {
        ended.enter()
        Thread.detachNewThread {
          for _ in 0..<50 {
            concurrently(1000, parts: 3) { _, range in
              total.add(range.reduce(0, +), ordering: .relaxed)
            }
          }
          ended.leave()
        }
      }
      ended.wait()
    }
    #expect(total.load(ordering: .relaxed) == 20 * 4 * 50 * 499_500)
  }

  @Test func threadsAreUsedAgain() {
    let seen = Mutex<Set<UInt>>([])
    for _ in 0..<100 {
      concurrently(2) { part in
        if part == 1 { _ = seen.withLock { $0.insert(UInt(pthread_self())) } }
      }
    }
    // Other tests take some of the threads meanwhile.
    #expect(seen.withLock { $0.count } < 50)
  }

  @Test func whatNobodyWaitsForIsDoneToo() {
    let ended = DispatchGroup()
    let sum = Atomic(0)
    for number in 0..<100 {
      ended.enter()
      inBackground {
        concurrently(2) { sum.add(number + $0, ordering: .relaxed) }
        ended.leave()
      }
    }
    ended.wait()
    #expect(sum.load(ordering: .relaxed) == 2 * 4950 + 100)
  }
}
