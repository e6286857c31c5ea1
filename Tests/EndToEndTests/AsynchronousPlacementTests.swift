import Accelerator
import Annealing
import ChipPlace
import Evaluation
import Netlist
import Synchronization
import Testing

@Suite struct AsynchronousPlacementTests {
  private static let design = HandCheckedExample.design()

  @Test func comesToTheSameAsWaiting() async throws {
    let placer = Placer(Self.design, options: PlacementOptions(budget: .moves(2000), seed: 3))
    let waited = try placer.place()
    let calls = Mutex(0)
    let result = try await placer.place { _ in calls.withLock { $0 += 1 } }
    #expect(result.placement == waited.placement)
    #expect(!result.wasStopped)
    #expect(calls.withLock { $0 } > 0)
  }

  /// A budget that would take days, so that only the cancellation can end it.
  @Test func cancellationEndsWithTheBestSoFar() async throws {
    let placer = Placer(
      Self.design, options: PlacementOptions(budget: .moves(Int.max / 4), seed: 3))
    let task = Task { try await placer.place { _ in } }
    task.cancel()
    let result = try await task.value
    #expect(result.wasStopped)
    #expect(result.legality.isLegal)
  }

  @Test func eventsEndWithTheResult() async throws {
    let placer = Placer(Self.design, options: PlacementOptions(budget: .moves(2000), seed: 3))
    var last: PlacementEvent?
    for try await event in placer.events() { last = event }
    guard case .finished(let result) = last else {
      Issue.record("expected the result last, found \(String(describing: last))")
      return
    }
    #expect(result.placement == (try placer.place().placement))
  }

  @Test func faultsAreThrown() async {
    var design = Self.design
    // No room for the macros.
    design.floorplan.die = Box(minX: 0, minY: 0, maxX: 1, maxY: 1)
    let placer = Placer(design, options: PlacementOptions(budget: .moves(100)))
    await #expect(throws: PlacementError.self) {
      for try await _ in placer.events() {}
    }
  }
}
