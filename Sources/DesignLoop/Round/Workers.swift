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
    let elements = Array(elements)
    let next = Atomic(0)
    let results = Mutex([Value?](repeating: nil, count: elements.count))
    concurrently(min(count, elements.count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < elements.count else { return }
        let value = body(elements[index])
        results.withLock { $0[index] = value }
      }
    }
    return results.withLock { $0.map { $0! } }
  }
}
