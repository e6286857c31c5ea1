import Dispatch
import Foundation
import Synchronization

/// The threads of this process that wait for work.
///
/// `DispatchQueue.concurrentPerform` is not used: under load, runs that called it from threads of their own
/// ended in a damaged heap where such a thread ended (Linux, Swift 6.3; the cause was not found). It also
/// divides a fixed number of threads among all callers, so that one can wait for another.
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
  private struct Work {
    var body: @Sendable () -> Void
    /// Whether somebody waits for its end, and gives the thread back then.
    var isAwaited: Bool
  }

  private let work = Mutex<Work?>(nil)
  private let ready = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  init() {
    let thread = Thread { [self] in
      while true {
        ready.wait()
        if perform() { done.signal() } else { HelperThreads.giveBack([self]) }
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  func begin(isAwaited: Bool, _ body: @escaping @Sendable () -> Void) {
    work.withLock { $0 = Work(body: body, isAwaited: isAwaited) }
    ready.signal()
  }

  func waitForEnd() { done.wait() }

  /// Does the work, and lets go of it before whoever waits may see it done: it must not outlive the call that
  /// it stands in.
  ///
  /// - Returns: whether somebody waits.
  @inline(never)
  private func perform() -> Bool {
    guard let work = work.withLock({ $0.take() }) else { return false }
    work.body()
    return work.isAwaited
  }
}
