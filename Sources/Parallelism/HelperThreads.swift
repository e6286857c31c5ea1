import Dispatch
import Foundation
import Synchronization

/// The threads of this process that wait for work.
///
/// `DispatchQueue.concurrentPerform` is not used: called from threads of one's own on Linux (Swift 6.3), it
/// frees memory that is still in use, which shows when such a thread ends. It also divides a fixed number of
/// threads among all callers, so that one can wait for another.
enum HelperThreads {
  private struct Pool {
    var idle: [HelperThread] = []
    /// The process that the threads are of. After a fork the child has none of them.
    var process: pid_t = 0
  }

  private static let pool = Mutex(Pool())

  /// Takes threads that nobody has, or new ones.
  static func take(_ count: Int) -> [HelperThread] {
    var taken = pool.withLock { pool in
      if pool.process != getpid() { pool = Pool(process: getpid()) }
      let taken = Array(pool.idle.suffix(count))
      pool.idle.removeLast(taken.count)
      return taken
    }
    while taken.count < count { taken.append(HelperThread()) }
    return taken
  }

  static func giveBack(_ helpers: [HelperThread]) {
    pool.withLock { $0.idle += helpers }
  }
}

/// A thread that does what it is given, one piece of work after another, for as long as the process lives.
final class HelperThread: Sendable {
  private let work = Mutex<(@Sendable () -> Void)?>(nil)
  private let ready = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  init() {
    let thread = Thread { [self] in
      while true {
        ready.wait()
        perform()
        done.signal()
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Does the work, and lets go of it before whoever waits may see it done: it must not outlive the call that
  /// it stands in.
  @inline(never)
  private func perform() {
    guard let body = work.withLock({ $0.take() }) else { return }
    body()
  }

  func begin(_ body: @escaping @Sendable () -> Void) {
    work.withLock { $0 = body }
    ready.signal()
  }

  func waitForEnd() { done.wait() }
}
