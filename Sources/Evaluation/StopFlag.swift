import Synchronization

/// A request to end early with the best so far, made from any thread or from a signal's handler and
/// looked at often by everything that runs long.
public final class StopFlag: Sendable {
  private let raised = Atomic(false)

  /// A flag that is not raised.
  public init() {}

  /// Asks for the end.
  public func raise() { raised.store(true, ordering: .relaxed) }

  /// Whether the end was asked for.
  public var isRaised: Bool { raised.load(ordering: .relaxed) }
}
