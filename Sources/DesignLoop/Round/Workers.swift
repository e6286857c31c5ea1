import Evaluation
import Parallelism
import Synchronization

/// Threads that share work whose result does not depend on their number.
struct Workers: Sendable {
  private let count: Int

  init(_ count: Int) { self.count = max(1, count) }

  /// The results of `body` for each element, in order. Elements are taken as threads become free.
  func map<Element: Sendable, Value: Sendable>(
    _ elements: some RandomAccessCollection<Element> & Sendable,
    _ body: @Sendable (Element) -> Value
  ) -> [Value] {
    map(elements, unless: StopFlag(), body)!
  }

  /// The same, or nil if a stop is asked for before the last element is taken.
  func map<Element: Sendable, Value: Sendable>(
    _ elements: some RandomAccessCollection<Element> & Sendable, unless stop: StopFlag,
    _ body: @Sendable (Element) -> Value
  ) -> [Value]? {
    let elements = Array(elements)
    let next = Atomic(0)
    let results = Mutex([Value?](repeating: nil, count: elements.count))
    concurrently(min(count, elements.count)) { _ in
      while true {
        if stop.isRaised { return }
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < elements.count else { return }
        let value = body(elements[index])
        results.withLock { $0[index] = value }
      }
    }
    let values = results.withLock { $0.compactMap { $0 } }
    return values.count == elements.count ? values : nil
  }
}
