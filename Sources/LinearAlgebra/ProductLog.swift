import Synchronization

/// A record of the shapes of products, to learn what a piece of work multiplies.
///
/// ``collect(_:)`` records what `multiply` is asked for by the task that calls it and by child tasks.
/// Threads that other means start are not part of the task, and their products are missed: let work
/// that is to be recorded run on one thread. Where nobody records, a product costs one look at a number
/// more.
public final class ProductLog: Sendable {
  /// The shape of a product: m × k times k × n.
  public struct Shape: Hashable, Sendable {
    /// The rows of the result.
    public var m: Int
    /// The columns of the result.
    public var n: Int
    /// The terms of each sum.
    public var k: Int

    /// A shape.
    public init(m: Int, n: Int, k: Int) {
      self.m = m
      self.n = n
      self.k = k
    }
  }

  /// Products of one shape.
  public struct Entry: Hashable, Sendable {
    /// The shape.
    public var shape: Shape
    /// How many there were.
    public var count: Int
  }

  @TaskLocal private static var current: ProductLog?

  /// How many pieces of work are recorded, in all tasks: looking up a task's values takes longer than
  /// a small product may.
  private static let recording = Atomic(0)

  private struct State {
    var entries: [Entry] = []
    var places: [Shape: Int] = [:]
  }

  private let state = Mutex(State())

  private init() {}

  /// Runs a piece of work and tells which products it computed, shapes in the order in which they first
  /// appeared. A record within a record takes its products to itself.
  public static func collect<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
  ) throws(Failure) -> (result: Result, products: [Entry]) {
    let log = ProductLog()
    recording.add(1, ordering: .relaxed)
    defer { recording.subtract(1, ordering: .relaxed) }
    // The compiler does not know that withValue throws what its closure does alone.
    let result = $current.withValue(log) { () -> Swift.Result<Result, Failure> in
      do throws(Failure) { return .success(try work()) } catch { return .failure(error) }
    }
    return (try result.get(), log.state.withLock(\.entries))
  }

  /// Notes a product of the task, if it is recorded.
  @inline(__always)
  static func note(m: Int, n: Int, k: Int) {
    if recording.load(ordering: .relaxed) > 0 { current?.add(m: m, n: n, k: k) }
  }

  private func add(m: Int, n: Int, k: Int) {
    let shape = Shape(m: m, n: n, k: k)
    state.withLock { state in
      if let place = state.places[shape] {
        state.entries[place].count += 1
      } else {
        state.places[shape] = state.entries.count
        state.entries.append(Entry(shape: shape, count: 1))
      }
    }
  }
}
